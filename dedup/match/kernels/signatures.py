"""Token hashes → shingles → signatures, to the bit those of ``dedup.match`` and datasketch."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.compiler import Number, compile_loop, compile_step, peek, poke
from dedup.match.kernels.tokens import Hashes
from dedup.match.shingle import RUN_FACTOR

Values = npt.NDArray[np.uint32]

_RUN_FACTOR = np.uint64(RUN_FACTOR)
_MIX_FIRST, _MIX_SECOND = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_S33 = np.uint64(33)
_LOW = np.uint64(0xFFFFFFFF)
_FIRST32, _SECOND32 = np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)
_S16, _S13 = np.uint32(16), np.uint32(13)
_EMPTY = np.uint32(0xFFFFFFFF)
LANES = 64
"""Shingles are padded to a multiple of this, so that the inner loop has no rest."""


@compile_loop
def hash_shingles(tokens: Hashes, size: Number, out: Hashes) -> Number:
    """Write the hash of every run of ``size`` tokens, repeated ones too; returns how many there are.

    One token of all runs after the other, which the machine does for eight runs at once.
    """
    size = min(size, max(1, len(tokens)))
    count = max(0, len(tokens) - size + 1)
    for place in range(count):
        poke(out, place, peek(tokens, place))
    for offset in range(1, size):
        for place in range(count):
            poke(out, place, peek(out, place) * _RUN_FACTOR + peek(tokens, place + offset))
    for place in range(count):
        value = peek(out, place)
        value ^= value >> _S33
        value *= _MIX_FIRST
        value ^= value >> _S33
        value *= _MIX_SECOND
        poke(out, place, value ^ (value >> _S33))
    return count


@compile_step
def mix32(shingle: Number) -> Number:
    """The last 32 bits of a shingle, mixed (MurmurHash3's fmix32)."""
    value = np.uint32(shingle & _LOW)
    value = np.uint32(value ^ (value >> _S16))
    value = np.uint32(value * _FIRST32)
    value = np.uint32(value ^ (value >> _S13))
    value = np.uint32(value * _SECOND32)
    return np.uint32(value ^ (value >> _S16))


@compile_loop
def sign_shingles(shingles: Hashes, factors: Values, terms: Values, scratch: Values, out: Values) -> None:
    """Write the smallest value of each permutation a · fmix32(h) + b mod 2³²; no shingles give 2³² − 1."""
    count = len(shingles)
    for place in range(count):
        scratch[place] = mix32(shingles[place])
    padded = (count + LANES - 1) // LANES * LANES
    for place in range(count, padded):
        scratch[place] = scratch[0]
    whole = len(factors) // 4 * 4
    for number in range(0, whole, 4):
        one, two, three, four = _EMPTY, _EMPTY, _EMPTY, _EMPTY
        for place in range(padded):
            value = scratch[place]
            one = min(one, np.uint32(np.uint32(factors[number] * value) + terms[number]))
            two = min(two, np.uint32(np.uint32(factors[number + 1] * value) + terms[number + 1]))
            three = min(three, np.uint32(np.uint32(factors[number + 2] * value) + terms[number + 2]))
            four = min(four, np.uint32(np.uint32(factors[number + 3] * value) + terms[number + 3]))
        out[number], out[number + 1], out[number + 2], out[number + 3] = one, two, three, four
    for number in range(whole, len(factors)):
        factor, term = factors[number], terms[number]
        smallest = _EMPTY
        for place in range(padded):
            smallest = min(smallest, np.uint32(np.uint32(factor * scratch[place]) + term))
        out[number] = smallest
