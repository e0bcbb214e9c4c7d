"""Folded bytes → token hashes: ``dedup.tokens.tokenize`` and ``dedup.match.shingle.hash_tokens`` in one loop.

A folded text has letters (lower-case ASCII, and all bytes from 0x80), digits, apostrophes and separators; see
``fold``. Nearly every run of letters and digits is one token and is hashed as it stands; the few that may be
part of a number or joined to the next by an apostrophe are odd and go a longer way.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.compiler import (
    BLOCK,
    Number,
    classify_block,
    classify_marks,
    compile_loop,
    compile_step,
    count_ones,
    count_trailing_zeros,
    load_word,
    peek,
    poke,
)
from dedup.match.kernels.words import AT_ONCE, hash_words
from dedup.match.shingle import LENGTH_FACTOR, WORD_FACTORS

Bytes = npt.NDArray[np.uint8]
Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int32]
Room = tuple[Places, Hashes, Hashes, Hashes, Bytes]
"""Room for one text: where runs start and end by turns, a bit for each odd run, for each run that starts a
sentence, that is a lone character; bytes of a number."""

_LENGTH = np.uint64(LENGTH_FACTOR)
_FIRST, _SECOND, _THIRD = (np.uint64(factor) for factor in WORD_FACTORS)
_ONE, _TWO, _S29, _S32 = np.uint64(1), np.uint64(2), np.uint64(29), np.uint64(32)
_S62, _S63 = np.uint64(62), np.uint64(63)
_APOSTROPHE, _POINT, _COMMA, _SPACE, _ZERO = 0x27, 0x2E, 0x2C, 0x20, 0x30
_FIRST_FOLDED_GAP, _LAST_FOLDED_GAP = 2, 5
WORD_MARK, BOUNDARY, CHARACTER_MARK = 7, 8, 14
"""Folding puts the first before a word that begins with a digit only because it was folded (½), the last
before a character of an unspaced script, and the one in the middle where two tokens would otherwise touch."""
_AT_ONCE = 24
_LONG = 16
_KEPT = [(1 << 8 * size) - 1 for size in range(9)]
_OF_FIRST = np.array([_KEPT[min(size, 8)] for size in range(_LONG + 1)], np.uint64)
_OF_SECOND = np.array([_KEPT[max(size - 8, 0)] for size in range(_LONG + 1)], np.uint64)
"""By the length of a word: which bits of its first and of its second eight bytes belong to it."""


@compile_step
def hash_bytes(text: Bytes, start: Number, end: Number) -> Number:
    """The hash of one word."""
    left = end - start
    value = np.uint64(left) * _LENGTH
    while left > _LONG:
        value = (value ^ load_word(text, start)) * _FIRST + load_word(text, start + 8) * _SECOND
        value ^= value >> _S32
        start += _LONG
        left -= _LONG
    value = (value ^ (load_word(text, start) & peek(_OF_FIRST, left))) * _FIRST
    value += (load_word(text, start + 8) & peek(_OF_SECOND, left)) * _SECOND
    value ^= value >> _S32
    value *= _THIRD
    return value ^ (value >> _S29)


@compile_loop
def find_runs(text: Bytes, size: Number, edges: Places, odd: Hashes) -> Number:
    """Half-open places of every run of letters and digits, and which are odd; returns how many there are.

    Odd are those in which a letter follows a digit, those that a separator and two digits around it join to
    the next, and those that an apostrophe follows.
    """
    odd[: (size >> 7) + 2] = np.uint64(0)
    count: Number = 0
    inside_before, digits_before = np.uint64(0), np.uint64(0)
    for base in range(0, size + 1, BLOCK):
        letters, digits, apostrophes, _ = classify_block(text, base)
        inside = letters | digits
        after = (inside << _ONE) | (inside_before >> _S63)
        after_digit = (digits << _ONE) | (digits_before >> _S63)
        changes = inside ^ after
        events = (letters & after_digit) | (apostrophes & after)
        events |= digits & ~after & ((digits << _TWO) | (digits_before >> _S62))
        mark_runs(odd, (count + 1) >> 1, -1, changes & inside, events)
        count = list_places(edges, count, base, changes)
        inside_before, digits_before = inside, digits
    return count >> 1


@compile_loop
def find_marks(text: Bytes, size: Number, sentences: Hashes, characters: Hashes) -> None:
    """Set the bit of each run that starts a sentence, and of each that is a character which stands alone.

    A sentence starts after a line break, after a mark that ends one, and after a full stop that something
    else than a token follows.
    """
    sentences[: (size >> 7) + 2] = np.uint64(0)
    characters[: (size >> 7) + 2] = np.uint64(0)
    runs: Number = 0
    inside_before, points_before, marks_before = np.uint64(0), np.uint64(0), np.uint64(0)
    for base in range(0, size + 1, BLOCK):
        letters, digits, _, _ = classify_block(text, base)
        ends, points, inserted, marks = classify_marks(text, base)
        inside = letters | digits
        firsts = inside & ~((inside << _ONE) | (inside_before >> _S63))
        ends |= ((points << _ONE) | (points_before >> _S63)) & ~inside & ~inserted
        mark_runs(sentences, runs, 0, firsts, ends)
        mark_runs(characters, runs, 0, firsts, firsts & ((marks << _ONE) | (marks_before >> _S63)))
        runs += np.int64(count_ones(firsts))
        inside_before, points_before, marks_before = inside, points, marks


@compile_step
def mark_runs(bits: Hashes, run: Number, offset: Number, firsts: Number, events: Number) -> None:
    """Set the bit of the run that starts at or behind each event, or with an offset of -1 before it.

    ``run`` is the number of the block's first run, whose start is the first one of ``firsts``.
    """
    while events:
        below = (events & (~events + _ONE)) - _ONE
        number = run + offset + np.int64(count_ones(firsts & below))
        bits[number >> 6] |= _ONE << np.uint64(number & 63)
        events &= events - _ONE


@compile_step
def list_places(places: Places, count: Number, base: Number, bits: Number) -> Number:
    """Write the place of every set bit; returns how many places there are now.

    Two dozen are always written, which is cheaper than to guess how many there are.
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
def hash_tokens_of(text: Bytes, size: Number, room: Room, hashes: Hashes, marks: Bytes) -> Number:
    """Write the hash of every token of a folded text, and its mark if there is room for marks.

    Returns how many tokens there are. A block of zeros follows the text.
    """
    edges, odd, sentences, characters, scratch = room
    found = find_runs(text, size, edges, odd)
    if len(marks):
        find_marks(text, size, sentences, characters)
    count: Number = 0
    run: Number = 0
    while run < found:
        stop = find_odd(odd, run, found)
        shift = count - run
        hash_runs(text, edges, run, stop, hashes, shift)
        if len(marks):
            for place in range(run, stop):
                poke(marks, place + shift, read_mark(sentences, characters, place))
        count, run = stop + shift, stop
        start = np.int64(peek(edges, 2 * run))
        is_first = run < found
        is_open = is_first
        while is_open:
            if len(marks):
                marks[count] = read_mark(sentences, characters, run) if is_first else np.uint8(0)
            if is_digit(text, start) and (start == 0 or peek(text, start - 1) != WORD_MARK):
                end = find_number_end(text, start)
                poke(hashes, count, hash_number(text, start, end, scratch))
            else:
                run = join_runs(text, found, run, edges)
                end = np.int64(peek(edges, 2 * run + 1))
                poke(hashes, count, hash_bytes(text, start, end))
            count += 1
            while run < found and peek(edges, 2 * run + 1) <= end:
                run += 1
            is_open = run < found and peek(edges, 2 * run) < end
            is_first = False
            start = end
    return count


