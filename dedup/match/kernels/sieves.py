"""Bits in front of an open-addressed table: what is not in the table seldom gets as far as the table.

To look for something in a table takes a step or two, the machine cannot guess which, and most of what is
looked for is not there. Of one bit it guesses rightly that it is not set.
"""

from __future__ import annotations

import numpy as np

from dedup.match.kernels.compiler import Number, compile_step, peek, poke
from dedup.match.kernels.sets import SLOT_FACTOR
from dedup.match.kernels.tokens import Hashes

_MORE_BITS = 4
"""A sieve has 2⁴ bits for each slot of its table, which is at most half full: one in 32 is set."""
_WORD = 6
_ONE = np.uint64(1)


@compile_step
def count_words(bits: Number) -> Number:
    """The words that the sieve of a table of so many bits takes, four bits at least."""
    return 1 << (bits + _MORE_BITS - _WORD)


@compile_step
def enter_bit(sieve: Hashes, bits: Number, entry: Number) -> None:
    """Set the bit of an entry; ``bits`` are those of the table."""
    place = find_bit(bits, entry)
    word = place >> _WORD
    poke(sieve, word, peek(sieve, word) | _ONE << np.uint64(place & 63))


@compile_step
def may_be_in(sieve: Hashes, bits: Number, entry: Number) -> Number:
    """Whether something may be in the table of so many bits: 1 or 0."""
    place = find_bit(bits, entry)
    return (peek(sieve, place >> _WORD) >> np.uint64(place & 63)) & _ONE


@compile_step
def find_bit(bits: Number, entry: Number) -> Number:
    """The bit of an entry in the sieve of a table of so many bits."""
    return np.int64((entry * SLOT_FACTOR) >> np.uint64(64 - bits - _MORE_BITS))
