"""Tokens → shingles: 64-bit hashes of runs of tokens.

Source: Broder, On the resemblance and containment of documents, 1997.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dedup.records import ShingleSet
from dedup.tokens import WordMemo

Hashes = npt.NDArray[np.uint64]

RUN_FACTOR = 0x9E3779B97F4A7C15
LENGTH_FACTOR = 0xA0761D6478BD642F
WORD_FACTORS = 0xE7037ED1A0B428DB, 0x8EBC6AF09C88C6E3, 0x589965CC75374CC3
"""Odd numbers of 64 bits whose bits look random; the compiled loops use the same."""

_MULTIPLIER = np.uint64(RUN_FACTOR)
_MASK = (1 << 64) - 1


def hash_tokens(words: Sequence[str]) -> Hashes:
    """The 64-bit hash of each token; uint64, shape (len(words),).

    Cost: one hash for each distinct token seen lately.
    """
    return np.fromiter(map(_WORD_HASHES.__getitem__, words), dtype=np.uint64, count=len(words))


def hash_runs(token_hashes: Hashes, *, size: int) -> Hashes:
    """The hash of every run of ``size`` tokens, in order; uint64, shape (max(0, n − size + 1),).

    A run's hash is a polynomial of its token hashes, mixed, so it depends on their order.
    """
    count = len(token_hashes) - size + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for offset in range(size):
        hashes *= _MULTIPLIER
        hashes += token_hashes[offset : offset + count]
    return mix_bits(hashes)


def build_shingle_set(article_id: str, token_hashes: Hashes, *, size: int) -> ShingleSet:
    """The distinct shingles of an article; a text shorter than a shingle is one shingle of all its tokens."""
    runs = hash_runs(token_hashes, size=min(size, max(1, len(token_hashes))))
    hashes = sort_distinct(runs)
    hashes.flags.writeable = False
    return ShingleSet(article_id=article_id, hashes=hashes)


def build_narrative_set(
    article_id: str, token_hashes: Hashes, *, is_quoted: npt.NDArray[np.bool_], size: int
) -> ShingleSet:
    """The distinct shingles of an article that touch no quoted token."""
    runs = hash_runs(token_hashes, size=size)
    if len(runs):
        quoted = np.concatenate(([0], np.cumsum(is_quoted)))
        runs = sort_distinct(runs[quoted[size:] == quoted[:-size]])
    hashes = runs
    hashes.flags.writeable = False
    return ShingleSet(article_id=article_id, hashes=hashes)


def sort_distinct(hashes: Hashes) -> Hashes:
    """Hashes in ascending order, each once; faster than numpy.unique for those of an article."""
    ordered = np.sort(hashes)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)]]


def mix_bits(hashes: Hashes) -> Hashes:
    """Spread the bits of 64-bit hashes over all places (MurmurHash3's fmix64)."""
    mixed = hashes ^ (hashes >> np.uint64(33))
    mixed *= np.uint64(0xFF51AFD7ED558CCD)
    mixed ^= mixed >> np.uint64(33)
    mixed *= np.uint64(0xC4CEB9FE1A85EC53)
    mixed ^= mixed >> np.uint64(33)
    return mixed


def _hash_word(word: str) -> int:
    """Sixteen bytes at a time, so that a compiled loop meets hardly a word that takes more than one step."""
    text = word.encode("utf-8", "surrogatepass")
    mixed = len(text) * LENGTH_FACTOR & _MASK
    for start in range(0, len(text), 16):
        first = int.from_bytes(text[start : start + 8], "little")
        second = int.from_bytes(text[start + 8 : start + 16], "little")
        mixed = ((mixed ^ first) * WORD_FACTORS[0] + second * WORD_FACTORS[1]) & _MASK
        mixed ^= mixed >> 32
    mixed = mixed * WORD_FACTORS[2] & _MASK
    return mixed ^ (mixed >> 29)


_WORD_HASHES = WordMemo(_hash_word, most=1 << 17)
