"""The changes as a reader meets them: both readings, a little of what stands around them, where they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dedup.records import Change, ChangeClass, DiffReport, Severity, Span
from dedup.report.escape import scrub_line
from dedup.report.layout import number_paragraphs
from dedup.report.words import CLASS_WORDS

CONTEXT = 56
"""Characters of context shown on each side of a reading, cut back to whole words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One side of a change. ``paragraph`` is None where the side has nothing."""

    before: str
    text: str
    after: str
    paragraph: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadHole:
    """A place that could not be compared; ``letter`` is A or B."""

    letter: str
    place: Reading
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadChange:
    """A change, numbered from 1 as in the text, gravest first."""

    number: int
    change_class: ChangeClass
    word: str
    severity: Severity
    left: Reading
    right: Reading


def read_changes(diff: DiffReport) -> tuple[ReadChange, ...]:
    """Return the changes in their order with both readings in context."""
    left = _Text(diff.left.text, diff.alignment.left_sentences)
    right = _Text(diff.right.text, diff.alignment.right_sentences)
    return tuple(
        _read_change(number, change, left, right)
        for number, change in enumerate(diff.alignment.changes, start=1)
    )


def read_holes(diff: DiffReport) -> tuple[ReadHole, ...]:
    """Return the places that could not be compared, in context."""
    left = _Text(diff.left.text, diff.alignment.left_sentences)
    right = _Text(diff.right.text, diff.alignment.right_sentences)
    return tuple(
        ReadHole(
            letter="A" if hole.left else "B",
            place=left.read(hole.left) if hole.left else right.read(hole.right),
            reason=scrub_line(hole.reason),
        )
        for hole in diff.alignment.holes
    )


def narrow(reading: Reading, room: int) -> Reading:
    """Return the reading with at most about ``room`` characters of context, half on each side."""
    return replace(
        reading, before=_cut_before(reading.before, room // 2), after=_cut_after(reading.after, room // 2)
    )


def clip(text: str, longest: int) -> str:
    """Return ``text`` on one line, cut at a word to at most ``longest`` characters and marked as cut."""
    line = scrub_line(text)
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    space = cut.rfind(" ")
    return f"{cut[:space] if space > longest // 2 else cut}…"


class _Text:
    """One article's text with its sentences and their paragraphs."""

    def __init__(self, text: str, sentences: Sequence[Span]) -> None:
        self.text = text
        self.sentences = sentences
        self.paragraphs = number_paragraphs(text, sentences)
        self.starts = [start for start, _ in sentences]

    def read(self, span: Span | None) -> Reading:
        """Return the reading at ``span``; its context stays inside the sentence it stands in."""
        if span is None or not self.sentences:
            return Reading(before="", text="", after="", paragraph=None)
        start, end = span
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, max(end - 1, start)) - 1, 0)
        before = self.text[self.sentences[first][0] : start]
        after = self.text[end : max(self.sentences[last][1], end)]
        return Reading(
            before=_cut_before(_flatten(before), CONTEXT),
            text=scrub_line(self.text[start:end]),
            after=_cut_after(_flatten(after), CONTEXT),
            paragraph=self.paragraphs[first],
        )


def _read_change(number: int, change: Change, left: _Text, right: _Text) -> ReadChange:
    return ReadChange(
        number=number,
        change_class=change.change_class,
        word=CLASS_WORDS[change.change_class],
        severity=change.severity,
        left=left.read(change.left),
        right=right.read(change.right),
    )


def _flatten(text: str) -> str:
    """The text on one line, a space at either end kept."""
    line = scrub_line(text)
    if not line:
        return line
    return f"{' ' if text[0].isspace() else ''}{line}{' ' if text[-1].isspace() else ''}"


def _cut_before(text: str, longest: int) -> str:
    """The end of ``text``, from a word on."""
    if len(text) <= longest:
        return text
    if " " not in text.strip():
        return f"…{text[len(text) - longest :]}"
    space = text.find(" ", len(text) - longest, -1)
    return f"… {text[space + 1 :]}" if space >= 0 else "… "


def _cut_after(text: str, longest: int) -> str:
    """The beginning of ``text``, up to a word."""
    if len(text) <= longest:
        return text
    if " " not in text.strip():
        return f"{text[:longest]}…"
    space = text.rfind(" ", 1, longest)
    return f"{text[:space]} …" if space > 0 else " …"
