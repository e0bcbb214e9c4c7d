"""UTF-8 → hashes of names and numbers: the pattern of ``dedup.match.facts`` as a loop."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.facts import BEFORE_NAME, DIGIT, HARD, IS_NUMBER, LETTER, TABLE_SIZE, UPPER
from dedup.match.kernels.batches import Offsets, is_easy, measure_longest, measure_room
from dedup.match.kernels.compiler import Number, compile_loop, compile_step, peek, poke
from dedup.match.kernels.fold import decode
from dedup.match.kernels.sets import NOTHING, add_to_set, count_bits, is_in_set
from dedup.match.kernels.tokens import Bytes, Hashes, hash_bytes

Owners = npt.NDArray[np.int32]
Table = tuple[Bytes, Hashes]
Room = tuple[Bytes, Hashes]
"""Room for the bytes of a fact, which folding makes three times as many at most, and for a table of facts."""

_SPACE = 0x20
_NUMBER = np.uint64(IS_NUMBER)
_BYTE, _EIGHT = np.uint64(0xFF), np.uint64(8)


@compile_loop
def list_facts(
    text: Bytes,
    bounds: tuple[Offsets, Offsets],
    table: Table,
    out: tuple[Hashes, Offsets, npt.NDArray[np.bool_]],
) -> None:
    """Write the distinct facts of each text, end to end, where each text's begin, and which texts are hard.

    Args:
        bounds: where each text begins, and where it ends.
        out: room for the facts: one in two bytes, and one more for each text.
    """
    starts, ends = bounds
    facts, offsets, is_hard = out
    size = measure_room(starts, ends)
    room = np.zeros(size, np.uint8), np.empty(1 << count_bits(size // 8), np.uint64)
    for number in range(len(starts)):
        first, count = offsets[number], np.int64(-1)
        if is_easy(text, starts[number], ends[number]):
            count = list_facts_of(text, starts[number], ends[number], table, room, facts[first:])
        is_hard[number] = count < 0
        offsets[number + 1] = first + max(count, 0)


@compile_loop
def list_facts_of(text: Bytes, start: Number, end: Number, table: Table, room: Room, out: Hashes) -> Number:
    """Write the distinct facts of one text; returns how many there are, -1 if it is hard."""
    scratch, seen = room
    bits = count_bits((end - start) // 2)
    seen[: 1 << bits] = NOTHING
    count = 0
    place = start
    while place < end:
        kind, width = classify(text, place, table[0])
        if kind & HARD:
            return -1
        size = np.int64(0)
        after = np.int64(place + width)
        if kind & DIGIT:
            after, size = copy_number(text, place, end, table[0], scratch)
        elif kind & UPPER and is_after_small(text, start, place, table[0]):
            after, size = copy_name(text, place, end, table, scratch)
            if size < 0:
                return -1
        if size:
            fact = hash_bytes(scratch, 0, size) & ~_NUMBER
            fact |= _NUMBER if kind & DIGIT else np.uint64(0)
            if add_to_set(seen, bits, fact):
                out[count] = fact
                count += 1
        place = after
    return count


@compile_step
def classify(text: Bytes, place: Number, classes: Bytes) -> tuple[Number, Number]:
    """What the character at this place may be part of; its bytes."""
    byte = np.int64(peek(text, place))
    if byte < 0x80:
        return np.int64(peek(classes, byte)), np.int64(1)
    point, width = decode(text, place)
    kind = np.int64(peek(classes, point)) if point < TABLE_SIZE else np.int64(HARD)
    return kind, np.int64(width)


@compile_step
def is_after_small(text: Bytes, start: Number, place: Number, classes: Bytes) -> Number:
    """Whether a space stands before this place, and before that what a name may follow."""
    before = place - 2
    if before < start or peek(text, place - 1) != _SPACE:
        return False
    while before > start and peek(text, before) & 0xC0 == 0x80:
        before -= 1
    kind, _ = classify(text, before, classes)
    return kind & BEFORE_NAME != 0


@compile_step
def copy_number(
    text: Bytes, place: Number, end: Number, classes: Bytes, scratch: Bytes
) -> tuple[Number, Number]:
    """Copy the number that begins here; returns where it ends, and its bytes."""
    size = np.int64(0)
    is_inside = True
    while is_inside:
        _, width = classify(text, place, classes)
        for step in range(width):
            poke(scratch, size + step, peek(text, place + step))
        size, place = size + width, np.int64(place + width)
        ahead = place + (1 if place < end and is_joining(peek(text, place)) else 0)
        is_inside = False
        if ahead < end:
            kind, _ = classify(text, ahead, classes)
            is_inside = kind & DIGIT != 0
        if is_inside and ahead > place:
            poke(scratch, size, peek(text, place))
            size, place = size + 1, np.int64(ahead)
    return place, size


@compile_step
def is_joining(byte: Number) -> Number:
    """Whether a full stop, a comma or a colon."""
    return byte == 0x2E or byte == 0x2C or byte == 0x3A


@compile_step
def copy_name(text: Bytes, place: Number, end: Number, table: Table, scratch: Bytes) -> tuple[Number, Number]:
    """Copy the word that begins here in small letters; returns where it ends, and its bytes.

    These are 0 for a letter that stands alone, -1 if the text is hard.
    """
    classes, forms = table
    letters, size = 0, np.int64(0)
    while place < end:
        kind, width = classify(text, place, classes)
        if kind & HARD:
            return place, np.int64(-1)
        if not kind & LETTER:
            break
        form = read_form(text, place, width, forms)
        if form:
            while form:
                poke(scratch, size, np.uint8(form & _BYTE))
                form >>= _EIGHT
                size += 1
        else:
            for step in range(width):
                poke(scratch, size + step, peek(text, place + step))
            size += width
        letters += 1
        place = np.int64(place + width)
    return place, np.int64(size if letters > 1 else 0)


@compile_step
def read_form(text: Bytes, place: Number, width: Number, forms: Hashes) -> Number:
    """The bytes of the small form of the letter at this place as a number, 0 if it is one itself."""
    if width == 1:
        return peek(forms, peek(text, place))
    return peek(forms, decode(text, place)[0]) if width < 4 else np.uint64(0)


@compile_loop
def count_shared(facts: Hashes, offsets: Offsets, pairs: Owners, out: Owners) -> None:
    """Write what the first text of each pair has, and the second one too: facts, shared, numbers, shared."""
    table = np.empty(1 << count_bits(measure_longest(offsets)), np.uint64)
    for pair in range(pairs.shape[1]):
        one, other = pairs[0, pair], pairs[1, pair]
        bits = count_bits(offsets[one + 1] - offsets[one])
        table[: 1 << bits] = NOTHING
        numbers, shared_numbers = np.int64(0), np.int64(0)
        shared = 0
        for place in range(offsets[one], offsets[one + 1]):
            add_to_set(table, bits, facts[place])
            numbers += np.int64(facts[place] & _NUMBER)
        for place in range(offsets[other], offsets[other + 1]):
            if is_in_set(table, bits, facts[place]):
                shared += 1
                shared_numbers += np.int64(facts[place] & _NUMBER)
        out[0, pair], out[1, pair] = offsets[one + 1] - offsets[one], shared
        out[2, pair], out[3, pair] = numbers, shared_numbers
