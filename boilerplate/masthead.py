"""What the lines around a story say about it: headline, date, outlet."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import regex

from boilerplate.line_features import find_stems, is_caption, measure

_MONTHS = {
    name: number
    for number, names in enumerate(
        json.loads(Path(__file__).with_name("months.json").read_text(encoding="utf-8")), 1
    )
    for name in names
}
_ANY_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    regex.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    regex.compile(r"(?P<y>(?:19|20)\d\d)\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日"),
    regex.compile(
        rf"(?i)(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?(?P<n>{_ANY_MONTH})\.?,?"
        r"\s+(?:de\s+|del\s+)?(?P<y>(?:19|20)\d\d)(?!\d)"
    ),
    regex.compile(
        rf"(?i)(?<!\p{{L}})(?P<n>{_ANY_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)(?!\d)"
    ),
    regex.compile(r"(?<!\d)(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)(?!\d)"),
)
_YEAR = regex.compile(r"(?:19|20)\d\d")
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+")
_LETTER = regex.compile(r"\p{L}")
_DATE_LINE_WORDS = 12
_HEAD_LINES = 60
_TOP_LINES = 8
_RIGHTS = regex.compile(r"(?i)©|copyright|\(c\)|rights reserved")
_MOST_TITLE_WORDS, _SHORTEST_TITLE = 30, 15


def parse_date(text: str) -> str | None:
    """The first full date in a text as ISO 8601; None where there is none."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            month = int(groups["m"]) if groups.get("m") else _MONTHS[groups["n"].lower()]
            try:
                return datetime.date(int(groups["y"]), month, int(groups["d"])).isoformat()
            except ValueError:
                continue
    return None


def is_date_line(line: str) -> bool:
    """Whether a line says when the page was published and nothing else."""
    return (
        len(line) < 120
        and _YEAR.search(line) is not None
        and len(_WORD.findall(line)) <= _DATE_LINE_WORDS
        and (not line.endswith((".", "?", "!")) or line.endswith((" a.m.", " p.m.")))
        and parse_date(line) is not None
    )


def find_date(head: Sequence[str]) -> str | None:
    """The publication date among the lines above the story: the nearest date line wins."""
    for line in reversed(head[-_HEAD_LINES:]):
        if is_date_line(line):
            return parse_date(line)
    return None


def find_title(head: Sequence[str], *, body: Sequence[str]) -> str | None:
    """The headline among the lines above the story.

    A headline shares words with the story; one that stands on the page more than once (the breadcrumb
    repeats it) is preferred, then the first.
    """
    told = {stem for line in body for stem in find_stems(line)}
    lines = list(head[-_HEAD_LINES:])
    repeated = Counter(other.casefold() for other in lines)
    best: tuple[float, str] | None = None
    for line in lines:
        if measure(line) < _SHORTEST_TITLE or is_caption(line):
            continue
        words = find_stems(line)
        if not 2 <= len(words) <= _MOST_TITLE_WORDS or is_date_line(line):
            continue
        shared = sum(word in told for word in words) / len(words)
        if shared < 0.4:
            continue
        is_echoed = repeated[line.casefold()] > 1 or any(
            other != line and other.endswith(line) for other in lines
        )
        value = shared * min(len(words), 8) + 4.0 * is_echoed
        if best is None or value > best[0]:
            best = (value, line)
    return best[1] if best else None


def find_outlet(head: Sequence[str], *, elsewhere: Sequence[str]) -> str | None:
    """The outlet's name: a short line at the page's top that the page says again outside the story.

    Args:
        head: the lines above the story that do not look like chrome by themselves.
        elsewhere: all lines outside the story.
    """
    names = [line for line in head[:_TOP_LINES] if _may_be_name(line)]
    rights = [line for line in elsewhere if _RIGHTS.search(line)]
    for name in names:
        if any(name.removeprefix("The ") in line for line in rights):
            return name
    first = names[0] if names and names[0] == head[0] else None
    if first and sum(first.removeprefix("The ") in line for line in elsewhere) > 1:
        return first
    return None


def _may_be_name(line: str) -> bool:
    return 2 < len(line) <= 40 and len(line.split()) <= 5 and _LETTER.search(line) is not None
