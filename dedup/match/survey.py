"""The first reading of many texts: which have the same words, and which shingles are too common.

Commonness is counted over stories, not articles: the hundred copies of a report do not make its sentences
common, the boilerplate of a hundred reports does. A sample is enough for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedup.match import plain
from dedup.match.batch import HashBatch, SignatureBatch, Values, hash_texts, load_permutations, sign_texts
from dedup.match.shingle import Hashes, build_shingle_set
from dedup.match.texts import Desk, do_parts
from dedup.settings import Settings

Numbers = npt.NDArray[np.int64]
Owners = npt.NDArray[np.int32]

FILTERED_FROM = 5_000
"""Different texts from which common shingles are left out of the signatures."""
MOST_STORIES, MOST_STORIES_SHARE = 250, 0.003
"""A shingle in more stories than either is common: turns of phrase, an outlet's boilerplate."""

_BATCH = 256
_SAMPLE = 20_000
_MOST_PERMUTED = 4_000_000
_STORY_ROWS, _STORY_LIKENESS = 4, 0.5


@dataclass(frozen=True, slots=True)
class Reader:
    """Texts in the order of their ids, and how they are to be read."""

    texts: Sequence[str]
    order: Sequence[int]
    settings: Settings
    is_compiled: bool
    threads: int = 1

    def __len__(self) -> int:
        """How many texts."""
        return len(self.order)

    def hash(
        self, numbers: Sequence[int], *, with_marks: bool = False, desk: Desk | None = None
    ) -> HashBatch:
        """The token hashes of the texts of these numbers; in memory of their own if no desk is given."""
        places = [self.order[number] for number in numbers]
        return hash_texts(self.texts, places, is_compiled=self.is_compiled, with_marks=with_marks, desk=desk)

    def sign(self, numbers: Numbers, *, common: Hashes | None = None) -> SignatureBatch:
        """Counts, digests and signatures of the texts of these numbers."""
        settings = self.settings
        found = SignatureBatch.reserve(len(numbers), settings.num_perm)

        def sign_part(bounds: slice, desk: Desk) -> None:
            sign_texts(
                self.texts,
                [self.order[number] for number in numbers[bounds].tolist()],
                shingle_size=settings.shingle_size,
                seed=settings.seed,
                is_compiled=self.is_compiled,
                common=common,
                out=found.part(bounds),
                desk=desk,
            )

        do_parts(sign_part, len(numbers), at_once=_BATCH, threads=self.threads)
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Survey:
    """What the first reading gives.

    ``leaders[i]`` is the first text with the words of text i; ``distinct`` are the numbers of the leaders
    that have words. ``values`` (texts, num_perm) are the signatures, of use for those whose numbers are
    ``signed``; if it ``is_filtered``, the ``common`` shingles are left out of them, and ``unsigned`` articles
    have no other.
    """

    token_counts: Owners
    leaders: Owners
    distinct: Numbers
    signed: Numbers
    values: Values
    common: Hashes
    unsigned: int
    is_filtered: bool


def survey_texts(reader: Reader) -> Survey:
    """Read every text once, and again those whose signatures common shingles have a part in."""
    size = len(reader)
    found = reader.sign(np.arange(size))
    leaders = _lead_identical(found.digests)
    distinct = signed = np.flatnonzero((leaders == np.arange(size)) & (found.counts > 0))
    common, unsigned = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    may_filter = size >= FILTERED_FROM and _is_sensitive(reader.settings)
    if may_filter:
        sample = _sample(signed, found.digests)
        common = find_common_shingles(reader, sample, found.values[sample], stories=len(signed))
        touched = signed[_find_touched(reader, found.values, signed, common)]
        again = reader.sign(touched, common=common).values
        found.values[touched] = again
        unsigned = touched[(again == np.iinfo(np.uint32).max).all(axis=1)]
        signed = np.setdiff1d(signed, unsigned, assume_unique=True)
    return Survey(
        token_counts=found.counts,
        leaders=leaders,
        distinct=distinct,
        signed=signed,
        values=found.values,
        common=common,
        unsigned=len(unsigned),
        is_filtered=may_filter,
    )


