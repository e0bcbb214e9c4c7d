"""Folded bytes → token hashes: ``dedup.tokens.tokenize`` and ``dedup.match.shingle.hash_tokens`` in one loop.

A folded text has letters (ASCII of either case, and all bytes from 0x80), digits, apostrophes and separators.
Pure ASCII is folded as it is, but for control codes; see ``fold`` for the rest.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.compiler import (
    BLOCK,
    Number,
    classify_block,
    compile_loop,
    compile_step,
    count_ones,
    count_trailing_zeros,
    load_word,
    peek,
    poke,
)
from dedup.match.shingle import LENGTH_FACTOR, WORD_FACTORS

Bytes = npt.NDArray[np.uint8]
Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int32]
Room = tuple[Places, Places, Places, Places, Hashes, Hashes, Bytes]
"""Room for one text: where runs start and end, where tokens do, bits and hashes of runs, bytes."""

_LENGTH = np.uint64(LENGTH_FACTOR)
_FIRST, _SECOND, _THIRD = (np.uint64(factor) for factor in WORD_FACTORS)
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_HIGH_BITS = np.uint64(0x8080808080808080)
_ONE, _TWO, _S29, _S32 = np.uint64(1), np.uint64(2), np.uint64(29), np.uint64(32)
_S63 = np.uint64(63)
_APOSTROPHE, _POINT, _COMMA, _SPACE, _ZERO = 0x27, 0x2E, 0x2C, 0x20, 0x30
_ENDS = (0x21, 0x3F, 0x0A, 0x0B, 0x0C, 0x0D)
_FIRST_FOLDED_GAP, _LAST_FOLDED_GAP = 2, 5
WORD_MARK, BOUNDARY, CHARACTER_MARK = 7, 8, 14
"""Folding puts the first before a word that begins with a digit only because it was folded (½), the last
before a character of an unspaced script, and the one in the middle where two tokens would otherwise touch."""
_INSERTED = (WORD_MARK, BOUNDARY, CHARACTER_MARK)
_STARTS_SENTENCE, _IS_CHARACTER = 1, 2
_AT_ONCE = 12


@compile_step
def lower_word(word: Number, size: Number) -> Number:
    """The first ``size`` of eight bytes, at least one, their ASCII letters lower-case, the others zero."""
    mask = _ALL >> np.uint64(64 - 8 * size)
    return (word | ((~word & _HIGH_BITS) >> _TWO)) & mask


@compile_step
def hash_bytes(text: Bytes, start: Number, end: Number) -> Number:
    """The hash of one word, its ASCII letters taken as lower-case."""
    left = end - start
    value = np.uint64(left) * _LENGTH
    while left > 16:
        value = (value ^ lower_word(load_word(text, start), 8)) * _FIRST
        value += lower_word(load_word(text, start + 8), 8) * _SECOND
        value ^= value >> _S32
        start += 16
        left -= 16
    value = (value ^ lower_word(load_word(text, start), min(left, 8))) * _FIRST
    rest = max(left - 8, 0)
    second = lower_word(load_word(text, start + 8), max(rest, 1))
    value += (second if rest else np.uint64(0)) * _SECOND
    value ^= value >> _S32
    value *= _THIRD
    return value ^ (value >> _S29)


@compile_loop
def find_runs(text: Bytes, size: Number, starts: Places, ends: Places, odd: Hashes) -> Number:
    """Half-open places of every run of letters and digits; returns how many there are.

    ``odd`` gets a bit for each run that begins with a digit or that an apostrophe follows.
    """
    opened: Number = 0
    closed: Number = 0
    before = np.uint64(0)
    for base in range(0, size, BLOCK):
        letters, digits, apostrophes, _ = classify_block(text, base)
        inside = letters | digits
        shifted = (inside << _ONE) | before
        before = inside >> _S63
        firsts, afters = inside & ~shifted, ~inside & shifted
        mark_odd(odd, opened, firsts, firsts & digits)
        mark_odd(odd, closed, afters, afters & apostrophes)
        opened = list_places(starts, opened, base, firsts)
        closed = list_places(ends, closed, base, afters)
    if closed < opened:
        ends[closed] = size
    return opened


@compile_step
def list_places(places: Places, count: Number, base: Number, bits: Number) -> Number:
    """Write the place of every set bit; returns how many places there are now.

    Twelve are always written, which is cheaper than to guess how many there are.
    """
    total = count + np.int64(count_ones(bits))
    for number in range(_AT_ONCE):
        poke(places, count + number, base + np.int64(count_trailing_zeros(bits)))
        bits &= bits - _ONE
    count += _AT_ONCE
    while bits:
        poke(places, count, base + np.int64(count_trailing_zeros(bits)))
        bits &= bits - _ONE
        count += 1
    return total


@compile_step
def mark_odd(odd: Hashes, run: Number, edges: Number, chosen: Number) -> None:
    """Set the bits of the runs with a chosen edge; ``run`` is the one of the first edge."""
    while chosen:
        lowest = chosen & (~chosen + _ONE)
        number = run + np.int64(count_ones(edges & (lowest - _ONE)))
        odd[number >> 6] |= _ONE << np.uint64(number & 63)
        chosen ^= lowest


@compile_step
def is_digit(text: Bytes, place: Number) -> Number:
    """Whether the byte is an ASCII digit."""
    return np.uint8(peek(text, place) - np.uint8(_ZERO)) < np.uint8(10)


@compile_step
def is_gap(byte: Number) -> Number:
    """Whether the byte may group digits: , . ' space, or what folding makes of ’ and of narrow spaces."""
    return byte in (_COMMA, _POINT, _SPACE, _APOSTROPHE) or (
        byte >= _FIRST_FOLDED_GAP and byte <= _LAST_FOLDED_GAP
    )


