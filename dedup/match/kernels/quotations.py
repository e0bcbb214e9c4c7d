"""UTF-8 → where its quotations stand: the pattern of ``dedup.match.quotations`` as a loop."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.batches import Offsets
from dedup.match.kernels.compiler import (
    Number,
    compile_loop,
    compile_step,
    count_trailing_zeros,
    load_word,
    peek,
    poke,
)
from dedup.match.kernels.tokens import Bytes

Owners = npt.NDArray[np.int32]

SHORTEST, LONGEST = 2, 600
"""Characters between the marks."""

_WORD = 8
_HIGH, _LOW = np.uint64(0x8080808080808080), np.uint64(0x0101010101010101)
_QUOTES, _BREAKS = np.uint64(0x2222222222222222), np.uint64(0x0A0A0A0A0A0A0A0A)
_FIRST_BRACKET, _LAST_BRACKET = 0x8C, 0x8F
_MARKS = ("", '"', "„", "“", "”", "«", "»", "「", "」", "『", "』", "\n")
_QUOTE, _LINE_BREAK = 1, len(_MARKS) - 1
_WAYS = (
    ('"', '"', '"'),
    ("„", "“”", "„“”"),
    ("“", "”", "“”"),
    ("«", "»", "«»"),
    ("»", "«", "«»"),
    ("「", "」", "「」"),
    ("『", "』", "『』"),
)
"""A mark that opens, those that close what it opened, those that may not stand between."""


def _list_bits(place: int) -> npt.NDArray[np.int64]:
    """By the number of a mark that opens: a bit for each of the others that have this place in its way."""
    bits = np.zeros(len(_MARKS), np.int64)
    for way in _WAYS:
        bits[_MARKS.index(way[0])] = sum(1 << _MARKS.index(mark) for mark in way[place])
    return bits


_CLOSING, _STOPPING = _list_bits(1), _list_bits(2) | 1 << _LINE_BREAK


@compile_loop
def find_quotations(
    text: Bytes, bounds: tuple[Offsets, Offsets], out: tuple[Offsets, Offsets, Owners]
) -> Number:
    """Write where the quotations of each text begin and end, marks and all, and the number of their text.

    Args:
        bounds: where each text begins, and where it ends.
        out: room for as many as there may be: one in four bytes.
    Returns: how many there are.
    """
    starts, ends, owners = out
    count = 0
    for number in range(len(bounds[0])):
        place, end = np.int64(bounds[0][number]), np.int64(bounds[1][number])
        while place < end:
            place = skip_letters(text, place, end)
            if place >= end:
                break
            mark, width = read_mark(text, place)
            place += width
            after = find_close(text, place, end, mark) if _CLOSING[mark] else np.int64(0)
            if after:
                poke(starts, count, place - width)
                poke(ends, count, after)
                poke(owners, count, number)
                count += 1
                place = after
    return count


@compile_step
def skip_letters(text: Bytes, place: Number, end: Number) -> Number:
    """The first place from here on with a line break, a straight quotation mark or a byte beyond ASCII.

    Eight bytes are looked at together; near the end of all, where there are no eight, it is this place.
    """
    last = min(end, len(text) - _WORD)
    while place < last:
        word = load_word(text, place)
        quotes, breaks = word ^ _QUOTES, word ^ _BREAKS
        events = (word | ((quotes - _LOW) & ~quotes) | ((breaks - _LOW) & ~breaks)) & _HIGH
        if events:
            return min(place + (np.int64(count_trailing_zeros(events)) >> 3), end)
        place += _WORD
    return min(place, end)


@compile_step
def read_mark(text: Bytes, place: Number) -> tuple[Number, Number]:
    """The number of the mark at this place in ``_MARKS``, 0 if there is another character; its bytes."""
    lead, mark = peek(text, place), np.int64(0)
    if lead < 0x80:
        mark = np.int64(_QUOTE if lead == 0x22 else _LINE_BREAK if lead == 0x0A else 0)
        return mark, np.int64(1)
    if lead == 0xC2:
        second = peek(text, place + 1)
        mark = np.int64(5 if second == 0xAB else 6 if second == 0xBB else 0)
    elif (lead == 0xE2 or lead == 0xE3) and peek(text, place + 1) == 0x80:
        third = peek(text, place + 2)
        if lead == 0xE2:
            mark = np.int64(2 if third == 0x9E else 3 if third == 0x9C else 4 if third == 0x9D else 0)
        elif third >= _FIRST_BRACKET and third <= _LAST_BRACKET:
            mark = np.int64(third) - _FIRST_BRACKET + 7
    return mark, np.int64(2 if lead < 0xE0 else 3 if lead < 0xF0 else 4)


@compile_step
def find_close(text: Bytes, place: Number, end: Number, opening: Number) -> Number:
    """Where what a mark opened ends, behind the mark that closes it; 0 if nothing does."""
    closing, stopping = _CLOSING[opening], _STOPPING[opening]
    length: Number = 0
    while place < end and length <= LONGEST:
        plain = skip_letters(text, place, end)
        length += plain - place
        if plain == end:
            break
        mark, width = read_mark(text, plain)
        place = plain + width
        if (stopping >> mark) & 1:
            is_closed = length >= SHORTEST and length <= LONGEST and (closing >> mark) & 1
            return np.int64(place if is_closed else 0)
        length += 1
    return np.int64(0)
