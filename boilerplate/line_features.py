"""One line of a page → numbers: what it looks like by itself.

Nothing here depends on one language or script: words are counted by character where a script writes no
spaces, letter case counts only where the page has case, and the words of chrome are a data file.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from pathlib import Path
from typing import NamedTuple

import regex

_WORD = regex.compile(r"[\w\p{M}]+")
_PLAIN_WORD = re.compile(r"\w+")
_RARE = re.compile("[^\x00-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u20cf\u2100-\u2bff]")
"""Characters of scripts with combining marks or without spaces: what is not these, ``re`` reads as well.
They are those outside of a few ranges; said the other way round it takes longer to compile."""

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_BULLET = regex.compile(r"\s*(?:[•·▪►●■◦‣]|[*–—-](?=\s+\S))\s*")
_END = regex.compile(r"[.!?。！？؟।…:：][\"'”’»«)\]」』\s]*(?:\[\d+\]\s*)*[.\"]?\Z")
_COMMA = re.compile(r"[,，、،;；—]")
_INNER_END = regex.compile(r"[.!?؟।][\"'”’»)]*\s+(?=[\p{Lu}\p{Lo}\"“«'‘(])|[。！？](?=.)")
_PLAIN_INNER_END = re.compile(r"[.!?][\"'”’»)]*\s+(?=[^\Wa-zß-öø-ÿ\d_]|[\"“«'‘(])")
_QUOTES = re.compile('["“”«»„「『]')
_ADDRESS = re.compile(r"https?:|www\.|@\w|\w\.(?:com|org|net|ru|cn|de|fr|gr|uk)\b")
_GLUE = regex.compile(r"\p{Ll}\p{Lu}|[|·›/×→←]|\s[-–]\s*$")
_MARKS = re.compile("[|·›/×→←]")
_LATIN_GLUE = re.compile("[a-zµß-öø-ÿ][A-ZÀ-ÖØ-Þ]")
_NOT_LATIN = re.compile("[^\x00-\xff\u2010-\u2044]")
_DOMAIN = re.compile(r"\.(?:com|org|net|ru|cn|de|fr|gr|uk)")
_DIGIT = re.compile("[0-9]")
_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}[:.]\d\d|\d{1,2}/\d{1,2}|[年月日時]|\d+\s?(?:h|d|min|ч)\b")
_HEAD, _HEAD_WORDS, _OPENING_WORDS = 200, 40, 3
_TAIL, _LONG_WORD, _STEM, PROSE_WORDS = 24, 4, 5, 10

# Columns of what is read off one line; chrome phrases follow, one column per group of the data file.
ENDED, ELLIPSIS, BULLETED, GAP, DATED, COPIES, OWN_COLUMNS = 2, 3, 6, 7, 19, 20, 22


class Line(NamedTuple):
    """One non-blank line: its text without bullet and double spaces, and what stood around it."""

    text: str
    is_bullet: bool
    has_gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chrome:
    by_word: dict[str, list[tuple[tuple[str, ...], int]]]
    openings: frozenset[str]
    unspaced: tuple[tuple[regex.Pattern[str], int], ...]
    groups: tuple[str, ...]


class Reading(NamedTuple):
    """What is read off one line alone; a tuple, for hundreds are made of every page."""

    words: float
    is_prose: bool
    vocabulary: set[str]
    names: set[str]
    values: list[float | bool]


def split_lines(text: str) -> list[Line]:
    """The non-blank lines of a text; ``has_gap`` says that a blank line stood before it."""
    lines: list[Line] = []
    has_gap = False
    for raw in text.splitlines():
        stripped = " ".join(raw.split())
        is_bullet = False
        if stripped and not stripped[0].isalnum() and (bullet := _BULLET.match(raw)):
            stripped = " ".join(raw[bullet.end() :].split())
            is_bullet = True
        if not stripped:
            has_gap = True
            continue
        lines.append(Line(stripped, is_bullet, has_gap))
        has_gap = False
    return lines


def measure(text: str) -> int:
    """The length of a text in letters; a character of a script without spaces counts for three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_UNSPACED.findall(text))


