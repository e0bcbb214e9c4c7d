"""Batches of texts → token hashes, shingles and signatures, without an object for each of them.

The compiled loops and the plain ones give the same bits; which of them run is the caller's choice, since the
first are worth loading only for some thousands of texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import regex

from dedup.match.characters import SENTENCE_ENDS, build_character_table
from dedup.match.shingle import WORD_FACTORS, Hashes, build_shingle_set, hash_tokens
from dedup.match.signature import SCHEME, build_signature
from dedup.match.sketches import load_part
from dedup.match.texts import PADDING, Desk, locate_texts
from dedup.records import ShingleSet
from dedup.tokens import is_unspaced, tokenize

Marks = npt.NDArray[np.uint8]
Values = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int64]

STARTS_SENTENCE, IS_CHARACTER = 1, 2
"""Bits of a token's mark."""

_PIECE = 120
"""Characters of the pieces, at least, into which a hard text is cut."""
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SignatureBatch:
    """Of many texts the number of tokens, two hashes of all tokens in their order, and the signature.

    ``counts`` int32 (texts,), ``digests`` uint64 (texts, 2), ``values`` uint32 (texts, num_perm).
    """

    counts: npt.NDArray[np.int32]
    digests: Hashes
    values: Values

    @classmethod
    def reserve(cls, size: int, num_perm: int) -> SignatureBatch:
        """Room for so many texts; as it stands, they have no tokens."""
        return cls(
            counts=np.zeros(size, dtype=np.int32),
            digests=np.zeros((size, 2), dtype=np.uint64),
            values=np.full((size, num_perm), np.iinfo(np.uint32).max, dtype=np.uint32),
        )

    def part(self, bounds: slice) -> SignatureBatch:
        """A view of some neighbouring texts."""
        return SignatureBatch(
            counts=self.counts[bounds], digests=self.digests[bounds], values=self.values[bounds]
        )


def hash_texts(
    texts: Sequence[str],
    numbers: Sequence[int] | None = None,
    *,
    is_compiled: bool,
    with_marks: bool = False,
    desk: Desk | None = None,
) -> HashBatch:
    """The token hashes of each text, as ``hash_tokens(tokenize(text).words)`` gives them.

    Args:
        numbers: of the texts that are wanted; None: all.
        desk: where to lay them out, which overwrites what was laid out there before; None: in fresh memory.
    """
    chosen = range(len(texts)) if numbers is None else numbers
    if not is_compiled:
        return _join([_hash_text(texts[number], with_marks=with_marks) for number in chosen])
    found, hard = hash_chosen(texts, chosen, desk=desk or Desk(), with_marks=with_marks)
    if not hard:
        return found
    return _fill_in(found, {i: hash_hard(texts[chosen[i]], with_marks=with_marks) for i in hard})


def hash_chosen(
    texts: Sequence[str], numbers: Sequence[int], *, desk: Desk, with_marks: bool
) -> tuple[HashBatch, list[int]]:
    """The token hashes of the texts of these numbers, on the desk, and the places of those left out."""
    from dedup.match.kernels.batches import hash_batch

    buffer, starts, ends = locate_texts(texts, numbers, desk)
    size = len(numbers)
    room = int((ends - starts).sum()) + PADDING
    hashes = desk.take("hashes", room, np.uint64)
    marks = desk.take("marks", room if with_marks else 0, np.uint8)[: None if with_marks else 0]
    token_offsets = np.zeros(size + 1, dtype=np.int64)
    is_hard = np.zeros(size, dtype=bool)
    table = build_character_table().as_arrays()
    hash_batch(buffer, (starts, ends), table, hashes, token_offsets, marks, is_hard)
    end = token_offsets[-1]
    found = HashBatch(hashes=hashes[:end], offsets=token_offsets, marks=marks[:end])
    return found, np.flatnonzero(is_hard).tolist()


