"""Band keys → candidate pairs → exact overlap."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.batches import Offsets
from dedup.match.kernels.compiler import Number, compile_loop, compile_step
from dedup.match.kernels.tokens import Hashes

Owners = npt.NDArray[np.int32]

_SLOT_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_ONE, _S32, _S64 = np.uint64(1), np.uint64(32), 64
_NOTHING = np.uint64(0xFFFFFFFFFFFFFFFF)


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
    slot = np.int64((entry * _SLOT_FACTOR) >> np.uint64(_S64 - bits))
    while table[slot] != _NOTHING:
        if table[slot] == entry:
            return False
        slot = (slot + 1) & mask
    table[slot] = entry
    return True


@compile_step
def is_in_set(table: Hashes, bits: Number, entry: Number) -> Number:
    """Whether the entry is in the table."""
    mask = (1 << bits) - 1
    slot = np.int64((entry * _SLOT_FACTOR) >> np.uint64(_S64 - bits))
    while table[slot] != _NOTHING:
        if table[slot] == entry:
            return True
        slot = (slot + 1) & mask
    return False


@compile_loop
def grow_set(table: Hashes, bits: Number) -> Hashes:
    """A table of twice the size with the same entries."""
    larger = np.full(1 << (bits + 1), _NOTHING, np.uint64)
    for slot in range(len(table)):
        if table[slot] != _NOTHING:
            add_to_set(larger, bits + 1, table[slot])
    return larger


@compile_loop
def find_colliding_pairs(keys: Hashes, most: Number) -> tuple[Hashes, Number]:
    """The pairs of articles that have a key in common in one band.

    Args:
        keys: band by article.
        most: an article is paired with the first of its bucket and the latest ``most`` − 1 at most.
    Returns: left << 32 | right of each pair once, in no order; how often a pair was passed over.
    """
    bands, size = keys.shape
    bits, set_bits = count_bits(size), count_bits(size)
    first = np.zeros(1 << bits, np.int32)
    latest, before, members = np.zeros(size, np.int32), np.zeros(size, np.int32), np.zeros(size, np.int32)
    found = np.full(1 << set_bits, _NOTHING, np.uint64)
    count = 0
    passed_over = 0
    mask = (1 << bits) - 1
    for band in range(bands):
        first[:] = -1
        row = keys[band]
        for article in range(size):
            key = row[article]
            slot = np.int64((key * _SLOT_FACTOR) >> np.uint64(_S64 - bits))
            while first[slot] >= 0 and row[first[slot]] != key:
                slot = (slot + 1) & mask
            leader = np.int64(first[slot])
            if leader < 0:
                first[slot] = article
                latest[article] = article
                members[article] = 1
                continue
            other = np.int64(latest[leader])
            paired: Number = 0
            while other != leader and paired < most - 1:
                count += add_to_set(found, set_bits, np.uint64(other) << _S32 | np.uint64(article))
                other = np.int64(before[other])
                paired += 1
            count += add_to_set(found, set_bits, np.uint64(leader) << _S32 | np.uint64(article))
            passed_over += members[leader] - paired - 1
            before[article] = latest[leader]
            latest[leader] = article
            members[leader] += 1
            if 2 * (count + most) > (1 << set_bits):
                found = grow_set(found, set_bits)
                set_bits += 1
    pairs = np.empty(count, np.uint64)
    place = 0
    for slot in range(len(found)):
        if found[slot] != _NOTHING:
            pairs[place] = found[slot]
            place += 1
    return pairs, passed_over


@compile_loop
def keep_distinct(shingles: Hashes, offsets: Offsets, out: Hashes, out_offsets: Offsets) -> None:
    """Write each text's distinct shingles, in the order in which they first stand."""
    longest = 1
    for number in range(len(offsets) - 1):
        longest = max(longest, offsets[number + 1] - offsets[number])
    table = np.empty(1 << count_bits(longest), np.uint64)
    written = 0
    for number in range(len(offsets) - 1):
        start, end = offsets[number], offsets[number + 1]
        bits = count_bits(end - start)
        table[: 1 << bits] = _NOTHING
        for place in range(start, end):
            if add_to_set(table, bits, shingles[place]):
                out[written] = shingles[place]
                written += 1
        out_offsets[number + 1] = written


@compile_loop
def count_shared(shingles: Hashes, offsets: Offsets, lefts: Owners, rights: Owners, out: Owners) -> None:
    """Write how many distinct shingles the two articles of each pair share; pairs lie together by left."""
    longest = 1
    for number in range(len(offsets) - 1):
        longest = max(longest, offsets[number + 1] - offsets[number])
    table = np.empty(1 << count_bits(longest), np.uint64)
    bits: Number = 0
    for pair in range(len(lefts)):
        left, right = lefts[pair], rights[pair]
        if pair == 0 or left != lefts[pair - 1]:
            bits = count_bits(offsets[left + 1] - offsets[left])
            table[: 1 << bits] = _NOTHING
            for place in range(offsets[left], offsets[left + 1]):
                add_to_set(table, bits, shingles[place])
        shared = 0
        for place in range(offsets[right], offsets[right + 1]):
            shared += is_in_set(table, bits, shingles[place])
        out[pair] = shared
