"""Which sentences of two articles are worth holding against each other: those that share rare stems.

An inverted index adds up the weights of the stems each two sentences have in common, a few hundred rows at a
time, so that memory stays bounded whatever the input; stems that stand nearly everywhere in long texts are
left out. Sentences of the very same words are candidates in any case, the first for the first and so on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup.records import SentenceSet

_CANDIDATES = 6
_LEAST = 0.02
_BLOCK_CELLS = 1 << 21
_FREQUENT = 40_000

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


class Terms(NamedTuple):
    """The stems of a pair of articles under common numbers, and what each weighs.

    ``left_rows[k]`` has the stem ``left_columns[k]``; likewise on the right.
    """

    left_rows: Integers
    left_columns: Integers
    right_rows: Integers
    right_columns: Integers
    weights: Floats
    shape: tuple[int, int]


class Cells(NamedTuple):
    """Pairs of sentences, in order, and the share of stems they have in common (weighted Dice)."""

    rows: Integers
    columns: Integers
    shared: Floats


def number_terms(left: SentenceSet, right: SentenceSet) -> Terms:
    """Give the stems of both sides common numbers, and weigh them by how few sentences have them."""
    numbers = dict(zip(left.terms, range(len(left.terms)), strict=True))
    of_right = np.fromiter(map(numbers.get, right.terms, repeat(-1)), np.int64, len(right.terms))
    is_new = of_right < 0
    size = len(numbers) + int(is_new.sum())
    of_right[is_new] = np.arange(len(numbers), size)
    left_columns = left.columns.astype(np.int64)
    right_columns = of_right[right.columns]
    size = max(size, 1)
    frequency = np.bincount(left_columns, minlength=size) + np.bincount(right_columns, minlength=size)
    shape = len(left.spans), len(right.spans)
    return Terms(
        left_rows=left.rows.astype(np.int64),
        left_columns=left_columns,
        right_rows=right.rows.astype(np.int64),
        right_columns=right_columns,
        weights=np.log((1.0 + sum(shape)) / np.maximum(frequency, 1)),
        shape=shape,
    )


def find_cells(terms: Terms, left: SentenceSet, right: SentenceSet) -> Cells:
    """The candidate pairs: for each sentence of either side a few, those with most in common.

    Cost: the number of stems shared by each two sentences, without the frequent ones of long texts.
    """
    masses = (
        _add_up_weights(terms.left_rows, terms.weights[terms.left_columns], terms.shape[0]),
        _add_up_weights(terms.right_rows, terms.weights[terms.right_columns], terms.shape[1]),
    )
    blocks = [_choose_best(block) for block in _add_up_blocks(terms, masses)]
    blocks.append(_pair_equal(left, right))
    rows, columns, shared = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    order = np.lexsort((-shared, columns, rows))
    rows, columns, shared = rows[order], columns[order], shared[order]
    is_first = np.ones(len(rows), dtype=bool)
    is_first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    return Cells(rows[is_first], columns[is_first], shared[is_first])


def _add_up_weights(rows: Integers, weights: Floats, count: int) -> Floats:
    return np.bincount(rows, weights=weights, minlength=count).astype(np.float64, copy=False)


def _add_up_blocks(terms: Terms, masses: tuple[Floats, Floats]) -> Iterator[Cells]:
    """Yield the cells of one block of left sentences after the other, through the right side's postings."""
    height, width = terms.shape
    size = len(terms.weights)
    counts = np.bincount(terms.right_columns, minlength=size)
    is_useful = np.bincount(terms.left_columns, minlength=size) * counts <= _FREQUENT
    order = np.argsort(terms.right_columns, kind="stable")
    postings = terms.right_rows[order]
    firsts = np.cumsum(counts) - counts
    kept = is_useful[terms.left_columns] & (counts[terms.left_columns] > 0)
    all_rows, all_columns = terms.left_rows[kept], terms.left_columns[kept]
    step = max(1, _BLOCK_CELLS // max(width, 1))
    for start in range(0, height, step):
        first, end = np.searchsorted(all_rows, (start, start + step))
        rows, columns = all_rows[first:end] - start, all_columns[first:end]
        repeats = counts[columns]
        ends = np.cumsum(repeats)
        total = int(ends[-1]) if len(ends) else 0
        if not total:
            continue
        places = np.arange(total) + np.repeat(firsts[columns] - (ends - repeats), repeats)
        cells = np.repeat(rows, repeats) * width + postings[places]
        shared = np.bincount(cells, weights=np.repeat(terms.weights[columns], repeats))
        found = np.flatnonzero(shared)
        i, j = found // width + start, found % width
        dice = 2 * shared[found] / np.maximum(masses[0][i] + masses[1][j], 1e-9)
        near = dice >= _LEAST
        yield Cells(i[near], j[near], dice[near])


def _choose_best(cells: Cells) -> Cells:
    """The cells that are among the first few of their row and of their column."""
    kept = np.ones(len(cells.rows), dtype=bool)
    for groups in (cells.rows, cells.columns):
        if np.bincount(groups).max(initial=0) <= _CANDIDATES:
            continue
        order = np.lexsort((-cells.shared, groups))
        ordered = groups[order]
        starts = np.searchsorted(ordered, ordered)
        kept[order] &= np.arange(len(ordered)) - starts < _CANDIDATES
    return Cells(cells.rows[kept], cells.columns[kept], cells.shared[kept])


def _pair_equal(left: SentenceSet, right: SentenceSet) -> Cells:
    """Sentences of the same words, the n-th of one side with the n-th of the other.

    Lines without any word ("* * *") are held against each other as they stand.
    """
    numbers: dict[Sequence[str], int] = {}
    of_left = [numbers.setdefault(key, len(numbers)) for key in _list_keys(left)]
    of_right = [numbers.get(key, -1) for key in _list_keys(right)]
    places: dict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(of_right):
        if number >= 0:
            places[number].append(place)
    seen: Counter[int] = Counter()
    pairs = []
    for place, number in enumerate(of_left) if places else ():
        others = places.get(number, ())
        if seen[number] < len(others):
            pairs.append((place, others[seen[number]]))
            seen[number] += 1
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Cells(found[:, 0], found[:, 1], np.ones(len(found)))


def _list_keys(side: SentenceSet) -> Sequence[Sequence[str]]:
    if all(side.words):
        return side.words
    return [words or side.text[slice(*span)] for words, span in zip(side.words, side.spans, strict=True)]
