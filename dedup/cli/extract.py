"""``wirecopy extract``: the article of every page."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from boilerplate.records import Article, Rejection
from dedup.cli.notes import note_emptiness
from dedup.cli.options import (
    agencies_option,
    cache_option,
    json_option,
    open_stdin,
    paths_argument,
    workers_option,
)
from dedup.cli.progress import show_progress
from dedup.pages import extract_pages


@click.command()
@paths_argument
@json_option
@workers_option
@cache_option
@agencies_option
@click.option("--show-dropped", is_flag=True, help="Print every dropped line too, with the reason.")
def extract(
    paths: tuple[str, ...], as_json: bool, workers: int | None, cache: Path | None, show_dropped: bool
) -> None:
    """Print the article of every page, without chrome and credit lines.

    PATH is a file, a directory or - for JSON Lines on standard input. Pages that hold no article are listed
    with the reason. With --json: one object a line, in the order of ids.
    """
    with show_progress() as progress:
        stripped = extract_pages(paths, stdin=open_stdin(), workers=workers, cache=cache, progress=progress)
    note_emptiness(stripped, paths=paths)
    results: list[Article | Rejection] = [*stripped.articles, *stripped.rejections]
    results.sort(key=lambda result: result.id)
    if as_json:
        from dedup.report.contract import extract_to_json  # brings numpy: needless for the texts
        from dedup.report.entries import dump_json

        for result in results:
            click.echo(dump_json(extract_to_json(result)))
        return
    from dedup.report.table import write_extract

    write_extract(results, sys.stdout, show_dropped=show_dropped)
