"""``wirecopy evaluate``: results held against labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from pathlib import Path

import click

from dedup.cli.options import json_option, open_stdin, paths_argument, workers_option
from dedup.cli.progress import show_progress
from dedup.evaluate.clusters import score_groups
from dedup.evaluate.extraction import score_extraction
from dedup.evaluate.gold import read_gold_groups, read_gold_pairs, read_gold_texts
from dedup.evaluate.pairs import PairScore, Rates, score_pairs
from dedup.pipeline import extract_pages, find_copies
from dedup.records import Report
from dedup.report.contract import dump_json
from dedup.settings import Settings

_SHOWN_ERRORS = 20
_gold_option = click.option(
    "--gold",
    "gold_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Labels as JSON Lines, plain or gzipped.",
)


@click.group()
def evaluate() -> None:
    """Hold results against labels: extraction, pairs or clusters.

    The labels are JSON Lines: texts have `id` and `text`; pairs `a`, `b`, `relation`, and if wanted `accept`
    and `scored`; groups `id` and `family`, `cluster` or `group`, or a list `docs`.
    """


@evaluate.command()
@paths_argument
@_gold_option
@json_option
@workers_option
def extraction(paths: tuple[str, ...], gold_file: Path, as_json: bool, workers: int | None) -> None:
    """Score extracted texts against true ones: shingle precision, recall and F1."""
    truth = read_gold_texts(gold_file)
    with show_progress() as progress:
        stripped = extract_pages(paths, stdin=open_stdin(), workers=workers, progress=progress)
    predicted = {article.id: article.text for article in stripped.articles}
    known = set(predicted) | {rejection.id for rejection in stripped.rejections}
    score = score_extraction(predicted, {page: text for page, text in truth.items() if page in known})
    _write_figures(score, as_json=as_json)


@evaluate.command()
@paths_argument
@_gold_option
@json_option
@workers_option
def pairs(paths: tuple[str, ...], gold_file: Path, as_json: bool, workers: int | None) -> None:
    """Score the verdicts on pairs: accuracy, precision, recall, F1, a confusion table and the errors."""
    gold = read_gold_pairs(gold_file)
    report = _run(paths, workers)
    _warn_of_strangers({side for pair in gold for side in (pair.left_id, pair.right_id)}, report)
    score = score_pairs({(link.left_id, link.right_id): link.relation for link in report.links}, gold)
    _write_figures(score, as_json=as_json)
    if not as_json:
        _write_confusion(score)


@evaluate.command()
@paths_argument
@_gold_option
@json_option
@workers_option
@click.option(
    "--of",
    "kind",
    type=click.Choice(["clusters", "families"]),
    default="clusters",
    show_default=True,
    help="Which groups the labels are of.",
)
def clusters(paths: tuple[str, ...], gold_file: Path, as_json: bool, workers: int | None, kind: str) -> None:
    """Score clusters or families: adjusted Rand index, pairs and B³."""
    gold = read_gold_groups(gold_file)
    report = _run(paths, workers)
    groups = report.clusters if kind == "clusters" else report.families
    ids = [article.id for article in report.articles] + [rejection.id for rejection in report.rejections]
    _warn_of_strangers(gold.keys(), report)
    score = score_groups([group.article_ids for group in groups], gold, article_ids=ids)
    _write_figures(score, as_json=as_json)


def _run(paths: tuple[str, ...], workers: int | None) -> Report:
    with show_progress() as progress:
        stripped = extract_pages(paths, stdin=open_stdin(), workers=workers, progress=progress)
        return find_copies(stripped, settings=Settings(), progress=progress)


def _warn_of_strangers(labelled: Iterable[str], report: Report) -> None:
    """Tell of labels for pages that are not there: they cannot be found, and count as not found."""
    seen = {article.id for article in report.articles} | {rejection.id for rejection in report.rejections}
    strangers = sorted(set(labelled) - seen)
    if strangers:
        click.echo(
            f"wirecopy: {len(strangers)} labelled ids are not among the pages, such as {strangers[0]!r}; "
            "check the ids in the file of labels",
            err=True,
        )


def _list_figures(score: object) -> dict[str, object]:
    """The numbers of a score record by name; a group of rates becomes three."""
    figures: dict[str, object] = {}
    if is_dataclass(score):
        for field in fields(score):
            value = getattr(score, field.name)
            if isinstance(value, Rates):
                figures.update({f"{field.name}_{name}": rate for name, rate in _list_figures(value).items()})
            elif isinstance(value, int | float):
                figures[field.name] = value
            elif isinstance(value, tuple):
                figures[field.name] = len(value)
    return figures


def _write_figures(score: object, *, as_json: bool) -> None:
    figures = _list_figures(score)
    if as_json:
        click.echo(dump_json(figures))
        return
    width = max(map(len, figures))
    for name, value in figures.items():
        shown = f"{value:.4f}" if isinstance(value, float) else str(value)
        click.echo(f"{name.replace('_', ' '):<{width}}  {shown:>8}")


def _write_confusion(score: PairScore) -> None:
    click.echo("\nlabelled as     found as        pairs")
    for (gold, found), count in sorted(score.confusion.items()):
        click.echo(f"{gold:<15} {found:<15} {count:>5}")
    for title, listed in (("wrong", score.errors), ("links outside the labels", score.false_links)):
        if listed:
            click.echo(f"\n{title}, the first {_SHOWN_ERRORS} of {len(listed)}:")
            for left, right in listed[:_SHOWN_ERRORS]:
                click.echo(f"  {left}  {right}")
