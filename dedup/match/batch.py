"""Batches of texts → token hashes, shingles and signatures, without an object for each of them.

The compiled loops and the plain ones give the same bits; which of them run is the caller's choice, since the
first are worth loading only for some thousands of texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import regex
from datasketch import MinHash

from dedup.match.characters import SENTENCE_ENDS, build_character_table
from dedup.match.shingle import Hashes, build_shingle_set, hash_tokens
from dedup.match.signature import SCHEME, build_signature
from dedup.records import ShingleSet
from dedup.tokens import is_unspaced, tokenize

Marks = npt.NDArray[np.uint8]
Values = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]

STARTS_SENTENCE, IS_CHARACTER = 1, 2
"""Bits of a token's mark."""

_PADDING = bytes(64)
_ENDS = regex.compile(rf"[!?\n\v\f\r{SENTENCE_ENDS}]|\.(?=.)", regex.DOTALL | regex.VERSION1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HashBatch:
    """Token hashes of many texts end to end: those of text i are ``hashes[offsets[i]:offsets[i + 1]]``.

    ``marks``, empty if not asked for, say of each token whether a sentence starts with it (1) and whether it
    is a character of an unspaced script (2).
    """

    hashes: Hashes
    offsets: Offsets
    marks: Marks

    def __len__(self) -> int:
        """How many texts."""
        return len(self.offsets) - 1

    def of(self, number: int) -> Hashes:
        """The hashes of one text."""
        return self.hashes[self.offsets[number] : self.offsets[number + 1]]


def hash_texts(texts: Sequence[str], *, is_compiled: bool, with_marks: bool = False) -> HashBatch:
    """The token hashes of each text, as ``hash_tokens(tokenize(text).words)`` gives them."""
    if not is_compiled:
        return _join([_hash_text(text, with_marks=with_marks) for text in texts])
    from dedup.match.kernels.batches import hash_batch

    table = build_character_table()
    buffer, offsets = pack_texts(texts)
    hashes = np.empty(len(buffer), dtype=np.uint64)
    marks = np.empty(len(buffer) if with_marks else 0, dtype=np.uint8)
    token_offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    is_hard = np.zeros(len(texts), dtype=bool)
    hash_batch(buffer, offsets, table.as_arrays(), hashes, token_offsets, marks, is_hard)
    size = token_offsets[-1]
    found = HashBatch(hashes=hashes[:size], offsets=token_offsets, marks=marks[:size])
    if not is_hard.any():
        return found
    hard = {i: _hash_text(texts[i], with_marks=with_marks) for i in np.flatnonzero(is_hard).tolist()}
    return _fill_in(found, hard)


def sign_tokens(
    tokens: HashBatch,
    *,
    shingle_size: int,
    num_perm: int,
    seed: int,
    is_compiled: bool,
    common: Hashes | None = None,
) -> Values:
    """The MinHash signature of each text; uint32, shape (texts, num_perm).

    A text without shingles has the value 2³² − 1 everywhere: keep it out of every index.
    Args:
        common: shingles that do not count.
    """
    values = np.full((len(tokens), num_perm), np.iinfo(np.uint32).max, dtype=np.uint32)
    if is_compiled:
        from dedup.match.kernels.batches import sign_batch
        from dedup.match.kernels.pairs import fill_set

        table = np.empty(0, dtype=np.uint64) if common is None else fill_set(common)
        factors, terms = load_permutations(num_perm, seed)
        sign_batch(tokens.hashes, tokens.offsets, shingle_size, factors, terms, table, values)
        return values
    for number in range(len(tokens)):
        shingles = build_shingle_set("", tokens.of(number), size=shingle_size)
        if common is not None:
            rest = np.setdiff1d(shingles.hashes, common, assume_unique=True)
            shingles = ShingleSet(article_id="", hashes=rest)
        values[number] = build_signature(shingles, num_perm=num_perm, seed=seed).values
    return values


def pack_texts(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint8], Offsets]:
    """The texts as UTF-8 end to end with a block of zeros behind them, and where each begins."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, encoded), dtype=np.int64, count=len(texts)), out=offsets[1:])
    encoded.append(_PADDING)
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets


@lru_cache(maxsize=4)
def load_permutations(num_perm: int, seed: int) -> tuple[Values, Values]:
    """Factors and terms of datasketch's permutations."""
    factors, terms = MinHash(num_perm=num_perm, seed=seed, scheme=SCHEME).permutations
    return np.array(factors, dtype=np.uint32), np.array(terms, dtype=np.uint32)


def _hash_text(text: str, *, with_marks: bool) -> tuple[Hashes, Marks]:
    tokens = tokenize(text)
    marks = np.zeros(len(tokens.words) if with_marks else 0, dtype=np.uint8)
    before = 0
    for number in range(len(marks)):
        gap = text[before : tokens.starts[number]]
        is_start, is_character = _ENDS.search(gap), is_unspaced(tokens.words[number])
        marks[number] = (STARTS_SENTENCE if is_start else 0) | (IS_CHARACTER if is_character else 0)
        before = int(tokens.ends[number])
    return hash_tokens(tokens.words), marks


def _join(parts: Sequence[tuple[Hashes, Marks]]) -> HashBatch:
    """Hashes and marks of each text → a batch."""
    offsets = np.zeros(len(parts) + 1, dtype=np.int64)
    np.cumsum([len(hashes) for hashes, _ in parts], out=offsets[1:])
    return HashBatch(
        hashes=np.concatenate([np.empty(0, dtype=np.uint64), *(hashes for hashes, _ in parts)]),
        offsets=offsets,
        marks=np.concatenate([np.empty(0, dtype=np.uint8), *(marks for _, marks in parts)]),
    )


def _fill_in(found: HashBatch, hard: Mapping[int, tuple[Hashes, Marks]]) -> HashBatch:
    """The batch with the texts that the compiled loop gave up on."""
    bounds = [slice(first, last) for first, last in pairwise(found.offsets.tolist())]
    parts = [(found.hashes[bound], found.marks[bound]) for bound in bounds]
    for number, part in hard.items():
        parts[number] = part
    return _join(parts)
