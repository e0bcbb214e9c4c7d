"""The lines of a page against one another: lists, blocks between blank lines, names, dates close by.

A list of headlines, a thread of comments and the teaser of another story are told from the story by what
they have in common with one another and lack in common with the story, not by any of their lines alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from boilerplate.line_features import BULLETED, DATED, ENDED, GAP

Matrix = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]

_DATE_WORDS = 9
_DATE_REACHES = (8, 20)
_NO_NAMES = -0.2
_USUAL_WORDS = 20.0


def compare_lines(
    own: Matrix, *, words: Matrix, prose: Matrix, run: tuple[int, int], names: Sequence[set[str]]
) -> Matrix:
    """What the company of each line says about it.

    Args:
        own: the numbers of each line by itself.
        words, prose: the number of words of each line, and whether it is prose (1) or not (0).
        run: the half-open run of lines that is most probably the story.
        names: the capitalised words of each line.
    """
    ended, bulleted, gaps = own[:, ENDED], own[:, BULLETED], own[:, GAP]
    lists = np.cumsum(np.diff(bulleted, prepend=bulleted[0]) != 0)
    sizes = np.bincount(lists)
    blocks = np.cumsum(gaps).astype(np.intp)
    is_date = (own[:, DATED] > 0) & (words < _DATE_WORDS) & (ended == 0)
    return np.column_stack(
        [
            bulleted * np.log1p(sizes)[lists],
            bulleted * (np.bincount(lists, ended) / sizes)[lists],
            bulleted * np.log1p(np.bincount(lists, words) / sizes)[lists],
            np.log1p(np.bincount(blocks))[blocks],
            np.log1p(np.bincount(blocks, words))[blocks],
            _count_near(is_date.astype(np.float64)),
            _match_names(names, prose=prose, run=run),
            _compare_with_story(gaps, words=words, prose=prose, run=run),
        ]
    )


def _count_near(marked: Matrix) -> Matrix:
    """How dense marked lines are before and after each line, within each reach."""
    count = len(marked)
    sums = np.concatenate([[0.0], np.cumsum(marked)])
    index = np.arange(count)
    columns = []
    for reach in _DATE_REACHES:
        before = sums[index] - sums[np.maximum(index - reach, 0)]
        after = sums[np.minimum(index + reach + 1, count)] - sums[index + 1]
        columns += [4 * before / reach, 4 * after / reach]
    return np.column_stack(columns)


def _match_names(names: Sequence[set[str]], *, prose: Matrix, run: tuple[int, int]) -> Matrix:
    """The share of a line's names that the story says elsewhere, and how many others it has."""
    start, end = run
    told = Counter(chain.from_iterable([names[index] for index in range(start, end) if prose[index]]))
    once, twice = set(told), {name for name, count in told.items() if count > 1}
    known = [
        len(own & (twice if start <= index < end and prose[index] else once))
        for index, own in enumerate(names)
    ]
    sizes = np.array([len(own) for own in names], dtype=np.float64)
    shares = np.where(sizes > 0, known / np.maximum(sizes, 1), _NO_NAMES)
    return np.column_stack([shares, np.log1p(sizes - known)])


def _compare_with_story(gaps: Matrix, *, words: Matrix, prose: Matrix, run: tuple[int, int]) -> Matrix:
    """How unlike the story's a line's spacing is, and its length."""
    inside = slice(*run)
    told = words[inside][prose[inside] > 0]
    usual_gap = float(gaps[inside].mean()) if run[1] > run[0] else 0.5
    usual_words = float(told.mean()) if len(told) else _USUAL_WORDS
    return np.column_stack([np.abs(gaps - usual_gap), np.log1p(words) - np.log1p(usual_words)])
