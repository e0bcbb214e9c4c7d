"""Rare anchors over any number of articles → pairs that share enough of them.

Few articles are done as ``dedup.match.anchors`` does it. Over many, the fixed limits of few would let in all
that share a sentence of an agency's background: there an article goes with the few stories that share most
with it, and with those that have a rare passage word for word (``dedup.match.verbatim``). The texts are read
twice: to count, then to gather the anchors that stand in more than one article, or a sample of them where
they are too many.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np

from dedup.function_words import FUNCTION_WORDS
from dedup.match import plain
from dedup.match.batch import Marks, Offsets
from dedup.match.shingle import Hashes, hash_tokens
from dedup.match.survey import FILTERED_FROM, Numbers, Owners, Reader
from dedup.match.texts import Desk, do_parts
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
_TEXTS_AT_ONCE = 256
_LEAST_ROOM = 1 << 16
_ROOM, _LEAST_RANKED, _PARTS_PER_THREAD = 8, 256, 8
"""Pairs of an article for which there is room at first; articles that are ranked at once: each part needs
memory for all articles, and threads are to end at one time."""


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sieve:
    """What is known of anchors before they are gathered.

    ``counts`` says how many articles have an anchor with the same first bits, up to 255; ``expected`` anchors
    are in two to ``most``, and one in ``sampling`` of them is looked at.
    """

    counts: Marks
    most: int
    expected: int
    sampling: int


def find_rare_pairs(reader: Reader, numbers: Numbers, stories: Owners) -> AnchoredPairs:
    """The pairs of the articles of these numbers that share enough rare anchors.

    Args:
        stories: a number for each article of ``reader``, below their count, the same for those that tell one
            story.
    """
    if len(numbers) >= FILTERED_FROM:
        found, shared, limit, sampling = _find_partners(reader, numbers, stories)
        found, shared = _add_passages(reader, numbers, stories, found, shared)
    else:
        packed, sampling = _gather_anchors(reader, numbers)
        limit = reader.settings.max_anchor_articles
        found, occurrences = np.unique(_pair(reader, packed, limit), return_counts=True)
        is_enough = occurrences >= reader.settings.min_shared_anchors
        found, shared = found[is_enough], occurrences[is_enough].astype(np.int32)
    return AnchoredPairs(
        pairs=np.stack((found >> np.uint64(32), found & np.uint64(0xFFFFFFFF))).astype(np.int32),
        shared=(shared * sampling).astype(np.int32),
        most_articles=limit,
        sampling=sampling,
    )


def _gather_anchors(reader: Reader, numbers: Numbers) -> tuple[Hashes, int]:
    """The anchors that two articles may have, with the article in the last bits, ascending; the sampling."""
    sieve = _make_sieve(reader, numbers)
    room = sieve.expected // sieve.sampling
    packed = np.empty(room + room // 8 + _LEAST_ROOM, dtype=np.uint64)
    size = 0
    is_free = Lock()

    def gather_part(bounds: slice, desk: Desk) -> None:
        nonlocal packed, size
        owners = numbers[bounds].astype(np.int64)
        anchors = _list_anchors(reader, owners, desk, sampling=sieve.sampling)
        found = _pack(reader, anchors, owners, sieve, desk)
        with is_free:
            if size + len(found) > len(packed):
                packed = np.concatenate((packed, np.empty(len(packed) + len(found), np.uint64)))
            packed[size : size + len(found)] = found
            size += len(found)

    do_parts(gather_part, len(numbers), at_once=_TEXTS_AT_ONCE, threads=reader.threads)
    packed = packed[:size]
    packed.sort()
    return packed, sieve.sampling


def _mask_articles(reader: Reader) -> np.uint64:
    """The last bits of a packed anchor, which are the number of its article."""
    return np.uint64((1 << max(1, (len(reader) - 1).bit_length())) - 1)


def _make_sieve(reader: Reader, numbers: Numbers) -> _Sieve:
    """Count the anchors of all articles by their first bits."""
    wanted = (_COUNTERS_PER_ARTICLE * len(numbers)).bit_length()
    counts = np.zeros(1 << min(max(wanted, _LEAST_BITS), _MOST_BITS), dtype=np.uint8)
    loops = _load_loops(reader)
    is_free = Lock()

    def count_part(bounds: slice, desk: Desk) -> None:
        anchors, _ = _list_anchors(reader, numbers[bounds], desk)
        with is_free:
            loops.count_anchors(anchors, counts)

    do_parts(count_part, len(numbers), at_once=_TEXTS_AT_ONCE, threads=reader.threads)
    is_large = len(numbers) >= FILTERED_FROM
    most = _FULL - 1 if is_large else _FULL
    expected = int(loops.sum_counts(counts, most))
    sampling = 1
    while is_large and expected > sampling * _ENTRIES:
        sampling *= 2
    return _Sieve(counts=counts, most=most, expected=expected, sampling=sampling)


def _load_loops(reader: Reader) -> Any:
    """The loops over anchors, compiled or plain."""
    if not reader.is_compiled:
        return plain
    from dedup.match.kernels import anchors

    return anchors


def _list_anchors(
    reader: Reader, numbers: Numbers, desk: Desk, *, sampling: int = 1
) -> tuple[Hashes, Offsets]:
    """The distinct anchors of each text in the sample, end to end, and where each text's begin.

    They lie on the desk.
    """
    tokens = reader.hash(numbers.tolist(), with_marks=True, desk=desk)
    if not reader.is_compiled:
        return plain.list_anchors(tokens, _hash_function_words(), sampling)
    from dedup.match.kernels.anchors import list_anchors

    offsets = np.zeros(len(tokens) + 1, np.int64)
    anchors = desk.take("anchors", 2 * len(tokens.hashes) + 1, np.uint64)
    texts = tokens.hashes, tokens.offsets, tokens.marks
    list_anchors(texts, _index_function_words(), sampling, anchors, offsets)
    return anchors[: offsets[-1]], offsets


def _pack(
    reader: Reader, anchors: tuple[Hashes, Offsets], owners: Numbers, sieve: _Sieve, desk: Desk
) -> Hashes:
    """The anchors that more than one article may have, each with its article in the low bits."""
    low = _mask_articles(reader)
    hashes, offsets = anchors
    if not reader.is_compiled:
        own = np.repeat(owners, np.diff(offsets))
        return plain.pack_anchors(hashes, own, sieve.counts, sieve.most, low)
    from dedup.match.kernels.anchors import pack_anchors

    packed = desk.take("packed", len(hashes) + 1, np.uint64)
    return packed[: pack_anchors(anchors, owners, sieve.counts, sieve.most, low, packed)]


def _pair(reader: Reader, packed: Hashes, most: int) -> Hashes:
    """left << 32 | right for each pair of articles of each anchor found in at most so many articles."""
    low = _mask_articles(reader)
    if not reader.is_compiled:
        return plain.pair_anchors(packed, low, most)
    from dedup.match.kernels.anchors import pair_anchors, weigh_anchors

    sizes = np.arange(most + 1, dtype=np.int64)
    room = int((weigh_anchors(packed, low, most) * (sizes * (sizes - 1) // 2)).sum())
    return pair_anchors(packed, low, most, room)


def _find_partners(reader: Reader, numbers: Numbers, stories: Owners) -> tuple[Hashes, Owners, int, int]:
    """Each pair of an article and one that shares most rare anchors with it, and how many both have.

    Besides the most articles that an anchor could have, and of how many anchors one was looked at.
    """
    packed, sampling = _gather_anchors(reader, numbers)
    low = _mask_articles(reader)
    sizes = _load_loops(reader).weigh_anchors(packed, low, MOST_ANCHOR_ARTICLES)
    limit = _limit_articles(sizes, STEPS_PER_ARTICLE * len(numbers))
    sizes = sizes[: limit + 1]
    least = max(2, -(-reader.settings.min_shared_anchors // sampling))
    if not reader.is_compiled:
        pairs, shared = plain.rank_partners(packed, low, stories, limit, least, MOST_STORIES)
    else:
        from dedup.match.kernels.partners import group_members, list_own

        entries = int((sizes * np.arange(len(sizes)))[2:].sum())
        members, owned = np.empty(entries, np.int32), np.zeros(len(reader) + 1, np.int64)
        group_members(packed, low, sizes, members, owned)
        del packed  # twice as large as each of the others
        own = np.empty(entries, np.int32)
        list_own(members, owned, own)
        pairs, shared = _rank((members, owned, own), stories, least, threads=reader.threads)
    found, places = np.unique(pairs, return_index=True)
    return found, shared[places].astype(np.int32), limit, sampling


def _limit_articles(sizes: Offsets, steps: int) -> int:
    """The most articles an anchor may stand in so that counting takes no more than so many steps.

    ``sizes`` says how many anchors stand in one article, in two, and so on.
    """
    cost = np.cumsum(sizes * np.arange(len(sizes)) ** 2)
    return max(2, int(np.searchsorted(cost, steps, side="right")) - 1)


def _rank(
    index: tuple[Owners, Offsets, Owners], stories: Owners, least: int, *, threads: int
) -> tuple[Hashes, Owners]:
    """Each pair once or twice, with the anchors both have; ``index`` as for the compiled loop."""
    from dedup.match.kernels.partners import rank_partners

    at_once = max(_LEAST_RANKED, -(-len(stories) // (_PARTS_PER_THREAD * threads)))
    found: list[tuple[Hashes, Owners]] = [(np.empty(0, np.uint64), np.empty(0, np.int32))]
    found *= len(range(0, len(stories), at_once)) + 1

    def rank_part(bounds: slice, desk: Desk) -> None:
        size = room = _ROOM * (bounds.stop - bounds.start)
        while size >= room:
            room *= 2
            out = desk.take("pairs", room, np.uint64)[:room], desk.take("shared", room, np.int32)[:room]
            ends = bounds.start, bounds.stop
            size = rank_partners(index, stories, ends, (least, MOST_STORIES), out)
        found[bounds.start // at_once] = out[0][:size].copy(), out[1][:size].copy()

    do_parts(rank_part, len(stories), at_once=at_once, threads=threads)
    pairs, shared = zip(*found, strict=True)
    return np.concatenate(pairs), np.concatenate(shared)


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


@lru_cache(maxsize=1)
def _index_function_words() -> Hashes:
    from dedup.match.kernels.anchors import index_functions

    return index_functions(_hash_function_words())
