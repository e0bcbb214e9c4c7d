"""Batches of texts → token hashes, shingles and signatures, without an object for each of them.

The compiled loops and the plain ones give the same bits; which of them run is the caller's choice, since the
first are worth loading only for some thousands of texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from datasketch import MinHash

from dedup.match.shingle import Hashes, hash_runs, hash_tokens
from dedup.match.signature import SCHEME, build_signature
from dedup.records import ShingleSet
from dedup.tokens import tokenize

Values = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]

_PADDING = bytes(64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HashBatch:
    """Hashes of many texts end to end: those of text i are ``hashes[offsets[i]:offsets[i + 1]]``."""

    hashes: Hashes
    offsets: Offsets

    def __len__(self) -> int:
        """How many texts."""
        return len(self.offsets) - 1


def hash_texts(texts: Sequence[str], *, is_compiled: bool) -> HashBatch:
    """The token hashes of each text, as ``hash_tokens(tokenize(text).words)`` gives them."""
    if not is_compiled:
        return join_hashes([_hash_text(text) for text in texts])
    from dedup.match.characters import build_character_table
    from dedup.match.kernels.batches import hash_batch

    table = build_character_table()
    buffer, offsets = pack_texts(texts)
    hashes = np.empty(len(buffer), dtype=np.uint64)
    token_offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    is_hard = np.zeros(len(texts), dtype=bool)
    hash_batch(buffer, offsets, table.classes, table.folded, table.lengths, hashes, token_offsets, is_hard)
    found = HashBatch(hashes=hashes[: token_offsets[-1]], offsets=token_offsets)
    return _fill_in(found, texts, np.flatnonzero(is_hard).tolist()) if is_hard.any() else found


def sign_tokens(
    tokens: HashBatch, *, shingle_size: int, num_perm: int, seed: int, is_compiled: bool
) -> Values:
    """The MinHash signature of each text; uint32, shape (texts, num_perm).

    A text without tokens has the value 2³² − 1 everywhere: keep it out of every index.
    """
    values = np.full((len(tokens), num_perm), np.iinfo(np.uint32).max, dtype=np.uint32)
    if is_compiled:
        from dedup.match.kernels.batches import sign_batch

        factors, terms = load_permutations(num_perm, seed)
        sign_batch(tokens.hashes, tokens.offsets, shingle_size, factors, terms, values)
        return values
    for number in range(len(tokens)):
        hashes = tokens.hashes[tokens.offsets[number] : tokens.offsets[number + 1]]
        runs = hash_runs(hashes, size=min(shingle_size, max(1, len(hashes))))
        shingles = ShingleSet(article_id="", hashes=runs)
        values[number] = build_signature(shingles, num_perm=num_perm, seed=seed).values
    return values


def pack_texts(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint8], Offsets]:
    """The texts as UTF-8 end to end with a block of zeros behind them, and where each begins."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, encoded), dtype=np.int64, count=len(texts)), out=offsets[1:])
    encoded.append(_PADDING)
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets


def join_hashes(parts: Sequence[Hashes]) -> HashBatch:
    """One array for each text → a batch."""
    offsets = np.zeros(len(parts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, parts), dtype=np.int64, count=len(parts)), out=offsets[1:])
    hashes = np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)
    return HashBatch(hashes=hashes, offsets=offsets)


@lru_cache(maxsize=4)
def load_permutations(num_perm: int, seed: int) -> tuple[Values, Values]:
    """Factors and terms of datasketch's permutations."""
    factors, terms = MinHash(num_perm=num_perm, seed=seed, scheme=SCHEME).permutations
    return np.array(factors, dtype=np.uint32), np.array(terms, dtype=np.uint32)


def _hash_text(text: str) -> Hashes:
    return hash_tokens(tokenize(text).words)


def _fill_in(found: HashBatch, texts: Sequence[str], numbers: Sequence[int]) -> HashBatch:
    """The batch with the texts the compiled loop gave up on."""
    parts = [found.hashes[found.offsets[i] : found.offsets[i + 1]] for i in range(len(found))]
    for number in numbers:
        parts[number] = _hash_text(texts[number])
    return join_hashes(parts)
