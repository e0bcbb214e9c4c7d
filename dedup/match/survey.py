"""The first reading of many texts: which have the same words, and which shingles are too common.

Commonness is counted over stories, not articles: the hundred copies of a report do not make its sentences
common, the boilerplate of a hundred reports does. A sample is enough for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dedup.match import plain
from dedup.match.batch import HashBatch, hash_texts
from dedup.match.shingle import Hashes
from dedup.match.signing import SignatureBatch, Signing, Values, digest_texts, read_texts, sign_again
from dedup.match.texts import Desk, do_parts
from dedup.settings import Settings

Numbers = npt.NDArray[np.int64]
Owners = npt.NDArray[np.int32]

FILTERED_FROM = 5_000
"""Different texts from which common shingles are left out of the signatures."""
MOST_STORIES, MOST_STORIES_SHARE = 250, 0.003
"""A shingle in more stories than either is common: turns of phrase, an outlet's boilerplate."""

_BATCH = 256
_NO_SHINGLES: Hashes = np.empty(0, dtype=np.uint64)
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

    @property
    def signing(self) -> Signing:
        """How the texts are signed."""
        return Signing(
            shingle_size=self.settings.shingle_size,
            num_perm=self.settings.num_perm,
            seed=self.settings.seed,
            is_compiled=self.is_compiled,
        )

    def sign(
        self,
        numbers: Numbers,
        *,
        out: SignatureBatch,
        common: Hashes = _NO_SHINGLES,
        kept: dict[int, HashBatch] | None = None,
    ) -> None:
        """Write counts, digests and signatures of the texts of these numbers, each in the row of its number.

        Args:
            common: shingles that do not count.
            kept: gets the shingles of each part of the numbers, by the place where it begins.
        """
        places = np.asarray(self.order, dtype=np.int64)[numbers]
        signing = self.signing

        def sign_part(bounds: slice, desk: Desk) -> None:
            chosen, rows = places[bounds].tolist(), numbers[bounds]
            found = read_texts(self.texts, chosen, signing, common=common, rows=rows, out=out, desk=desk)
            if kept is not None:
                kept[bounds.start] = replace(found, hashes=found.hashes.copy())

        do_parts(sign_part, len(numbers), at_once=_BATCH, threads=self.threads)

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
    """Read every text once, those of a sample first if it is to be found out what is common."""
    size = len(reader)
    found = SignatureBatch.reserve(size, reader.settings.num_perm)
    common, rest = _NO_SHINGLES, np.arange(size)
    may_filter = size >= FILTERED_FROM and _is_sensitive(reader.settings)
    if may_filter:
        sample, stories = _choose_sample(reader.digest())
        common = sign_sample(reader, sample, stories=stories, out=found)
        rest = np.setdiff1d(rest, sample, assume_unique=True)
    reader.sign(rest, out=found, common=common)
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


def sign_sample(reader: Reader, sample: Numbers, *, stories: int, out: SignatureBatch) -> Hashes:
    """Sign the texts of a sample by all but the shingles that stand in too many of its stories.

    Texts of the sample that are nearly the same are one story, whose first text is counted alone. The
    shingles of the sample are kept until it is known which of them count.
    Args:
        stories: different texts in all.
    Returns: the shingles that do not count; uint64, sorted.
    """
    kept: dict[int, HashBatch] = {}
    reader.sign(sample, out=out, kept=kept)
    leaders = _lead_stories(out.values[sample], reader)
    is_first = leaders == np.arange(len(sample))
    limit = max(MOST_STORIES, MOST_STORIES_SHARE * stories) * len(sample) / max(stories, 1)
    common = _find_frequent(kept, is_first, limit, is_compiled=reader.is_compiled)
    starts = sorted(kept)

    def sign_part(bounds: slice, _: Desk) -> None:
        for start in starts[bounds]:
            rows = sample[start : start + len(kept[start])]
            sign_again(kept[start], reader.signing, common=common, rows=rows, out=out)

    if len(common):
        do_parts(sign_part, len(starts), at_once=1, threads=reader.threads)
    return common


def _lead_stories(values: Values, reader: Reader) -> Owners:
    rows = min(_STORY_ROWS, reader.settings.num_perm)
    least = int(_STORY_LIKENESS * reader.settings.num_perm)
    if not reader.is_compiled:
        return plain.lead_stories(values, rows, least)
    from dedup.match.kernels.pairs import lead_stories

    leaders: Owners = lead_stories(values, rows, least)
    return leaders


def _find_frequent(
    parts: Mapping[int, HashBatch], is_first: npt.NDArray[np.bool_], limit: float, *, is_compiled: bool
) -> Hashes:
    """The shingles that more texts than ``limit`` have, of the texts that are counted."""
    counted = [(part, is_first[start : start + len(part)]) for start, part in sorted(parts.items())]
    if is_compiled:
        from dedup.match.kernels.batches import count_shingles, list_frequent, make_counts

        counts = make_counts()
        for part, is_counted in counted:
            count_shingles(part.hashes, part.offsets, is_counted, counts)
        found = [list_frequent(part.hashes, part.offsets, chosen, counts, limit) for part, chosen in counted]
    else:
        found = [part.of(number) for part, chosen in counted for number in np.flatnonzero(chosen).tolist()]
    shingles, texts = np.unique(np.concatenate([_NO_SHINGLES, *found]), return_counts=True)
    return shingles[texts > limit]


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
