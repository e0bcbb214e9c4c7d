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
from dedup.match.batch import HashBatch, Values, hash_texts, sign_tokens
from dedup.match.shingle import Hashes, build_shingle_set
from dedup.settings import Settings

Numbers = npt.NDArray[np.int64]
Owners = npt.NDArray[np.int32]

FILTERED_FROM = 5_000
"""Different texts from which common shingles are left out of the signatures."""
MOST_STORIES, MOST_STORIES_SHARE = 250, 0.003
"""A shingle in more stories than either is common: turns of phrase, an outlet's boilerplate."""

_BATCH = 256
_SAMPLE = 20_000
_STORY_ROWS, _STORY_LIKENESS = 4, 0.5


@dataclass(frozen=True, slots=True)
class Reader:
    """Texts in the order of their ids, and how they are to be read."""

    texts: Sequence[str]
    order: Sequence[int]
    settings: Settings
    is_compiled: bool

    def __len__(self) -> int:
        """How many texts."""
        return len(self.order)

    def hash(self, numbers: Sequence[int], *, with_marks: bool = False) -> HashBatch:
        """The token hashes of the texts of these numbers."""
        texts = [self.texts[self.order[number]] for number in numbers]
        return hash_texts(texts, is_compiled=self.is_compiled, with_marks=with_marks)

    def sign(self, tokens: HashBatch, *, common: Hashes | None = None) -> Values:
        """Their signatures."""
        return sign_tokens(
            tokens,
            shingle_size=self.settings.shingle_size,
            num_perm=self.settings.num_perm,
            seed=self.settings.seed,
            is_compiled=self.is_compiled,
            common=common,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Survey:
    """What the first reading gives.

    ``leaders[i]`` is the first text with the words of text i; ``distinct`` are the numbers of the leaders
    that have words. ``keys`` (bands, n) are of those whose numbers are ``signed``; if it
    ``is_filtered``, the ``common`` shingles are left out of them, and ``unsigned`` articles have no other.
    """

    token_counts: Owners
    leaders: Owners
    distinct: Numbers
    signed: Numbers
    keys: Hashes
    common: Hashes
    unsigned: int
    is_filtered: bool


def survey_texts(reader: Reader) -> Survey:
    """Read every text once, or twice where common shingles have to be left out."""
    settings = reader.settings
    size = len(reader)
    may_filter = size >= FILTERED_FROM and _is_sensitive(settings)
    keys = np.empty((settings.bands, 0 if may_filter else size), dtype=np.uint64)
    token_counts, digests = np.zeros(size, dtype=np.int32), np.empty((size, 2), dtype=np.uint64)
    for numbers in list_batches(np.arange(size)):
        tokens = reader.hash(numbers)
        bound = slice(numbers[0], numbers[0] + len(numbers))
        token_counts[bound] = np.diff(tokens.offsets)
        digests[bound] = _digest(tokens, is_compiled=reader.is_compiled)
        if not may_filter:
            keys[:, bound] = make_keys(reader.sign(tokens), settings)
    leaders = _lead_identical(digests)
    distinct = signed = np.flatnonzero((leaders == np.arange(size)) & (token_counts > 0))
    common, unsigned = np.empty(0, dtype=np.uint64), 0
    if may_filter:
        common = find_common_shingles(reader, _sample(signed, digests), stories=len(signed))
        keys, is_left = _sign_again(reader, signed, common)
        unsigned = int((~is_left).sum())
        signed, keys = signed[is_left], np.ascontiguousarray(keys[:, is_left])
    elif len(signed) < size:
        keys = np.ascontiguousarray(keys[:, signed])
    return Survey(
        token_counts=token_counts,
        leaders=leaders,
        distinct=distinct,
        signed=signed,
        keys=keys,
        common=common,
        unsigned=unsigned,
        is_filtered=may_filter,
    )


def list_batches(numbers: Numbers) -> Iterator[list[int]]:
    """Cut numbers into lists that are worth a call."""
    for start in range(0, len(numbers), _BATCH):
        yield numbers[start : start + _BATCH].tolist()


def make_keys(values: Values, settings: Settings) -> Hashes:
    """The key of each band of each signature, (bands, signatures); two rows or fewer lose nothing."""
    bands = values[:, : settings.bands * settings.rows].reshape(len(values), settings.bands, settings.rows)
    keys = np.zeros((settings.bands, len(values)), dtype=np.uint64)
    for row in range(settings.rows):
        if row > 1:
            keys *= np.uint64(0x9E3779B97F4A7C15)
            keys ^= keys >> np.uint64(29)
        keys = keys << np.uint64(32) | bands[:, :, row].T if row < 2 else keys ^ bands[:, :, row].T
    return keys


def find_common_shingles(reader: Reader, sample: Numbers, *, stories: int) -> Hashes:
    """The shingles that stand in too many stories of a sample; uint64, sorted.

    Texts of the sample that are nearly the same are one story, whose first text is counted alone.
    """
    values = np.empty((len(sample), reader.settings.num_perm), dtype=np.uint32)
    for place, numbers in enumerate(list_batches(sample)):
        values[place * _BATCH : place * _BATCH + len(numbers)] = reader.sign(reader.hash(numbers))
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


def _digest(tokens: HashBatch, *, is_compiled: bool) -> Hashes:
    digests = np.empty((len(tokens), 2), dtype=np.uint64)
    if is_compiled:
        from dedup.match.kernels.digests import digest_batch

        digest_batch(tokens.hashes, tokens.offsets, digests)
        return digests
    for number in range(len(tokens)):
        digests[number] = plain.digest_tokens(tokens.of(number))
    return digests


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


def _sign_again(reader: Reader, numbers: Numbers, common: Hashes) -> tuple[Hashes, npt.NDArray[np.bool_]]:
    """The keys of the texts of these numbers without common shingles, and which have other ones."""
    keys = np.empty((reader.settings.bands, len(numbers)), dtype=np.uint64)
    is_left = np.empty(len(numbers), dtype=bool)
    for place, batch in enumerate(list_batches(numbers)):
        bound = slice(place * _BATCH, place * _BATCH + len(batch))
        values = reader.sign(reader.hash(batch), common=common)
        keys[:, bound] = make_keys(values, reader.settings)
        is_left[bound] = (values != np.iinfo(np.uint32).max).any(axis=1)
    return keys, is_left


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
