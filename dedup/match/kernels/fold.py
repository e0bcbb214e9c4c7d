"""UTF-8 → folded bytes, in which only letters, digits, apostrophes and separators are left.

What is folded: letter case, compatibility forms, format characters, as ``dedup.tokens`` folds them word by
word. ’ in a word becomes an apostrophe. Space that may group digits keeps a code of its own (2 to 5), every
other separator is 1, or an exclamation mark if it ends a sentence. Where two tokens would touch, a boundary
is put between them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.characters import (
    DIGIT,
    ENDS_SENTENCE,
    FOLDED_SIZE,
    HARD,
    JOINER,
    LATIN,
    LOOKALIKE,
    MARK,
    PLAIN,
    QUOTE,
    SEPARATOR,
    STACKING,
    STARTS_DIGIT,
    TABLE_SIZE,
    UNSPACED_START,
    WORD,
)
from dedup.match.kernels.compiler import (
    BLOCK,
    Number,
    classify_block,
    compile_loop,
    compile_step,
    count_trailing_zeros,
    lower_block,
    peek,
    poke,
    store_word,
)
from dedup.match.kernels.tokens import BOUNDARY, CHARACTER_MARK, WORD_MARK, Bytes, is_digit, is_gap

Classes = npt.NDArray[np.uint16]
Forms = npt.NDArray[np.uint64]
Table = tuple[Classes, Forms, Bytes, Bytes]
State = npt.NDArray[np.int64]

_WIDE_QUOTE = 0xFF07
_APOSTROPHE, _QUOTE_IN_NUMBER = 0x27, 5
_APOSTROPHE_LETTER = 0x2BC
_OUTSIDE, _IN_NUMBER, _IN_WORD, _AFTER_CHARACTER = 0, 1, 2, 3
_SIZE, _PLACE, _SCRIPTS, _IS_PLAIN, _NEEDS_LETTER, _FOREIGN_END = 0, 1, 2, 3, 4, 5
STATE_SIZE = 6
"""Bytes written, what the last character belongs to, the scripts of its word, whether it is a plain letter,
whether a letter must follow, and where the last number in digits that are not ASCII ended."""

_HIGH_BIT = np.uint64(0x80)
_ZERO = np.uint64(0)
_BOTH_SCRIPTS = LATIN | LOOKALIKE
_LETTER_BITS = WORD | PLAIN | _BOTH_SCRIPTS


@compile_step
def put(out: Bytes, byte: Number, state: State) -> None:
    """Write one byte."""
    poke(out, state[_SIZE], byte)
    state[_SIZE] += 1


@compile_step
def follow_ascii(byte: Number, state: State) -> None:
    """Take note of an ASCII byte."""
    place = state[_PLACE]
    if np.uint8((byte | 0x20) - 0x61) < np.uint8(26):
        if place != _IN_WORD:
            state[_SCRIPTS] = 0
        state[_SCRIPTS] |= LATIN
        state[_PLACE] = _IN_WORD
        state[_IS_PLAIN] = 1
    elif np.uint8(byte - 0x30) < np.uint8(10):
        state[_IS_PLAIN] = 1
        if place != _IN_WORD:
            state[_PLACE] = _IN_NUMBER
    elif byte != 0x27 or place != _IN_WORD:
        state[_PLACE] = _OUTSIDE


@compile_step
def is_marked_apostrophe(byte: Number, state: State) -> Number:
    """Whether an apostrophe stands where it may group digits: in a word that begins with a folded digit."""
    return byte == 0x27 and state[_PLACE] == _IN_WORD and state[_SCRIPTS] & STARTS_DIGIT != 0


@compile_step
def fold_ascii(byte: Number, out: Bytes, state: State) -> Number:
    """Write one ASCII byte; False if the text is too hard."""
    size = state[_SIZE]
    is_number = np.uint8(byte - 0x30) < np.uint8(10)
    is_word = is_number or np.uint8((byte | 0x20) - 0x61) < np.uint8(26)
    if state[_NEEDS_LETTER]:
        if not is_word:
            return False
        state[_NEEDS_LETTER] = 0
    if is_number and state[_FOREIGN_END] == size - 1 and size > 1 and is_gap(out[size - 1]):
        return False
    if (is_word or byte == 0x27) and state[_PLACE] == _AFTER_CHARACTER:
        put(out, BOUNDARY, state)
    follow_ascii(byte, state)
    if state[_SCRIPTS] & _BOTH_SCRIPTS == _BOTH_SCRIPTS or is_marked_apostrophe(byte, state):
        return False
    if np.uint8(byte - 0x41) < np.uint8(26):
        byte |= 0x20
    put(out, SEPARATOR if 1 <= byte <= BOUNDARY or byte == CHARACTER_MARK else byte, state)
    return True


@compile_step
def decode(text: Bytes, place: Number) -> tuple[Number, Number]:
    """The code point at ``place``, which is not ASCII, and its length in bytes. The text is well-formed."""
    lead = np.int64(text[place])
    second = np.int64(text[place + 1]) & 0x3F
    if lead < 0xE0:
        return (lead & 0x1F) << 6 | second, 2
    third = np.int64(text[place + 2]) & 0x3F
    if lead < 0xF0:
        return (lead & 0x0F) << 12 | second << 6 | third, 3
    return (lead & 0x07) << 18 | second << 12 | third << 6 | np.int64(text[place + 3]) & 0x3F, 4


@compile_step
def put_folded(point: Number, folded: Forms, lengths: Bytes, out: Bytes, state: State) -> None:
    """Write the normalised form of a character."""
    form = folded[point]
    for _ in range(lengths[point]):
        put(out, np.uint8(form & np.uint64(0xFF)), state)
        form >>= np.uint64(8)


@compile_step
def fold_separator(point: Number, kind: Number, separators: Bytes, out: Bytes, state: State) -> Number:
    """Write a character that is no letter: a joiner or a separator; False if the text is too hard."""
    place = state[_PLACE]
    code = peek(separators, point)
    if kind & JOINER and place == _IN_WORD:
        if code == QUOTE or point == _WIDE_QUOTE:
            put(out, _APOSTROPHE, state)
        return not state[_NEEDS_LETTER] and not is_marked_apostrophe(_APOSTROPHE, state)
    if code == QUOTE:
        is_in_number = place == _IN_NUMBER or state[_FOREIGN_END] == state[_SIZE]
        code = np.uint8(_QUOTE_IN_NUMBER if is_in_number else SEPARATOR)
    put(out, max(code, np.uint8(SEPARATOR)), state)
    state[_PLACE] = _OUTSIDE
    return not state[_NEEDS_LETTER]


@compile_loop
def find_place(out: Bytes, known: Number, size: Number, place: Number) -> Number:
    """What the last byte belongs to, if before ``known`` it was ``place`` and the rest was ASCII."""
    if size == known:
        return place
    byte = peek(out, size - 1)
    if np.uint8(byte - 0x61) < np.uint8(26):
        return _IN_WORD
    if not is_digit(out, size - 1) and byte != _APOSTROPHE:
        return _OUTSIDE
    first = size
    while first > known:
        byte = peek(out, first - 1)
        is_letter = np.uint8(byte - 0x61) < np.uint8(26)
        if not is_letter and not is_digit(out, first - 1) and byte != _APOSTROPHE:
            place = _OUTSIDE
            break
        first -= 1
    for at in range(first, size):
        if np.uint8(peek(out, at) - 0x61) < np.uint8(26):
            place = _IN_WORD
        elif place != _IN_WORD:
            place = _IN_NUMBER if is_digit(out, at) else _OUTSIDE
    return place


@compile_loop
def fold_ordinary(text: Bytes, start: Number, end: Number, table: Table, out: Bytes, state: State) -> Number:
    """Fold ASCII and characters that only part words; returns where something else stands."""
    separators = table[3]
    size, place = state[_SIZE], state[_PLACE]
    known, first = size, size
    while start < end:
        _, _, _, foldable = classify_block(text, start)
        lower_block(text, start, out, size)
        if foldable == _ZERO and end - start >= BLOCK:
            size += BLOCK  # a guess, where a count would make the next block wait for this one
            start += BLOCK
            continue
        count = min(np.int64(count_trailing_zeros(foldable)), end - start)
        size += count
        start += count
        if start == end:
            continue
        code, width = np.uint8(SEPARATOR), 1
        if peek(text, start) >= 0x80:
            point, width = decode(text, start)
            code = peek(separators, point) if point < TABLE_SIZE else np.uint8(0)
            if code == 0:
                break
        is_in_word = False
        if code == QUOTE:
            place = find_place(out, known, size, place)
            is_in_word = place == _IN_WORD
            if is_in_word:
                code = np.uint8(_APOSTROPHE)
            else:
                code = np.uint8(_QUOTE_IN_NUMBER if place == _IN_NUMBER else SEPARATOR)
        poke(out, size, code)
        size += 1
        start += width
        place = _IN_WORD if is_in_word else _OUTSIDE
        known = size
    place = find_place(out, known, size, place)
    if size > first:
        state[_IS_PLAIN] = size > known and peek(out, size - 1) != _APOSTROPHE
        last = size
        while last > first and peek(out, last - 1) == _APOSTROPHE:
            last -= 1
        if place == _IN_WORD and last > first:
            state[_SCRIPTS] = LATIN
    state[_SIZE], state[_PLACE] = size, place
    return start


@compile_loop
def open_number(kind: Number, out: Bytes, state: State) -> Number:
    """Begin a number in digits that are not ASCII; False where it may continue another number."""
    size = state[_SIZE]
    if state[_PLACE] == _IN_NUMBER or (size > 0 and state[_FOREIGN_END] == size):
        return False
    if size > 1 and is_gap(out[size - 1]) and (is_digit(out, size - 2) or state[_FOREIGN_END] == size - 1):
        return False
    put(out, CHARACTER_MARK if kind & UNSPACED_START else BOUNDARY, state)
    return True


@compile_step
def fold_letter(kind: Number, out: Bytes, state: State) -> Number:
    """Take note of a character of a word or of an unspaced script before it is written; False if too hard."""
    place = state[_PLACE]
    if place == _AFTER_CHARACTER and kind & MARK:
        if kind & STACKING and not state[_IS_PLAIN]:
            return False
    elif kind & UNSPACED_START and not (place == _IN_WORD and kind & WORD):
        put(out, CHARACTER_MARK, state)
        state[_PLACE] = _AFTER_CHARACTER
    else:
        if place != _IN_WORD:
            if kind & STARTS_DIGIT:
                put(out, WORD_MARK, state)
            elif place == _AFTER_CHARACTER:
                put(out, BOUNDARY, state)
            state[_SCRIPTS] = kind & STARTS_DIGIT
        elif kind & STACKING and not state[_IS_PLAIN]:
            return False
        state[_PLACE] = _IN_WORD
        state[_SCRIPTS] |= kind & _BOTH_SCRIPTS
        if state[_SCRIPTS] & _BOTH_SCRIPTS == _BOTH_SCRIPTS:
            return False
    state[_IS_PLAIN] = kind & PLAIN
    return True


@compile_loop
def fold_words(text: Bytes, start: Number, end: Number, table: Table, out: Bytes, state: State) -> Number:
    """Fold ordinary letters beyond ASCII and what parts words; returns where something else stands."""
    classes, folded, lengths, _ = table
    size, place, scripts = state[_SIZE], state[_PLACE], state[_SCRIPTS]
    is_plain = state[_IS_PLAIN]
    while start < end:
        byte = np.int64(peek(text, start))
        if byte < 0x80:
            if byte < 0x20 or byte >= 0x30 or byte == 0x27:
                break
            poke(out, size, byte)
            size += 1
            start += 1
            place = _OUTSIDE
            continue
        point, width = decode(text, start)
        if point >= FOLDED_SIZE:
            break
        kind = np.int64(peek(classes, point))
        if kind & ~_LETTER_BITS or not kind & WORD:
            break
        scripts = kind & _BOTH_SCRIPTS | (scripts if place == _IN_WORD else 0)
        if scripts & _BOTH_SCRIPTS == _BOTH_SCRIPTS or scripts & STARTS_DIGIT:
            break
        store_word(out, size, peek(folded, point))
        size += np.int64(peek(lengths, point))
        start += width
        place = _IN_WORD
        is_plain = kind & PLAIN
    state[_SIZE], state[_PLACE], state[_SCRIPTS], state[_IS_PLAIN] = size, place, scripts, is_plain
    return start


@compile_step
def can_take_ascii(state: State) -> Number:
    """Whether any ASCII may follow without a closer look."""
    is_mixed = state[_PLACE] == _IN_WORD and state[_SCRIPTS] & (LOOKALIKE | STARTS_DIGIT) != 0
    return not is_mixed and state[_SIZE] > state[_FOREIGN_END] + 1


@compile_loop
def fold_text(text: Bytes, start: Number, end: Number, table: Table, out: Bytes, state: State) -> Number:
    """Fold ``text[start:end]``; returns the bytes written, or -1 where ``tokenize`` has to be asked."""
    classes, folded, lengths, separators = table
    state[:] = 0
    state[_FOREIGN_END] = -2
    while start < end:
        if not state[_NEEDS_LETTER] and state[_PLACE] < _AFTER_CHARACTER:
            if text[start] >= 0xC3:
                start = fold_words(text, start, end, table, out, state)
                if state[_PLACE] == _IN_WORD and state[_SCRIPTS] & _BOTH_SCRIPTS == _BOTH_SCRIPTS:
                    return -1
            if start < end and can_take_ascii(state):
                start = fold_ordinary(text, start, end, table, out, state)
            if start == end:
                break
        if text[start] < 0x80:
            if not fold_ascii(text[start], out, state):
                return -1
            start += 1
            continue
        point, width = decode(text, start)
        start += width
        kind = np.int64(classes[point]) if point < TABLE_SIZE else HARD
        if kind & HARD:
            return -1
        if point == _APOSTROPHE_LETTER:
            if state[_PLACE] != _IN_WORD or state[_NEEDS_LETTER] or is_marked_apostrophe(_APOSTROPHE, state):
                return -1
            put(out, _APOSTROPHE, state)
            state[_NEEDS_LETTER] = 1
            continue
        if kind & ~(JOINER | ENDS_SENTENCE) == 0:
            if not fold_separator(point, kind, separators, out, state):
                return -1
            continue
        if kind & DIGIT and not (state[_PLACE] == _IN_WORD and kind & WORD):
            if state[_NEEDS_LETTER] or not open_number(kind, out, state):
                return -1
            start = fold_number(text, start - width, end, table, out, state)
            if start < 0:
                return -1
            continue
        if state[_NEEDS_LETTER]:
            if not kind & WORD:
                return -1
            state[_NEEDS_LETTER] = 0
        if not fold_letter(kind, out, state):
            return -1
        put_folded(point, folded, lengths, out, state)
    return -1 if state[_NEEDS_LETTER] else state[_SIZE]


@compile_loop
def fold_number(text: Bytes, start: Number, end: Number, table: Table, out: Bytes, state: State) -> Number:
    """Fold a run of digits that are not ASCII; returns where it ends, -1 if others are with them."""
    first: Number = _ZERO
    classes, folded, lengths, _ = table
    while start < end and text[start] >= 0x80:
        point, width = decode(text, start)
        if point >= FOLDED_SIZE or not classes[point] & DIGIT:
            break
        if first == _ZERO:
            first = folded[point]
        elif (first ^ folded[point]) & _HIGH_BIT != _ZERO:
            return -1
        put_folded(point, folded, lengths, out, state)
        start += width
    if start < end and is_digit(text, start):
        return -1
    put(out, BOUNDARY, state)
    state[_FOREIGN_END] = state[_SIZE]
    state[_PLACE] = _OUTSIDE
    return start
