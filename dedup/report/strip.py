"""Where along a text what kind of passage stands: the figures behind the bars and strips of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dedup.records import SegmentKind, Severity, Span
from dedup.report.rows import Row
from dedup.report.words import KIND_WORDS, SideCount, say_share

WIDTH = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A stretch of a bar: ``x`` and ``width`` in thousandths of its length, ``row`` the row it leads to."""

    kind: SegmentKind
    is_moved: bool
    x: float
    width: float
    label: str
    row: int | None = None


def build_bar(count: SideCount) -> tuple[Band, ...]:
    """Return one article as a bar, by kind, each as wide as its share of the article's characters."""
    total = sum(number for _, number in count.characters) or 1
    bands: list[Band] = []
    reached = 0
    for kind, characters in count.characters:
        label = f"{KIND_WORDS[kind]} {say_share(characters / total)}"
        bands.append(_band(kind, (reached, reached + characters), total, label=label))
        reached += characters
    return tuple(bands)


def build_strip(rows: Sequence[Row], length: int, *, is_left: bool) -> tuple[Band, ...]:
    """Return one article from its first character to its last, each passage in its kind."""
    bands: list[Band] = []
    for row in rows:
        cell = row.left if is_left else row.right
        if cell is None:
            continue
        moved = ", moved" if row.is_moved else ""
        label = f"paragraph {cell.paragraph}: {KIND_WORDS[cell.kind]}{moved}"
        bands.append(_band(cell.kind, cell.span, length, label=label, is_moved=row.is_moved, row=row.number))
    return tuple(bands)


def build_ticks(spans: Iterable[tuple[Span | None, Severity]], length: int) -> tuple[Band, ...]:
    """Return the places of the changes that may alter the facts."""
    return tuple(
        _band("light", span, length, label="may alter the facts")
        for span, severity in spans
        if span and severity == "factual"
    )


def _band(
    kind: SegmentKind,
    span: tuple[int, int],
    length: int,
    *,
    label: str,
    is_moved: bool = False,
    row: int | None = None,
) -> Band:
    scale = WIDTH / max(length, 1)
    return Band(
        kind=kind,
        is_moved=is_moved,
        x=round(span[0] * scale, 2),
        width=round((span[1] - span[0]) * scale, 2),
        label=label,
        row=row,
    )
