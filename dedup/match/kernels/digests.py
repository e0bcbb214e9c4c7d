"""Token hashes → digests of whole texts."""

from __future__ import annotations

import numpy as np

from dedup.match.kernels.batches import Offsets
from dedup.match.kernels.compiler import compile_loop
from dedup.match.kernels.tokens import Hashes
from dedup.match.shingle import WORD_FACTORS

_FIRST, _SECOND, _ = (np.uint64(factor) for factor in WORD_FACTORS)
_S32, _S29 = np.uint64(32), np.uint64(29)


@compile_loop
def digest_batch(tokens: Hashes, offsets: Offsets, out: Hashes) -> None:
    """Write two hashes of each text's tokens in their order, (texts, 2)."""
    for number in range(len(offsets) - 1):
        first = np.uint64(offsets[number + 1] - offsets[number])
        second = ~first
        for place in range(offsets[number], offsets[number + 1]):
            first = (first ^ tokens[place]) * _FIRST
            first ^= first >> _S32
            second = (second + tokens[place]) * _SECOND
            second ^= second >> _S29
        out[number, 0], out[number, 1] = first, second
