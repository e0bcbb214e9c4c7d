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
    part: Number,
    parts: Number,
    low: Number,
    out: Hashes,
) -> Number:
    """Write hash and article of each anchor that may be rare and is of this part; returns how many there are.

    ``owners`` are the numbers of the articles, which take the bits of ``low``; ``parts`` is a power of two.
    """
    shift = np.uint64(64 - count_table_bits(counts))
    written = 0
    for text in range(len(offsets) - 1):
        for place in range(offsets[text], offsets[text + 1]):
            anchor = anchors[place]
            count = counts[np.int64(anchor >> shift)]
            if count < 2 or count > most or np.int64(anchor >> np.uint64(8) & np.uint64(parts - 1)) != part:
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


@compile_step
def choose_members(
    packed: Hashes, start: Number, end: Number, low: Number, stories: Owners, most: Number, out: Owners
) -> tuple[Number, Number]:
    """Write the articles of one anchor that speak for it; returns how many, and the number of their stories.

    All of them where there are few, else a few of each story. A common anchor gives none.
    """
    distinct: Number = 0
    for place in range(start, end):
        story = stories[np.int64(packed[place] & low)]
        is_new = True
        for known in range(distinct):
            if out[known] == story:
                is_new = False
                break
        if is_new:
            if distinct == most:
                return 0, most + 1
            out[distinct] = story
            distinct += 1
    each = end - start if end - start <= most else max(1, most // distinct)
    count: Number = 0
    for known in range(distinct):
        story = out[known]
        taken = 0
        for place in range(start, end):
            article = np.int64(packed[place] & low)
            if stories[article] == story and taken < each:
                out[most + count] = article
                count += 1
                taken += 1
    return count, distinct


@compile_loop
def weigh_anchors(packed: Hashes, low: Number, stories: Owners, most: Number) -> Number:
    """How many pairs ``pair_anchors`` would write."""
    chosen = np.zeros(2 * most + 2, np.int32)
    pairs = 0
    start = 0
    while start < len(packed):
        end = find_group_end(packed, start, low)
        if end - start > 1:
            count, _ = choose_members(packed, start, end, low, stories, most, chosen)
            pairs += count * (count - 1) // 2
        start = end
    return pairs


@compile_loop
def pair_anchors(packed: Hashes, low: Number, stories: Owners, most: Number, room: Number) -> Hashes:
    """left << 32 | right for each pair of articles of each anchor found in at most ``most`` stories."""
    pairs = np.empty(room, np.uint64)
    chosen = np.zeros(2 * most + 2, np.int32)
    written = 0
    start = 0
    while start < len(packed):
        end = find_group_end(packed, start, low)
        if end - start > 1:
            count, _ = choose_members(packed, start, end, low, stories, most, chosen)
            for first in range(most, most + count):
                for second in range(first + 1, most + count):
                    one, other = min(chosen[first], chosen[second]), max(chosen[first], chosen[second])
                    pairs[written] = np.uint64(one) << np.uint64(32) | np.uint64(other)
                    written += 1
        start = end
    return pairs[:written]
