"""Text in which nothing looks like chrome: its paragraphs, found without judging any line."""

from __future__ import annotations

from collections.abc import Sequence

from boilerplate.line_features import opens_as_chrome

_MAX_PLAIN_BREAKS, _PLAIN_SPACES = 4, 60
_PLAIN_ENDS = frozenset(".!?\"”’'")
_ENDS = frozenset(".!?؟।")
_CLOSERS = "\"”’'»"
_QUOTES = frozenset("\"“«'‘„¿¡")
_SENTENCE_SPACES, _OPENING_CHARACTERS = 8, 60
_NOTICE_SPACES = 50
_PROSE_SHARE = 0.6


def find_plain_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text in which every line is prose; none where any line might be chrome."""
    if text.count("\n") <= _MAX_PLAIN_BREAKS:
        return _read_few(text)
    paragraphs: list[str] = []
    for raw in text.splitlines():
        line = _unite(raw)
        if line and not _may_be_told(line):
            return []
        if line:
            paragraphs.append(line)
    return paragraphs if _is_prose(paragraphs) else []


def _read_few(text: str) -> list[str]:
    """The paragraphs of a text that has few, all of them long enough to be no chrome; else none."""
    paragraphs = []
    for raw in text.splitlines():
        line = _unite(raw)
        if not line:
            continue
        if line.count(" ") < _PLAIN_SPACES or line[-1] not in _PLAIN_ENDS or not line[0].isalnum():
            return []
        paragraphs.append(line)
    return paragraphs


def _unite(raw: str) -> str:
    """A line with single spaces."""
    line = raw.strip()
    if not line.isascii() or "  " in line or "\t" in line:
        line = " ".join(line.split())
    return line


def _may_be_told(line: str) -> bool:
    """Whether a line opens like a sentence and ends like one, and not cut off."""
    bare = line.rstrip(_CLOSERS)
    return (
        bool(bare)
        and bare[-1] in _ENDS
        and not bare.endswith("..")
        and (line[0].isalnum() or line[0] in _QUOTES)
    )


def _is_prose(paragraphs: Sequence[str]) -> bool:
    """Whether most of the lines are sentences of some length, the first is one, and none opens as chrome."""
    spaces = [line.count(" ") for line in paragraphs]
    prose = sum(count >= _SENTENCE_SPACES for count in spaces)
    return (
        prose >= _PROSE_SHARE * len(paragraphs) > 0
        and len(paragraphs[0]) >= _OPENING_CHARACTERS
        and spaces[0] >= _SENTENCE_SPACES
        and not paragraphs[0].endswith("?")
        and len(set(paragraphs)) == len(paragraphs)
        and not any(
            count < _NOTICE_SPACES and opens_as_chrome(line)
            for line, count in zip(paragraphs, spaces, strict=True)
        )
    )
