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
from dedup.match.batch import HashBatch, SignatureBatch, Values, digest_texts, hash_texts, sign_texts
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
_TELLING = 4
"""Values of a signature that are enough to tell whether it has any."""
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
        settings, places = self.settings, np.asarray(self.order, dtype=np.int64)[numbers]
        found = SignatureBatch.reserve(len(numbers), settings.num_perm)

        def sign_part(bounds: slice, desk: Desk) -> None:
            sign_texts(
                self.texts,
                places[bounds].tolist(),
                shingle_size=settings.shingle_size,
                seed=settings.seed,
                is_compiled=self.is_compiled,
                common=common,
                out=found.part(bounds),
                desk=desk,
            )

        do_parts(sign_part, len(numbers), at_once=_BATCH, threads=self.threads)
        return found

    def digest(self) -> Hashes:
        """A hash of each text as it stands."""
        found = np.empty(len(self), dtype=np.uint64)

        def digest_part(bounds: slice, desk: Desk) -> None:
            places = self.order[bounds]
            digest_texts(self.texts, places, is_compiled=self.is_compiled, out=found[bounds], desk=desk)

        do_parts(digest_part, len(self), at_once=_BATCH, threads=self.threads)
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
    """Find out from a sample what is common, if need be, and read every text once."""
    size = len(reader)
    common = np.empty(0, dtype=np.uint64)
    may_filter = size >= FILTERED_FROM and _is_sensitive(reader.settings)
    if may_filter:
        sample, stories = _choose_sample(reader.digest())
        common = find_common_shingles(reader, sample, stories=stories)
    found = reader.sign(np.arange(size), common=common if len(common) else None)
    leaders = _lead_identical(found.digests)
    distinct = np.flatnonzero((leaders == np.arange(size)) & (found.counts > 0))
    is_signed = (found.values[:, :_TELLING] != np.iinfo(np.uint32).max).any(axis=1)
    signed = distinct[is_signed[distinct]]
    return Survey(
        token_counts=found.counts,
        leaders=leaders,
        distinct=distinct,
        signed=signed,
        values=found.values,
        common=common,
        unsigned=len(distinct) - len(signed),
        is_filtered=may_filter,
    )


def list_batches(numbers: Numbers) -> Iterator[list[int]]:
    """Cut numbers into lists that are worth a call."""
    for start in range(0, len(numbers), _BATCH):
        yield numbers[start : start + _BATCH].tolist()


def find_common_shingles(reader: Reader, sample: Numbers, *, stories: int) -> Hashes:
    """The shingles that stand in too many stories of a sample; uint64, sorted.

    Texts of the sample that are nearly the same are one story, whose first text is counted alone.
    """
    values = reader.sign(sample).values
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


def _choose_sample(digests: Hashes) -> tuple[Numbers, int]:
    """Different texts chosen by what they are, not by order or name, ascending; how many there are in all."""
    found, first = np.unique(digests, return_index=True)
    return np.sort(first[:_SAMPLE]), len(found)


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
