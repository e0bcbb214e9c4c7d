"""Token hashes → hashes of long sentences and of seams, to the bit those of ``dedup.match.verbatim``."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.batches import Offsets
from dedup.match.kernels.compiler import Number, compile_loop, compile_step, peek
from dedup.match.kernels.signatures import hash_shingles
from dedup.match.kernels.tokens import Bytes, Hashes
from dedup.match.shingle import WORD_FACTORS

Owners = npt.NDArray[np.int32]

_FIRST, _SECOND, _THIRD = (np.uint64(factor) for factor in WORD_FACTORS)
_S32 = np.uint64(32)


@compile_loop
def list_passages(
    texts: tuple[Hashes, Offsets, Bytes], shortest: Number, half: Number, out: tuple[Hashes, Owners]
) -> Number:
    """Write the hash of each long sentence and of each seam, and the number of its text.

    Args:
        shortest: tokens from which a sentence counts.
        half: tokens of a seam on either side of a sentence's beginning.
        out: room for a sentence and a seam at every token.
    Returns: how many were written.
    """
    tokens, offsets, marks = texts
    hashes, owners = out
    seam = np.empty(2 * half, np.uint64)
    count = 0
    for text in range(len(offsets) - 1):
        begin, end = offsets[text], offsets[text + 1]
        start = begin
        for place in range(begin + 1, end + 1):
            if place < end and not peek(marks, place) & 1:
                continue
            if place - start >= shortest:
                hashes[count], owners[count] = hash_row(tokens[start:place]), text
                count += 1
            if place - half >= begin and place + half <= end:
                hash_shingles(tokens[place - half : place + half], 2 * half, seam)
                hashes[count], owners[count] = seam[0], text
                count += 1
            start = place
    return count


@compile_step
def hash_row(tokens: Hashes) -> Number:
    """A hash of tokens in their order."""
    total = np.uint64(len(tokens))
    for place in range(len(tokens)):
        mixed = (peek(tokens, place) ^ (np.uint64(place) * _FIRST)) * _SECOND
        total += (mixed ^ (mixed >> _S32)) * _THIRD
    return total