def hash_hard(text: str, *, with_marks: bool) -> tuple[Hashes, Marks]:
    """Hashes and marks of a text that the compiled loop gave up on, by the pieces it does not give up on."""
    pieces = list(_cut(text))
    if len(pieces) == 1:
        return _hash_text(text, with_marks=with_marks)
    found, hard = hash_chosen(pieces, range(len(pieces)), desk=Desk(), with_marks=with_marks)
    whole = _fill_in(found, {number: _hash_text(pieces[number], with_marks=with_marks) for number in hard})
    return whole.hashes, whole.marks


def _cut(text: str) -> Iterator[str]:
    """Cut a text where no token or mark depends on it: at a line break, at a space between letters."""
    start, place = 0, _PIECE
    line = text.find("\n", place)
    while (place := text.find(" ", place)) > 0:
        if 0 < line < place:
            place, line = line, text.find("\n", line + _PIECE)
        elif not (text[place - 1].isalpha() and text[place + 1 : place + 2].isalpha()):
            place += 1
            continue
        yield text[start:place]
        start, place = place, place + _PIECE
    yield text[start:]


def sign_texts(
    texts: Sequence[str],
    numbers: Sequence[int],
    *,
    shingle_size: int,
    seed: int,
    is_compiled: bool,
    common: Hashes | None = None,
    out: SignatureBatch,
    desk: Desk,
) -> None:
    """Write what is kept of the texts of these numbers; ``common`` are shingles that do not count."""
    num_perm = out.values.shape[1]
    hard = list(range(len(numbers)))
    if is_compiled:
        from dedup.match.kernels.batches import read_batch
        from dedup.match.kernels.sets import fill_set

        buffer, starts, ends = locate_texts(texts, numbers, desk)
        is_hard = np.zeros(len(numbers), dtype=bool)
        read_batch(
            buffer,
            (starts, ends),
            build_character_table().as_arrays(),
            shingle_size,
            load_permutations(num_perm, seed),
            np.empty(0, dtype=np.uint64) if common is None else fill_set(common),
            (out.counts, out.digests, out.values, is_hard),
        )
        hard = np.flatnonzero(is_hard).tolist()
    for place in hard:
        text = texts[numbers[place]]
        hashes, _ = (hash_hard if is_compiled else _hash_text)(text, with_marks=False)
        tokens = _join([(hashes, np.empty(0, dtype=np.uint8))])
        out.counts[place] = len(hashes)
        out.digests[place] = digest_tokens(hashes)
        out.values[place] = sign_tokens(
            tokens,
            shingle_size=shingle_size,
            num_perm=num_perm,
            seed=seed,
            is_compiled=is_compiled,
            common=common,
        )[0]


def digest_texts(
    texts: Sequence[str], numbers: Sequence[int], *, is_compiled: bool, out: Hashes, desk: Desk
) -> None:
    """Write a hash of each of the texts of these numbers, as it stands."""
    if is_compiled:
        from dedup.match.kernels.digests import digest_texts as digest

        buffer, starts, ends = locate_texts(texts, numbers, desk)
        digest(buffer, starts, ends, out)
        return
    for place, number in enumerate(numbers):
        text = texts[number].encode("utf-8", "surrogatepass")
        words = np.frombuffer(text + bytes(-len(text) % 8), dtype="<u8")
        out[place] = digest_tokens(words)[0]


def digest_tokens(hashes: Hashes) -> tuple[int, int]:
    """Two hashes of a text's tokens in their order; see the compiled loop of this name."""
    first, second, third = (np.uint64(factor) for factor in WORD_FACTORS)
    mixed = (hashes ^ (np.arange(len(hashes), dtype=np.uint64) * first)) * second
    mixed ^= mixed >> np.uint64(32)
    again = mixed * third
    again ^= again >> np.uint64(29)
    mask = (1 << 64) - 1
    return (len(hashes) + int(mixed.sum(dtype=np.uint64))) & mask, int(again.sum(dtype=np.uint64)) & mask


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
        from dedup.match.kernels.sets import fill_set

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


@lru_cache(maxsize=4)
def load_permutations(num_perm: int, seed: int) -> tuple[Values, Values]:
    """Factors and terms of datasketch's permutations."""
    factors, terms = load_part("minhash").MinHash(num_perm=num_perm, seed=seed, scheme=SCHEME).permutations
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
