"""A page's lines → numbers: what each looks like, what stands around it and where it stands."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
import regex

from boilerplate.line_features import (
    BULLETED,
    COPIES,
    DATED,
    ELLIPSIS,
    ENDED,
    GAP,
    OWN_COLUMNS,
    PROSE_WORDS,
    Line,
    Reading,
    count_chrome_groups,
    find_chrome_column,
    read_line,
)
from boilerplate.line_groups import Matrix, compare_lines

Flags = npt.NDArray[np.bool_]

_UPPER = regex.compile(r"\p{Lu}")
_SAMPLE, _SAMPLE_STEP = 5000, 3
_REACH = 3
_EDGE = 12
_FAR = 100
_NOTICE_WORDS = 40
_HINT_SHARE = 0.3
_KERNELS: tuple[Matrix, ...] = (0.4 * np.power(0.6, np.arange(20)), 0.15 * np.power(0.85, np.arange(60)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LineSurvey:
    """One row of numbers for every line of a page, and the longer words of each."""

    columns: Matrix
    vocabularies: tuple[set[str], ...]


def survey_lines(lines: Sequence[Line]) -> LineSurvey:
    """Measure the lines of a page, of which there is at least one: themselves, place and surroundings."""
    sample = "".join([line.text for line in lines[::_SAMPLE_STEP]])[:_SAMPLE]
    has_case = len(_UPPER.findall(sample)) > 0.005 * len(sample)
    folded = [line.text.casefold() for line in lines]
    copies = Counter(folded)
    readings = [read_line(line.text, is_bullet=line.is_bullet, has_case=has_case) for line in lines]
    width = len(readings[0].values)
    flat = chain.from_iterable([reading.values for reading in readings])
    own = np.fromiter(flat, dtype=np.float64, count=width * len(lines)).reshape(len(lines), width)
    own[:, GAP] = [line.has_gap for line in lines]
    own[:, COPIES] = np.minimum(np.log([copies[text] for text in folded]), 2.0)
    words = np.array([reading.words for reading in readings])
    prose = np.array([reading.is_prose for reading in readings], dtype=np.float64)
    points = _rate(own, words=words, prose=prose)
    run = find_best_run(points)
    around = np.column_stack([own[:, [0, ENDED, ELLIPSIS, BULLETED, GAP, DATED, -1]], prose])
    columns = [
        own,
        _share_topic(readings, run=run),
        _place(points, words=words, prose=prose, run=run),
        _look_around(around),
        _count_chrome(own[:, OWN_COLUMNS:-1]),
        compare_lines(own, words=words, prose=prose, run=run, names=[reading.names for reading in readings]),
    ]
    return LineSurvey(
        columns=np.column_stack(columns), vocabularies=tuple([reading.vocabulary for reading in readings])
    )


def add_hints(survey: LineSurvey, hints: frozenset[str]) -> Matrix:
    """The rows of a survey, and how each line matches words of the page's address or title.

    Args:
        hints: as ``find_words`` gives them; none where nothing is known.
    """
    return np.column_stack([survey.columns, _match_hints(survey.vocabularies, hints=hints)])


def read_lines(lines: Sequence[Line], *, hints: frozenset[str] = frozenset()) -> Matrix:
    """One row of numbers for every line: its own, its place and surroundings, and the hints it matches."""
    return add_hints(survey_lines(lines), hints)


def find_labels(features: Matrix) -> list[bool]:
    """Which lines are chrome by themselves: notices, cut off by an ellipsis, short items and labels.

    Args:
        features: of the lines, as ``read_lines`` gives them.
    """
    words = np.expm1(features[:, 0])
    chrome = features[:, OWN_COLUMNS : OWN_COLUMNS + count_chrome_groups()]
    is_label = (features[:, BULLETED] > 0) | (chrome.max(axis=1) >= 1.0)
    is_notice = (features[:, ELLIPSIS] > 0) | (chrome[:, -1] >= 1.0)
    labels = (is_label & (words < PROSE_WORDS)) | (is_notice & (words < _NOTICE_WORDS))
    return [bool(label) for label in labels]


def find_captions(features: Matrix) -> Flags:
    """Which lines open as captions do and end no sentence: they may stand in the story, but tell nothing."""
    return np.asarray((features[:, find_chrome_column("caption")] >= 1.0) & (features[:, ENDED] == 0))


def find_best_run(points: Matrix) -> tuple[int, int]:
    """The half-open run of the highest sum; the first of equals.

    Source: Bentley, Programming Pearls, column 8 (Kadane's scan).
    """
    best, best_run, total, start = 0.0, (0, 0), 0.0, 0
    for index, value in enumerate(points.tolist()):
        if total <= 0.0:
            total, start = 0.0, index
        total += value
        if total > best:
            best, best_run = total, (start, index + 1)
    return best_run


def _rate(own: Matrix, *, words: Matrix, prose: Matrix) -> Matrix:
    """First points of each line: prose by its length, everything else against it."""
    points = np.where(prose > 0, np.minimum(words, 60.0) / 6, -1.0)
    points[own[:, ELLIPSIS] > 0] = -3.0
    points[(own[:, BULLETED] > 0) & (words < 15)] = -1.5
    points[(own[:, -1] > 0) & (prose == 0)] = -2.0
    return points


def _place(points: Matrix, *, words: Matrix, prose: Matrix, run: tuple[int, int]) -> Matrix:
    """Where a line stands: on the page, in the mass of its prose and from the best run."""
    count = len(points)
    index = np.arange(count, dtype=np.float64)
    start, end = run
    mass = np.minimum(words, 80.0) * prose
    total = max(float(mass.sum()), 1.0)
    columns = [
        np.minimum(index, _EDGE) / _EDGE,
        np.minimum(count - 1 - index, _EDGE) / _EDGE,
        ((index >= start) & (index < end)).astype(np.float64),
        np.tanh(np.minimum(index - start, 0) / 8),
        np.tanh(np.minimum(end - 1 - index, 0) / 8),
        np.full(count, math.log1p(total) / 8),
        np.full(count, float(prose.mean())),
    ]
    for kernel in _KERNELS:
        for values in (np.minimum(mass, 40.0) / 10, points):
            columns += [_decay(values, kernel), _decay(values[::-1], kernel)[::-1]]
    return np.column_stack(columns)


def _decay(values: Matrix, kernel: Matrix) -> Matrix:
    """The decaying mean of what stands before each line."""
    return np.concatenate([[0.0], np.convolve(values, kernel)[: len(values) - 1]])


def _share_topic(readings: Sequence[Reading], *, run: tuple[int, int]) -> Matrix:
    """The share of a line's words that other lines of the best run use too."""
    story = [reading.vocabulary for reading in readings[run[0] : run[1]] if reading.is_prose]
    told = Counter(chain.from_iterable(story))
    once, twice = set(told), {word for word, count in told.items() if count > 1}
    shares = []
    for index, reading in enumerate(readings):
        is_teller = reading.is_prose and run[0] <= index < run[1]
        known = len(reading.vocabulary & (twice if is_teller else once))
        shares.append(known / max(len(reading.vocabulary), 1))
    return np.array(shares)[:, None]


def _look_around(values: Matrix) -> Matrix:
    """The rows of the lines before and after; zeros beyond the page."""
    count = len(values)
    padded = np.pad(values, ((_REACH, _REACH), (0, 0)))
    shifts = [shift for shift in range(-_REACH, _REACH + 1) if shift]
    return np.column_stack([padded[_REACH + shift : _REACH + shift + count] for shift in shifts])


def _match_hints(vocabularies: Sequence[set[str]], *, hints: frozenset[str]) -> Matrix:
    """How much of the hints a line has, how much of it is hints, and where it stands from the best such."""
    count = len(vocabularies)
    if not hints:
        return np.zeros((count, 4))
    common = np.array([len(words & hints) for words in vocabularies], dtype=np.float64)
    sizes = np.array([max(len(words), 1) for words in vocabularies])
    best = int(np.argmax(common))
    is_found = float(common[best] >= _HINT_SHARE * len(hints))
    distance = np.tanh((np.arange(count) - best) / 8) * is_found
    return np.column_stack([common / len(hints), distance, np.full(count, is_found), common / sizes])


def _count_chrome(chrome: Matrix) -> Matrix:
    """Lines that open with chrome of each group, above and below; how near the last of each is."""
    opens = chrome >= 1.0
    above = np.cumsum(opens, axis=0)
    below = above[-1] - above
    index = np.arange(len(chrome))[:, None]
    last = np.maximum.accumulate(np.where(opens, index, -_FAR), axis=0)
    return np.column_stack([np.log1p(above), np.log1p(below), np.exp((last - index) / 4.0)])
