"""Rare anchors over any number of articles → pairs that share enough of them.

Few articles are done as ``dedup.match.anchors`` does it. Over many, an anchor is rare by the number of stories
it stands in, so that the copies of a report do not hide what a brief took from it; and how rare it must be
follows from the pairs there is time for. The texts are read twice or more: to count, then to gather the anchors
that stand in more than one article, a part of all hashes at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dedup.function_words import FUNCTION_WORDS
from dedup.match import plain
from dedup.match.batch import Marks, Offsets
from dedup.match.shingle import Hashes, hash_tokens
from dedup.match.survey import FILTERED_FROM, Numbers, Owners, Reader, list_batches

MOST_PAIRS_PER_ARTICLE, MOST_PAIRS = 40, 16_000_000
"""Pairs counted for all anchors together. An anchor must stand in the fewer stories to be rare, the more pairs
there would be."""

_COUNTERS_PER_ARTICLE, _LEAST_BITS, _MOST_BITS = 1024, 16, 28
_PART = 16_000_000
_FULL = 255


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnchoredPairs:
    """Pairs (2, p) of articles that share enough rare anchors, ascending, and how many they share.

    ``most_stories`` is the number of stories beyond which an anchor was no longer rare.
    """

    pairs: Owners
    shared: Owners
    most_stories: int


def find_rare_pairs(reader: Reader, numbers: Numbers, stories: Owners) -> AnchoredPairs:
    """The pairs of the articles of these numbers that share enough rare anchors.

    Args:
        stories: a number for each article of ``reader``, the same for those that tell one story.
    """
    settings = reader.settings
    is_large = len(numbers) >= FILTERED_FROM
    counts = _count_anchors(reader, numbers)
    most = _FULL - 1 if is_large else _FULL
    may_be_rare = counts[(counts >= 2) & (counts <= most)]
    parts = 1
    while int(may_be_rare.sum(dtype=np.int64)) > parts * _PART:
        parts *= 2
    room = min(MOST_PAIRS_PER_ARTICLE * len(reader), MOST_PAIRS) // parts if is_large else None
    low = np.uint64((1 << max(1, (len(reader) - 1).bit_length())) - 1)
    keys, fewest = [], settings.max_anchor_articles
    for part in range(parts):
        packed = np.concatenate(
            [
                np.empty(0, np.uint64),
                *_gather(reader, numbers, counts, most=most, part=(part, parts), low=low),
            ]
        )
        packed.sort()
        limit = _limit_stories(reader, packed, low, stories, room)
        fewest = min(fewest, limit)
        keys.append(_pair(reader, packed, low, stories, limit))
    found, shared = np.unique(np.concatenate(keys), return_counts=True)
    found, shared = (
        found[shared >= settings.min_shared_anchors],
        shared[shared >= settings.min_shared_anchors],
    )
    pairs = np.stack((found >> np.uint64(32), found & np.uint64(0xFFFFFFFF))).astype(np.int32)
    return AnchoredPairs(pairs=pairs, shared=shared.astype(np.int32), most_stories=fewest)


def _count_anchors(reader: Reader, numbers: Numbers) -> Marks:
    """How many articles have an anchor with the same first bits, up to 255."""
    wanted = (_COUNTERS_PER_ARTICLE * len(numbers)).bit_length()
    counts = np.zeros(1 << min(max(wanted, _LEAST_BITS), _MOST_BITS), dtype=np.uint8)
    for batch in list_batches(numbers):
        anchors, _ = _list_anchors(reader, batch)
        if reader.is_compiled:
            from dedup.match.kernels.anchors import count_anchors

            count_anchors(anchors, counts)
        else:
            plain.count_anchors(anchors, counts)
    return counts


def _list_anchors(reader: Reader, numbers: list[int]) -> tuple[Hashes, Offsets]:
    """The distinct anchors of each text, end to end, and where each text's begin."""
    tokens = reader.hash(numbers, with_marks=True)
    functions = _hash_function_words()
    if not reader.is_compiled:
        return plain.list_anchors(tokens, functions)
    from dedup.match.kernels.anchors import list_anchors
    from dedup.match.kernels.pairs import fill_set

    anchors, offsets = np.empty(2 * len(tokens.hashes), np.uint64), np.zeros(len(tokens) + 1, np.int64)
    list_anchors(tokens.hashes, tokens.offsets, tokens.marks, fill_set(functions), anchors, offsets)
    return anchors[: offsets[-1]], offsets


def _gather(
    reader: Reader, numbers: Numbers, counts: Marks, *, most: int, part: tuple[int, int], low: np.uint64
) -> Iterator[Hashes]:
    """The anchors of one part that more than one article may have, each with its article in the low bits."""
    for batch in list_batches(numbers):
        anchors, offsets = _list_anchors(reader, batch)
        owners = np.array(batch, dtype=np.int64)
        if reader.is_compiled:
            from dedup.match.kernels.anchors import pack_anchors

            packed = np.empty(len(anchors), dtype=np.uint64)
            size = pack_anchors(anchors, offsets, owners, counts, most, *part, low, packed)
            yield packed[:size].copy()
        else:
            yield plain.pack_anchors(anchors, np.repeat(owners, np.diff(offsets)), counts, most, part, low)


def _limit_stories(reader: Reader, packed: Hashes, low: np.uint64, stories: Owners, room: int | None) -> int:
    """The most stories an anchor may stand in so that no more than ``room`` pairs have to be counted."""
    limit = reader.settings.max_anchor_articles
    while room is not None and limit > 2 and _weigh(reader, packed, low, stories, limit) > room:
        limit -= 1
    return limit


def _weigh(reader: Reader, packed: Hashes, low: np.uint64, stories: Owners, limit: int) -> int:
    if reader.is_compiled:
        from dedup.match.kernels.anchors import weigh_anchors

        return int(weigh_anchors(packed, low, stories, limit))
    return len(plain.pair_anchors(packed, low, stories, limit))


def _pair(reader: Reader, packed: Hashes, low: np.uint64, stories: Owners, limit: int) -> Hashes:
    if not reader.is_compiled:
        return plain.pair_anchors(packed, low, stories, limit)
    from dedup.match.kernels.anchors import pair_anchors, weigh_anchors

    return pair_anchors(packed, low, stories, limit, weigh_anchors(packed, low, stories, limit))


@lru_cache(maxsize=1)
def _hash_function_words() -> Hashes:
    return np.unique(hash_tokens(sorted(FUNCTION_WORDS)))
