"""Text in which nothing looks like chrome: its paragraphs, found without judging any line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
_PLAIN_ASCII = bytes([*range(0x20, 0x7F), ord("\n")])


def find_plain_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text in which every line is prose; none where any line might be chrome."""
    if text.count("\n") <= _MAX_PLAIN_BREAKS:
        return _read_few(text)
    paragraphs: list[str] = []
    for line in _find_lines(text):
        if not _may_be_told(line):
            return []
        paragraphs.append(line)
    return paragraphs if _is_prose(paragraphs) else []


def _read_few(text: str) -> list[str]:
    """The paragraphs of a text that has few, all of them long enough to be no chrome; else none."""
    paragraphs = list(_find_lines(text))
    if not all(map(_is_long, paragraphs)):
        return []
    if all(line[-1] in _PLAIN_ENDS and line[0].isalnum() for line in paragraphs):
        return paragraphs
    return paragraphs if len(paragraphs) == 1 and _is_story(paragraphs[0]) else []


def _is_long(line: str) -> bool:
    return line.count(" ", 0, _OPENING_OF_LINE) >= _PLAIN_SPACES or line.count(" ") >= _PLAIN_SPACES


def _is_story(line: str) -> bool:
    """Whether a long line that is all there is tells a story: it is prose, with no chrome to begin with."""
    return _may_be_told(line.lstrip("(")) and not has_chrome(line, words=_FIRST_WORDS)


def _find_lines(text: str) -> Iterator[str]:
    """The lines that are not blank, with single spaces."""
    if _is_even(text):
        for raw in text.split("\n"):
            if line := raw.strip(" "):
                yield line
    else:
        for raw in text.splitlines():
            if line := " ".join(raw.split()):
                yield line


def _is_even(text: str) -> bool:
    """Whether the only white space of a text are line feeds and single spaces.

    What a text has beside plain ASCII is mostly little, and then quickly looked through.
    """
    if "\t" in text or "  " in text:
        return False
    others = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN_ASCII)
    rest = others.decode("utf-8", "surrogatepass")
    return not rest or rest.split() == [rest]


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
