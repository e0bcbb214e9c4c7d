"""Open-addressed sets of 64-bit numbers, none of which is 2⁶⁴ − 1."""

from __future__ import annotations

import numpy as np

from dedup.match.kernels.compiler import Number, compile_loop, compile_step
from dedup.match.kernels.tokens import Hashes

SLOT_FACTOR = np.uint64(0x9E3779B97F4A7C15)
NOTHING = np.uint64(0xFFFFFFFFFFFFFFFF)
_S64 = 64


@compile_step
def count_bits(size: Number) -> Number:
    """The bits of a table with at least twice as many slots as entries."""
    bits = 4
    while (1 << bits) < 2 * size:
        bits += 1
    return bits


@compile_step
def add_to_set(table: Hashes, bits: Number, entry: Number) -> Number:
    """Whether the entry was not yet in the open-addressed table, which it now is."""
    mask = (1 << bits) - 1
    slot = np.int64((entry * SLOT_FACTOR) >> np.uint64(_S64 - bits))
    while table[slot] != NOTHING:
        if table[slot] == entry:
            return False
        slot = (slot + 1) & mask
    table[slot] = entry
    return True


@compile_step
def is_in_set(table: Hashes, bits: Number, entry: Number) -> Number:
    """Whether the entry is in the table."""
    mask = (1 << bits) - 1
    slot = np.int64((entry * SLOT_FACTOR) >> np.uint64(_S64 - bits))
    while table[slot] != NOTHING:
        if table[slot] == entry:
            return True
        slot = (slot + 1) & mask
    return False


@compile_loop
def grow_set(table: Hashes, bits: Number) -> Hashes:
    """A table of twice the size with the same entries."""
    larger = np.full(1 << (bits + 1), NOTHING, np.uint64)
    for slot in range(len(table)):
        if table[slot] != NOTHING:
            add_to_set(larger, bits + 1, table[slot])
    return larger


@compile_loop
def list_entries(table: Hashes, count: Number) -> Hashes:
    """The entries of a table, in no order."""
    entries = np.empty(count, np.uint64)
    place: Number = 0
    for slot in range(len(table)):
        if table[slot] != NOTHING:
            entries[place] = table[slot]
            place += 1
    return entries


@compile_loop
def fill_set(entries: Hashes) -> Hashes:
    """An open-addressed table of the entries, of the size that ``count_bits`` gives."""
    bits = count_bits(len(entries))
    table = np.full(1 << bits, NOTHING, np.uint64)
    for entry in entries:
        add_to_set(table, bits, entry)
    return table
