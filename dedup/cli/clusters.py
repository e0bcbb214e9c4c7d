"""``wirecopy clusters``: which pages carry the same story."""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from pathlib import Path

import click

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
from dedup.pages import Progress, extract_pages
from dedup.settings import Settings


@click.command()
@paths_argument
@json_option
@workers_option
@cache_option
@agencies_option
@click.option(
    "--within",
    "within_days",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Link only articles published at most so many days apart; unknown dates are always compared.",
)
@click.option(
    "--near-duplicates",
    "near_duplicates_only",
    is_flag=True,
    help="Look for copies of whole stories alone, which is faster: families are then the clusters.",
)
def clusters(
    paths: tuple[str, ...],
    *,
    as_json: bool,
    workers: int | None,
    cache: Path | None,
    within_days: int | None,
    near_duplicates_only: bool,
) -> None:
    """Print which pages carry the same story, and which were made from it.

    PATH is a file, a directory or - for JSON Lines on standard input. A cluster holds near-duplicates of one
    story; a family holds everything that was copied from it or from its source, in whole or in part.
    """
    settings = Settings(within_days=within_days)
    view = "dedup.report.contract" if as_json else "dedup.report.table"
    with show_progress() as progress:
        stripped = extract_pages(
            paths,
            stdin=open_stdin(),
            workers=workers,
            cache=cache,
            progress=_load_meanwhile(view, progress=progress),
        )
        from dedup.pipeline import find_copies

        report = find_copies(
            stripped,
            settings=settings,
            near_duplicates_only=near_duplicates_only,
            workers=workers,
            progress=progress,
        )
    note_emptiness(stripped, paths=paths)
    if as_json:
        from dedup.engine.sharing import share_out
        from dedup.report.contract import dump_clusters

        for piece in dump_clusters(report, spread=partial(share_out, workers=workers)):
            click.echo(piece, nl=False)
        click.echo()
        return
    from dedup.report.table import write_clusters

    write_clusters(report, sys.stdout)


def _load_meanwhile(view: str, *, progress: Progress | None) -> Progress:
    """Progress that loads the pipeline and a view when it is first told of work: others are doing it then."""
    is_due = True

    def tell(work: str, done: int, total: int | None) -> None:
        nonlocal is_due
        if progress is not None:
            progress(work, done, total)
        if is_due:
            is_due = False
            from dedup.pipeline import get_ready

            import_module(view)
            get_ready()

    return tell
