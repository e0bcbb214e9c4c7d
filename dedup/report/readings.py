"""The changes as a reader meets them: both readings, a little of what stands around them, where they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

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

    def read(self, span: Span | None, text: str) -> Reading:
        """Return the reading at ``span``; its context stays inside the sentence it stands in."""
        if span is None or not self.sentences:
            return Reading(before="", text="", after="", paragraph=None)
        start, end = span
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, max(end - 1, start)) - 1, 0)
        before = self.text[self.sentences[first][0] : start]
        after = self.text[end : max(self.sentences[last][1], end)]
        return Reading(
            before=_cut_before(scrub_line(before), before[-1:].isspace()),
            text=scrub_line(text),
            after=_cut_after(scrub_line(after), after[:1].isspace()),
            paragraph=self.paragraphs[first],
        )


def _read_change(number: int, change: Change, left: _Text, right: _Text) -> ReadChange:
    return ReadChange(
        number=number,
        change_class=change.change_class,
        word=CLASS_WORDS[change.change_class],
        severity=change.severity,
        left=left.read(change.left, change.left_text),
        right=right.read(change.right, change.right_text),
    )


def _cut_before(text: str, has_space: bool) -> str:
    kept = text
    if len(text) > CONTEXT:
        space = text.find(" ", len(text) - CONTEXT)
        kept = f"… {text[space + 1 :]}" if space >= 0 else f"…{text[-CONTEXT:]}"
    return f"{kept} " if has_space and kept else kept


def _cut_after(text: str, has_space: bool) -> str:
    kept = text
    if len(text) > CONTEXT:
        space = text.rfind(" ", 0, CONTEXT)
        kept = f"{text[:space]} …" if space > 0 else f"{text[:CONTEXT]}…"
    return f" {kept}" if has_space and kept else kept
