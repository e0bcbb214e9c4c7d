"""Content words in brief, and how many of them pairs of texts may share; ``dedup.match.content`` says why."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.batches import Offsets, measure_longest
from dedup.match.kernels.compiler import Number, compile_loop, compile_step, peek, poke
from dedup.match.kernels.sets import NOTHING, SLOT_FACTOR, add_to_set, count_bits
from dedup.match.kernels.tokens import Bytes, Hashes

Words = npt.NDArray[np.uint16]
Owners = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.int64]
Brief = tuple[Words, Numbers, Numbers]

_DROPPED = np.uint64(48)
_LEAST_BITS = 12
"""Of a table that takes grammar words and those of most articles, so that it is seldom made anew."""


@compile_loop
def shorten_words(tokens: Hashes, offsets: Offsets, functions: Hashes, out: Words, counts: Numbers) -> Number:
    """Write the first 16 bits of each distinct content word of each text, end to end.

    Each text starts with a table of the grammar words as if it had them already. Every token is written and
    overwritten by the next if it was known, which spares the machine a guess.
    Args:
        functions: the hashes of grammar words.
        out: room for every token.
        counts: takes how many words each text has.
    Returns: how many were written.
    """
    room = 1 << max(count_bits(measure_longest(offsets) + len(functions)), _LEAST_BITS)
    grammar, table = np.empty(room, np.uint64), np.empty(room, np.uint64)
    known, written = 0, 0
    for text in range(len(counts)):
        bits = max(count_bits(offsets[text + 1] - offsets[text] + len(functions)), _LEAST_BITS)
        if bits != known:
            enter_words(functions, grammar, bits)
            known = bits
        table[: 1 << bits] = grammar[: 1 << bits]
        mask, shift = np.int64((1 << bits) - 1), np.uint64(64 - bits)
        first = written
        for place in range(offsets[text], offsets[text + 1]):
            token = peek(tokens, place)
            slot = np.int64((token * SLOT_FACTOR) >> shift)
            while peek(table, slot) != NOTHING and peek(table, slot) != token:
                slot = (slot + 1) & mask
            poke(out, written, token >> _DROPPED)
            written += peek(table, slot) == NOTHING
            poke(table, slot, token)
        counts[text] = written - first
    return written


@compile_loop
def enter_words(words: Hashes, table: Hashes, bits: Number) -> None:
    """Make the beginning of an array a table of these words."""
    table[: 1 << bits] = NOTHING
    for word in words:
        add_to_set(table, bits, word)


@compile_loop
def count_met(brief: Brief, pairs: Owners, out: Numbers) -> None:
    """Write how many of the right text's words the left one has too; pairs with one left text lie together.

    Words that look the same in brief are all counted, so a pair may share fewer.
    Args:
        brief: words of many texts, where those of each begin, how many there are.
    """
    words, starts, counts = brief
    is_left = np.zeros(1 << 16, np.uint8)
    for pair in range(pairs.shape[1]):
        left, right = pairs[0, pair], pairs[1, pair]
        if pair == 0 or left != pairs[0, pair - 1]:
            if pair > 0:
                mark_words(brief, pairs[0, pair - 1], is_left, 0)
            mark_words(brief, left, is_left, 1)
        met = 0
        for place in range(starts[right], starts[right] + counts[right]):
            met += peek(is_left, peek(words, place))
        out[pair] = met


@compile_step
def mark_words(brief: Brief, text: Number, marks: Bytes, mark: Number) -> None:
    """Mark all words of a text."""
    words, starts, counts = brief
    for place in range(starts[text], starts[text] + counts[text]):
        poke(marks, peek(words, place), mark)
