"""What the evaluations take from the command line, and the articles and labels it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import click

from boilerplate.records import Stripped
from dedup.cli.options import open_stdin
from dedup.cli.progress import show_progress
from dedup.evaluate.sets.labelled import LabelledSet
from dedup.evaluate.sets.layouts import LAYOUTS
from dedup.pages import extract_pages

_Function = TypeVar("_Function", bound=Callable[..., object])

gold_option = click.option(
    "--gold",
    "gold_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Labels as JSON Lines, plain or gzipped.",
)
layout_option = click.option(
    "--layout",
    type=click.Choice(sorted(LAYOUTS)),
    help="PATH is the folder of a published set laid out like this, texts and labels together.",
)


def choose_gold(gold_file: Path | None) -> Path:
    """The file of labels. Raises: UsageError: none was given."""
    if gold_file is None:
        raise click.UsageError(
            "Give the labels with --gold FILE, or the layout of a published set with --layout."
        )
    return gold_file


def read_set(paths: tuple[str, ...], layout: str, gold_file: Path | None) -> LabelledSet:
    """A published set. Raises: UsageError: not one folder, or labels beside it."""
    if gold_file is not None or len(paths) != 1 or not Path(paths[0]).is_dir():
        raise click.UsageError("With --layout give one PATH, the folder of the set, and no --gold.")
    return LAYOUTS[layout](Path(paths[0]))


def read_articles(paths: tuple[str, ...], workers: int | None) -> Stripped:
    """The articles of the pages under the paths."""
    with show_progress() as progress:
        return extract_pages(paths, stdin=open_stdin(), workers=workers, progress=progress)


def list_ids(stripped: Stripped) -> list[str]:
    """The ids of all pages, usable or not."""
    articles = [article.id for article in stripped.articles]
    return articles + [rejection.id for rejection in stripped.rejections]


def warn_of_strangers(labelled: Iterable[str], stripped: Stripped) -> None:
    """Tell of labels for pages that are not there: they cannot be found, and count as not found."""
    strangers = sorted(set(labelled).difference(list_ids(stripped)))
    if strangers:
        click.echo(
            f"wirecopy: {len(strangers)} labelled ids are not among the pages, such as {strangers[0]!r}; "
            "check the ids in the file of labels",
            err=True,
        )
