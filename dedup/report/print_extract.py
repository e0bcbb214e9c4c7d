"""Extracted articles in the terminal: what was kept, who is credited, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console

from boilerplate.records import Article, Rejection
from dedup.report import words
from dedup.report.console import open_console, print_line
from dedup.report.escape import scrub_line


def write_extract(
    results: Iterable[Article | Rejection],
    stream: TextIO,
    *,
    width: int | None = None,
    color: bool | None = None,
) -> None:
    """Print each article or rejection as it comes; ``width`` and ``color`` as in ``open_console``."""
    console = open_console(stream, width=width, color=color)
    for number, result in enumerate(results):
        if number:
            console.print()
        print_line(console, scrub_line(result.id), style="dim")
        if isinstance(result, Rejection):
            print_line(console, f"Rejected: {scrub_line(result.reason)}", style="bold")
        else:
            _print_article(console, result)


def _print_article(console: Console, article: Article) -> None:
    print_line(console, scrub_line(article.title or "no headline"), style="bold")
    parts = [article.outlet, words.say_time(article.published), article.author, article.language]
    about = " · ".join(scrub_line(part) for part in parts if part)
    if about:
        print_line(console, about)
    credits = words.say_credits(article.credits)
    print_line(console, f"Credits: {credits or 'no agency'}")
    console.print()
    for paragraph in article.text.split("\n"):
        print_line(console, scrub_line(paragraph), indent=2)
    reasons = Counter(scrub_line(line.reason) for line in article.dropped)
    if reasons:
        console.print()
        said = [f"{reason} ({number})" for reason, number in sorted(reasons.items())]
        lines = words.say_number(len(article.dropped), "line")
        print_line(console, f"Left out {lines}: {', '.join(said)}", style="dim")