@compile_loop
def count_digits(text: Bytes, place: Number, limit: Number) -> Number:
    """How many digits stand in a row from ``place`` on, at most ``limit``."""
    count = 0
    while count < limit and is_digit(text, place + count):
        count += 1
    return count


@compile_loop
def find_number_end(text: Bytes, start: Number) -> Number:
    """Where a number ends: digits in groups of three, else with points or commas."""
    whole = count_digits(text, start, 1 << 30)
    end = start + whole
    if whole <= 3 and is_gap(text[end]) and count_digits(text, end + 1, 4) >= 3:
        gap = text[end]
        grouped = np.int64(0)
        place = end
        while text[place] == gap and count_digits(text, place + 1, 3) == 3:
            place += 4
            if not is_digit(text, place):
                grouped = place
        if grouped:
            if text[grouped] == _POINT or text[grouped] == _COMMA:
                return (
                    grouped + 1 + count_digits(text, grouped + 1, 1 << 30)
                    if is_digit(text, grouped + 1)
                    else grouped
                )
            return grouped
    while text[end] in (_POINT, _COMMA) and is_digit(text, end + 1):
        end += 1 + count_digits(text, end + 1, 1 << 30)
    return end


@compile_loop
def hash_number(text: Bytes, start: Number, end: Number, scratch: Bytes) -> Number:
    """The hash of a number without what groups its digits."""
    size = 0
    for place in range(start, end):
        if not is_digit(text, place) and count_digits(text, place + 1, 4) == 3:
            continue
        scratch[size] = text[place]
        size += 1
    return hash_bytes(scratch, 0, size)


@compile_loop
def hash_tokens_of(text: Bytes, size: Number, room: Room, hashes: Hashes) -> Number:
    """Write the hash and the place of every token of a folded text; returns how many there are."""
    starts, ends, firsts, lasts, odd, of_runs, scratch = room
    odd[: (size >> 7) + 2] = np.uint64(0)
    found = find_runs(text, size, starts, ends, odd)
    for place in range(found):
        poke(of_runs, place, hash_bytes(text, np.int64(peek(starts, place)), np.int64(peek(ends, place))))
    count: Number = 0
    run: Number = 0
    while run < found:
        stop = find_odd(odd, run, found)
        shift = count - run
        for place in range(run, stop):
            poke(hashes, place + shift, peek(of_runs, place))
        for place in range(run, stop):
            poke(firsts, place + shift, peek(starts, place))
            poke(lasts, place + shift, peek(ends, place))
        count, run = stop + shift, stop
        start = np.int64(peek(starts, run))
        is_open = run < found
        while is_open:
            if is_digit(text, start) and (start == 0 or peek(text, start - 1) != WORD_MARK):
                end = find_number_end(text, start)
                poke(hashes, count, hash_number(text, start, end, scratch))
            else:
                run = join_runs(text, found, run, starts, ends)
                end = np.int64(peek(ends, run))
                poke(hashes, count, hash_bytes(text, start, end))
            poke(firsts, count, start)
            poke(lasts, count, end)
            count += 1
            while run < found and peek(ends, run) <= end:
                run += 1
            is_open = run < found and peek(starts, run) < end
            start = end
    return count


@compile_step
def find_odd(odd: Hashes, run: Number, found: Number) -> Number:
    """The first run from ``run`` on whose bit is set, or ``found``."""
    bits = peek(odd, run >> 6) >> np.uint64(run & 63)
    if bits:
        return min(run + np.int64(count_trailing_zeros(bits)), found)
    word = (run >> 6) + 1
    while word << 6 < found:
        if peek(odd, word):
            return min((word << 6) + np.int64(count_trailing_zeros(peek(odd, word))), found)
        word += 1
    return found


@compile_loop
def join_runs(text: Bytes, found: Number, run: Number, starts: Places, ends: Places) -> Number:
    """The last of the runs that apostrophes alone keep apart."""
    end = np.int64(ends[run])
    while text[end] == _APOSTROPHE and run + 1 < found:
        after = end + 1
        while text[after] == _APOSTROPHE:
            after += 1
        if starts[run + 1] != after:
            break
        run += 1
        end = np.int64(ends[run])
    return run


@compile_loop
def mark_tokens(text: Bytes, count: Number, room: Room, marks: Bytes) -> None:
    """Write of each token whether a sentence starts with it and whether it is a character that stands alone.

    A sentence starts after a line break, after a mark that ends one, and after a full stop that something
    else than a token follows.
    """
    firsts, lasts = room[2], room[3]
    before: Number = 0
    for number in range(count):
        start = np.int64(peek(firsts, number))
        mark = _IS_CHARACTER if start > 0 and peek(text, start - 1) == CHARACTER_MARK else 0
        for place in range(before, start):
            byte = peek(text, place)
            if byte in _ENDS or (
                byte == _POINT and place + 1 < start and peek(text, place + 1) not in _INSERTED
            ):
                mark |= _STARTS_SENTENCE
        poke(marks, number, mark)
        before = np.int64(peek(lasts, number))
