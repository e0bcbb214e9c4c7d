"""The loops over one text put together for a batch of texts that lie end to end in one buffer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.compiler import BLOCK, Number, compile_loop, compile_step
from dedup.match.kernels.fold import STATE_SIZE, Table, fold_text
from dedup.match.kernels.pairs import NOTHING, add_to_set, count_bits, is_in_set
from dedup.match.kernels.signatures import LANES, Values, hash_shingles, sign_shingles
from dedup.match.kernels.tokens import Bytes, Hashes, Room, hash_tokens_of

Offsets = npt.NDArray[np.int64]

_LARGEST_GROWTH = 5
"""Folded bytes per byte of a text, at most: two bytes may become eight with a separator on either side."""
_LONGEST = 1 << 18
"""Bytes of the longest text worked on here; the room for it is many times as much."""


@compile_loop
def hash_batch(
    texts: Bytes,
    offsets: Offsets,
    table: Table,
    hashes: Hashes,
    token_offsets: Offsets,
    marks: Bytes,
    is_hard: npt.NDArray[np.bool_],
) -> None:
    """Write the token hashes of each text, end to end, and where they begin; hard texts get none.

    ``texts`` ends in a block of zeros. ``hashes``, and ``marks`` if it is not empty, hold as many as
    ``texts`` has bytes.
    """
    room = _LARGEST_GROWTH * min(measure_longest(offsets), _LONGEST) + 2 * BLOCK
    copy, desk = np.empty(room, np.uint8), make_room(room)
    state = np.zeros(STATE_SIZE, np.int64)
    written = 0
    token_offsets[0] = 0
    for number in range(len(offsets) - 1):
        start, end = offsets[number], offsets[number + 1]
        size = fold_text(texts, start, end, table, copy, state) if end - start <= _LONGEST else -1
        is_hard[number] = size < 0
        if size > 0:
            copy[size : size + BLOCK] = 0
            written += hash_tokens_of(copy, size, desk, hashes[written:], marks[written:])
        token_offsets[number + 1] = written


@compile_loop
def make_room(size: Number) -> Room:
    """Room for the tokens of a folded text of so many bytes."""
    words = size // 64 + 2
    bits = np.empty((3, words), np.uint64)
    return np.empty(2 * size, np.int32), bits[0], bits[1], bits[2], np.empty(size, np.uint8)


@compile_loop
def sign_batch(
    tokens: Hashes,
    token_offsets: Offsets,
    size: Number,
    factors: Values,
    terms: Values,
    common: Hashes,
    out: Values,
) -> None:
    """Write the signature of each text; those without tokens keep what ``out`` has.

    ``common``: a table (``fill_set``) of the shingles that do not count, or nothing.
    """
    longest = measure_longest(token_offsets)
    shingles, scratch = np.zeros(longest + LANES, np.uint64), np.zeros(longest + LANES, np.uint32)
    bits = count_table_bits(common)
    for number in range(len(token_offsets) - 1):
        count = hash_shingles(tokens[token_offsets[number] : token_offsets[number + 1]], size, shingles)
        if len(common):
            count = drop_entries(shingles, count, common, bits)
        if count > 0:
            sign_shingles(shingles[:count], factors, terms, scratch, out[number])


@compile_loop
def measure_longest(offsets: Offsets) -> Number:
    """The largest distance between neighbouring offsets."""
    longest = 0
    for number in range(len(offsets) - 1):
        longest = max(longest, offsets[number + 1] - offsets[number])
    return longest


@compile_step
def count_table_bits(table: Hashes | Bytes) -> Number:
    """The binary logarithm of a table's size."""
    bits = 0
    while (1 << bits) < len(table):
        bits += 1
    return bits


@compile_step
def drop_entries(shingles: Hashes, count: Number, table: Hashes, bits: Number) -> Number:
    """Close up what is left of the shingles without those in the table; returns how many are left."""
    kept: Number = 0
    for place in range(count):
        shingle = shingles[place]
        if not is_in_set(table, bits, shingle):
            shingles[kept] = shingle
            kept += 1
    return kept


@compile_loop
def list_shingles(tokens: Hashes, token_offsets: Offsets, size: Number, out: Hashes) -> Number:
    """Write the distinct shingles of each text, end to end; returns how many there are."""
    longest = measure_longest(token_offsets)
    shingles = np.zeros(longest + LANES, np.uint64)
    table = np.empty(1 << count_bits(longest), np.uint64)
    written = 0
    for number in range(len(token_offsets) - 1):
        count = hash_shingles(tokens[token_offsets[number] : token_offsets[number + 1]], size, shingles)
        bits = count_bits(count)
        table[: 1 << bits] = NOTHING
        for place in range(count):
            if add_to_set(table, bits, shingles[place]):
                out[written] = shingles[place]
                written += 1
    return written


@compile_loop
def keep_frequent(shingles: Hashes, least: Number) -> Hashes:
    """Those of the shingles that share the last bits of their hash with at least ``least`` of them."""
    bits = min(count_bits(len(shingles)), 22)
    mask = np.uint64((1 << bits) - 1)
    counts = np.zeros(1 << bits, np.int32)
    for shingle in shingles:
        counts[np.int64(shingle & mask)] += 1
    kept = 0
    for place in range(len(shingles)):
        if counts[np.int64(shingles[place] & mask)] >= least:
            kept += 1
    frequent = np.empty(kept, np.uint64)
    kept = 0
    for shingle in shingles:
        if counts[np.int64(shingle & mask)] >= least:
            frequent[kept] = shingle
            kept += 1
    return frequent
