"""Lines of a page → numbers: what each looks like, what stands around it and where it stands.

Nothing here depends on one language or script: words are counted by character where a script writes no
spaces, letter case counts only where the page has case, and the words of chrome are a data file.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import regex

Matrix = npt.NDArray[np.float64]

_WORD = regex.compile(r"[\w\p{M}]+")
_ASCII_WORD = re.compile(r"\w+")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_BULLET = regex.compile(r"\s*(?:[•·▪►●■◦‣*]|[-–—](?=\s+\S))\s*")
_END = regex.compile(r"[.!?。！？؟।…:：][\"'”’»«)\]」』\s]*(?:\[\d+\]\s*)*[.\"]?\Z")
_COMMA = regex.compile(r"[,，、،;；—]")
_INNER_END = regex.compile(r"[.!?؟।][\"'”’»)]*\s+(?=[\p{Lu}\p{Lo}\"“«'‘(])|[。！？](?=.)")
_QUOTES = frozenset('"“”«»„「『')
_COMMAS = frozenset(",，、،;；—")
_ADDRESS_MARKS = frozenset("@/.")
_UPPER = regex.compile(r"\p{Lu}")
_ADDRESS = regex.compile(r"https?:|www\.|@\w|\w\.(?:com|org|net|ru|cn|de|fr|gr|uk)\b")
_GLUE = regex.compile(r"\p{Ll}\p{Lu}|[|·›/×→←]|\s[-–]\s*$")
_ASCII_GLUE = re.compile(r"[a-z][A-Z]|[|/]|\s-\s*$")
_DATE = regex.compile(r"(?:19|20)\d\d|\d{1,2}[:.]\d\d|\d{1,2}/\d{1,2}|[年月日時]|\d+\s?(?:h|d|min|ч)\b")
_TAIL = 24
_SAMPLE, _SAMPLE_STEP = 5000, 3
_HEAD = 200
_HEAD_WORDS = 40
_LONG_WORD = 4
_PROSE_WORDS = 10
_REACH = 3
_EDGE = 12
_FAR = 100

# Columns of what is read off one line; chrome phrases follow, one column per group of the data file.
_ELLIPSIS, _BULLETED, _GAP, _COPIES, _OWN_COLUMNS = 3, 6, 7, 20, 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One non-blank line: its text without bullet and double spaces, and what stood around it."""

    text: str
    is_bullet: bool
    has_gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chrome:
    by_word: dict[str, list[tuple[tuple[str, ...], int]]]
    unspaced: tuple[tuple[regex.Pattern[str], int], ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What is read off one line alone."""

    words: float
    is_prose: bool
    vocabulary: set[str]
    values: list[float | bool]


def split_lines(text: str) -> list[Line]:
    """The non-blank lines of a text; ``has_gap`` says that a blank line stood before it."""
    lines: list[Line] = []
    has_gap = False
    for raw in text.splitlines():
        bullet = _BULLET.match(raw)
        stripped = " ".join((raw[bullet.end() :] if bullet else raw).split())
        if not stripped:
            has_gap = True
            continue
        lines.append(Line(text=stripped, is_bullet=bullet is not None, has_gap=has_gap))
        has_gap = False
    return lines


def find_words(text: str) -> frozenset[str]:
    """The longer words of a text, folded; pairs of characters where a script writes no spaces."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return frozenset(_select_vocabulary(words, [] if text.isascii() else _UNSPACED.findall(text)))


def find_labels(features: Matrix) -> list[bool]:
    """Which lines are chrome by themselves: notices, cut off by an ellipsis, short items and labels.

    Args:
        features: of the lines, as ``read_lines`` gives them.
    """
    words = np.expm1(features[:, 0])
    chrome = features[:, _OWN_COLUMNS : _OWN_COLUMNS + len(_load_chrome().groups)]
    is_label = (features[:, _BULLETED] > 0) | (chrome.max(axis=1) >= 1.0)
    is_notice = (features[:, _ELLIPSIS] > 0) | (chrome[:, -1] >= 1.0)
    labels = (is_label & (words < _PROSE_WORDS)) | (is_notice & (words < _HEAD_WORDS))
    return [bool(label) for label in labels]


def read_lines(lines: Sequence[Line], *, hints: frozenset[str] = frozenset()) -> Matrix:
    """One row of numbers for every line: its own, then those of its place and its surroundings.

    Args:
        hints: words of the page's address or given title, as ``find_words`` gives them.
    """
    sample = "".join(line.text for line in lines[::_SAMPLE_STEP])[:_SAMPLE]
    has_case = len(_UPPER.findall(sample)) > 0.005 * len(sample)
    copies = Counter(line.text.casefold() for line in lines)
    readings = [_read_line(line.text, is_bullet=line.is_bullet, has_case=has_case) for line in lines]
    own = np.array([reading.values for reading in readings], dtype=np.float64)
    own[:, _GAP] = [line.has_gap for line in lines]
    own[:, _COPIES] = np.minimum(np.log([copies[line.text.casefold()] for line in lines]), 2.0)
    words = np.array([reading.words for reading in readings])
    prose = np.array([reading.is_prose for reading in readings], dtype=np.float64)
    points = _rate(own, words=words, prose=prose)
    run = find_best_run(points)
    around = np.column_stack([own[:, [0, 2, _ELLIPSIS, _BULLETED, _GAP, 19, -1]], prose])
    return np.column_stack(
        [
            own,
            _share_topic(readings, run=run),
            _place(points, words=words, prose=prose, run=run),
            _look_around(around),
            _match_hints(readings, hints=hints),
            _count_chrome(own[:, _OWN_COLUMNS:-1]),
        ]
    )


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


@lru_cache(maxsize=1)
def _load_chrome() -> _Chrome:
    content = json.loads(Path(__file__).with_name("chrome_words.json").read_text(encoding="utf-8"))
    by_word: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    unspaced = []
    for group, phrases in enumerate(content.values()):
        whole = [phrase for phrase in phrases if _UNSPACED.search(phrase)]
        if whole:
            unspaced.append((regex.compile("|".join(map(regex.escape, whole))), group))
        for phrase in phrases:
            words = tuple(_WORD.findall(phrase.casefold()))
            if words and phrase not in whole:
                by_word.setdefault(words[0], []).append((words[1:], group))
    return _Chrome(by_word=by_word, unspaced=tuple(unspaced), groups=tuple(content))


def _find_chrome(words: Sequence[str], text: str, *, has_unspaced: bool) -> list[float]:
    """Per group of chrome phrases: 1 at the start of the line, .5 inside it, 0 where there is none."""
    chrome = _load_chrome()
    found = [0.0] * len(chrome.groups)
    for index, word in enumerate(words):
        for rest, group in chrome.by_word.get(word, ()):
            if not rest or tuple(words[index + 1 : index + 1 + len(rest)]) == rest:
                found[group] = max(found[group], 0.5 if index else 1.0)
    if has_unspaced:
        for pattern, group in chrome.unspaced:
            match = pattern.search(text, 0, _HEAD)
            if match:
                found[group] = max(found[group], 0.5 if match.start() else 1.0)
    return found


@lru_cache(maxsize=1 << 13)
def _read_line(text: str, *, is_bullet: bool, has_case: bool) -> _Reading:
    """Read one line; the columns of its surroundings stay 0. Menus repeat, so readings are kept."""
    is_ascii = text.isascii()
    tokens = (_ASCII_WORD if is_ascii else _WORD).findall(text)
    firsts = [token[0] for token in tokens]
    unspaced = [] if is_ascii else _UNSPACED.findall(text)
    folded = [token.casefold() for token in tokens]
    count = len(tokens) + len(unspaced) / 2
    size = max(count, 1.0)
    mark, is_ellipsis = _find_ending(text)
    is_end = mark not in ("", ":", "：") and not is_ellipsis
    is_long = count >= _PROSE_WORDS
    chrome = _find_chrome(folded[:_HEAD_WORDS], text, has_unspaced=bool(unspaced))
    values = [
        math.log1p(count),
        min(count, 25.0) / 25,
        is_end,
        is_ellipsis,
        mark in (":", "："),
        mark in ("?", "？", "؟"),
        is_bullet,
        False,
        min(len(_COMMA.findall(text)) / size, 0.5) if not _COMMAS.isdisjoint(text) else 0.0,
        math.log1p(len(_INNER_END.findall(text))) if is_long or unspaced else 0.0,
        sum(map(str.isdigit, firsts)) / size,
        sum(map(str.isupper, firsts)) / max(len(tokens), 1) if has_case else 0.5,
        has_case and text[0].islower(),
        has_case and len(text) > 3 and text.isupper(),
        not _QUOTES.isdisjoint(text),
        text[0] in "\"“„«'‘「",
        not _ADDRESS_MARKS.isdisjoint(text) and _ADDRESS.search(text) is not None,
        (_ASCII_GLUE if is_ascii else _GLUE).search(text, 0, _HEAD) is not None,
        text[0] in "([（【" and text.rstrip(".")[-1:] in ")]）】",
        count < 15 and _DATE.search(text) is not None,
        0.0,
        min(len(text) / size / 10, 2.0),
        *chrome,
        max(chrome) * (count < 8),
    ]
    return _Reading(
        words=count,
        is_prose=is_end and is_long and not is_bullet,
        vocabulary=_select_vocabulary(folded, unspaced),
        values=values,
    )


def _find_ending(text: str) -> tuple[str, bool]:
    """The mark that ends the last sentence of a line, "" where there is none, and whether it is cut off."""
    tail = text[-_TAIL:]
    if tail[-1].isalnum():
        return "", False
    ending = _END.search(tail)
    mark = ending.group()[0] if ending else ""
    return mark, mark == "…" or tail.rstrip("\"'”’» ]").endswith(("...", "…"))


def _select_vocabulary(words: Iterable[str], unspaced: Sequence[str]) -> set[str]:
    if not unspaced:
        return {word for word in words if len(word) >= _LONG_WORD}
    run = "".join(unspaced)
    spaced = {word for word in words if len(word) >= _LONG_WORD and not _UNSPACED.search(word)}
    return spaced | {run[index : index + 2] for index in range(len(run) - 1)}


def _rate(own: Matrix, *, words: Matrix, prose: Matrix) -> Matrix:
    """First points of each line: prose by its length, everything else against it."""
    points = np.where(prose > 0, np.minimum(words, 60.0) / 6, -1.0)
    points[own[:, _ELLIPSIS] > 0] = -3.0
    points[(own[:, _BULLETED] > 0) & (words < 15)] = -1.5
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
    for decay in (0.6, 0.85):
        for values in (np.minimum(mass, 40.0) / 10, points):
            columns += [_decay(values, decay), _decay(values[::-1], decay)[::-1]]
    return np.column_stack(columns)


def _decay(values: Matrix, decay: float) -> Matrix:
    """The decaying mean of what stands before each line."""
    means, mean = [], 0.0
    for value in values.tolist():
        means.append(mean)
        mean = decay * mean + (1 - decay) * value
    return np.array(means)


def _share_topic(readings: Sequence[_Reading], *, run: tuple[int, int]) -> Matrix:
    """The share of a line's words that other lines of the best run use too."""
    told = Counter(
        word for reading in readings[run[0] : run[1]] if reading.is_prose for word in reading.vocabulary
    )
    shares = []
    for index, reading in enumerate(readings):
        own = int(reading.is_prose and run[0] <= index < run[1])
        known = sum(told[word] > own for word in reading.vocabulary)
        shares.append(known / max(len(reading.vocabulary), 1))
    return np.array(shares)[:, None]


def _look_around(values: Matrix) -> Matrix:
    """The rows of the lines before and after; zeros beyond the page."""
    count = len(values)
    padded = np.pad(values, ((_REACH, _REACH), (0, 0)))
    shifts = [shift for shift in range(-_REACH, _REACH + 1) if shift]
    return np.column_stack([padded[_REACH + shift : _REACH + shift + count] for shift in shifts])


def _match_hints(readings: Sequence[_Reading], *, hints: frozenset[str]) -> Matrix:
    """How much of the hints a line has, how much of it is hints, and where it stands from the best such."""
    count = len(readings)
    if not hints:
        return np.zeros((count, 4))
    common = np.array([len(hints & reading.vocabulary) for reading in readings], dtype=np.float64)
    sizes = np.array([max(len(reading.vocabulary), 1) for reading in readings])
    best = int(np.argmax(common))
    is_found = float(common[best] >= 0.3 * len(hints))
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
