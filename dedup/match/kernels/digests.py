"""Token hashes → digests of whole texts."""

from __future__ import annotations

import numpy as np

from dedup.match.kernels.batches import Offsets
from dedup.match.kernels.compiler import compile_loop
from dedup.match.kernels.tokens import Hashes
from dedup.match.shingle import WORD_FACTORS

_FIRST, _SECOND, _THIRD = (np.uint64(factor) for factor in WORD_FACTORS)
_S32, _S29 = np.uint64(32), np.uint64(29)


@compile_loop
def digest_batch(tokens: Hashes, offsets: Offsets, out: Hashes) -> None:
    """Write two hashes of each text's tokens in their order, (texts, 2)."""
    for number in range(len(offsets) - 1):
        start = offsets[number]
        count = offsets[number + 1] - start
        first, second = np.uint64(count), np.uint64(0)
        for place in range(count):
            value = (tokens[start + place] ^ (np.uint64(place) * _FIRST)) * _SECOND
            value ^= value >> _S32
            first += value
            value *= _THIRD
            second += value ^ (value >> _S29)
        out[number, 0], out[number, 1] = first, second