def list_batches(numbers: Numbers) -> Iterator[list[int]]:
    """Cut numbers into lists that are worth a call."""
    for start in range(0, len(numbers), _BATCH):
        yield numbers[start : start + _BATCH].tolist()


def find_common_shingles(reader: Reader, sample: Numbers, values: Values, *, stories: int) -> Hashes:
    """The shingles that stand in too many stories of a sample, whose signatures are given; uint64, sorted.

    Texts of the sample that are nearly the same are one story, whose first text is counted alone.
    """
    rows = min(_STORY_ROWS, reader.settings.num_perm)
    least = int(_STORY_LIKENESS * reader.settings.num_perm)
    if reader.is_compiled:
        from dedup.match.kernels.pairs import lead_stories

        leaders = lead_stories(values, rows, least)
    else:
        leaders = plain.lead_stories(values, rows, least)
    firsts = sample[leaders == np.arange(len(sample))]
    limit = max(MOST_STORIES, MOST_STORIES_SHARE * stories) * len(sample) / max(stories, 1)
    shingles = np.concatenate(
        [np.empty(0, np.uint64), *(_list_shingles(reader, numbers) for numbers in list_batches(firsts))]
    )
    if reader.is_compiled:
        from dedup.match.kernels.batches import keep_frequent

        shingles = keep_frequent(shingles, int(limit) + 1)
    found, counts = np.unique(shingles, return_counts=True)
    return found[counts > limit]


def _find_touched(reader: Reader, values: Values, numbers: Numbers, common: Hashes) -> npt.NDArray[np.bool_]:
    """Which of the texts of these numbers may owe a value of their signature to a common shingle.

    All others keep their signature when common shingles are left out.
    """
    settings = reader.settings
    if not reader.is_compiled or len(common) * settings.num_perm > _MOST_PERMUTED:
        return np.ones(len(numbers), dtype=bool)
    from dedup.match.kernels.signatures import find_values

    is_touched = np.zeros(len(numbers), dtype=bool)
    if len(common):
        permutations = load_permutations(settings.num_perm, settings.seed)
        find_values(values, numbers, common, permutations, is_touched)
    return is_touched


def _is_sensitive(settings: Settings) -> bool:
    """Whether pairs far below one half in Jaccard similarity are proposed, unrelated ones among them."""
    return float((1 / settings.bands) ** (1 / settings.rows)) < _STORY_LIKENESS


def _lead_identical(digests: Hashes) -> Owners:
    """The first of those with an equal digest, for each."""
    size = len(digests)
    order = np.lexsort((np.arange(size), digests[:, 1], digests[:, 0]))
    is_first = np.ones(size, dtype=bool)
    is_first[1:] = (digests[order[1:]] != digests[order[:-1]]).any(axis=1)
    leaders = np.empty(size, dtype=np.int32)
    leaders[order] = order[np.flatnonzero(is_first)][np.cumsum(is_first) - 1]
    return leaders


def _sample(numbers: Numbers, digests: Hashes) -> Numbers:
    """Texts chosen by their words, so that neither order nor naming changes the choice; ascending."""
    if len(numbers) <= _SAMPLE:
        return numbers
    chosen = np.argsort(digests[numbers, 0], kind="stable")[:_SAMPLE]
    return np.sort(numbers[chosen])


def _list_shingles(reader: Reader, numbers: Sequence[int]) -> Hashes:
    """The distinct shingles of each text, one text after the other."""
    tokens = reader.hash(numbers)
    size = reader.settings.shingle_size
    if reader.is_compiled:
        from dedup.match.kernels.batches import list_shingles

        shingles = np.empty(len(tokens.hashes), dtype=np.uint64)
        return shingles[: list_shingles(tokens.hashes, tokens.offsets, size, shingles)]
    parts = [build_shingle_set("", tokens.of(number), size=size).hashes for number in range(len(tokens))]
    return np.concatenate(parts)
