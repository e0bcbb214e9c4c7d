"""The rows of a comparison, cut at every mark: the page and the terminal draw them and compute nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dedup.records import DiffReport, Segment, SegmentKind, Severity, Span
from dedup.report.layout import Line, lay_out, number_paragraphs
from dedup.report.pieces import (
    MarkedText,
    Piece,
    PieceOp,
    Run,
    SideName,
    as_op,
    cut_inline,
    cut_side,
    group_runs,
    mark_text,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one article has in a row.

    ``paragraph`` is the number (from 1) of the paragraph the cell begins in; ``is_opening`` says that the
    paragraph begins with the cell, ``is_whole`` that the cell holds whole paragraphs and nothing else.
    """

    kind: SegmentKind
    span: Span
    paragraph: int
    is_opening: bool
    is_whole: bool
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the comparison, numbered from 1.

    ``is_same`` says that nothing but punctuation, spacing or letter case differs; ``other_row`` is the row
    of a moved passage's other half and ``other_paragraph`` the paragraph it stands in; ``inline`` holds
    both readings in one, and nothing for the second half of a moved passage.
    """

    number: int
    kind: SegmentKind
    similarity: float
    is_same: bool
    is_moved: bool
    other_row: int | None
    other_paragraph: int | None
    left: Cell | None
    right: Cell | None
    inline: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """One article with what is needed to cut it up."""

    name: SideName
    text: MarkedText
    sentences: tuple[Span, ...]
    paragraphs: tuple[int, ...]
    seen: set[int] = field(default_factory=set)

    def indices(self, segments: Sequence[Segment]) -> list[int]:
        """The sentences of these segments that stand on this side."""
        return [index for each in segments for index in (each.left if self.name == "left" else each.right)]

    def is_opening(self, sentence: int) -> bool:
        """Whether a paragraph begins with this sentence."""
        return sentence == 0 or self.paragraphs[sentence - 1] != self.paragraphs[sentence]

    def is_closing(self, sentence: int) -> bool:
        """Whether a paragraph ends with this sentence."""
        return sentence + 1 == len(self.sentences) or self.is_opening(sentence + 1)

    def cut(self, segments: Sequence[Segment]) -> list[Piece]:
        """The pieces of these segments' text on this side."""
        if len(segments) == 1 and segments[0].left and segments[0].right and segments[0].edits:
            return cut_side(self.text, segments[0].edits, self.name)
        sentences = self.indices(segments)
        if not sentences:
            return []
        return self.text.cut((self.sentences[sentences[0]][0], self.sentences[sentences[-1]][1]), "equal")


def build_rows(diff: DiffReport) -> tuple[Row, ...]:
    """Return the rows of a comparison, both articles in their own order.

    Cost: O(n log n) in sentences and marks.
    """
    left, right = _build_side(diff, "left"), _build_side(diff, "right")
    severities = tuple(change.severity for change in diff.alignment.changes)
    lines = lay_out(
        diff.alignment.segments, left_paragraphs=left.paragraphs, right_paragraphs=right.paragraphs
    )
    places = _find_other_rows(lines)
    seen_inline: set[int] = set()
    return tuple(
        _build_row(number, line, (left, right), severities, (places[number - 1], seen_inline))
        for number, line in enumerate(lines, start=1)
    )


def _build_side(diff: DiffReport, name: SideName) -> _Side:
    alignment = diff.alignment
    article, sentences = (
        (diff.left, alignment.left_sentences) if name == "left" else (diff.right, alignment.right_sentences)
    )
    text = mark_text(article.text, alignment.changes, alignment.holes, name)
    return _Side(name, text, sentences, number_paragraphs(article.text, sentences))


def _find_other_rows(lines: Sequence[Line]) -> list[int | None]:
    """For each line of a moved passage the number (from 1) of the line with its other half."""
    halves: dict[tuple[int, ...], list[int]] = {}
    for index, line in enumerate(lines):
        if line.is_moved:
            halves.setdefault((line.left or line.right)[0].left, []).append(index)
    others: list[int | None] = [None] * len(lines)
    for first, second in halves.values():
        others[first], others[second] = second + 1, first + 1
    return others


def _build_row(
    number: int,
    line: Line,
    sides: tuple[_Side, _Side],
    severities: Sequence[Severity],
    state: tuple[int | None, set[int]],
) -> Row:
    other_row, seen_inline = state
    left, right = sides
    segment = (line.left or line.right)[0]
    left_cell = _build_cell(line.left, left, severities)
    right_cell = _build_cell(line.right, right, severities)
    other = (right, segment.right) if line.left else (left, segment.left)
    inline = _cut_inline(line, left, right)
    return Row(
        number=number,
        kind=segment.kind,
        similarity=segment.similarity,
        is_same=line.is_aligned and _is_same(left_cell, right_cell),
        is_moved=line.is_moved,
        other_row=other_row,
        other_paragraph=other[0].paragraphs[other[1][0]] if line.is_moved else None,
        left=left_cell,
        right=right_cell,
        inline=group_runs(inline, severities=severities, seen=seen_inline),
    )


def _build_cell(segments: Sequence[Segment], side: _Side, severities: Sequence[Severity]) -> Cell | None:
    sentences = side.indices(segments)
    if not sentences:
        return None
    first, last = sentences[0], sentences[-1]
    return Cell(
        kind=segments[0].kind,
        span=(side.sentences[first][0], side.sentences[last][1]),
        paragraph=side.paragraphs[first],
        is_opening=side.is_opening(first),
        is_whole=side.is_opening(first) and side.is_closing(last),
        runs=group_runs(side.cut(segments), severities=severities, seen=side.seen),
    )


def _is_same(*cells: Cell | None) -> bool:
    runs = [run for cell in cells if cell for run in cell.runs]
    pieces = [piece for run in runs for piece in run.pieces]
    return all(
        (piece.op == "equal" or piece.is_trivial) and piece.change is None and not piece.is_damaged
        for piece in pieces
    )


def _cut_inline(line: Line, left: _Side, right: _Side) -> list[Piece]:
    segment = (line.left or line.right)[0]
    if line.is_moved and not line.left:
        return []
    if line.is_aligned or line.is_moved:
        return cut_inline(left.text, right.text, segment.edits) or left.cut(line.left)
    delete: PieceOp = "delete"
    insert: PieceOp = "insert"
    pieces = as_op(left.cut(line.left), delete)
    if line.left and line.right:
        pieces.append(Piece(text="\n", op="equal"))
    return pieces + as_op(right.cut(line.right), insert)
