"""Evaluations of texts: what is extracted, which changes and which passages are found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from boilerplate.records import Article
from dedup.cli.evaluate.figures import Value, list_figures, write_figures, write_table
from dedup.cli.evaluate.inputs import (
    choose_gold,
    gold_option,
    layout_option,
    list_ids,
    read_articles,
    read_set,
    warn_of_strangers,
)
from dedup.cli.options import json_option, paths_argument, workers_option
from dedup.compare.alignment import align_articles
from dedup.evaluate.changes import (
    ChangeCounts,
    count_changes,
    count_classes,
    rate_changes,
    sum_changes,
)
from dedup.evaluate.extraction import score_extraction
from dedup.evaluate.gold import read_gold_changes, read_gold_texts
from dedup.evaluate.locate import move_edits
from dedup.evaluate.passages import find_passages, score_passages
from dedup.pipeline import judge_pairs
from dedup.settings import Settings

_SHOWN_COUNTS = {
    "planted": "planted",
    "found": "found",
    "rightly_classed": "rightly classed",
    "factual": "factual",
    "factual_found": "told as factual",
    "decoys": "decoys",
    "decoys_factual": "alarmed",
}
"""The counts of a class that are printed, and their headings."""


@click.command()
@paths_argument
@gold_option
@json_option
@workers_option
def extraction(paths: tuple[str, ...], gold_file: Path | None, as_json: bool, workers: int | None) -> None:
    """Score extracted texts against true ones: shingle precision, recall and F1.

    The score is that of the scrapinghub article extraction benchmark: runs of four words, means over pages.
    """
    truth = read_gold_texts(choose_gold(gold_file))
    stripped = read_articles(paths, workers)
    known = set(list_ids(stripped))
    score = score_extraction(
        {article.id: article.text for article in stripped.articles},
        {page: text for page, text in truth.items() if page in known},
    )
    write_figures(list_figures(score), as_json=as_json)


@click.command()
@paths_argument
@gold_option
@click.option(
    "--texts",
    "texts_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The texts that the labels' places refer to, as JSON Lines; by default the pages' own.",
)
@json_option
@workers_option
def changes(
    paths: tuple[str, ...],
    gold_file: Path | None,
    texts_file: Path | None,
    as_json: bool,
    workers: int | None,
) -> None:
    """Score reported changes against planted ones: found, class, severity, false alarms, decoys.

    A change finds a planted edit if their places meet on either side. Labels give places as half-open spans
    of characters; where pages are extracted anew, --texts names the texts that were labelled, and each place
    is found again by what stands around it.
    """
    gold = read_gold_changes(choose_gold(gold_file))
    stripped = read_articles(paths, workers)
    articles = {article.id: article for article in stripped.articles}
    labelled = read_gold_texts(texts_file) if texts_file else {}
    warn_of_strangers({side for pair in gold for side in (pair.left_id, pair.right_id)}, stripped)
    counted: dict[bool, list[ChangeCounts]] = {True: [], False: []}
    by_class: list[dict[str, ChangeCounts]] = []
    unplaced = 0
    for pair in gold:
        sides = [articles.get(side) for side in (pair.left_id, pair.right_id)]
        if sides[0] is None or sides[1] is None:
            continue
        left, right = sides[0], sides[1]
        edits, lost = move_edits(
            pair, sources=_label_texts(labelled, left, right), targets=(left.text, right.text)
        )
        unplaced += lost
        found = align_articles(left, right).changes
        counted[pair.is_only_planted].append(count_changes(found, edits))
        by_class.append(count_classes(found, edits))
    _write_changes(counted, by_class, unplaced, as_json=as_json)


def _label_texts(labelled: dict[str, str], left: Article, right: Article) -> tuple[str, str]:
    return labelled.get(left.id, left.text), labelled.get(right.id, right.text)


def _write_changes(
    counted: dict[bool, list[ChangeCounts]],
    by_class: Sequence[dict[str, ChangeCounts]],
    unplaced: int,
    *,
    as_json: bool,
) -> None:
    """Print the rates of all pairs, of those that differ in nothing else and of the rest, and by class."""
    groups = {
        "": [*counted[True], *counted[False]],
        "only_planted_": counted[True],
        "others_": counted[False],
    }
    figures: dict[str, object] = {"not_placed": unplaced}
    for prefix, counts in groups.items():
        rates = rate_changes(sum_changes(counts), pairs=len(counts))
        figures.update(list_figures(rates, prefix=prefix))
    names = sorted({name for counts in by_class for name in counts})
    totals = {name: sum_changes(counts[name] for counts in by_class if name in counts) for name in names}
    if as_json:
        classes = {name: list_figures(total) for name, total in totals.items()}
        write_figures({**figures, "classes": classes}, as_json=True)
        return
    write_figures(figures, as_json=False)
    rows: list[tuple[Value, ...]] = [
        (name, *(int(getattr(total, count)) for count in _SHOWN_COUNTS)) for name, total in totals.items()
    ]
    write_table("By the class of what was planted", ("class", *_SHOWN_COUNTS.values()), rows)


@click.command()
@paths_argument
@layout_option
@json_option
def passages(paths: tuple[str, ...], layout: str | None, as_json: bool) -> None:
    """Score passages found in common, by characters: precision, recall, granularity, plagdet.

    Only for sets that give passages, such as PAN text alignment. Passages are what two articles have aligned,
    if they are linked at all.
    """
    if layout is None:
        raise click.UsageError("Name the layout of a set that gives passages with --layout.")
    labelled = read_set(paths, layout, None)
    articles = {article.id: article for article in labelled.articles}
    pairs = [(one.left_id, one.right_id) for one in labelled.passages]
    links = judge_pairs(labelled.articles, pairs, settings=Settings())
    score = score_passages(
        (
            find_passages(articles[link.left_id], articles[link.right_id]) if link.is_linked else [],
            gold.passages,
        )
        for link, gold in zip(links, labelled.passages, strict=True)
    )
    write_figures(list_figures(score), as_json=as_json)
