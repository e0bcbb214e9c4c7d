"""Runs of tokens that two texts share, and the texts in which given runs stand."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.batches import Offsets, count_table_bits, measure_longest
from dedup.match.kernels.compiler import Number, compile_loop, compile_step
from dedup.match.kernels.sets import NOTHING, SLOT_FACTOR, count_bits
from dedup.match.kernels.signatures import hash_shingles
from dedup.match.kernels.tokens import Hashes

Numbers = npt.NDArray[np.int32]
Keys = npt.NDArray[np.int64]


@compile_loop
def list_shared_runs(
    texts: tuple[Hashes, Offsets], pairs: Numbers, size: Number, out: tuple[Hashes, Numbers, Numbers]
) -> Number:
    """Write the runs of ``size`` tokens that the two texts of each pair share, each once a pair.

    Args:
        pairs: (2, pairs) of places in ``texts``; those with the same left one best lie together.
        out: the runs and the number of the pair of each, with room for every run of every right text; the
            most runs in a row of each pair's right text that the left one has.
    Returns: how many runs were written.
    """
    tokens, offsets = texts
    found, owners, longest = out
    most = measure_longest(offsets)
    table, stamps = np.empty(1 << count_bits(most), np.uint64), np.empty(1 << count_bits(most), np.int32)
    runs = np.empty(most, np.uint64)
    bits, count = 4, 0
    for pair in range(pairs.shape[1]):
        left, right = pairs[0, pair], pairs[1, pair]
        if pair == 0 or left != pairs[0, pair - 1]:
            left_tokens = tokens[offsets[left] : offsets[left + 1]]
            bits = count_bits(len(left_tokens))
            table[: 1 << bits] = NOTHING
            stamps[: 1 << bits] = -1
            for place in range(hash_runs(left_tokens, size, runs)):
                table[find_slot(table, bits, runs[place])] = runs[place]
        row = 0
        for place in range(hash_runs(tokens[offsets[right] : offsets[right + 1]], size, runs)):
            slot = find_slot(table, bits, runs[place])
            if table[slot] == NOTHING:
                row = 0
                continue
            row += 1
            longest[pair] = max(longest[pair], row)
            if stamps[slot] != pair:
                stamps[slot] = pair
                found[count], owners[count] = runs[place], pair
                count += 1
    return count


@compile_loop
def index_runs(runs: Hashes) -> tuple[Hashes, Numbers]:
    """A table of different runs, and the place of each in the array given."""
    bits = count_bits(len(runs))
    table, places = np.full(1 << bits, NOTHING, np.uint64), np.zeros(1 << bits, np.int32)
    for place in range(len(runs)):
        slot = find_slot(table, bits, runs[place])
        table[slot], places[slot] = runs[place], place
    return table, places


@compile_loop
def find_runs(
    texts: tuple[Hashes, Offsets], owners: Numbers, size: Number, index: tuple[Hashes, Numbers], out: Keys
) -> Number:
    """Write place << 32 | owner for the indexed runs that stand in each text.

    Args:
        index: as ``index_runs`` gives it.
        out: room for every token.
    Returns: how many were written; a run that a text has twice may be there twice.
    """
    tokens, offsets = texts
    table, places = index
    bits = count_table_bits(table)
    runs = np.empty(measure_longest(offsets), np.uint64)
    count = 0
    for text in range(len(owners)):
        for place in range(hash_runs(tokens[offsets[text] : offsets[text + 1]], size, runs)):
            slot = find_slot(table, bits, runs[place])
            if table[slot] != NOTHING:
                out[count] = np.int64(places[slot]) << 32 | np.int64(owners[text])
                count += 1
    return count


@compile_step
def hash_runs(tokens: Hashes, size: Number, out: Hashes) -> Number:
    """Write the hash of every run of so many tokens; returns how many there are, none in a shorter text."""
    return hash_shingles(tokens, size, out) if len(tokens) >= size else 0


@compile_step
def find_slot(table: Hashes, bits: Number, run: Number) -> Number:
    """Where in a table a run stands, or would."""
    mask = (1 << bits) - 1
    slot = np.int64((run * SLOT_FACTOR) >> np.uint64(64 - bits))
    while table[slot] != NOTHING and table[slot] != run:
        slot = (slot + 1) & mask
    return slot
