"""Tokens → rare anchors → pairs of articles, as ``dedup.match.anchors`` finds them, over many articles."""

from __future__ import annotations

import numpy as np

from dedup.match.kernels.batches import Offsets, count_table_bits, measure_longest
from dedup.match.kernels.compiler import Number, compile_loop, compile_step
from dedup.match.kernels.pairs import NOTHING, Owners, add_to_set, count_bits, is_in_set
from dedup.match.kernels.signatures import LANES, hash_shingles
from dedup.match.kernels.tokens import Bytes, Hashes

_CONTENT_RUN, _WORD_RUN = 2, 5
_FULL = np.uint8(255)
_LEVELS = 1024


@compile_loop
def list_anchors(
    tokens: Hashes, offsets: Offsets, marks: Bytes, functions: Hashes, out: Hashes, out_offsets: Offsets
) -> None:
    """Write the distinct anchors of each text: runs of two content words, of five words.

    ``functions``: a table (``fill_set``) of the words that are no content.
    """
    longest = measure_longest(offsets)
    content = np.zeros(longest + LANES, np.uint64)
    runs = np.zeros(2 * longest + LANES, np.uint64)
    table = np.empty(1 << count_bits(2 * longest), np.uint64)
    function_bits = count_table_bits(functions)
    written = 0
    for number in range(len(offsets) - 1):
        start, end = offsets[number], offsets[number + 1]
        words = 0
        for place in range(start, end):
            if not marks[place] & 2 and not is_in_set(functions, function_bits, tokens[place]):
                content[words] = tokens[place]
                words += 1
        count = 0
        if words >= _CONTENT_RUN:
            count = hash_shingles(content[:words], _CONTENT_RUN, runs)
        if end - start >= _WORD_RUN:
            count += hash_shingles(tokens[start:end], _WORD_RUN, runs[count:])
        bits = count_bits(count)
        table[: 1 << bits] = NOTHING
        for place in range(count):
            if add_to_set(table, bits, runs[place]):
                out[written] = runs[place]
                written += 1
        out_offsets[number + 1] = written


@compile_loop
def count_anchors(anchors: Hashes, counts: Bytes) -> None:
    """Count anchors by the first bits of their hash, up to 255."""
    shift = np.uint64(64 - count_table_bits(counts))
    for anchor in anchors:
        place = np.int64(anchor >> shift)
        if counts[place] != _FULL:
            counts[place] += np.uint8(1)


@compile_loop
def pack_anchors(
    anchors: Hashes,
    offsets: Offsets,
    owners: Offsets,
    counts: Bytes,
    most: Number,
    sampling: Number,
    low: Number,
    out: Hashes,
) -> Number:
    """Write hash and article of each anchor of the sample that may be rare; returns how many there are.

    ``owners`` are the numbers of the articles, which take the bits of ``low``; ``sampling`` is a power of
    two.
    """
    shift = np.uint64(64 - count_table_bits(counts))
    written = 0
    for text in range(len(offsets) - 1):
        for place in range(offsets[text], offsets[text + 1]):
            anchor = anchors[place]
            count = counts[np.int64(anchor >> shift)]
            if count < 2 or count > most or anchor >> np.uint64(8) & np.uint64(sampling - 1) != np.uint64(0):
                continue
            out[written] = (anchor & ~low) | np.uint64(owners[text])
            written += 1
    return written


@compile_step
def find_group_end(packed: Hashes, start: Number, low: Number) -> Number:
    """Where the articles of one anchor end."""
    anchor = packed[start] & ~low
    end = start + 1
    while end < len(packed) and packed[end] & ~low == anchor:
        end += 1
    return end


@compile_loop
def pair_anchors(packed: Hashes, low: Number, most: Number, room: Number) -> Hashes:
    """left << 32 | right for each pair of articles of each anchor found in at most ``most`` articles."""
    pairs = np.empty(room, np.uint64)
    written = 0
    start = 0
    while start < len(packed):
        end = find_group_end(packed, start, low)
        if end - start <= most:
            for left in range(start, end):
                for right in range(left + 1, end):
                    pairs[written] = (packed[left] & low) << np.uint64(32) | (packed[right] & low)
                    written += 1
        start = end
    return pairs[:written]


@compile_loop
def weigh_anchors(packed: Hashes, low: Number, most: Number) -> Offsets:
    """By number of articles up to ``most``: how many anchors stand in so many."""
    anchors = np.zeros(most + 1, np.int64)
    start = 0
    while start < len(packed):
        end = find_group_end(packed, start, low)
        if end - start <= most:
            anchors[end - start] += 1
        start = end
    return anchors


@compile_loop
def index_anchors(
    packed: Hashes, low: Number, most: Number, owned: Offsets, members: Owners, ends: Owners, own: Owners
) -> None:
    """Lay out which articles have an anchor and which anchors an article has.

    Args:
        most: anchors in one article or in more than so many are left out.
        owned: how many anchors each article has, all zero; then where those of each end, (articles + 1,).
        members, ends: the articles of one anchor after the other, and where they end, by place of the first.
        own: for each article the places of its anchors in ``members``.
    """
    start: Number = 0
    while start < len(packed):
        end = find_group_end(packed, start, low)
        ends[start] = end
        for place in range(start, end):
            members[place] = packed[place] & low
            if 1 < end - start <= most:
                owned[members[place] + 1] += 1
        start = end
    for article in range(1, len(owned)):
        owned[article] += owned[article - 1]
    start = 0
    while start < len(packed):
        end = np.int64(ends[start])
        if 1 < end - start <= most:
            for place in range(start, end):
                own[owned[members[place]]] = start
                owned[members[place]] += 1
        start = end


@compile_loop
def rank_partners(
    index: tuple[Offsets, Owners, Owners, Owners],
    stories: Owners,
    least: Number,
    most: Number,
    out: Hashes,
    out_counts: Owners,
) -> Number:
    """Write the pairs of each article with those of other stories that share most anchors with it.

    Kept are partners with at least ``least`` anchors in common and with more than the best of the next story
    has, once ``most`` stories are passed. Returns how many pairs were written, one maybe twice; the
    room of ``out`` if it may have been too small.
    """
    bounds, members, ends, own = index
    size = len(stories)
    counts, best = np.zeros(size, np.int32), np.zeros(size, np.int32)
    touched, levels = np.zeros(size, np.int32), np.zeros(_LEVELS, np.int32)
    written = 0
    for article in range(size):
        found = 0
        for place in range(bounds[article], bounds[article + 1]):
            anchor = own[place]
            for member in range(anchor, ends[anchor]):
                other = members[member]
                if counts[other] == 0:
                    if stories[other] == stories[article]:
                        continue
                    touched[found] = other
                    found += 1
                counts[other] += 1
        needed = find_level(touched[:found], counts, best, stories, levels, least, most)
        for place in range(found):
            other = np.int64(touched[place])
            if counts[other] >= needed and written < len(out):
                one, two = (article, other) if article < other else (other, article)
                out[written] = np.uint64(one) << np.uint64(32) | np.uint64(two)
                out_counts[written] = counts[other]
                written += 1
            counts[other] = 0
    return written


@compile_step
def find_level(
    touched: Owners,
    counts: Owners,
    best: Owners,
    stories: Owners,
    levels: Owners,
    least: Number,
    most: Number,
) -> Number:
    """The shared anchors from which on at most ``most`` stories are left, at least ``least``."""
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
