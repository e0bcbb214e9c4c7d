"""Why two articles are, or are not, linked, in the terminal."""

from __future__ import annotations

from typing import TextIO

from rich.text import Text

from dedup.records import Explanation
from dedup.report import words
from dedup.report.console import (
    READING_WIDTH,
    make_grid,
    make_table,
    open_console,
    print_heading,
    print_line,
)
from dedup.report.escape import scrub_line


def write_explain(
    explanation: Explanation, stream: TextIO, *, width: int | None = None, color: bool | None = None
) -> None:
    """Print the verdict on a pair, what it rests on and what both share.

    ``width`` and ``color`` as in ``open_console``.
    """
    console = open_console(stream, width=width, color=color)
    link = explanation.link
    wide = min(console.width, READING_WIDTH)
    is_linked = "linked" if link.is_linked else "not linked"
    print_line(console, f"{is_linked.capitalize()}: {words.RELATION_WORDS[link.relation]}", style="bold")
    grid = make_grid(1, None)
    grid.add_row(Text("A", style="bold"), scrub_line(link.left_id))
    grid.add_row(Text("B", style="bold"), scrub_line(link.right_id))
    console.print(grid, width=wide)
    print_heading(console, "Because")
    table = make_table("Evidence", "Value", "Needed")
    for evidence in link.evidence:
        value = f"{evidence.value:.3g}" if isinstance(evidence.value, float) else str(evidence.value)
        table.add_row(scrub_line(evidence.name), scrub_line(value), scrub_line(evidence.needed))
    console.print(table, width=wide)
    print_heading(console, "Words in both")
    if not explanation.shared:
        print_line(console, "No passage long or rare enough to count stands in both.")
    for passage in sorted(explanation.shared, key=lambda passage: (passage.left, passage.right)):
        line = Text(f"“{scrub_line(passage.text)}”")
        line.append(
            f"  A {passage.left[0]}–{passage.left[1]}, B {passage.right[0]}–{passage.right[1]}", "dim"
        )
        print_line(console, line)