@compile_step
def hash_runs(text: Bytes, edges: Places, first: Number, stop: Number, hashes: Hashes, shift: Number) -> None:
    """Write the hashes of some runs that are tokens, eight at once, the last eight a second time."""
    place = first
    if stop - first >= AT_ONCE:
        while place < stop:
            place = min(place, stop - AT_ONCE)
            is_long = hash_words(text, edges, 2 * place, hashes, place + shift)
            while is_long:
                run = place + np.int64(count_trailing_zeros(is_long))
                start, end = np.int64(peek(edges, 2 * run)), np.int64(peek(edges, 2 * run + 1))
                poke(hashes, run + shift, hash_bytes(text, start, end))
                is_long &= is_long - _ONE
            place += AT_ONCE
    while place < stop:
        start, end = np.int64(peek(edges, 2 * place)), np.int64(peek(edges, 2 * place + 1))
        poke(hashes, place + shift, hash_bytes(text, start, end))
        place += 1


@compile_step
def read_mark(sentences: Hashes, characters: Hashes, run: Number) -> Number:
    """The mark of a run: 1 if a sentence starts with it, 2 if it is a character that stands alone."""
    word, bit = run >> 6, np.uint64(run & 63)
    is_start = (peek(sentences, word) >> bit) & _ONE
    return np.uint8(is_start | (((peek(characters, word) >> bit) & _ONE) << _ONE))


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
def join_runs(text: Bytes, found: Number, run: Number, edges: Places) -> Number:
    """The last of the runs that apostrophes alone keep apart."""
    end = np.int64(edges[2 * run + 1])
    while text[end] == _APOSTROPHE and run + 1 < found:
        after = end + 1
        while text[after] == _APOSTROPHE:
            after += 1
        if edges[2 * run + 2] != after:
            break
        run += 1
        end = np.int64(edges[2 * run + 1])
    return run
