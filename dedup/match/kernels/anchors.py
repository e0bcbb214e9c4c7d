"""Tokens → rare anchors → pairs of articles, as ``dedup.match.anchors`` finds them, over many articles."""

from __future__ import annotations

import numpy as np

from dedup.match.kernels.batches import Offsets, count_table_bits, measure_longest
from dedup.match.kernels.compiler import Number, compile_loop, compile_step, fetch_line, peek, poke
from dedup.match.kernels.sets import NOTHING, SLOT_FACTOR, add_to_set, count_bits
from dedup.match.kernels.signatures import LANES, hash_shingles
from dedup.match.kernels.tokens import Bytes, Hashes

_CONTENT_RUN, _WORD_RUN = 2, 5
_FULL = np.uint8(255)
_AHEAD = 64
"""Counts that are asked for ahead: they lie anywhere in memory."""
_ROW = 4
"""Slots from its own one on in which a function word may lie, so that looking one up takes no branch."""


@compile_loop
def index_functions(functions: Hashes) -> Hashes:
    """A table of the words that are no content, each at most ``_ROW`` - 1 slots behind its own one."""
    bits = count_bits(len(functions)) + 1
    while True:
        table = np.full((1 << bits) + _ROW - 1, NOTHING, np.uint64)
        is_full = False
        for word in functions:
            slot = find_row(word, bits)
            end = slot + _ROW
            while slot < end and table[slot] != NOTHING:
                slot += 1
            is_full |= slot == end
            table[min(slot, end - 1)] = word
        if not is_full:
            return table
        bits += 1


@compile_step
def find_row(word: Number, bits: Number) -> Number:
    """The first slot in which a word may lie."""
    return np.int64((word * SLOT_FACTOR) >> np.uint64(64 - bits))


@compile_loop
def list_anchors(
    texts: tuple[Hashes, Offsets, Bytes],
    functions: Hashes,
    sampling: Number,
    out: Hashes,
    out_offsets: Offsets,
) -> None:
    """Write the distinct anchors of each text: runs of two content words, of five words.

    Args:
        texts: tokens, where those of each text begin, their marks.
        functions: as ``index_functions`` gives them.
        sampling: one in how many anchors is wanted, a power of two.
        out: room for twice the tokens, and one more.
    """
    tokens, offsets, marks = texts
    longest = measure_longest(offsets)
    content = np.zeros(longest + LANES, np.uint64)
    runs = np.zeros(2 * longest + LANES, np.uint64)
    table = np.empty(1 << count_bits(2 * longest), np.uint64)
    written: Number = 0
    for number in range(len(offsets) - 1):
        start, end = offsets[number], offsets[number + 1]
        words = list_content(tokens[start:end], marks[start:end], functions, content)
        count: Number = 0
        if words >= _CONTENT_RUN:
            count = hash_shingles(content[:words], _CONTENT_RUN, runs)
        if end - start >= _WORD_RUN:
            count += hash_shingles(tokens[start:end], _WORD_RUN, runs[count:])
        count = keep_sample(runs[:count], sampling)
        bits = count_bits(count)
        table[: 1 << bits] = NOTHING
        for place in range(count):
            run = peek(runs, place)
            if add_to_set(table, bits, run):
                poke(out, written, run)
                written += 1
        out_offsets[number + 1] = written


@compile_step
def list_content(tokens: Hashes, marks: Bytes, functions: Hashes, out: Hashes) -> Number:
    """Write the tokens that are content, with room for all and one more; returns how many there are.

    Nothing says what the next word is, so each is written and the next one over it if it is no content.
    """
    bits = count_table_bits(functions[_ROW - 1 :])
    words: Number = 0
    for place in range(len(tokens)):
        token = peek(tokens, place)
        slot = find_row(token, bits)
        is_content = (peek(marks, place) & np.uint8(2)) == 0
        for step in range(_ROW):
            is_content &= peek(functions, slot + step) != token
        poke(out, words, token)
        words += is_content
    return words


@compile_step
def keep_sample(runs: Hashes, sampling: Number) -> Number:
    """Close up the runs of the sample; returns how many there are."""
    if sampling == 1:
        return len(runs)
    kept: Number = 0
    for place in range(len(runs)):
        run = peek(runs, place)
        poke(runs, kept, run)
        kept += ((run >> np.uint64(8)) & np.uint64(sampling - 1)) == 0
    return kept


@compile_loop
def count_anchors(anchors: Hashes, counts: Bytes) -> None:
    """Count anchors by the first bits of their hash, up to 255."""
    shift = np.uint64(64 - count_table_bits(counts))
    for number in range(len(anchors)):
        ahead = peek(anchors, min(number + _AHEAD, len(anchors) - 1))
        fetch_line(counts.ctypes.data + np.int64(ahead >> shift))
        place = np.int64(peek(anchors, number) >> shift)
        count = peek(counts, place)
        if count != _FULL:
            poke(counts, place, count + 1)


@compile_loop
def sum_counts(counts: Bytes, most: Number) -> Number:
    """The sum of all counts from two to ``most``."""
    total = np.int64(0)
    for count in counts:
        total += np.int64(count) if 2 <= count <= most else 0
    return total


@compile_loop
def pack_anchors(
    anchors: tuple[Hashes, Offsets],
    owners: Offsets,
    counts: Bytes,
    most: Number,
    low: Number,
    out: Hashes,
) -> Number:
    """Write hash and article of each anchor that may be rare; returns how many there are.

    Args:
        anchors: those of all texts, and where those of each begin.
        owners: the numbers of the articles, which take the bits of ``low``.
        most: articles that a rare anchor has.
        out: room for all anchors and one more.
    """
    hashes, offsets = anchors
    shift = np.uint64(64 - count_table_bits(counts))
    found = np.empty(measure_longest(offsets), np.uint8)
    written: Number = 0
    for text in range(len(offsets) - 1):
        own, owner = hashes[offsets[text] : offsets[text + 1]], np.uint64(owners[text])
        for place in range(len(own)):  # a loop of its own, so that many counts are fetched at once
            poke(found, place, peek(counts, np.int64(peek(own, place) >> shift)))
        for place in range(len(own)):
            anchor, count = peek(own, place), peek(found, place)
            poke(out, written, (anchor & ~low) | owner)
            written += (count >= 2) & (count <= most)
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
