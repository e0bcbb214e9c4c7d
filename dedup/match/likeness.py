"""Pairs of articles → what decides the clear cases without an alignment, from token hashes alone.

The longest run of words in common, the sentences that stand in both almost word for word, and the share of
content words in common tell most pairs that share a sentence or a topic from those that have a source in
common. Compiled where the compiler is there; the plain functions give the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedup.function_words import FUNCTION_WORDS
from dedup.match.batch import IS_CHARACTER, STARTS_SENTENCE, HashBatch
from dedup.match.shingle import Hashes, hash_runs, hash_tokens
from dedup.match.survey import Owners, Reader
from dedup.match.texts import Desk, do_parts

SURELY_ALIKE, MAYBE_ALIKE, BARELY_ALIKE = 0.81, 0.79, 0.4
"""Likeness of two sentences: alignment finds .8 or more in nearly all from the first on, in hardly one below
the second; from the third on they may answer to each other at all."""

_SIZE = 3
_REPEATS = 8
_SHORTEST_SENTENCE, _LONGEST_SENTENCE = 5, 128
_PAIRS_AT_ONCE = 1_024

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Likeness:
    """Figures of p pairs, int32, shape (p,); sizes are in tokens, and of the shorter article.

    ``longest_run`` is the longest run of equal tokens, two characters of unspaced scripts counting as one;
    ``surely_quoted`` and ``maybe_quoted`` are the longest sentences with so like a one in the other;
    ``close`` is the size of all that may answer to one; ``shared_content`` of ``content`` distinct words,
    grammar words left out, stand in the other too.
    """

    longest_run: Numbers
    surely_quoted: Numbers
    maybe_quoted: Numbers
    close: Numbers
    content: Numbers
    shared_content: Numbers


def measure_likeness(reader: Reader, pairs: Owners) -> Likeness:
    """The figures of pairs (2, p) of articles, ascending.

    Cost: some 50 µs a pair, most of it for reading the texts again.
    """
    rows = np.zeros((6, pairs.shape[1]), dtype=np.int32)

    def measure_part(bounds: slice, desk: Desk) -> None:
        numbers, local = np.unique(pairs[:, bounds], return_inverse=True)
        tokens = reader.hash(numbers.tolist(), with_marks=True, desk=desk)
        places = np.ascontiguousarray(local.reshape(2, -1), dtype=np.int32)
        rows[:, bounds] = _measure(tokens, places, is_compiled=reader.is_compiled)

    do_parts(measure_part, pairs.shape[1], at_once=_PAIRS_AT_ONCE, threads=reader.threads)
    return Likeness(
        longest_run=rows[0],
        surely_quoted=rows[1],
        maybe_quoted=rows[2],
        close=rows[3],
        content=rows[4],
        shared_content=rows[5],
    )


def _measure(tokens: HashBatch, pairs: Owners, *, is_compiled: bool) -> Numbers:
    rows = np.zeros((6, pairs.shape[1]), dtype=np.int32)
    functions = np.unique(hash_tokens(sorted(FUNCTION_WORDS)))
    if not is_compiled:
        texts = [_read(tokens, number, functions) for number in range(len(tokens))]
        for place, (left, right) in enumerate(pairs.T.tolist()):
            rows[:, place] = _compare_texts(texts[left], texts[right])
        return rows
    from dedup.match.kernels.likeness import measure_likeness as measure
    from dedup.match.kernels.sets import fill_set

    hashed = tokens.hashes, tokens.offsets, tokens.marks
    rule = np.array((SURELY_ALIKE, MAYBE_ALIKE, BARELY_ALIKE), dtype=np.float64)
    measure(hashed, np.ascontiguousarray(pairs), fill_set(functions), rule, _SHORTEST_SENTENCE, rows)
    return rows


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Text:
    """A text as the plain functions read it: tokens, which are characters or content, sentence bounds."""

    tokens: list[int]
    is_character: list[bool]
    is_content: list[bool]
    bounds: list[int]
    shingles: list[int]
    places: dict[int, list[int]]
    content: frozenset[int]


def _read(batch: HashBatch, number: int, functions: Hashes) -> _Text:
    hashes = batch.of(number)
    marks = batch.marks[batch.offsets[number] : batch.offsets[number + 1]]
    bounds = [0]
    for place in range(len(marks)):
        if place - bounds[-1] >= _SHORTEST_SENTENCE and marks[place] & STARTS_SENTENCE:
            bounds.append(place)
    is_content = ~np.isin(hashes, functions)
    shingles = hash_runs(hashes, size=min(_SIZE, max(1, len(hashes)))).tolist()
    places: dict[int, list[int]] = {}
    for place, shingle in enumerate(shingles):
        places.setdefault(shingle, []).append(place)
    return _Text(
        tokens=hashes.tolist(),
        is_character=((marks & IS_CHARACTER) > 0).tolist(),
        is_content=is_content.tolist(),
        bounds=[*bounds, len(marks)] if len(marks) else [0],
        shingles=shingles,
        places=places,
        content=frozenset(hashes[is_content].tolist()),
    )


def _compare_texts(left: _Text, right: _Text) -> tuple[int, ...]:
    is_left_shorter = len(left.tokens) <= len(right.tokens)
    sentences = len(left.bounds) + len(right.bounds) - 2
    lone = math.log(1.0 + sentences) / math.log(max(1.0 + sentences, 3.0) / 2)
    of_left = np.searchsorted(left.bounds, np.arange(len(left.tokens)), side="right") - 1
    run = sure = maybe = close = place = 0
    taken: set[int] = set()
    for first, last in zip(right.bounds, right.bounds[1:], strict=False):
        votes: dict[int, int] = {}
        while place < len(right.shingles) and place < last:
            for at in left.places.get(right.shingles[place], ())[:_REPEATS]:
                sentence = int(of_left[at])
                votes[sentence] = votes.get(sentence, 0) + 1
                if at == 0 or place == 0 or left.tokens[at - 1] != right.tokens[place - 1]:
                    run = max(run, _measure_run(left, right, at, place))
            place += 1
        if not votes:
            continue
        best = min(votes, key=lambda sentence: (-votes[sentence], sentence))
        start, end = left.bounds[best : best + 2]
        alike = _compare_sentences(left, right, (start, end, first, last), lone)
        size = end - start if is_left_shorter else last - first
        sure = max(sure, size if alike >= SURELY_ALIKE else 0)
        maybe = max(maybe, size if alike >= MAYBE_ALIKE else 0)
        if alike >= BARELY_ALIKE and (not is_left_shorter or best not in taken):
            close += size
            taken.add(best)
    shorter, longer = (left, right) if is_left_shorter else (right, left)
    return run, sure, maybe, close, len(shorter.content), len(shorter.content & longer.content)


def _measure_run(left: _Text, right: _Text, at: int, place: int) -> int:
    length = characters = 0
    while (
        at + length < len(left.tokens)
        and place + length < len(right.tokens)
        and left.tokens[at + length] == right.tokens[place + length]
    ):
        characters += right.is_character[place + length]
        length += 1
    return length - characters + characters // 2


def _compare_sentences(left: _Text, right: _Text, bounds: tuple[int, int, int, int], lone: float) -> float:
    start, end, first, last = bounds
    end, last = min(end, start + _LONGEST_SENTENCE), min(last, first + _LONGEST_SENTENCE)
    ours, theirs = left.tokens[start:end], right.tokens[first:last]
    words = set(theirs)
    shared = sum(
        word in words for word, counts in zip(ours, left.is_content[start:end], strict=True) if counts
    )
    mass = sum(left.is_content[start:end]) + sum(right.is_content[first:last])
    in_order = 2 * _count_in_order(ours, theirs) / (len(ours) + len(theirs))
    if not mass:
        return in_order
    both = min(2 * shared, mass)
    return (in_order + both / (both + lone * (mass - both))) / 2


def _count_in_order(ours: Sequence[int], theirs: Sequence[int]) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(theirs) + 1)
    for word in ours:
        diagonal = 0
        for place, other in enumerate(theirs, start=1):
            above = row[place]
            if word == other:
                row[place] = diagonal + 1
            elif row[place - 1] > above:
                row[place] = row[place - 1]
            diagonal = above
    return row[-1]
