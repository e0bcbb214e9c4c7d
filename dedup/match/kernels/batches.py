"""The loops over one text put together for a batch of texts that lie end to end in one buffer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.compiler import BLOCK, Number, compile_loop
from dedup.match.kernels.fold import STATE_SIZE, Classes, fold_text, needs_folding
from dedup.match.kernels.signatures import LANES, Values, hash_shingles, sign_shingles
from dedup.match.kernels.tokens import Bytes, Hashes, hash_tokens_of

Offsets = npt.NDArray[np.int64]

_LARGEST_GROWTH = 5
"""Folded bytes per byte of a text, at most: two bytes may become eight with a separator on either side."""


@compile_loop
def hash_batch(
    texts: Bytes,
    offsets: Offsets,
    classes: Classes,
    folded: npt.NDArray[np.uint64],
    lengths: Bytes,
    hashes: Hashes,
    token_offsets: Offsets,
    is_hard: npt.NDArray[np.bool_],
) -> None:
    """Write the token hashes of each text, end to end, and where they begin; hard texts get none.

    ``texts`` ends in a block of zeros. ``hashes`` holds as many as ``texts`` has bytes.
    """
    longest = 0
    for number in range(len(offsets) - 1):
        longest = max(longest, offsets[number + 1] - offsets[number])
    room = _LARGEST_GROWTH * longest + 2 * BLOCK
    copy, scratch = np.zeros(room, np.uint8), np.zeros(room, np.uint8)
    starts, ends = np.zeros(room, np.int32), np.zeros(room, np.int32)
    state = np.zeros(STATE_SIZE, np.int64)
    written = 0
    token_offsets[0] = 0
    for number in range(len(offsets) - 1):
        start, end = offsets[number], offsets[number + 1]
        if needs_folding(texts, start, end):
            size = fold_text(texts, start, end, classes, folded, lengths, copy, state)
        else:
            size = end - start
            copy[:size] = texts[start:end]
        is_hard[number] = size < 0
        if size > 0:
            copy[size : size + BLOCK] = 0
            written += hash_tokens_of(copy, size, starts, ends, scratch, hashes[written:])
        token_offsets[number + 1] = written


@compile_loop
def sign_batch(
    tokens: Hashes, token_offsets: Offsets, size: Number, factors: Values, terms: Values, out: Values
) -> None:
    """Write the signature of each text; those without tokens keep what ``out`` has."""
    longest = 0
    for number in range(len(token_offsets) - 1):
        longest = max(longest, token_offsets[number + 1] - token_offsets[number])
    shingles, scratch = np.zeros(longest + LANES, np.uint64), np.zeros(longest + LANES, np.uint32)
    for number in range(len(token_offsets) - 1):
        count = hash_shingles(tokens[token_offsets[number] : token_offsets[number + 1]], size, shingles)
        if count > 0:
            sign_shingles(shingles[:count], factors, terms, scratch, out[number])
