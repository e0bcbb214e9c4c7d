"""Token hashes → digests of whole texts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.compiler import Number, compile_loop, compile_step, load_word, peek
from dedup.match.kernels.tokens import Bytes, Hashes
from dedup.match.shingle import WORD_FACTORS

_FIRST, _SECOND, _THIRD = (np.uint64(factor) for factor in WORD_FACTORS)
_S32, _S29 = np.uint64(32), np.uint64(29)


Offsets = npt.NDArray[np.int64]


@compile_loop
def digest_batch(tokens: Hashes, offsets: Offsets, out: Hashes) -> None:
    """Write two hashes of each text's tokens in their order, (texts, 2)."""
    for number in range(len(offsets) - 1):
        digest_tokens(tokens[offsets[number] : offsets[number + 1]], out[number])


@compile_loop
def digest_tokens(tokens: Hashes, out: Hashes) -> None:
    """Write two hashes of the tokens in their order."""
    first, second = np.uint64(len(tokens)), np.uint64(0)
    for place in range(len(tokens)):
        value = mix_word(peek(tokens, place), place)
        first += value
        value *= _THIRD
        second += value ^ (value >> _S29)
    out[0], out[1] = first, second


@compile_loop
def digest_texts(texts: Bytes, starts: Offsets, ends: Offsets, out: Hashes) -> None:
    """Write the first of these hashes of the eight-byte words of each text, filled up with zeros."""
    for number in range(len(starts)):
        start, end = starts[number], ends[number]
        whole = (end - start) >> 3
        value = np.uint64((end - start + 7) >> 3)
        for place in range(whole):
            value += mix_word(load_word(texts, start + 8 * place), place)
        if (end - start) & 7:
            word = np.uint64(0)
            for place in range(start + 8 * whole, end):
                word |= np.uint64(texts[place]) << np.uint64(8 * (place - start - 8 * whole))
            value += mix_word(word, whole)
        out[number] = value


@compile_step
def mix_word(word: Number, place: Number) -> Number:
    """The part of one token or word in the first hash."""
    value = (word ^ (np.uint64(place) * _FIRST)) * _SECOND
    return value ^ (value >> _S32)