def find_stems(text: str) -> set[str]:
    """The beginnings of the longer words of a text, folded, so that inflected forms agree."""
    is_plain = text.isascii() or _RARE.search(text) is None
    if is_plain:
        return {word[:_STEM] for word in _PLAIN_WORD.findall(text.casefold()) if len(word) >= _LONG_WORD}
    unspaced = _UNSPACED.findall(text)
    words = [word.casefold().removeprefix("ال") for word in _WORD.findall(text)]
    return {word[:_STEM] for word in _select_vocabulary(words, unspaced)}


def find_words(text: str) -> frozenset[str]:
    """The longer words of a text, folded; pairs of characters where a script writes no spaces."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return frozenset(_select_vocabulary(words, [] if text.isascii() else _UNSPACED.findall(text)))


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
    return _Chrome(
        by_word=by_word, openings=frozenset(by_word), unspaced=tuple(unspaced), groups=tuple(content)
    )


def opens_as(group: str, text: str) -> bool:
    """Whether a line opens with a phrase of a group of chrome: as a caption does, say, or a byline."""
    found = _find_first_chrome(text, words=_OPENING_WORDS)
    return found[_load_chrome().groups.index(group)] >= 1.0


def has_chrome(text: str, *, words: int) -> bool:
    """Whether one of the first words of a line begins a phrase of chrome."""
    return max(_find_first_chrome(text, words=words)) > 0


def _find_first_chrome(text: str, *, words: int) -> list[float]:
    first = [word.casefold() for word in _WORD.findall(text[:_HEAD])[:words]]
    return _find_chrome(first, text, has_unspaced=_RARE.search(text, 0, _HEAD) is not None)


def opens_as_chrome(text: str) -> bool:
    """Whether a line opens with a phrase of chrome, or with a number before which one may stand."""
    first = _WORD.search(text)
    if first is None or first.group().isdecimal():
        return True
    chrome = _load_chrome()
    if first.group().casefold() in chrome.openings:
        words = [word.casefold() for word in _WORD.findall(text[:_HEAD])]
        return max(_find_chrome(words, text, has_unspaced=False)) >= 1.0
    return not text.isascii() and any(pattern.search(text, 0, _HEAD) for pattern, _ in chrome.unspaced)


def count_chrome_groups() -> int:
    """How many groups of chrome phrases the data file has."""
    return len(_load_chrome().groups)


def find_chrome_column(group: str) -> int:
    """The column of a line's numbers that tells of a group of chrome phrases."""
    return OWN_COLUMNS + _load_chrome().groups.index(group)


def _find_chrome(words: Sequence[str], text: str, *, has_unspaced: bool) -> list[float]:
    """Per group of chrome phrases: 1 at the start of the line, .5 inside it, 0 where there is none.

    A number before the phrase ("12 comments") counts for nothing.
    """
    chrome = _load_chrome()
    found = [0.0] * len(chrome.groups)
    if not chrome.openings.isdisjoint(words):
        start = int(words[0].isdecimal())
        known = chrome.by_word
        for index, word in enumerate(words):
            if word not in known:
                continue
            for rest, group in known[word]:
                if not rest or tuple(words[index + 1 : index + 1 + len(rest)]) == rest:
                    found[group] = max(found[group], 0.5 if index > start else 1.0)
    if has_unspaced:
        for pattern, group in chrome.unspaced:
            match = pattern.search(text, 0, _HEAD)
            if match:
                found[group] = max(found[group], 0.5 if match.start() else 1.0)
    return found


