"""Rare anchors and their articles → the articles of other stories that share most anchors with each."""

from __future__ import annotations

import numpy as np

from dedup.match.kernels.anchors import find_group_end
from dedup.match.kernels.batches import Offsets, Owners
from dedup.match.kernels.compiler import Number, compile_loop, compile_step, fetch_line, peek, poke
from dedup.match.kernels.tokens import Hashes

_LEVELS = 1024
_AHEAD = 8
"""Anchors that are asked for ahead: their articles lie anywhere in memory."""


@compile_loop
def group_members(packed: Hashes, low: Number, most: Number, members: Owners, owned: Offsets) -> None:
    """Lay out the articles of each anchor that at least two and at most so many have.

    Args:
        members: room for the articles of all these anchors; the last one of each anchor is inverted (~).
        owned: zeros; then where the anchors of each article begin if they lie end to end, (articles + 1,).
    """
    start: Number = 0
    written: Number = 0
    while start < len(packed):
        end = find_group_end(packed, start, low)
        if 1 < end - start <= most:
            for place in range(start, end):
                article = np.int64(peek(packed, place) & low)
                poke(members, written, article)
                poke(owned, article + 1, peek(owned, article + 1) + 1)
                written += 1
            members[written - 1] = ~members[written - 1]
        start = end
    for number in range(1, len(owned)):
        owned[number] += owned[number - 1]


@compile_loop
def list_own(members: Owners, owned: Offsets, own: Owners) -> None:
    """Write for each article where in ``members`` each of its anchors begins."""
    ends = owned.copy()
    start: Number = 0
    for place in range(len(members)):
        member = np.int64(peek(members, place))
        article = max(member, ~member)
        end = peek(ends, article)
        poke(own, end, start)
        poke(ends, article, end + 1)
        if member < 0:
            start = place + 1


@compile_loop
def rank_partners(
    index: tuple[Owners, Offsets, Owners],
    stories: Owners,
    bounds: tuple[Number, Number],
    limits: tuple[Number, Number],
    out: tuple[Hashes, Owners],
) -> Number:
    """Write the pairs of some articles with those of other stories that share most anchors with them.

    Args:
        index: ``members``, ``owned`` and ``own`` as the loops above give them.
        bounds: the first of the articles, and the one after the last.
        limits: partners have at least the first number of anchors in common with an article, and more than
            the best of the next story has, once the second number of stories is passed.
        out: room for pairs, and for the anchors that both have.
    Returns: how many pairs were written; the room if it may have been too small.
    """
    members, owned, own = index
    size = len(stories)
    counts, best = np.zeros(size, np.int32), np.zeros(size, np.int32)
    touched, levels = np.zeros(size + 1, np.int32), np.zeros(_LEVELS, np.int32)
    pairs, shared = out
    written: Number = 0
    for article in range(bounds[0], bounds[1]):
        found = count_shared(members, own[owned[article] : owned[article + 1]], counts, touched)
        near = keep_near(touched[:found], counts, stories, stories[article], limits[0])
        needed = find_level(touched[:near], counts, best, stories, levels, limits)
        for place in range(near):
            other = np.int64(touched[place])
            if counts[other] >= needed and written < len(pairs):
                one, two = (article, other) if article < other else (other, article)
                pairs[written] = np.uint64(one) << np.uint64(32) | np.uint64(two)
                shared[written] = counts[other]
                written += 1
            counts[other] = 0
    return written


@compile_step
def count_shared(members: Owners, anchors: Owners, counts: Owners, touched: Owners) -> Number:
    """Count how many of the anchors each article has; writes the articles and returns how many they are."""
    found: Number = 0
    for number in range(len(anchors)):
        ahead = np.int64(peek(anchors, min(number + _AHEAD, len(anchors) - 1)))
        fetch_line(members.ctypes.data + members.itemsize * ahead)
        place = np.int64(peek(anchors, number))
        member: Number = 0
        while member >= 0:
            member = np.int64(peek(members, place))
            other = max(member, ~member)
            count = peek(counts, other)
            poke(touched, found, other)
            found += count == 0
            poke(counts, other, count + 1)
            place += 1
    return found


@compile_step
def keep_near(touched: Owners, counts: Owners, stories: Owners, story: Number, least: Number) -> Number:
    """Close up the articles of other stories with at least so many anchors; returns how many they are.

    The counts of the others become zero again.
    """
    near: Number = 0
    for place in range(len(touched)):
        other = np.int64(peek(touched, place))
        if peek(counts, other) >= least and stories[other] != story:
            poke(touched, near, other)
            near += 1
        else:
            poke(counts, other, 0)
    return near


@compile_step
def find_level(
    touched: Owners,
    counts: Owners,
    best: Owners,
    stories: Owners,
    levels: Owners,
    limits: tuple[Number, Number],
) -> Number:
    """The shared anchors from which on at most so many stories are left; ``limits`` are least and most."""
    least, most = limits
    for other in touched:
        if counts[other] > best[stories[other]]:
            best[stories[other]] = counts[other]
    levels[:] = 0
    for other in touched:
        story = stories[other]
        if best[story] > 0:
            level = np.int64(best[story])
            levels[level if level < _LEVELS else _LEVELS - 1] += 1
            best[story] = 0
    left: Number = 0
    for above in range(_LEVELS - least):
        left += levels[_LEVELS - 1 - above]
        if left > most:
            return _LEVELS - above
    return least
