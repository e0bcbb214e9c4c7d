"""Content words in brief, and how many of them pairs of texts may share; ``dedup.match.content`` says why."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.batches import Offsets, count_table_bits, measure_longest
from dedup.match.kernels.compiler import Number, compile_loop, peek
from dedup.match.kernels.sets import NOTHING, add_to_set, count_bits, is_in_set
from dedup.match.kernels.tokens import Hashes

Words = npt.NDArray[np.uint16]
Owners = npt.NDArray[np.int32]

_DROPPED = np.uint64(48)


@compile_loop
def shorten_words(tokens: Hashes, offsets: Offsets, functions: Hashes, out: Words, counts: Owners) -> Number:
    """Write the first 16 bits of each distinct content word of each text, end to end.

    Args:
        functions: a table (``fill_set``) of the hashes of grammar words.
        counts: takes how many words each text has.
    Returns: how many were written.
    """
    table = np.empty(1 << count_bits(measure_longest(offsets)), np.uint64)
    grammar_bits = count_table_bits(functions)
    written = 0
    for text in range(len(counts)):
        first = written
        bits = count_bits(offsets[text + 1] - offsets[text])
        table[: 1 << bits] = NOTHING
        for place in range(offsets[text], offsets[text + 1]):
            token = peek(tokens, place)
            if not is_in_set(functions, grammar_bits, token) and add_to_set(table, bits, token):
                out[written] = token >> _DROPPED
                written += 1
        counts[text] = written - first
    return written


@compile_loop
def count_met(words: Words, offsets: Offsets, pairs: Owners, out: Offsets) -> None:
    """Write how many of the right text's words the left one has too; pairs with one left text lie together.

    Words that look the same in brief are all counted, so a pair may share fewer.
    """
    is_left = np.zeros(1 << 16, np.uint8)
    for pair in range(pairs.shape[1]):
        left, right = pairs[0, pair], pairs[1, pair]
        if pair == 0 or left != pairs[0, pair - 1]:
            if pair > 0:
                before = pairs[0, pair - 1]
                for place in range(offsets[before], offsets[before + 1]):
                    is_left[peek(words, place)] = 0
            for place in range(offsets[left], offsets[left + 1]):
                is_left[peek(words, place)] = 1
        met = 0
        for place in range(offsets[right], offsets[right + 1]):
            met += peek(is_left, peek(words, place))
        out[pair] = met
