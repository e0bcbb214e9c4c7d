"""Text in which nothing looks like chrome: its paragraphs, found without judging any line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from boilerplate.line_features import has_chrome, opens_as_chrome

_MAX_PLAIN_BREAKS, _PLAIN_SPACES = 4, 60
_OPENING_OF_LINE = 600
_FIRST_WORDS = 5
_PLAIN_ENDS = frozenset(".!?\"”’'")
_ENDS = frozenset(".!?؟।")
_CLOSERS = "\"”’'»"
_QUOTES = frozenset("\"“«'‘„¿¡")
_SENTENCE_SPACES, _OPENING_CHARACTERS = 8, 60
_NOTICE_SPACES = 50
_PROSE_SHARE = 0.6
_ASCII = bytes([*range(0x20, 0x7F), ord("\n")])
_NOT_ASCII = bytes(range(0x80, 0x100))
_SPACE = 0x20
_SAMPLE, _MOST_BROKEN = 10_000, 0.01


def find_plain_paragraphs(text: str, *, is_scrubbed: bool = True) -> list[str]:
    """The paragraphs of a text in which every line is prose; none where any line might be chrome.

    Args:
        is_scrubbed: whether it is sure to have no control characters; if it has some there are none.
    """
    breaks = text.count("\n") if "\n" in text else 0
    if is_tidy(text):
        lines = [line for raw in (text.split("\n") if breaks else [text]) if (line := raw.strip(" "))]
    elif is_scrubbed:
        lines = [line for raw in text.splitlines() if (line := " ".join(raw.split()))]
    else:
        return []
    is_plain = _are_long(lines) if breaks <= _MAX_PLAIN_BREAKS else _are_told(lines)
    return lines if is_plain else []


def is_tidy(text: str) -> bool:
    """Whether a text has no white space but line feeds and single spaces, and nothing that scrubbing takes.

    One with much that could not be decoded is none. What a text has beside plain ASCII is mostly little, and
    then quickly looked through.
    """
    try:
        encoded = text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    spaces = np.frombuffer(encoded, dtype=np.uint8) == _SPACE
    if (spaces[1:] & spaces[:-1]).any():
        return False
    others = encoded.translate(None, _ASCII)
    return not others or (not others.translate(None, _NOT_ASCII) and _is_tidy(others.decode("utf-8"), text))


def _is_tidy(others: str, text: str) -> bool:
    """Whether a text is, of what it has beside ASCII."""
    if "\ufffe" in others or "\uffff" in others or others.split() != [others]:
        return False
    return others.count("\ufffd") <= _MOST_BROKEN * min(len(text), _SAMPLE)


def _are_long(lines: Sequence[str]) -> bool:
    """Whether the lines, of which there are few, are all too long to be chrome."""
    if not lines or not all(map(_is_long, lines)):
        return False
    if all(line[-1] in _PLAIN_ENDS and line[0].isalnum() for line in lines):
        return True
    return len(lines) == 1 and _is_story(lines[0])


def _is_long(line: str) -> bool:
    return line.count(" ", 0, _OPENING_OF_LINE) >= _PLAIN_SPACES or line.count(" ") >= _PLAIN_SPACES


def _is_story(line: str) -> bool:
    """Whether a long line that is all there is tells a story: it is prose, with no chrome to begin with."""
    return _may_be_told(line.lstrip("(")) and not has_chrome(line, words=_FIRST_WORDS)


def _may_be_told(line: str) -> bool:
    """Whether a line opens like a sentence and ends like one, and not cut off."""
    bare = line.rstrip(_CLOSERS)
    return (
        bool(bare)
        and bare[-1] in _ENDS
        and not bare.endswith("..")
        and (line[0].isalnum() or line[0] in _QUOTES)
    )


def _are_told(paragraphs: Sequence[str]) -> bool:
    """Whether most of the lines are sentences of some length, the first is one, and none opens as chrome."""
    spaces = [line.count(" ") for line in paragraphs]
    prose = sum(count >= _SENTENCE_SPACES for count in spaces)
    return (
        all(map(_may_be_told, paragraphs))
        and prose >= _PROSE_SHARE * len(paragraphs) > 0
        and len(paragraphs[0]) >= _OPENING_CHARACTERS
        and spaces[0] >= _SENTENCE_SPACES
        and not paragraphs[0].endswith("?")
        and len(set(paragraphs)) == len(paragraphs)
        and not any(
            count < _NOTICE_SPACES and opens_as_chrome(line)
            for line, count in zip(paragraphs, spaces, strict=True)
        )
    )
