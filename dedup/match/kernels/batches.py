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
Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_LARGEST_GROWTH = 5
"""Folded bytes per byte of a text, at most: two bytes may become eight with a separator on either side."""
_FILTER_BITS = 17
_COUNTED_BITS = 20
_UNSIGNED = np.uint32(0xFFFFFFFF)
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
    out: tuple[Rows, Owners, Hashes, Values, Flags],
    kept: tuple[Hashes, Offsets],
) -> None:
    """Write number and digests of the tokens of each text, its signature and shingles; none of hard texts.

    All of one text is done before the next, so that what it takes stays near at hand.
    Args:
        common: a table (``fill_set``) of the shingles that do not count, or nothing.
        out: in which row to write of each text, the columns, whether it is hard. Signatures of texts without
            shingles keep what is there.
        kept: the shingles that count, end to end, and where those of each text begin.
        The others are those of ``hash_batch`` and ``sign_batch``.
    """
    starts, ends = bounds
    room = measure_room(starts, ends)
    copy, desk = np.empty(room, np.uint8), make_room(room)
    tokens, scratch = np.empty(room, np.uint64), np.empty(room, np.uint32)
    state, no_marks = np.zeros(STATE_SIZE, np.int64), np.empty(0, np.uint8)
    bits, sieve = count_table_bits(common), make_filter(common)
    factors, terms = permutations
    rows, counts, digests, values, is_hard = out
    shingles, offsets = kept
    written = 0
    for number in range(len(starts)):
        start, end = starts[number], ends[number]
        width = fold_text(texts, start, end, table, copy, state) if is_easy(texts, start, end) else -1
        is_hard[number] = width < 0
        offsets[number + 1] = written
        if width < 0:
            continue
        copy[width : width + BLOCK] = 0
        count = hash_tokens_of(copy, width, desk, tokens, no_marks)
        row = rows[number]
        counts[row] = count
        digest_tokens(tokens[:count], digests[row])
        own = shingles[written:]
        count = hash_shingles(tokens[:count], size, own)
        if len(common):
            count = drop_entries(own, count, common, bits, sieve)
        if count > 0:
            sign_shingles(own[:count], factors, terms, scratch, values[row])
        written += count
        offsets[number + 1] = written


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
def sign_batch(shingles: Hashes, offsets: Offsets, factors: Values, terms: Values, out: Values) -> None:
    """Write the signature of each text by its shingles; those without keep what ``out`` has."""
    scratch = np.zeros(measure_longest(offsets) + LANES, np.uint32)
    for number in range(len(offsets) - 1):
        own = shingles[offsets[number] : offsets[number + 1]]
        if len(own):
            sign_shingles(own, factors, terms, scratch, out[number])


@compile_loop
def sign_rest(
    shingles: Hashes,
    offsets: Offsets,
    common: Hashes,
    permutations: tuple[Values, Values],
    rows: Rows,
    out: Values,
) -> None:
    """Sign again, in its row, each text that has shingles of a table; they are taken out of ``shingles``."""
    factors, terms = permutations
    scratch = np.zeros(measure_longest(offsets) + LANES, np.uint32)
    bits, sieve = count_table_bits(common), make_filter(common)
    for number in range(len(offsets) - 1):
        own = shingles[offsets[number] : offsets[number + 1]]
        count = drop_entries(own, len(own), common, bits, sieve)
        if count == 0:
            out[rows[number]] = _UNSIGNED
        elif count < len(own):
            sign_shingles(own[:count], factors, terms, scratch, out[rows[number]])


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
def make_counts() -> Owners:
    """Room to count shingles by the last bits of their hash."""
    return np.zeros(1 << _COUNTED_BITS, np.int32)


@compile_loop
def count_shingles(shingles: Hashes, offsets: Offsets, is_counted: Flags, counts: Owners) -> None:
    """Count the shingles, repeated ones too, of the texts that count."""
    mask = np.uint64((1 << _COUNTED_BITS) - 1)
    for number in range(len(offsets) - 1):
        if is_counted[number]:
            for place in range(offsets[number], offsets[number + 1]):
                counts[np.int64(peek(shingles, place) & mask)] += 1


@compile_loop
def list_frequent(
    shingles: Hashes, offsets: Offsets, is_counted: Flags, counts: Owners, limit: Number
) -> Hashes:
    """The distinct shingles of each text that counts, those alone of which there may be more than so many."""
    mask = np.uint64((1 << _COUNTED_BITS) - 1)
    table = np.empty(1 << count_bits(measure_longest(offsets)), np.uint64)
    found = np.empty(len(shingles), np.uint64)
    written = 0
    for number in range(len(offsets) - 1):
        bits = count_bits(offsets[number + 1] - offsets[number])
        is_fresh = False
        for place in range(offsets[number], offsets[number + 1]):
            shingle = peek(shingles, place)
            if not is_counted[number] or counts[np.int64(shingle & mask)] <= limit:
                continue
            if not is_fresh:
                table[: 1 << bits] = NOTHING
                is_fresh = True
            if add_to_set(table, bits, shingle):
                found[written] = shingle
                written += 1
    return found[:written].copy()
