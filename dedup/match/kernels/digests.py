"""Token hashes → digests of whole texts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.compiler import compile_loop, peek
from dedup.match.kernels.tokens import Hashes
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
        value = (peek(tokens, place) ^ (np.uint64(place) * _FIRST)) * _SECOND
        value ^= value >> _S32
        first += value
        value *= _THIRD
        second += value ^ (value >> _S29)
    out[0], out[1] = first, second
