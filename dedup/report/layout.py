"""Which passages stand in which line of a comparison, each column in the order of its own article.

A moved passage has two lines, one where the left article has it and one where the right has. What stands
only in one article shares its lines with what stands only in the other at the same place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from dedup.records import Segment, Span


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the segments of the left column and of the right one.

    An aligned passage has the same single segment on both sides; ``is_moved`` marks a line that shows one
    half of a passage whose other half stands elsewhere.
    """

    left: tuple[Segment, ...]
    right: tuple[Segment, ...]
    is_moved: bool = False

    @property
    def is_aligned(self) -> bool:
        """Whether both columns show the two readings of one passage."""
        return self.left == self.right


def number_paragraphs(text: str, sentences: Iterable[Span]) -> tuple[int, ...]:
    """Return for each sentence the number (from 1) of the paragraph it stands in."""
    numbers: list[int] = []
    end = 0
    for start, stop in sentences:
        is_next = bool(numbers) and "\n" in text[end:start]
        numbers.append((numbers[-1] if numbers else 1) + is_next)
        end = stop
    return tuple(numbers)


def lay_out(
    segments: Sequence[Segment], *, left_paragraphs: Sequence[int], right_paragraphs: Sequence[int]
) -> list[Line]:
    """Return the lines of a comparison.

    Args:
        segments: of an alignment, in its order.
        left_paragraphs, right_paragraphs: the paragraph number of each sentence.
    Cost: O(n log n) in the number of segments.
    """
    lines = _place_moved(_find_moved(segments))
    packed: list[Line] = []
    for in_gap, members in groupby(lines, key=_is_gap):
        if not in_gap:
            packed.extend(members)
            continue
        gap = list(members)
        lefts = _by_paragraph((line.left for line in gap), left_paragraphs, is_left=True)
        rights = _by_paragraph((line.right for line in gap), right_paragraphs, is_left=False)
        packed.extend(Line(left, right) for left, right in zip_longest(lefts, rights, fillvalue=()))
    return packed


def _find_moved(segments: Iterable[Segment]) -> list[Line]:
    """One line a segment; what would break the right article's order shows its left half only."""
    lines: list[Line] = []
    reached = -1
    for segment in segments:
        if segment.left and segment.right and (segment.is_moved or segment.right[0] < reached):
            lines.append(Line((segment,), (), is_moved=True))
            continue
        reached = max((reached, *segment.right))
        lines.append(Line((segment,) if segment.left else (), (segment,) if segment.right else ()))
    return lines


def _place_moved(lines: list[Line]) -> list[Line]:
    """Add the right half of every moved passage where the right article has it."""
    moved = [line.left[0] for line in lines if line.is_moved]
    waiting = sorted(moved, key=lambda segment: segment.right[0], reverse=True)
    placed: list[Line] = []
    for line in lines:
        while line.right and waiting and waiting[-1].right[0] < line.right[0].right[0]:
            placed.append(Line((), (waiting.pop(),), is_moved=True))
        placed.append(line)
    placed.extend(Line((), (segment,), is_moved=True) for segment in reversed(waiting))
    return placed


def _is_gap(line: Line) -> bool:
    return not line.is_moved and not (line.left and line.right)


def _by_paragraph(
    columns: Iterable[tuple[Segment, ...]], paragraphs: Sequence[int], *, is_left: bool
) -> list[tuple[Segment, ...]]:
    segments = [segment for column in columns for segment in column]
    grouped = groupby(
        segments, key=lambda segment: paragraphs[segment.left[0] if is_left else segment.right[0]]
    )
    return [tuple(members) for _, members in grouped]
