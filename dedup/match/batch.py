"""Batches of texts → token hashes, without an object for each of them.

The compiled loops and the plain ones give the same bits; which of them run is the caller's choice, since the
first are worth loading only for some thousands of texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import regex

from dedup.match.characters import SENTENCE_ENDS, build_character_table
from dedup.match.shingle import Hashes, hash_tokens
from dedup.match.texts import PADDING, Desk, locate_texts
from dedup.tokens import is_unspaced, tokenize

Marks = npt.NDArray[np.uint8]
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
        return join_batch([hash_plainly(texts[number], with_marks=with_marks) for number in chosen])
    found, hard = hash_chosen(texts, chosen, desk=desk or Desk(), with_marks=with_marks)
    if not hard:
        return found
    return fill_in(found, {i: hash_hard(texts[chosen[i]], with_marks=with_marks) for i in hard})


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
        return hash_plainly(text, with_marks=with_marks)
    found, hard = hash_chosen(pieces, range(len(pieces)), desk=Desk(), with_marks=with_marks)
    whole = fill_in(found, {number: hash_plainly(pieces[number], with_marks=with_marks) for number in hard})
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


def hash_plainly(text: str, *, with_marks: bool) -> tuple[Hashes, Marks]:
    """Hashes and marks of one text, token by token."""
    tokens = tokenize(text)
    marks = np.zeros(len(tokens.words) if with_marks else 0, dtype=np.uint8)
    before = 0
    for number in range(len(marks)):
        gap = text[before : tokens.starts[number]]
        is_start, is_character = _ENDS.search(gap), is_unspaced(tokens.words[number])
        marks[number] = (STARTS_SENTENCE if is_start else 0) | (IS_CHARACTER if is_character else 0)
        before = int(tokens.ends[number])
    return hash_tokens(tokens.words), marks


def join_batch(parts: Sequence[tuple[Hashes, Marks]]) -> HashBatch:
    """Hashes and marks of each text → a batch."""
    offsets = np.zeros(len(parts) + 1, dtype=np.int64)
    np.cumsum([len(hashes) for hashes, _ in parts], out=offsets[1:])
    return HashBatch(
        hashes=np.concatenate([np.empty(0, dtype=np.uint64), *(hashes for hashes, _ in parts)]),
        offsets=offsets,
        marks=np.concatenate([np.empty(0, dtype=np.uint8), *(marks for _, marks in parts)]),
    )


def fill_in(found: HashBatch, hard: Mapping[int, tuple[Hashes, Marks]]) -> HashBatch:
    """The batch with the texts that the compiled loop gave up on."""
    bounds = [slice(first, last) for first, last in pairwise(found.offsets.tolist())]
    parts = [(found.hashes[bound], found.marks[bound]) for bound in bounds]
    for number, part in hard.items():
        parts[number] = part
    return join_batch(parts)