@lru_cache(maxsize=1 << 14)
def read_line(text: str, *, is_bullet: bool, has_case: bool) -> Reading:
    """Read one line; the columns of its surroundings stay 0. Menus repeat, so readings are kept.

    Args:
        has_case: whether the page is in a script with capitals.
    """
    is_ascii = text.isascii()
    is_plain = is_ascii or _RARE.search(text) is None
    tokens = (_PLAIN_WORD if is_plain else _WORD).findall(text)
    firsts = [token[0] for token in tokens]
    unspaced = [] if is_plain else _UNSPACED.findall(text)
    folded = " ".join(tokens).casefold().split(" ") if tokens else []
    count = len(tokens) + len(unspaced) / 2
    size = max(count, 1.0)
    is_upper = [char.isupper() for char in firsts]
    names = {word for word in compress(folded[1:], is_upper[1:]) if len(word) > 2}
    mark, is_ellipsis = _find_ending(text)
    is_end = mark not in ("", ":", "：") and not is_ellipsis
    is_long = count >= PROSE_WORDS
    chrome = _find_chrome(folded[:_HEAD_WORDS], text, has_unspaced=bool(unspaced))
    first = text[0]
    values = [
        math.log1p(count),
        min(count, 25.0) / 25,
        is_end,
        is_ellipsis,
        mark in (":", "："),
        mark in ("?", "？", "؟"),
        is_bullet,
        False,
        min(_count_commas(text, is_ascii=is_ascii) / size, 0.5),
        math.log1p(_count_inner_ends(text, is_plain=is_plain)) if is_long or unspaced else 0.0,
        sum([char.isdigit() for char in firsts]) / size,
        sum(is_upper) / max(len(tokens), 1) if has_case else 0.5,
        has_case and first.islower(),
        has_case and len(text) > 3 and text.isupper(),
        '"' in text if is_ascii else _QUOTES.search(text) is not None,
        first in "\"“„«'‘「",
        _has_address(text),
        _has_glue(text, is_ascii=is_ascii),
        first in "([（【" and text.rstrip(".")[-1:] in ")]）】",
        count < 15 and _has_date(text, is_ascii=is_ascii),
        0.0,
        min(len(text) / size / 10, 2.0),
        *chrome,
        max(chrome) * (count < 8),
    ]
    return Reading(
        words=count,
        is_prose=is_end and is_long and not is_bullet,
        vocabulary=_select_vocabulary(folded, unspaced),
        names=names,
        values=values,
    )


def _count_commas(text: str, *, is_ascii: bool) -> int:
    return text.count(",") + text.count(";") if is_ascii else len(_COMMA.findall(text))


def _count_inner_ends(text: str, *, is_plain: bool) -> int:
    """The ends of sentences inside a line."""
    return len((_PLAIN_INNER_END if is_plain else _INNER_END).findall(text))


def _has_address(text: str) -> bool:
    """Whether there is an address of the net; the exact pattern is slow, so it is asked last."""
    may_be = "@" in text or "www." in text or "http" in text or _DOMAIN.search(text) is not None
    return may_be and _ADDRESS.search(text) is not None


def _has_date(text: str, *, is_ascii: bool) -> bool:
    """Whether there is a part of a date or a time."""
    return (not is_ascii or _DIGIT.search(text) is not None) and _DATE.search(text) is not None


def _has_glue(text: str, *, is_ascii: bool) -> bool:
    """Whether words of different lines seem to have run together, or marks stand between items."""
    head = text[:_HEAD]
    if is_ascii:
        has_mark = "|" in text or "/" in text
    elif _NOT_LATIN.search(head):
        return _GLUE.search(head) is not None
    else:
        has_mark = _MARKS.search(head) is not None
    return has_mark or head.rstrip().endswith((" -", " –")) or _LATIN_GLUE.search(head) is not None


def _find_ending(text: str) -> tuple[str, bool]:
    """The mark that ends the last sentence of a line, "" where there is none, and whether it is cut off."""
    tail = text[-_TAIL:]
    if tail[-1].isalnum():
        return "", False
    if tail[-1] in ".!?" and tail[-2:-1].isalnum():
        return tail[-1], False
    ending = _END.search(tail)
    mark = ending.group()[0] if ending else ""
    return mark, mark == "…" or tail.rstrip("\"'”’» ]").endswith(("...", "…"))


def _select_vocabulary(words: Iterable[str], unspaced: Sequence[str]) -> set[str]:
    if not unspaced:
        return {word for word in words if len(word) >= _LONG_WORD}
    run = "".join(unspaced)
    spaced = {word for word in words if len(word) >= _LONG_WORD and not _UNSPACED.search(word)}
    return spaced | {run[index : index + 2] for index in range(len(run) - 1)}
