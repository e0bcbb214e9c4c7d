"""``wirecopy explain``: why two articles are, or are not, linked."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dedup.cli.options import agencies_option, cache_option, json_option, open_stdin, workers_option
from dedup.cli.progress import show_progress
from dedup.pipeline import explain_among, explain_files, extract_pages
from dedup.records import Explanation
from dedup.report.contract import explain_to_json
from dedup.report.entries import dump_json
from dedup.settings import Settings


@click.command()
@click.argument("a")
@click.argument("b")
@click.argument("more", metavar="[PATH]...", nargs=-1)
@click.option(
    "--among",
    metavar="PATH",
    multiple=True,
    help="Explain the verdict of `clusters` over this path and those that follow; may be repeated.",
)
@click.option(
    "--within",
    "within_days",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="With --among: as `clusters --within DAYS` does.",
)
@json_option
@workers_option
@cache_option
@agencies_option
def explain(
    a: str,
    b: str,
    *,
    more: tuple[str, ...],
    among: tuple[str, ...],
    within_days: int | None,
    as_json: bool,
    workers: int | None,
    cache: Path | None,
) -> None:
    """Tell why two articles are, or are not, linked.

    A and B are files of one article, or FILE#N for the Nth of many. Printed are the evidence, what each
    verdict would need, and the words that stand in both.

    The two are judged alone, while in a run over many articles the others have a say: passages that many
    stories share carry no weight, pairs in doubt are linked where others speak for them, and pairs that
    nothing proposes are not compared. With --among PATH [PATH]... the verdict is that of `clusters` over
    these paths; A and B are then ids as it prints them, or files under these paths.
    """
    if among:
        explanation = _explain_among((a, b), (*among, *more), within_days, workers, cache)
    elif more or within_days is not None or workers is not None or cache is not None:
        raise click.UsageError("further paths, --within, --workers and --cache need --among PATH")
    else:
        explanation = explain_files(a, b, settings=Settings())
    if as_json:
        click.echo(dump_json(explain_to_json(explanation)))
        return
    from dedup.report.explanation import write_explain

    write_explain(explanation, sys.stdout)


def _explain_among(
    given: tuple[str, str],
    paths: tuple[str, ...],
    within_days: int | None,
    workers: int | None,
    cache: Path | None,
) -> Explanation:
    settings = Settings(within_days=within_days)
    with show_progress() as progress:
        stripped = extract_pages(paths, stdin=open_stdin(), workers=workers, cache=cache, progress=progress)
        return explain_among(given, stripped, settings=settings, workers=workers, progress=progress)
