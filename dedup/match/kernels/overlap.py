"""Pairs of articles → exact overlap, and how much of either stands in the other by sentences."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.batches import Offsets, measure_longest
from dedup.match.kernels.compiler import Number, compile_loop, compile_step, peek, poke
from dedup.match.kernels.sets import NOTHING, SLOT_FACTOR, count_bits
from dedup.match.kernels.sieves import count_words, enter_bit, may_be_in
from dedup.match.kernels.signatures import hash_shingles
from dedup.match.kernels.tokens import Bytes, Hashes

Owners = npt.NDArray[np.int32]
Shares = npt.NDArray[np.float32]


@compile_step
def find_entry(table: Hashes, bits: Number, shingle: Number) -> Number:
    """The slot of a shingle, or the free one where it belongs."""
    mask = (1 << bits) - 1
    slot = np.int64((shingle * SLOT_FACTOR) >> np.uint64(64 - bits))
    while peek(table, slot) != NOTHING and peek(table, slot) != shingle:
        slot = (slot + 1) & mask
    return slot


@compile_loop
def fill_table(shingles: Hashes, table: Hashes, sieve: Hashes, slots: Owners, bits: Number) -> Number:
    """Enter shingles into an empty table and its sieve and note the slot of each.

    Returns how many are distinct.
    """
    table[: 1 << bits] = NOTHING
    sieve[: count_words(bits)] = np.uint64(0)
    distinct = 0
    for place in range(len(shingles)):
        shingle = peek(shingles, place)
        slot = find_entry(table, bits, shingle)
        distinct += peek(table, slot) == NOTHING
        poke(table, slot, shingle)
        poke(slots, place, slot)
        enter_bit(sieve, bits, shingle)
    return distinct


@compile_loop
def find_shared(
    shingles: Hashes, index: tuple[Hashes, Hashes], hit: Owners, pair: Number, sums: Owners, bits: Number
) -> Number:
    """Look shingles up in a table and mark the slots of those found; returns how many distinct ones are.

    Args:
        index: the table and its sieve.
        sums: gets how many are found before each place.
    """
    table, sieve = index
    shared = 0
    found = 0
    for place in range(len(shingles)):
        poke(sums, place, found)
        shingle = peek(shingles, place)
        if not may_be_in(sieve, bits, shingle):
            continue
        slot = find_entry(table, bits, shingle)
        if peek(table, slot) == shingle:
            found += 1
            shared += peek(hit, slot) != pair
            poke(hit, slot, pair)
    sums[len(shingles)] = found
    return shared


@compile_loop
def list_sentences(marks: Bytes, shortest: Number, out: Owners) -> Number:
    """Write where each sentence ends; one of fewer than ``shortest`` tokens goes with the next."""
    count = 0
    start = 0
    for end in range(1, len(marks)):
        if peek(marks, end) & 1 and end - start >= shortest:
            out[count] = end
            count += 1
            start = end
    if len(marks):
        out[count] = len(marks)
        count += 1
    return count


@compile_loop
def cover_sentences(sums: Owners, runs: Number, ends: Owners, size: Number, least: Number) -> Number:
    """The share of tokens in sentences of whose shingles at least a share ``least`` is shared.

    ``sums`` says how many of the text's ``runs`` shingles are shared before each place.
    """
    covered = 0
    start = 0
    for end in ends:
        shingles = max(1, end - start - size + 1)
        found = sums[min(start + shingles, runs)] - sums[min(start, runs)]
        if found >= least * shingles:
            covered += end - start
        start = end
    return covered / start if start else 0.0


@compile_loop
def measure_pairs(
    texts: tuple[Hashes, Offsets, Bytes],
    size: Number,
    pairs: Owners,
    rule: Shares,
    shared: Owners,
    distinct: Owners,
    coverage: Shares,
) -> None:
    """Write the overlap of each pair of texts; pairs with the same left one lie together.

    Args:
        texts: token hashes of all texts, where those of each begin, and their marks.
        pairs: two rows, left and right.
        rule: the share of its shingles that covers a sentence, and the tokens of the shortest one.
        shared: shingles that both have, shape (pairs,).
        distinct: those that each text has, shape (texts,), or 0 where that is not known yet.
        coverage: of left by right and of right by left, two rows.
    """
    tokens, offsets, marks = texts
    longest = measure_longest(offsets)
    table = np.empty(1 << count_bits(longest), np.uint64)
    hit, sieve = np.zeros(len(table), np.int32), np.empty(count_words(count_bits(longest)), np.uint64)
    slots, sums = np.zeros(longest + 1, np.int32), np.zeros(longest + 1, np.int32)
    shingles, ends = np.empty(offsets[-1], np.uint64), np.empty(offsets[-1], np.int32)
    runs, sentences = np.zeros(len(offsets) - 1, np.int64), np.zeros(len(offsets) - 1, np.int64)
    for text in range(len(offsets) - 1):
        first, last = offsets[text], offsets[text + 1]
        runs[text] = hash_shingles(tokens[first:last], size, shingles[first:last])
        sentences[text] = list_sentences(marks[first:last], rule[1], ends[first:last])
    bits: Number = 0
    for pair in range(pairs.shape[1]):
        left, right = np.int64(pairs[0, pair]), np.int64(pairs[1, pair])
        if pair == 0 or left != pairs[0, pair - 1]:
            bits = count_bits(runs[left])
            hit[: 1 << bits] = -1
            own = shingles[offsets[left] : offsets[left] + runs[left]]
            distinct[left] = fill_table(own, table, sieve, slots, bits)
        others = shingles[offsets[right] : offsets[right] + runs[right]]
        shared[pair] = find_shared(others, (table, sieve), hit, pair, sums, bits)
        coverage[:, pair] = 0
        if shared[pair] == 0:
            continue
        right_ends = ends[offsets[right] : offsets[right] + sentences[right]]
        coverage[1, pair] = cover_sentences(sums, runs[right], right_ends, size, rule[0])
        found = 0
        for place in range(runs[left]):
            poke(sums, place, found)
            found += peek(hit, np.int64(peek(slots, place))) == pair
        sums[runs[left]] = found
        left_ends = ends[offsets[left] : offsets[left] + sentences[left]]
        coverage[0, pair] = cover_sentences(sums, runs[left], left_ends, size, rule[0])
    for text in range(len(offsets) - 1):
        if distinct[text] == 0:
            own = shingles[offsets[text] : offsets[text] + runs[text]]
            distinct[text] = fill_table(own, table, sieve, slots, count_bits(runs[text]))
