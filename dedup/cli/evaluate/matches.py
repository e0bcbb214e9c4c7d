"""Evaluations of what belongs together: candidates, pairs, groups, and what each part of it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import get_args

import click

from boilerplate.records import Stripped
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
from dedup.cli.files import write_whole
from dedup.cli.options import json_option, paths_argument, workers_option
from dedup.cli.progress import show_progress
from dedup.evaluate.ablation import compare_variants
from dedup.evaluate.calibration import Reliability
from dedup.evaluate.candidates import CandidateScore, propose, score_sources
from dedup.evaluate.clusters import score_groups
from dedup.evaluate.gold import read_gold_groups, read_gold_pairs
from dedup.evaluate.pairs import SAME_STORY, GoldPair, PairScore, score_pairs
from dedup.evaluate.plot import draw_reliability
from dedup.evaluate.verdicts import (
    Verdicts,
    collect_verdicts,
    count_by_degree,
    is_across,
    keep_across_outlets,
    rate_confidence,
    rate_degrees,
)
from dedup.pipeline import find_copies, judge_pairs, measure_pairs
from dedup.records import LINKED, Relation
from dedup.settings import Settings

_SHOWN_ERRORS = 20
_RELATIONS: tuple[Relation, ...] = get_args(Relation)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Input:
    stripped: Stripped
    gold: list[GoldPair]
    is_complete: bool


@click.command()
@paths_argument
@gold_option
@layout_option
@click.option(
    "--across-outlets",
    is_flag=True,
    help="Count only pairs of articles in two different outlets, both known.",
)
@click.option(
    "--listed-only",
    is_flag=True,
    help="Count no link that has no label; by default it is false, but for labels of levels and distances.",
)
@click.option(
    "--plot",
    "plot_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Draw the share of right verdicts over their confidence as SVG.",
)
@json_option
@workers_option
def pairs(
    paths: tuple[str, ...],
    gold_file: Path | None,
    layout: str | None,
    across_outlets: bool,
    listed_only: bool,
    plot_file: Path | None,
    as_json: bool,
    workers: int | None,
) -> None:
    """Score the verdicts on pairs, with a table of confusions, the errors and the reliability of confidence.

    A run over all pages finds the links; labelled pairs that it does not link are judged directly, so that a
    verdict of topical or unrelated shows too. Where such a pair would be linked by itself, the run passed it
    over: it never compared the two, or they have only in common what many stories have. That counts as
    unrelated.
    """
    given = _read(paths, gold_file, layout, workers)
    verdicts, gold = _judge(given), given.gold
    found = verdicts.relations
    if across_outlets:
        outlets = {article.id: article.outlet for article in given.stripped.articles}
        gold = keep_across_outlets(gold, outlets=outlets)
        found = {pair: relation for pair, relation in found.items() if is_across(pair, outlets)}
    score = score_pairs(found, gold, is_complete=given.is_complete and not listed_only)
    reliability = rate_confidence(verdicts, gold)
    if plot_file is not None:
        write_whole(plot_file, draw_reliability(reliability), sources=[str(gold_file)] if gold_file else [])
    figures = list_figures(score)
    figures["passed_over"] = len(verdicts.passed_over)
    figures.update(list_figures(rate_degrees(verdicts, gold), prefix="degrees_"))
    figures.update(list_figures(reliability, prefix="confidence_"))
    if as_json:
        figures["confidence_bins"] = [list_figures(one) for one in reliability.bins]
        figures["confusion"] = [[*labels, count] for labels, count in sorted(score.confusion.items())]
        write_figures(figures, as_json=True)
        return
    write_figures(figures, as_json=False)
    _write_confusion(score)
    _write_degrees(verdicts, gold)
    _write_reliability(reliability)
    _write_errors(score, verdicts, gold)


@click.command()
@paths_argument
@gold_option
@layout_option
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
def clusters(
    paths: tuple[str, ...],
    gold_file: Path | None,
    layout: str | None,
    as_json: bool,
    workers: int | None,
    kind: str,
) -> None:
    """Score clusters or families: adjusted Rand index, pairs and B³.

    Labelled pairs make groups too: clusters of those that are identical or near-duplicates, families of all
    that are linked.
    """
    if layout is not None:
        labelled = read_set(paths, layout, gold_file)
        stripped = Stripped(articles=labelled.articles, rejections=())
        gold = dict(labelled.groups)
        if not gold:
            raise click.UsageError(f"A set laid out like {layout} has no groups.")
    else:
        joined_by = SAME_STORY if kind == "clusters" else LINKED
        gold = read_gold_groups(choose_gold(gold_file), joined_by=joined_by)
        stripped = read_articles(paths, workers)
        warn_of_strangers(gold, stripped)
    with show_progress() as progress:
        report = find_copies(stripped, settings=Settings(), progress=progress)
    groups = report.clusters if kind == "clusters" else report.families
    ids = list_ids(stripped)
    score = score_groups([group.article_ids for group in groups], gold, article_ids=ids)
    write_figures(list_figures(score), as_json=as_json)


@click.command()
@paths_argument
@gold_option
@layout_option
@json_option
@workers_option
def candidates(
    paths: tuple[str, ...], gold_file: Path | None, layout: str | None, as_json: bool, workers: int | None
) -> None:
    """Score the match stage alone: recall of pairs to be linked against candidates for each article."""
    given = _read(paths, gold_file, layout, workers)
    wanted = [pair.ids for pair in given.gold if pair.is_scored and pair.relation in LINKED]
    settings = Settings()
    scores = score_sources(propose(given.stripped.articles, settings=settings), wanted, settings=settings)
    if as_json:
        write_figures({"sources": [list_figures(score) for score in scores]}, as_json=True)
        return
    write_figures(list_figures(scores[0]), as_json=False)
    rows: list[tuple[Value, ...]] = [
        (score.source, score.candidates, score.per_article, score.found, score.recall) for score in scores
    ]
    headings = ("proposed by", "candidates", "for each article", "found", "recall")
    write_table("Recall against candidates", headings, rows)
    _write_missed(scores[0])


@click.command()
@paths_argument
@gold_option
@layout_option
@json_option
@workers_option
def ablation(
    paths: tuple[str, ...], gold_file: Path | None, layout: str | None, as_json: bool, workers: int | None
) -> None:
    """Run detection without one part each and score every variant, in one table.

    For sets of some thousand articles at most: every candidate pair is measured in full.
    """
    given = _read(paths, gold_file, layout, workers)
    settings, articles = Settings(), given.stripped.articles
    rows = compare_variants(
        articles,
        given.gold,
        settings=settings,
        measure=partial(measure_pairs, articles, settings=settings),
        measure_unweighed=partial(measure_pairs, articles, settings=settings, is_weighed=False),
    )
    figures = [list_figures(row) for row in rows]
    if as_json:
        write_figures({"variants": figures}, as_json=True)
        return
    headings = [name.replace("_", " ") for name in figures[0]]
    cells = [[value for value in row.values() if isinstance(value, str | int | float)] for row in figures]
    write_table("What each part is worth", headings, cells)


def _read(paths: tuple[str, ...], gold_file: Path | None, layout: str | None, workers: int | None) -> _Input:
    """Articles and labelled pairs, of a published set or of pages and a file of labels."""
    if layout is not None:
        labelled = read_set(paths, layout, gold_file)
        stripped = Stripped(articles=labelled.articles, rejections=())
        return _Input(stripped=stripped, gold=list(labelled.pairs), is_complete=labelled.is_complete)
    gold = read_gold_pairs(choose_gold(gold_file))
    stripped = read_articles(paths, workers)
    warn_of_strangers({side for pair in gold for side in pair.ids}, stripped)
    is_complete = all(pair.degree is None for pair in gold)
    return _Input(stripped=stripped, gold=gold, is_complete=is_complete)


def _judge(given: _Input) -> Verdicts:
    """The links of a whole run, and direct verdicts on the labelled pairs that it did not link."""
    articles, settings = given.stripped.articles, Settings()
    with show_progress() as progress:
        links = find_copies(given.stripped, settings=settings, progress=progress).links
    linked = {(link.left_id, link.right_id) for link in links}
    ids = {article.id for article in articles}
    others = [pair.ids for pair in given.gold if pair.ids not in linked and ids.issuperset(pair.ids)]
    return collect_verdicts(links, judge_pairs(articles, others, settings=settings))


def _write_confusion(score: PairScore) -> None:
    rows: list[tuple[Value, ...]] = [
        (gold, *(score.confusion.get((gold, found), 0) for found in _RELATIONS)) for gold in _RELATIONS
    ]
    write_table("Found as, by what pairs are labelled", ("labelled", *_RELATIONS), rows)


def _write_degrees(verdicts: Verdicts, gold: list[GoldPair]) -> None:
    rows: list[tuple[Value, ...]] = [
        (f"{degree:g}", *(counts[found] for found in _RELATIONS))
        for degree, counts in count_by_degree(verdicts, gold).items()
    ]
    if rows:
        write_table("Found as, by how much was copied", ("degree", *_RELATIONS), rows)


def _write_reliability(reliability: Reliability) -> None:
    rows: list[tuple[Value, ...]] = [
        (f"{one.low:g} to {one.high:g}", one.verdicts, one.confidence, one.right) for one in reliability.bins
    ]
    write_table("Reliability of confidence", ("confidence", "verdicts", "on average", "share right"), rows)


def _write_errors(score: PairScore, verdicts: Verdicts, gold: list[GoldPair]) -> None:
    """Print the wrong verdicts, the surest first, and the links that no label knows of."""
    labels = {pair.ids: pair for pair in gold}
    relations = verdicts.relations

    def say_confidence(pair: tuple[str, str]) -> float:
        return verdicts.links[pair].confidence if pair in verdicts.links else 0.0

    wrong = sorted(score.errors, key=lambda pair: (-say_confidence(pair), pair))
    rows: list[tuple[Value, ...]] = [
        (labels[pair].relation, relations.get(pair, "no article"), say_confidence(pair), *pair)
        for pair in wrong[:_SHOWN_ERRORS]
    ]
    if rows:
        title = f"Wrong verdicts, the surest {len(rows)} of {len(wrong)}"
        write_table(title, ("labelled", "found", "confidence", "a", "b"), rows)
    strays: list[tuple[Value, ...]] = [
        (relations[pair], say_confidence(pair), *pair) for pair in score.false_links[:_SHOWN_ERRORS]
    ]
    if strays:
        title = f"Links outside the labels, the first {len(strays)} of {len(score.false_links)}"
        write_table(title, ("found", "confidence", "a", "b"), strays)


def _write_missed(score: CandidateScore) -> None:
    if score.missed:
        shown = score.missed[:_SHOWN_ERRORS]
        write_table(f"Not proposed, the first {len(shown)} of {len(score.missed)}", ("a", "b"), shown)
