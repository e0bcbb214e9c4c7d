"""What the lines around a story say about it: headline, date, outlet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from boilerplate.dates import is_date_line, to_iso
from boilerplate.line_features import find_stems, measure, opens_as

_LETTER = regex.compile(r"\p{L}")
_HEAD_LINES = 60
_TOP_LINES = 8
_RIGHTS = ("©", "copyright", "(c)", "rights reserved")
_MOST_TITLE_WORDS, _SHORTEST_TITLE = 30, 15


def find_date(head: Sequence[str]) -> str | None:
    """The publication date among the lines above the story: the nearest date line wins."""
    for line in reversed(head[-_HEAD_LINES:]):
        if is_date_line(line):
            return to_iso(line)
    return None


def find_title(head: Sequence[str], *, body: Sequence[str]) -> str | None:
    """The headline among the lines above the story.

    A headline shares words with the story; one that stands on the page more than once (the breadcrumb
    repeats it) is preferred, then the first.
    """
    if not head:
        return None
    told = {stem for line in body for stem in find_stems(line)}
    lines = list(head[-_HEAD_LINES:])
    repeated = Counter(other.casefold() for other in lines)
    best: tuple[float, str] | None = None
    for line in lines:
        if measure(line) < _SHORTEST_TITLE or opens_as("caption", line):
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
    rights = [line for line in elsewhere if _claims_rights(line.lower())]
    for name in names:
        if any(name.removeprefix("The ") in line for line in rights):
            return name
    first = names[0] if names and names[0] == head[0] else None
    if first and sum(first.removeprefix("The ") in line for line in elsewhere) > 1:
        return first
    return None


def _claims_rights(lowered: str) -> bool:
    return any(mark in lowered for mark in _RIGHTS)


def _may_be_name(line: str) -> bool:
    return 2 < len(line) <= 40 and len(line.split()) <= 5 and _LETTER.search(line) is not None
