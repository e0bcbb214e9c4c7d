"""Rare anchors over any number of articles → pairs that share enough of them.

Few articles are done as ``dedup.match.anchors`` does it. Over many, the fixed limits of few would let in all
that share a sentence of an agency's background: there an article goes with the few stories that share most
with it, and with those that have a rare passage word for word (``dedup.match.verbatim``). The texts are read
twice: to count, then to gather the anchors that stand in more than one article, or a sample of them where
they are too many.
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
from dedup.match.verbatim import find_verbatim_pairs, spread_pairs

MOST_STORIES = 4
"""Over many articles: the stories with which an article may share anchors enough to be compared. Where more
of them share as many, they share a stock of phrases and not a source."""
MOST_ANCHOR_ARTICLES = 128
"""The same: articles with an anchor, since a report with many copies must not make its sentences common."""
STEPS_PER_ARTICLE = 4_000
"""The same: articles met while counting shared anchors; a lower limit of articles keeps to it."""

_COUNTERS_PER_ARTICLE, _LEAST_BITS, _MOST_BITS = 1024, 16, 28
_ENTRIES = 24_000_000
_FULL = 255
_ROOM = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnchoredPairs:
    """Pairs (2, p) of articles that share enough rare anchors, ascending, and how many they share.

    ``most_articles`` is the number of articles beyond which an anchor was no longer rare; one in ``sampling``
    of all anchors was looked at, and ``shared`` is reckoned up accordingly.
    """

    pairs: Owners
    shared: Owners
    most_articles: int
    sampling: int


def find_rare_pairs(reader: Reader, numbers: Numbers, stories: Owners) -> AnchoredPairs:
    """The pairs of the articles of these numbers that share enough rare anchors.

    Args:
        stories: a number for each article of ``reader``, below their count, the same for those that tell one
            story.
    """
    settings = reader.settings
    is_large = len(numbers) >= FILTERED_FROM
    counts = _count_anchors(reader, numbers)
    most = _FULL - 1 if is_large else _FULL
    expected = int(counts[(counts >= 2) & (counts <= most)].sum(dtype=np.int64))
    sampling = 1
    while is_large and expected > sampling * _ENTRIES:
        sampling *= 2
    low = np.uint64((1 << max(1, (len(reader) - 1).bit_length())) - 1)
    packed = np.concatenate(
        [np.empty(0, np.uint64), *_gather(reader, numbers, counts, most=most, sampling=sampling, low=low)]
    )
    del counts
    packed.sort()
    limit = settings.max_anchor_articles
    if is_large:
        limit = _limit_articles(reader, packed, low, STEPS_PER_ARTICLE * len(numbers))
        least = max(2, -(-settings.min_shared_anchors // sampling))
        found, shared = _rank(reader, packed, low, stories, limit, least)
        found, shared = _add_passages(reader, numbers, stories, found, shared)
    else:
        found, occurrences = np.unique(_pair(reader, packed, low, limit), return_counts=True)
        is_enough = occurrences >= settings.min_shared_anchors
        found, shared = found[is_enough], occurrences[is_enough].astype(np.int32)
    return AnchoredPairs(
        pairs=np.stack((found >> np.uint64(32), found & np.uint64(0xFFFFFFFF))).astype(np.int32),
        shared=(shared * sampling).astype(np.int32),
        most_articles=limit,
        sampling=sampling,
    )


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
    reader: Reader, numbers: Numbers, counts: Marks, *, most: int, sampling: int, low: np.uint64
) -> Iterator[Hashes]:
    """The anchors that more than one article may have, each with its article in the low bits."""
    for batch in list_batches(numbers):
        anchors, offsets = _list_anchors(reader, batch)
        owners = np.array(batch, dtype=np.int64)
        if reader.is_compiled:
            from dedup.match.kernels.anchors import pack_anchors

            packed = np.empty(len(anchors), dtype=np.uint64)
            size = pack_anchors(anchors, offsets, owners, counts, most, sampling, low, packed)
            yield packed[:size].copy()
        else:
            yield plain.pack_anchors(
                anchors, np.repeat(owners, np.diff(offsets)), counts, most, sampling, low
            )


def _limit_articles(reader: Reader, packed: Hashes, low: np.uint64, steps: int) -> int:
    """The most articles an anchor may stand in so that counting takes no more than so many steps."""
    sizes = np.arange(MOST_ANCHOR_ARTICLES + 1, dtype=np.int64)
    cost = np.cumsum(_weigh(reader, packed, low, MOST_ANCHOR_ARTICLES) * sizes * sizes)
    return max(2, int(np.searchsorted(cost, steps, side="right")) - 1)


def _weigh(reader: Reader, packed: Hashes, low: np.uint64, most: int) -> Offsets:
    """How many anchors stand in one article, in two, and so on up to ``most``."""
    if not reader.is_compiled:
        return plain.weigh_anchors(packed, low, most)
    from dedup.match.kernels.anchors import weigh_anchors

    return weigh_anchors(packed, low, most)


def _pair(reader: Reader, packed: Hashes, low: np.uint64, most: int) -> Hashes:
    if not reader.is_compiled:
        return plain.pair_anchors(packed, low, most)
    from dedup.match.kernels.anchors import pair_anchors

    sizes = np.arange(most + 1, dtype=np.int64)
    room = int((_weigh(reader, packed, low, most) * (sizes * (sizes - 1) // 2)).sum())
    return pair_anchors(packed, low, most, room)


def _rank(
    reader: Reader, packed: Hashes, low: np.uint64, stories: Owners, most: int, least: int
) -> tuple[Hashes, Owners]:
    """Each pair once, with the anchors both have."""
    if not reader.is_compiled:
        pairs, counts = plain.rank_partners(packed, low, stories, most, least, MOST_STORIES)
    else:
        from dedup.match.kernels.anchors import index_anchors, rank_partners

        owned = np.zeros(len(reader) + 1, np.int64)
        members, ends, own = (np.empty(len(packed), np.int32) for _ in range(3))
        index_anchors(packed, low, most, owned, members, ends, own)
        size = room = _ROOM * len(reader)
        while size >= room:
            room *= 2
            pairs, counts = np.empty(room, np.uint64), np.empty(room, np.int32)
            index = np.concatenate((np.zeros(1, np.int64), owned)), members, ends, own
            size = rank_partners(index, stories, least, MOST_STORIES, pairs, counts)
        pairs, counts = pairs[:size], counts[:size]
    found, places = np.unique(pairs, return_index=True)
    return found, counts[places].astype(np.int32)


def _add_passages(
    reader: Reader, numbers: Numbers, stories: Owners, found: Hashes, shared: Owners
) -> tuple[Hashes, Owners]:
    """The pairs with those of the articles of stories that have a rare passage in common."""
    pairs = spread_pairs(find_verbatim_pairs(reader, numbers, stories), stories)
    left, right = np.divmod(pairs.astype(np.uint64), np.uint64(max(len(reader), 1)))
    everything = np.union1d(found, left << np.uint64(32) | right)
    counts = np.ones(len(everything), dtype=np.int32)
    counts[np.searchsorted(everything, found)] = shared
    return everything, counts


@lru_cache(maxsize=1)
def _hash_function_words() -> Hashes:
    return np.unique(hash_tokens(sorted(FUNCTION_WORDS)))
