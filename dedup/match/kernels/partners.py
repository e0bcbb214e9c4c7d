"""Rare anchors and their articles → the articles of other stories that share most anchors with each."""

from __future__ import annotations

import numpy as np

from dedup.match.kernels.anchors import find_group_end
from dedup.match.kernels.batches import Offsets, Owners
from dedup.match.kernels.compiler import Number, compile_loop, compile_step, fetch_line, peek, poke
from dedup.match.kernels.tokens import Hashes

_AHEAD = 8
"""Anchors that are asked for ahead: their articles lie anywhere in memory."""


@compile_loop
def group_members(packed: Hashes, low: Number, sizes: Offsets, members: Owners, owned: Offsets) -> None:
    """Lay out the articles of each anchor that has at least two and not too many.

    Anchors with as many articles lie together: whoever walks through them then knows when an anchor ends,
    where the machine would have to guess.
    Args:
        sizes: how many anchors have one article, two, and so on to the most.
        members: room for the articles of all these anchors; the last one of each anchor is inverted (~).
        owned: zeros; then where the anchors of each article begin if they lie end to end, (articles + 1,).
    """
    ends = np.zeros(len(sizes) + 1, np.int64)
    for size in range(2, len(sizes)):
        ends[size + 1] = ends[size] + size * sizes[size]
    start: Number = 0
    while start < len(packed):
        end = find_group_end(packed, start, low)
        size = end - start
        if 1 < size < len(sizes):
            written = ends[size]
            for place in range(start, end):
                article = np.int64(peek(packed, place) & low)
                poke(members, written + place - start, article)
                poke(owned, article + 1, peek(owned, article + 1) + 1)
            ends[size] = written + size
            members[written + size - 1] = ~members[written + size - 1]
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
    least, most = limits
    counts, touched = np.zeros(len(stories), np.int32), np.zeros(len(stories) + 1, np.int32)
    near, top = np.zeros(len(stories) + 1, np.int32), np.zeros((2, most + 1), np.int32)
    pairs, shared = out
    written: Number = 0
    for article in range(bounds[0], bounds[1]):
        top[0], top[1] = -1, least - 1
        found = count_shared(members, own[owned[article] : owned[article + 1]], counts, touched)
        found, needed = take_near(touched[:found], counts, near, stories, stories[article], top)
        for place in range(found):
            other = np.int64(touched[place])
            if near[place] >= needed and written < len(pairs):
                one, two = (article, other) if article < other else (other, article)
                pairs[written] = np.uint64(one) << np.uint64(32) | np.uint64(two)
                shared[written] = near[place]
                written += 1
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
def take_near(
    touched: Owners, counts: Owners, near: Owners, stories: Owners, story: Number, top: Owners
) -> tuple[Number, Number]:
    """Close up the articles of other stories that may be near enough, and forget all counts.

    Args:
        near: room for how many anchors each of them has.
        top: the stories whose best articles have most so far and what those have, one story more than may be
            passed; at first no stories, and the anchors that are not enough.
    Returns: how many articles are left; the least anchors that are enough, known only now.
    """
    enough = top[1, 0] + 1
    found: Number = 0
    for place in range(len(touched)):
        other = np.int64(peek(touched, place))
        count = peek(counts, other)
        poke(counts, other, 0)
        if count >= enough and stories[other] != story:
            touched[found], near[found] = other, count
            found += 1
            enough = enter_story(top, stories[other], count) + 1
    return found, enough


@compile_step
def enter_story(top: Owners, story: Number, count: Number) -> Number:
    """Enter what an article of a story has, more than the last of the top; returns what that has now."""
    last = 0
    for place in range(top.shape[1]):
        if top[0, place] == story:
            last = place
            break
        if top[1, place] < top[1, last]:
            last = place
    top[0, last], top[1, last] = story, max(top[1, last], count)
    lowest = top[1, 0]
    for place in range(top.shape[1]):
        lowest = min(lowest, top[1, place])
    return lowest
