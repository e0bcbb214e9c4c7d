"""The loops over one text put together for a batch of texts that lie end to end in one buffer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.compiler import BLOCK, Number, compile_loop, compile_step, peek, poke
from dedup.match.kernels.digests import digest_tokens
from dedup.match.kernels.fold import STATE_SIZE, Table, fold_text
from dedup.match.kernels.sets import NOTHING, add_to_set, count_bits, is_in_set
from dedup.match.kernels.signatures import LANES, Values, hash_shingles, sign_shingles
from dedup.match.kernels.tokens import Bytes, Hashes, Room, hash_tokens_of

Offsets = npt.NDArray[np.int64]
Owners = npt.NDArray[np.int32]

_LARGEST_GROWTH = 5
"""Folded bytes per byte of a text, at most: two bytes may become eight with a separator on either side."""
_FILTER_BITS = 17
_ONE = np.uint64(1)
_LONGEST = 1 << 18
"""Bytes of the longest text worked on here; the room for it is many times as much."""


@compile_loop
def hash_batch(
    texts: Bytes,
    bounds: tuple[Offsets, Offsets],
    table: Table,
    hashes: Hashes,
    token_offsets: Offsets,
    marks: Bytes,
    is_hard: npt.NDArray[np.bool_],
) -> None:
    """Write the token hashes of each text, end to end, and where they begin; hard texts get none.

    ``bounds`` say where each text starts and ends. ``hashes``, and ``marks`` if it is not empty, hold as many
    as the texts have bytes.
    """
    starts, ends = bounds
    room = measure_room(starts, ends)
    copy, desk = np.empty(room, np.uint8), make_room(room)
    state = np.zeros(STATE_SIZE, np.int64)
    written = 0
    token_offsets[0] = 0
    for number in range(len(starts)):
        start, end = starts[number], ends[number]
        size = fold_text(texts, start, end, table, copy, state) if is_easy(texts, start, end) else -1
        is_hard[number] = size < 0
        if size > 0:
            copy[size : size + BLOCK] = 0
            written += hash_tokens_of(copy, size, desk, hashes[written:], marks[written:])
        token_offsets[number + 1] = written


@compile_loop
def read_batch(
    texts: Bytes,
    bounds: tuple[Offsets, Offsets],
    table: Table,
    size: Number,
    permutations: tuple[Values, Values],
    common: Hashes,
    out: tuple[Owners, Hashes, Values, npt.NDArray[np.bool_]],
) -> None:
    """Write number and digests of the tokens of each text, and its signature; nothing of hard texts.

    All of one text is done before the next, so that what it takes stays near at hand. The arguments are those
    of ``hash_batch`` and ``sign_batch``; signatures of texts without shingles keep what ``values`` has.
    """
    starts, ends = bounds
    room = measure_room(starts, ends)
    copy, desk = np.empty(room, np.uint8), make_room(room)
    tokens, shingles = np.empty(room, np.uint64), np.empty(room, np.uint64)
    scratch, no_marks = np.empty(room, np.uint32), np.empty(0, np.uint8)
    state = np.zeros(STATE_SIZE, np.int64)
    bits, sieve = count_table_bits(common), make_filter(common)
    factors, terms = permutations
    counts, digests, values, is_hard = out
    for number in range(len(starts)):
        start, end = starts[number], ends[number]
        width = fold_text(texts, start, end, table, copy, state) if is_easy(texts, start, end) else -1
        is_hard[number] = width < 0
        if width < 0:
            continue
        copy[width : width + BLOCK] = 0
        count = hash_tokens_of(copy, width, desk, tokens, no_marks)
        counts[number] = count
        digest_tokens(tokens[:count], digests[number])
        count = hash_shingles(tokens[:count], size, shingles)
        if len(common):
            count = drop_entries(shingles, count, common, bits, sieve)
        if count > 0:
            sign_shingles(shingles[:count], factors, terms, scratch, values[number])


@compile_step
def is_easy(texts: Bytes, start: Number, end: Number) -> Number:
    """Whether a text is short enough for the room there is, and as many bytes follow as are looked at."""
    return end - start <= _LONGEST and end + BLOCK <= len(texts)


@compile_loop
def measure_room(starts: Offsets, ends: Offsets) -> Number:
    """Bytes that the longest text may take when it is folded."""
    longest = 0
    for number in range(len(starts)):
        longest = max(longest, ends[number] - starts[number])
    return _LARGEST_GROWTH * min(longest, _LONGEST) + 2 * BLOCK


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
    bits, sieve = count_table_bits(common), make_filter(common)
    for number in range(len(token_offsets) - 1):
        count = hash_shingles(tokens[token_offsets[number] : token_offsets[number + 1]], size, shingles)
        if len(common):
            count = drop_entries(shingles, count, common, bits, sieve)
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


@compile_loop
def make_filter(table: Hashes) -> Hashes:
    """Bits of which an entry of a table sets the one that its first bits name: most others meet none."""
    bits = np.zeros(1 << (_FILTER_BITS - 6), np.uint64)
    for entry in table:
        if entry != NOTHING:
            place = entry >> np.uint64(64 - _FILTER_BITS)
            bits[np.int64(place >> np.uint64(6))] |= _ONE << (place & np.uint64(63))
    return bits


@compile_loop
def drop_entries(shingles: Hashes, count: Number, table: Hashes, bits: Number, sieve: Hashes) -> Number:
    """Close up what is left of the shingles without those in the table; returns how many are left."""
    kept: Number = 0
    for place in range(count):
        shingle = peek(shingles, place)
        first = shingle >> np.uint64(64 - _FILTER_BITS)
        is_maybe = (peek(sieve, np.int64(first >> np.uint64(6))) >> (first & np.uint64(63))) & _ONE
        if is_maybe and is_in_set(table, bits, shingle):
            continue
        poke(shingles, kept, shingle)
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
    bits = min(count_bits(len(shingles)), 20)
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
