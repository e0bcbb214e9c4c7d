"""Spans of one text → spans of another that has most of the same words.

Labels give places in the text as a person left it; a run strips the page itself and may keep a line more or
less. A place is found again by what stands around it.
"""

from __future__ import annotations

from dedup.evaluate.changes import PlantedEdit, PlantedPair
from dedup.records import Span

_WIDTHS = (0, 8, 16, 32, 64, 128)


def move_span(span: Span, *, source: str, target: str) -> Span | None:
    """Where the words of a span of ``source`` stand in ``target``; None if that is not certain."""
    if source == target:
        return span
    start, end = span
    for width in _WIDTHS:
        before, after = max(0, start - width), min(len(source), end + width)
        window = source[before:after]
        place = target.find(window) if window else -1
        if place >= 0 and target.find(window, place + 1) < 0:
            found = place + start - before
            return found, found + end - start
    return None


def move_edits(
    pair: PlantedPair, *, sources: tuple[str, str], targets: tuple[str, str]
) -> tuple[list[PlantedEdit], int]:
    """The planted edits with their places in other texts, and how many of them cannot be placed."""
    moved = []
    for edit in pair.edits:
        left, right = (
            None if span is None else move_span(span, source=source, target=target)
            for span, source, target in zip((edit.left, edit.right), sources, targets, strict=True)
        )
        if left or right:
            moved.append(
                PlantedEdit(
                    change_class=edit.change_class,
                    severity=edit.severity,
                    is_decoy=edit.is_decoy,
                    left=left,
                    right=right,
                )
            )
    return moved, len(pair.edits) - len(moved)
