"""Why two articles are, or are not, linked, in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from dedup.records import Explanation, SharedPassage, Surroundings
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

_SHOWN_NAMES = 6
_SHOWN_PASSAGES = 10
_SHOWN_SUPPORTERS = 10


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
    print_line(
        console,
        f"Similarity {link.similarity:.3g}: how much of the shorter article goes back to the other; "
        f"confidence {link.confidence:.3g}: how probable it is that this relation is the right one",
    )
    grid = make_grid(1, None)
    grid.add_row(Text("A", style="bold"), scrub_line(link.left_id))
    grid.add_row(Text("B", style="bold"), scrub_line(link.right_id))
    console.print(grid, width=wide)
    _print_surroundings(console, explanation)
    print_heading(console, "Because")
    table = make_table("Evidence", "Value", "Needed", "Met")
    for column, share in zip(table.columns, (30, 20, 34, 16), strict=True):
        column.width = (wide - 8) * share // 100
    for evidence in link.evidence:
        value = words.say_value(evidence.value, longest=_SHOWN_NAMES)
        needed, met = scrub_line(evidence.needed), words.say_met(evidence)
        table.add_row(scrub_line(evidence.name), value, needed, met)
    console.print(table, width=wide)
    _print_passages(console, explanation.shared)


def _print_surroundings(console: Console, explanation: Explanation) -> None:
    """Print what the verdict is that of: the two alone, or a run with what its other articles did to it."""
    around = explanation.surroundings
    if around is None:
        note = "Judged alone. Among other articles the verdict may differ: --among PATH tells."
        print_line(console, note, style="dim")
        return
    is_changed = around.alone != explanation.link.relation
    by_themselves = f"alone they would be “{words.RELATION_WORDS[around.alone]}”"
    print_line(
        console,
        f"Judged among {words.say_number(around.articles, 'article')}, as `clusters` does; "
        f"{by_themselves if is_changed else 'alone they would be the same'}.",
    )
    _print_supporters(console, around)


def _print_supporters(console: Console, around: Surroundings) -> None:
    if not around.supporters:
        return
    print_heading(console, "Go back to one text with both, and how surely")
    grid = make_grid(5, None)
    for article_id, probability in around.supporters[:_SHOWN_SUPPORTERS]:
        grid.add_row(f"{probability:.2f}", scrub_line(article_id))
    console.print(grid, width=min(console.width, READING_WIDTH))
    if len(around.supporters) > _SHOWN_SUPPORTERS:
        more = words.say_number(len(around.supporters) - _SHOWN_SUPPORTERS, "more article")
        print_line(console, f"and {more}")


def _print_passages(console: Console, passages: Sequence[SharedPassage]) -> None:
    """Print the longest passages in common, in the order of the left article, and count the rest."""
    print_heading(console, "Words in both")
    if not passages:
        print_line(console, "No passage long or rare enough to count stands in both.")
    longest = sorted(passages, key=lambda passage: (-passage.tokens, passage.left))[:_SHOWN_PASSAGES]
    for passage in sorted(longest, key=lambda passage: (passage.left, passage.right)):
        line = Text(f"“{scrub_line(passage.text)}”")
        line.append(
            f"  A {passage.left[0]}–{passage.left[1]}, B {passage.right[0]}–{passage.right[1]}", "dim"
        )
        if passage.stories:
            line.append(f", in {words.say_number(passage.stories, 'story', 'stories')} of the run", "dim")
        if passage.is_common:
            line.append("; common, so it carries no weight", "dim")
        print_line(console, line)
    if len(passages) > len(longest):
        print_line(console, f"and {words.say_number(len(passages) - len(longest), 'shorter passage')}")
