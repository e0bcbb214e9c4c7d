"""Beads: one to three sentences of one side held against one to three of the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Indel

from dedup.compare.candidates import Integers, find_cells, number_terms
from dedup.records import SentenceSet

_LEAST_SHARED = 0.5
_GROUP_GAIN = 0.02
_OUTSHONE = 0.3
_GROUP_SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))
_SURROGATES_END = 0xE000
_MANY_WORDS = 1 << 17
_MOST_CODES = 0x110000 - _SURROGATES_END


class Bead(NamedTuple):
    """Half-open ranges of sentence indices on both sides and how alike their joined texts are."""

    left: tuple[int, int]
    right: tuple[int, int]
    similarity: float


class Matcher:
    """How alike the sentences of two articles are, single or joined.

    ``shape`` is how many sentences either side has; ``best`` the highest share of stems any two sentences
    have in common: a gate for everything dearer.
    """

    def __init__(self, left: SentenceSet, right: SentenceSet) -> None:
        """Weigh the stems of the pair and find the sentences that share some."""
        terms = number_terms(left, right)
        self.shape = terms.shape
        self._cells = find_cells(terms, left, right)
        self.best = float(self._cells.shared.max(initial=0.0))
        self._weights = terms.weights.tolist()
        codes = _take_codes()
        self._left = _Sentences(left.words, terms.left_rows, terms.left_columns, codes)
        self._right = _Sentences(right.words, terms.right_rows, terms.right_columns, codes)

    def list_beads(self, floor: float) -> list[Bead]:
        """Every bead at least ``floor`` alike, single pairs and groups."""
        kept = self._cells.shared >= floor * _LEAST_SHARED
        columns = (column[kept].tolist() for column in self._cells)
        lefts, rights = self._left, self._right
        cells = {}
        for i, j, shared in zip(*columns, strict=True):
            is_equal = lefts.words[i] == rights.words[j]
            in_order = 1.0 if is_equal else Indel.normalized_similarity(lefts.encode(i), rights.encode(j))
            cells[i, j] = (shared + in_order) / 2
        beads = [Bead(*_widen(cell), likeness) for cell, likeness in cells.items() if likeness >= floor]
        for left, right in _list_groups(cells):
            likeness = self.measure(left, right)
            single = max(cells.get((i, j), 0.0) for i in range(*left) for j in range(*right))
            if likeness >= max(floor, single + _GROUP_GAIN):
                beads.append(Bead(left, right, likeness))
        return beads

    def measure(self, left: tuple[int, int], right: tuple[int, int]) -> float:
        """How alike the joined sentences are: the mean of shared stems and of words in order."""
        codes = "".join(map(self._left.encode, range(*left))), "".join(map(self._right.encode, range(*right)))
        return (self._measure_shared(left, right) + Indel.normalized_similarity(*codes)) / 2

    def fill_block(
        self, left: tuple[int, int], right: tuple[int, int], taken: tuple[set[int], set[int]], *, floor: float
    ) -> list[Bead]:
        """The heaviest chain inside a small block, every pair and group of which is measured.

        Sentences that are ``taken`` on either side stay out.
        """
        beads = []
        for rows, columns in _GROUP_SHAPES:
            for i in range(left[0], left[1] - rows + 1):
                for j in range(right[0], right[1] - columns + 1):
                    spans = (i, i + rows), (j, j + columns)
                    if taken[0].isdisjoint(range(*spans[0])) and taken[1].isdisjoint(range(*spans[1])):
                        beads.append(Bead(*spans, self.measure(*spans)))
        return find_heaviest_chain([bead for bead in beads if bead.similarity >= floor], floor=floor)

    def _measure_shared(self, left: tuple[int, int], right: tuple[int, int]) -> float:
        lefts = set().union(*map(self._left.list_terms, range(*left)))
        rights = set().union(*map(self._right.list_terms, range(*right)))
        weights = self._weights
        common = sum(weights[term] for term in lefts & rights)
        mass = sum(weights[term] for term in lefts) + sum(weights[term] for term in rights)
        return float(2 * common / mass) if mass else 0.0


def _list_groups(cells: Collection[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """One sentence against two or three neighbours, each of which alone is somewhat like it."""
    for i, j in cells:
        if (i, j + 1) in cells:
            yield (i, i + 1), (j, j + 2)
            if (i, j + 2) in cells:
                yield (i, i + 1), (j, j + 3)
        if (i + 1, j) in cells:
            yield (i, i + 2), (j, j + 1)
            if (i + 2, j) in cells:
                yield (i, i + 3), (j, j + 1)


class _Codes(dict[str, str]):
    """A private character for each word; for more words than there are characters these are used again."""

    def __init__(self) -> None:
        """No word has one yet."""
        super().__init__()
        self._numbers = count()

    def __missing__(self, word: str) -> str:
        """Take the next character; no other thread can take the same, or give the word another one."""
        return self.setdefault(word, chr(_SURROGATES_END + next(self._numbers) % _MOST_CODES))


def _take_codes() -> _Codes:
    """The codes of all words met lately. Those of one pair are never split between two sets."""
    if len(_CODES[-1]) > _MANY_WORDS:
        _CODES[-1] = _Codes()
    return _CODES[-1]


_CODES = [_Codes()]


class _Sentences:
    """The sentences of one side in the forms in which comparing them is cheap, made when first asked for."""

    def __init__(
        self, words: Sequence[Sequence[str]], rows: Integers, columns: Integers, codes: _Codes
    ) -> None:
        self.words = words
        self._columns = columns
        self._bounds = np.searchsorted(rows, np.arange(len(words) + 1)).tolist()
        self._codes = codes
        self._encoded: dict[int, str] = {}
        self._terms: dict[int, set[int]] = {}

    def encode(self, number: int) -> str:
        """A sentence as a string of one private character a word, the same for both sides."""
        encoded = self._encoded.get(number)
        if encoded is None:
            encoded = "".join(map(self._codes.__getitem__, self.words[number]))
            self._encoded[number] = encoded
        return encoded

    def list_terms(self, number: int) -> set[int]:
        """The numbers of a sentence's stems."""
        terms = self._terms.get(number)
        if terms is None:
            first, end = self._bounds[number : number + 2]
            terms = self._terms[number] = set(self._columns[first:end].tolist())
        return terms


