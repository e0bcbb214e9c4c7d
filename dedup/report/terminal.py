"""A comparison in the terminal, in the order of the page: verdict, counts, grave changes, the two texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from boilerplate.records import Article
from dedup.records import DiffReport, SegmentKind
from dedup.report import words
from dedup.report.console import (
    READING_WIDTH,
    has_color,
    make_grid,
    open_console,
    print_heading,
    print_line,
)
from dedup.report.escape import scrub_line
from dedup.report.pieces import PieceOp, Run
from dedup.report.readings import ReadChange, Reading, clip, narrow, read_changes, read_holes
from dedup.report.rows import Row, build_rows

_BLOCKS: dict[SegmentKind, tuple[str, str]] = {
    "verbatim": ("█", "white"),
    "light": ("▓", "yellow"),
    "reworded": ("▒", "magenta"),
    "dropped": ("-", "red"),
    "added": ("+", "cyan"),
}
_MARKS: dict[SegmentKind, str] = {
    "verbatim": "=",
    "light": "~",
    "reworded": "≈",
    "dropped": "-",
    "added": "+",
}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LONGEST_READING = 60
_HOLE_CONTEXT = 60
_CHANGE_INDENT = 21
_MARGIN = 12


def write_diff(
    diff: DiffReport,
    stream: TextIO,
    *,
    changes_only: bool = False,
    width: int | None = None,
    color: bool | None = None,
) -> None:
    """Print a comparison; ``changes_only`` leaves out the sentence-by-sentence part.

    Without colour what only A has is ``[-so-]`` and what only B has ``{+so+}``. ``width`` and ``color``
    as in ``open_console``.
    """
    console = open_console(stream, width=width, color=color)
    print_line(console, words.say_verdict(diff), style="bold")
    print_line(console, words.say_stakes(diff))
    print_line(console, words.say_overlap(diff.link), style="dim")
    _print_articles(console, diff)
    rows = build_rows(diff)
    _print_counts(console, diff, rows)
    _print_changes(console, read_changes(diff), nothing=words.say_no_change(diff))
    if not changes_only:
        _print_texts(console, rows)
    _print_holes(console, diff)


def _print_articles(console: Console, diff: DiffReport) -> None:
    console.print()
    grid = make_grid(1, None)
    for letter, article in (("A", diff.left), ("B", diff.right)):
        grid.add_row(Text(letter, style="bold"), _say_article(article))
    console.print(grid, width=min(console.width, READING_WIDTH))
    print_line(console, words.say_credit_gap(diff.left, diff.right))


def _say_article(article: Article) -> Text:
    text = Text(scrub_line(article.title or "no headline"), style="bold")
    parts = [scrub_line(article.outlet or ""), words.say_time(article.published), scrub_line(article.id)]
    text.append("\n" + " · ".join(part for part in parts if part), style="not bold")
    credits = words.say_credits(article.credits)
    text.append(f"\ncredits {credits}" if credits else "\ncredits no agency", style="not bold")
    return text


def _print_counts(console: Console, diff: DiffReport, rows: Sequence[Row]) -> None:
    print_heading(console, "What was kept")
    wide = min(console.width, READING_WIDTH) - 20
    for letter, count in zip("AB", words.count_sides(diff), strict=True):
        line = Text(f"{letter} ", style="bold")
        for kind, size in _share_out(count.characters, wide):
            block, style = _BLOCKS[kind]
            line.append(block * size, style=f"not bold {style}")
        line.append(f" {words.say_number(count.sentences, 'sentence')}", style="not bold")
        console.print(line, no_wrap=True, overflow="crop")
    grid = make_grid(1, None)
    for letter, count in zip("AB", words.count_sides(diff), strict=True):
        grid.add_row(Text(letter, style="bold"), _make_legend(count))
    console.print(grid, width=min(console.width, READING_WIDTH))
    if paragraphs := words.say_paragraphs(rows):
        print_line(console, paragraphs)


def _make_legend(count: words.SideCount) -> Text:
    """How many sentences of one article are of each kind, behind the sign of the kind."""
    legend = Text()
    for kind, number in count.by_kind:
        block, style = _BLOCKS[kind]
        legend.append(", " if legend else "")
        legend.append(block, style=style)
        legend.append(f" {number:,} {words.KIND_WORDS[kind]}")
    return legend


def _share_out(characters: Sequence[tuple[SegmentKind, int]], wide: int) -> Iterator[tuple[SegmentKind, int]]:
    """Divide ``wide`` columns by the shares, rounding what is summed so that the columns add up."""
    total = sum(number for _, number in characters) or 1
    reached = 0
    for kind, number in characters:
        start = round(reached * wide / total)
        reached += number
        yield kind, round(reached * wide / total) - start


def _print_changes(console: Console, changes: Sequence[ReadChange], *, nothing: str) -> None:
    print_heading(console, "What readers are told differently")
    grave = [change for change in changes if change.severity != "style"]
    if not grave:
        print_line(console, nothing)
    room = min(console.width, READING_WIDTH) - _CHANGE_INDENT
    for severity, members in groupby(grave, key=lambda change: change.severity):
        print_line(console, words.SEVERITY_WORDS[severity].capitalize(), style="italic")
        grid = make_grid(3, 12, None)
        for change in members:
            number = Text(str(change.number), style="bold", justify="right")
            grid.add_row(
                number,
                Text(change.word, style="bold"),
                _say_readings(change, room, is_colored=has_color(console)),
            )
        console.print(grid, width=min(console.width, READING_WIDTH))
    style = len(changes) - len(grave)
    if style:
        print_line(console, f"and {words.say_number(style, 'change')} of style")


def _say_readings(change: ReadChange, room: int, *, is_colored: bool) -> Text:
    """Both readings, each on its line and with as much context as the line has room for."""
    text = Text()
    sides: tuple[tuple[str, Reading, PieceOp], ...] = (
        ("A", change.left, "delete"),
        ("B", change.right, "insert"),
    )
    for letter, reading, op in sides:
        text.append("\n" if text else "")
        text.append(f"{letter} ", style="dim")
        text.append_text(_say_reading(reading, op, room, is_colored=is_colored))
    return text


def _say_reading(reading: Reading, op: PieceOp, room: int, *, is_colored: bool) -> Text:
    if reading.paragraph is None:
        return Text("nothing", style="dim italic")
    words_read = clip(reading.text, _LONGEST_READING)
    place = f"  ¶ {reading.paragraph}"
    around = narrow(reading, max(room - cell_len(words_read) - len(place) - _MARGIN, 0))
    marked = _mark(Text(words_read), op, is_trivial=False, is_colored=is_colored)
    return Text.assemble((around.before, "dim"), marked, (around.after, "dim"), (place, "dim"))


def _print_texts(console: Console, rows: Sequence[Row]) -> None:
    print_heading(console, "The two texts")
    is_colored = has_color(console)
    grid = make_grid(1, 4, None)
    for is_same, members in groupby(rows, key=lambda row: row.is_same):
        run = list(members)
        if is_same:
            note = f"{words.say_number(len(run), 'unchanged passage')}"
            grid.add_row(Text("=", style="dim"), "", Text(note, style="dim italic"))
            continue
        for row in run:
            _add_row(grid, row, is_colored=is_colored)
    console.print(grid, width=min(console.width, READING_WIDTH))
    print_line(console, _say_legend(is_colored=is_colored), style="dim")


def _say_legend(*, is_colored: bool) -> Text:
    legend = Text("~ edited  ≈ reworded  - only in A  + only in B  > moved  ‹damaged›  ")
    legend.append_text(_mark(Text("A"), "delete", is_trivial=False, is_colored=is_colored))
    legend.append_text(_mark(Text("B"), "insert", is_trivial=False, is_colored=is_colored))
    return legend


def _add_row(grid: Table, row: Row, *, is_colored: bool) -> None:
    if row.is_moved:
        text = _say_move(row)
        if row.inline:
            text.append("\n").append_text(_draw_runs(row.inline, is_colored=is_colored))
        grid.add_row(Text(">", style="bold"), _say_paragraph(row), text)
    elif row.kind in ("dropped", "added"):
        for cell, kind, style in ((row.left, "dropped", "red"), (row.right, "added", "cyan")):
            if cell:
                text = _draw_runs(cell.runs, is_colored=is_colored)
                text.stylize_before(style)
                mark = Text("-" if kind == "dropped" else "+", style=f"bold {style}")
                grid.add_row(
                    mark, Text(f"{'A' if kind == 'dropped' else 'B'}¶{cell.paragraph}", style="dim"), text
                )
    else:
        mark = Text(_MARKS[row.kind], style=_BLOCKS[row.kind][1])
        grid.add_row(mark, _say_paragraph(row), _draw_runs(row.inline, is_colored=is_colored))


def _say_paragraph(row: Row) -> Text:
    cell = row.left or row.right
    return Text(f"¶{cell.paragraph}" if cell else "", style="dim")


def _say_move(row: Row) -> Text:
    where = f"to B ¶{row.other_paragraph}" if row.left else f"from A ¶{row.other_paragraph}"
    return Text.assemble((f"moved {where}", "italic"))


def _draw_runs(runs: Sequence[Run], *, is_colored: bool) -> Text:
    """Draw the text; neighbours of one kind share their marks, the numbers of changes stand inside."""
    text = Text(overflow="fold")
    noted = [
        (piece, run.change if run.has_note and piece is run.pieces[-1] else None)
        for run in runs
        for piece in run.pieces
    ]
    for (op, is_trivial), members in groupby(noted, key=lambda each: (each[0].op, each[0].is_trivial)):
        drawn = Text()
        for piece, number in members:
            shown = piece.text.replace("\n", " ")
            drawn.append(f"‹{shown}›" if piece.is_damaged else shown)
            if number is not None:
                drawn.append(str(number).translate(_RAISED), style="bold not strike not underline")
        text.append_text(_mark(drawn, op, is_trivial=is_trivial, is_colored=is_colored))
    return text


def _mark(text: Text, op: PieceOp, *, is_trivial: bool, is_colored: bool) -> Text:
    if op == "equal" or (is_trivial and not is_colored and op == "insert"):
        return text
    if is_trivial and not is_colored:
        return Text()
    if is_colored:
        color = "dim" if is_trivial else "red" if op == "delete" else "cyan"
        text.stylize_before(f"{color} {'strike' if op == 'delete' else 'underline'}")
        return text
    marks = ("[-", "-]") if op == "delete" else ("{+", "+}")
    return Text.assemble(marks[0], text, marks[1])


def _print_holes(console: Console, diff: DiffReport) -> None:
    if not diff.alignment.holes:
        return
    print_heading(console, "What could not be compared")
    grid = make_grid(1, None)
    for hole in read_holes(diff):
        place = narrow(hole.place, _HOLE_CONTEXT)
        text = Text.assemble((place.before, "dim"), (f"‹{place.text}›", "bold"), (place.after, "dim"))
        text.append(f"\n{hole.reason}, ¶ {place.paragraph}")
        grid.add_row(Text(hole.letter, style="bold"), text)
    console.print(grid, width=min(console.width, READING_WIDTH))
