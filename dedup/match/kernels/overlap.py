"""Pairs of articles → exact overlap, and how much of either stands in the other by sentences."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.batches import Offsets
from dedup.match.kernels.compiler import Number, compile_loop
from dedup.match.kernels.pairs import NOTHING, SLOT_FACTOR, Owners, count_bits
from dedup.match.kernels.signatures import hash_shingles
from dedup.match.kernels.tokens import Bytes, Hashes

Shares = npt.NDArray[np.float32]


@compile_loop
def fill_table(shingles: Hashes, table: Hashes, slots: Owners, bits: Number) -> Number:
    """Enter shingles into an empty table and note the slot of each; returns how many are distinct."""
    mask = (1 << bits) - 1
    shift = np.uint64(64 - bits)
    distinct = 0
    for place in range(len(shingles)):
        shingle = shingles[place]
        slot = np.int64((shingle * SLOT_FACTOR) >> shift)
        while table[slot] != NOTHING and table[slot] != shingle:
            slot = (slot + 1) & mask
        distinct += table[slot] == NOTHING
        table[slot] = shingle
        slots[place] = slot
    return distinct


@compile_loop
def find_shared(
    shingles: Hashes, table: Hashes, hit: Owners, pair: Number, is_shared: Bytes, bits: Number
) -> Number:
    """Look shingles up in a table and mark the slots of those found; returns how many distinct ones are."""
    mask = (1 << bits) - 1
    shift = np.uint64(64 - bits)
    shared = 0
    for place in range(len(shingles)):
        shingle = shingles[place]
        slot = np.int64((shingle * SLOT_FACTOR) >> shift)
        while table[slot] != NOTHING and table[slot] != shingle:
            slot = (slot + 1) & mask
        is_shared[place] = table[slot] == shingle
        if is_shared[place] and hit[slot] != pair:
            hit[slot] = pair
            shared += 1
    return shared


@compile_loop
def cover_sentences(is_shared: Bytes, marks: Bytes, size: Number, least: Number, shortest: Number) -> Number:
    """The share of tokens in sentences of whose shingles at least a share ``least`` is shared.

    A sentence of fewer than ``shortest`` tokens goes together with the next one.
    """
    tokens = len(marks)
    covered = 0
    start = 0
    for end in range(1, tokens + 1):
        if end < tokens and (end - start < shortest or not marks[end] & 1):
            continue
        shingles = max(1, end - start - size + 1)
        found = 0
        for place in range(start, min(start + shingles, len(is_shared))):
            found += is_shared[place]
        if found >= least * shingles:
            covered += end - start
        start = end
    return covered / tokens if tokens else 0.0


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
        rule: the two numbers that ``cover_sentences`` goes by.
        shared, distinct: shingles that both have, shape (pairs,); that each text has, shape (texts,).
        coverage: of left by right and of right by left, two rows.
    """
    tokens, offsets, marks = texts
    longest = 1
    for text in range(len(offsets) - 1):
        longest = max(longest, offsets[text + 1] - offsets[text])
    table = np.empty(1 << count_bits(longest), np.uint64)
    hit = np.zeros(len(table), np.int32)
    slots, scratch_hits = np.zeros(longest, np.int32), np.zeros(longest, np.uint8)
    left_shingles, right_shingles = np.zeros(longest, np.uint64), np.zeros(longest, np.uint64)
    for text in range(len(offsets) - 1):
        bits = count_bits(offsets[text + 1] - offsets[text])
        table[: 1 << bits] = NOTHING
        count = hash_shingles(tokens[offsets[text] : offsets[text + 1]], size, left_shingles)
        distinct[text] = fill_table(left_shingles[:count], table, slots, bits)
    bits = 0
    count = 0
    for pair in range(pairs.shape[1]):
        left, right = pairs[0, pair], pairs[1, pair]
        if pair == 0 or left != pairs[0, pair - 1]:
            bits = count_bits(offsets[left + 1] - offsets[left])
            table[: 1 << bits] = NOTHING
            hit[: 1 << bits] = -1
            count = hash_shingles(tokens[offsets[left] : offsets[left + 1]], size, left_shingles)
            fill_table(left_shingles[:count], table, slots, bits)
        others = hash_shingles(tokens[offsets[right] : offsets[right + 1]], size, right_shingles)
        shared[pair] = find_shared(right_shingles[:others], table, hit, pair, scratch_hits, bits)
        coverage[1, pair] = cover_sentences(
            scratch_hits[:others], marks[offsets[right] : offsets[right + 1]], size, rule[0], rule[1]
        )
        for place in range(count):
            scratch_hits[place] = hit[slots[place]] == pair
        coverage[0, pair] = cover_sentences(
            scratch_hits[:count], marks[offsets[left] : offsets[left + 1]], size, rule[0], rule[1]
        )