def drop_outshone(beads: Sequence[Bead]) -> list[Bead]:
    """Leave out beads one of whose sentences is far more alike to others, wherever those stand."""
    best_left: dict[int, float] = defaultdict(float)
    best_right: dict[int, float] = defaultdict(float)
    for bead in beads:
        for index in range(*bead.left):
            best_left[index] = max(best_left[index], bead.similarity)
        for index in range(*bead.right):
            best_right[index] = max(best_right[index], bead.similarity)
    return [
        bead
        for bead in beads
        if bead.similarity + _OUTSHONE
        >= max(
            max(best_left[index] for index in range(*bead.left)),
            max(best_right[index] for index in range(*bead.right)),
        )
    ]


def find_moved(beads: Iterable[Bead], chain: Sequence[Bead]) -> list[Bead]:
    """Beads of the sentences that a chain left over, the most alike first, each sentence in one at most."""
    used_left = {index for bead in chain for index in range(*bead.left)}
    used_right = {index for bead in chain for index in range(*bead.right)}
    found: list[Bead] = []
    for bead in sorted(beads, key=lambda bead: (-bead.similarity, bead)):
        lefts, rights = range(*bead.left), range(*bead.right)
        if used_left.isdisjoint(lefts) and used_right.isdisjoint(rights):
            found.append(bead)
            used_left.update(lefts)
            used_right.update(rights)
    return found


def find_heaviest_chain(beads: Iterable[Bead], *, floor: float) -> list[Bead]:
    """The beads of the heaviest chain that runs forward on both sides.

    A bead weighs what its likeness has over half the floor, once for every sentence it saves from standing
    alone, so that two good single pairs outweigh one group.
    Cost: O(k log k) for k beads (a Fenwick tree over the right side).
    """
    ordered = sorted(beads)
    if not ordered:
        return []
    starting: dict[int, list[int]] = defaultdict(list)
    ending: dict[int, list[int]] = defaultdict(list)
    for number, bead in enumerate(ordered):
        starting[bead.left[0]].append(number)
        ending[bead.left[1]].append(number)
    width = max(bead.right[1] for bead in ordered) + 1
    tree: list[tuple[float, int]] = [(0.0, -1)] * (width + 1)
    weights = [0.0] * len(ordered)
    previous = [-1] * len(ordered)
    for row in sorted(starting.keys() | ending.keys()):
        for number in ending[row]:
            _raise(tree, ordered[number].right[1] + 1, (weights[number], number))
        for number in starting[row]:
            bead = ordered[number]
            before = _query(tree, bead.right[0] + 1)
            sentences = bead.left[1] - bead.left[0] + bead.right[1] - bead.right[0]
            weights[number] = before[0] + (bead.similarity - floor / 2) * sentences / 2
            previous[number] = before[1]
    at = max(range(len(ordered)), key=lambda number: (weights[number], -number))
    chain = []
    while at >= 0:
        chain.append(ordered[at])
        at = previous[at]
    return chain[::-1]


def _query(tree: list[tuple[float, int]], place: int) -> tuple[float, int]:
    best = (0.0, -1)
    while place > 0:
        if tree[place][0] > best[0]:
            best = tree[place]
        place -= place & -place
    return best


def _raise(tree: list[tuple[float, int]], place: int, entry: tuple[float, int]) -> None:
    while place < len(tree):
        if entry[0] > tree[place][0]:
            tree[place] = entry
        place += place & -place


def _widen(cell: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    i, j = cell
    return (i, i + 1), (j, j + 1)
