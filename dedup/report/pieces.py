"""Text cut into the smallest pieces that are drawn alike: by edit, change and hole."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from dedup.records import Change, Edit, Hole, Severity, Span
from dedup.report.escape import scrub

PieceOp = Literal["equal", "delete", "insert"]
SideName = Literal["left", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text drawn in one way; ``change`` is the number (from 1) of the change it lies in."""

    text: str
    op: PieceOp
    is_trivial: bool = False
    is_damaged: bool = False
    change: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Pieces side by side that belong to one change, or to none.

    ``is_first`` says that links to the change lead here, ``has_note`` that its number stands after it;
    ``severity`` is None outside a change.
    """

    change: int | None
    severity: Severity | None
    is_first: bool
    has_note: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """One article's text, divided where a change or a hole begins or ends.

    Stretch ``i`` runs from ``bounds[i]`` to ``bounds[i + 1]``; ``changes[i]`` is the number of the gravest
    change it lies in, ``damaged[i]`` whether it lies in a hole.
    """

    text: str
    bounds: tuple[int, ...]
    changes: tuple[int | None, ...]
    damaged: tuple[bool, ...]

    def cut(self, span: Span, op: PieceOp, *, is_trivial: bool = False) -> list[Piece]:
        """Return the pieces of ``span``; none where it is empty."""
        start, end = span
        first = bisect_right(self.bounds, start) - 1
        last = bisect_left(self.bounds, end)
        return [
            Piece(
                text=scrub(self.text[max(start, self.bounds[i]) : min(end, self.bounds[i + 1])]),
                op=op,
                is_trivial=is_trivial,
                is_damaged=self.damaged[i],
                change=self.changes[i],
            )
            for i in range(first, last)
            if start < end
        ]


def mark_text(text: str, changes: Sequence[Change], holes: Sequence[Hole], side: SideName) -> MarkedText:
    """Divide one side's text at its changes, which come gravest first, and at its holes."""
    change_spans = [change.left if side == "left" else change.right for change in changes]
    hole_spans = [span for hole in holes if (span := hole.left if side == "left" else hole.right)]
    spans = [span for span in change_spans if span] + hole_spans
    bounds = sorted({0, len(text), *(edge for span in spans for edge in span)})
    numbers: list[int | None] = [None] * (len(bounds) - 1)
    damaged = [False] * (len(bounds) - 1)
    for number, span in reversed(list(enumerate(change_spans, start=1))):
        if span:
            for i in range(bisect_left(bounds, span[0]), bisect_left(bounds, span[1])):
                numbers[i] = number
    for start, end in hole_spans:
        for i in range(bisect_left(bounds, start), bisect_left(bounds, end)):
            damaged[i] = True
    return MarkedText(text, tuple(bounds), tuple(numbers), tuple(damaged))


def cut_side(text: MarkedText, edits: Iterable[Edit], side: SideName) -> list[Piece]:
    """Return one side of a segment: what the other side lacks is a deletion left, an insertion right."""
    other_op: PieceOp = "delete" if side == "left" else "insert"
    return [
        piece
        for edit in edits
        for piece in text.cut(
            edit.left if side == "left" else edit.right,
            "equal" if edit.op == "equal" else other_op,
            is_trivial=edit.is_trivial,
        )
    ]


def cut_inline(left: MarkedText, right: MarkedText, edits: Iterable[Edit]) -> list[Piece]:
    """Return both sides of a segment in one line of text, each deletion before its insertion."""
    pieces: list[Piece] = []
    for edit in edits:
        if edit.op == "equal":
            pieces += left.cut(edit.left, "equal")
        else:
            pieces += left.cut(edit.left, "delete", is_trivial=edit.is_trivial)
            pieces += right.cut(edit.right, "insert", is_trivial=edit.is_trivial)
    return pieces


def as_op(pieces: Iterable[Piece], op: PieceOp) -> list[Piece]:
    """Return the pieces, all drawn as ``op``."""
    return [replace(piece, op=op) for piece in pieces]


def split_edges(piece: Piece) -> list[Piece]:
    """Part the white space around a marked piece from it: struck or underlined space is noise."""
    body = piece.text.strip()
    if piece.op == "equal" or not body or len(body) == len(piece.text):
        return [piece]
    start = piece.text.index(body)
    end = start + len(body)
    parts: tuple[tuple[str, PieceOp], ...] = (
        (piece.text[:start], "equal"),
        (body, piece.op),
        (piece.text[end:], "equal"),
    )
    return [replace(piece, text=text, op=op) for text, op in parts if text]


def group_runs(pieces: Iterable[Piece], *, severities: Sequence[Severity], seen: set[int]) -> tuple[Run, ...]:
    """Join neighbours of one change; ``seen`` gathers the changes that have had their first run."""
    parts = [part for piece in pieces for part in split_edges(piece)]
    groups = [
        group
        for number, members in groupby(parts, key=lambda part: part.change)
        for group in _free_edges(number, tuple(members))
    ]
    last = {number: place for place, (number, _) in enumerate(groups) if number not in seen}
    runs: list[Run] = []
    for place, (number, members) in enumerate(groups):
        runs.append(
            Run(
                change=number,
                severity=None if number is None else severities[number - 1],
                is_first=number is not None and number not in seen,
                has_note=number is not None and last.get(number) == place,
                pieces=members,
            )
        )
        if number is not None:
            seen.add(number)
    return tuple(runs)


def _free_edges(number: int | None, members: tuple[Piece, ...]) -> list[tuple[int | None, tuple[Piece, ...]]]:
    """Let the white space around a change stand outside of it."""
    inked = [place for place, piece in enumerate(members) if not piece.text.isspace()]
    if number is None or not inked:
        return [(number, members)]
    start, end = inked[0], inked[-1] + 1
    groups = [(None, members[:start]), (number, members[start:end]), (None, members[end:])]
    return [group for group in groups if group[1]]
