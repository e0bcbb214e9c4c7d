"""Band keys → candidate pairs → exact overlap."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.compiler import Number, compile_loop, compile_step, peek
from dedup.match.kernels.sets import (
    NOTHING,
    SLOT_FACTOR,
    add_to_set,
    count_bits,
    fill_set,
    grow_set,
    is_in_set,
    list_entries,
)
from dedup.match.kernels.signatures import Values
from dedup.match.kernels.tokens import Hashes

__all__ = [
    "NOTHING",
    "SLOT_FACTOR",
    "Owners",
    "add_to_set",
    "count_agreeing",
    "count_bits",
    "fill_set",
    "find_colliding_pairs",
    "is_in_set",
    "label_parts",
    "lead_stories",
]

Owners = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.int64]

_S32, _S29 = np.uint64(32), np.uint64(29)
_AT_ONCE = 8
_BEFORE, _LATEST, _MEMBERS = 0, 1, 2
"""Rows of a chain: the one before each in its bucket; of the first of a bucket, the latest and the number."""


@compile_loop
def find_colliding_pairs(
    values: Values, numbers: Numbers, bands: Number, rows: Number, most: Number
) -> tuple[Hashes, Number]:
    """The pairs of articles whose signatures agree on a whole band.

    Args:
        values: signatures, those of these ``numbers`` being meant.
        most: beyond so many articles that agree, an article is paired with the first and the last of them.
    Returns: left << 32 | right of each pair once, in no order, as places in ``numbers``; how many pairs the
        fullest band passed over.
    """
    size = len(numbers)
    bits, set_bits = count_bits(size), count_bits(size)
    first = np.zeros(1 << bits, np.int32)
    chain = np.zeros((3, size), np.int32)
    found = np.full(1 << set_bits, NOTHING, np.uint64)
    keys = np.empty((_AT_ONCE, size), np.uint64)
    count = 0
    passed_over = 0
    for band in range(bands):
        if band % _AT_ONCE == 0:
            make_keys(values, numbers, band, min(bands, band + _AT_ONCE), rows, keys)
        first[:] = -1
        row = keys[band % _AT_ONCE]
        skipped = 0
        for article in range(size):
            slot = find_slot(first, bits, row, row[article])
            leader = np.int64(first[slot])
            if leader < 0:
                first[slot] = article
                chain[_LATEST, article] = article
                chain[_MEMBERS, article] = 1
                continue
            added, left_out = pair_with_bucket(article, leader, chain, most, found, set_bits)
            count += added
            skipped += left_out
            if 2 * (count + most) > (1 << set_bits):
                found = grow_set(found, set_bits)
                set_bits += 1
        passed_over = max(passed_over, skipped)
    return list_entries(found, count), passed_over


@compile_step
def make_keys(
    values: Values, numbers: Numbers, first: Number, end: Number, rows: Number, keys: Hashes
) -> None:
    """Write a key for each of some bands and each article; two rows or fewer lose nothing."""
    for article in range(len(numbers)):
        number = numbers[article]
        for band in range(first, end):
            key = np.uint64(0)
            for row in range(rows):
                value = np.uint64(values[number, band * rows + row])
                key = mix_key(key) ^ value if row > 1 else key << _S32 | value
            keys[band - first, article] = key


@compile_step
def mix_key(key: Number) -> Number:
    """Spread the bits of a key."""
    key = key * SLOT_FACTOR
    return key ^ (key >> _S29)


@compile_loop
def count_agreeing(values: Values, pairs: Numbers, out: Owners) -> None:
    """In how many values the signatures of each pair (2, pairs) agree."""
    for pair in range(pairs.shape[1]):
        left, right = values[pairs[0, pair]], values[pairs[1, pair]]
        agreeing = 0
        for place in range(values.shape[1]):
            agreeing += peek(left, place) == peek(right, place)
        out[pair] = agreeing


@compile_step
def find_slot(first: Owners, bits: Number, row: Hashes, key: Number) -> Number:
    """The slot of a key, or the free one where it belongs."""
    mask = (1 << bits) - 1
    slot = np.int64((key * SLOT_FACTOR) >> np.uint64(64 - bits))
    while first[slot] >= 0 and row[first[slot]] != key:
        slot = (slot + 1) & mask
    return slot


@compile_step
def pair_with_bucket(
    article: Number, leader: Number, chain: Owners, most: Number, found: Hashes, bits: Number
) -> tuple[Number, Number]:
    """Pair an article with those of its bucket; returns how many pairs are new and how many left out."""
    members = np.int64(chain[_MEMBERS, leader])
    limit = most if members < most else 1
    other = np.int64(chain[_LATEST, leader])
    paired: Number = 0
    added: Number = 0
    while other != leader and paired < limit:
        added += add_to_set(found, bits, np.uint64(other) << _S32 | np.uint64(article))
        other = np.int64(chain[_BEFORE, other])
        paired += 1
    added += add_to_set(found, bits, np.uint64(leader) << _S32 | np.uint64(article))
    chain[_BEFORE, article] = chain[_LATEST, leader]
    chain[_LATEST, leader] = article
    chain[_MEMBERS, leader] = members + 1
    return added, members - paired - 1


@compile_loop
def lead_stories(values: Values, rows: Number, least: Number) -> Owners:
    """For each signature the leader of its story: the first one that is nearly the same, or itself.

    A leader is sought among the first signatures that agree on a band of ``rows`` values; it must agree on
    ``least`` values in all.
    """
    size, width = values.shape
    bands = width // rows
    bits = count_bits(size)
    first = np.full((bands, 1 << bits), -1, np.int32)
    keys = np.zeros((bands, size), np.uint64)
    leaders = np.arange(size).astype(np.int32)
    slots = np.zeros(bands, np.int64)
    for article in range(size):
        for band in range(bands):
            key = np.uint64(0)
            for row in range(rows):
                key = (key ^ np.uint64(values[article, band * rows + row])) * SLOT_FACTOR
                key ^= key >> _S32
            keys[band, article] = key
            slots[band] = find_slot(first[band], bits, keys[band], key)
            other = first[band, slots[band]]
            if other >= 0 and (values[article] == values[other]).sum() >= least:
                leaders[article] = other
                break
        if leaders[article] == article:
            for band in range(bands):
                if first[band, slots[band]] < 0:
                    first[band, slots[band]] = article
    return leaders


@compile_loop
def label_parts(pairs: Owners, size: Number) -> Owners:
    """For each article the smallest one that a chain of pairs leads to."""
    roots = np.arange(size).astype(np.int32)
    for pair in range(pairs.shape[1]):
        left, right = pairs[0, pair], pairs[1, pair]
        while roots[left] != left:
            roots[left] = roots[roots[left]]
            left = roots[left]
        while roots[right] != right:
            roots[right] = roots[roots[right]]
            right = roots[right]
        if left < right:
            roots[right] = left
        else:
            roots[left] = right
    for article in range(size):
        roots[article] = roots[roots[article]]
    return roots
