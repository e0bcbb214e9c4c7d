"""The result of a whole run in the terminal: clusters, families, what was rejected and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from boilerplate.records import Article
from dedup.records import Cluster, Family, Link, Relation, Report
from dedup.report import words
from dedup.report.console import make_grid, make_table, open_console, print_heading, print_line
from dedup.report.escape import scrub_line

_STRENGTH: tuple[Relation, ...] = ("identical", "near_duplicate", "derived", "quotes")
_SHOWN_NAMES = 6


def write_clusters(
    report: Report, stream: TextIO, *, width: int | None = None, color: bool | None = None
) -> None:
    """Print a run's clusters as a table, then families and rejections.

    ``width`` and ``color`` as in ``open_console``.
    """
    console = open_console(stream, width=width, color=color)
    articles = {article.id: article for article in report.articles}
    print_line(console, say_totals(report))
    _print_clusters(console, report.clusters, articles)
    _print_families(console, report)
    _print_rejections(console, report)


def say_totals(report: Report) -> str:
    """Return in one line what the run found."""
    linked = {article_id for family in report.families for article_id in family.article_ids}
    alone = len(report.articles) - len(linked)
    parts = [
        words.say_number(len(report.articles), "article"),
        words.say_number(len(report.clusters), "cluster"),
        words.say_number(len(report.families), "family", "families"),
        f"{words.say_number(alone, 'article')} linked to no other",
    ]
    if report.rejections:
        parts.append(f"{words.say_number(len(report.rejections), 'page')} rejected")
    return ", ".join(parts)


def _print_clusters(console: Console, clusters: Sequence[Cluster], articles: dict[str, Article]) -> None:
    print_heading(console, "Clusters: one story in several versions")
    if not clusters:
        print_line(console, "No two articles are versions of one story.")
        return
    table = make_table("Cluster", "Size", "Headline", "Agency credited", "Outlets")
    for column, ratio in zip(table.columns, (4, None, 5, 3, 4), strict=True):
        column.ratio = ratio
    table.columns[1].justify = "right"
    table.columns[1].width = 4
    table.expand = True
    for cluster in sorted(clusters, key=lambda cluster: (-len(cluster.article_ids), cluster.id)):
        members = [articles[article_id] for article_id in sorted(cluster.article_ids)]
        table.add_row(
            scrub_line(cluster.id),
            str(len(members)),
            Text(choose_headline(members) or "no headline", style="bold"),
            say_agencies(members),
            say_outlets(members),
        )
    console.print(table)


def choose_headline(members: Sequence[Article]) -> str:
    """Return the headline of the earliest member that has one; undated members come last."""
    in_order = sorted(members, key=lambda article: (article.published or "~", article.id))
    return next((scrub_line(article.title) for article in in_order if article.title), "")


def say_agencies(members: Sequence[Article]) -> str:
    """Return which agency how many of the members credit: ``Meridian Press (2 of 3)``."""
    agencies = Counter(
        agency for article in members for agency in {scrub_line(credit.agency) for credit in article.credits}
    )
    said = [
        f"{agency} ({number} of {len(members)})"
        for agency, number in sorted(agencies.items(), key=lambda item: (-item[1], item[0]))
    ]
    return _shorten(said) or "none"


def say_outlets(members: Sequence[Article]) -> str:
    """Return the outlets of the members, each once; a long list is cut and the rest counted."""
    outlets = {scrub_line(article.outlet) for article in members if article.outlet}
    return _shorten(sorted(outlets)) or "not named"


def _shorten(names: Sequence[str]) -> str:
    if len(names) <= _SHOWN_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[: _SHOWN_NAMES - 1])} and {len(names) - _SHOWN_NAMES + 1} more"


def _print_families(console: Console, report: Report) -> None:
    print_heading(console, "Families: joined by any copying at all")
    if not report.families:
        print_line(console, "No two articles are linked.")
    clusters = {frozenset(cluster.article_ids) for cluster in report.clusters}
    block_of = {a: cluster.id for cluster in report.clusters for a in cluster.article_ids}
    for family in sorted(report.families, key=lambda family: (-len(family.article_ids), family.id)):
        line = Text(scrub_line(family.id), style="bold")
        line.append(f"  {words.say_number(len(family.article_ids), 'article')}", style="not bold")
        if frozenset(family.article_ids) in clusters:
            line.append(", the cluster of that name and nothing else", style="not bold")
            print_line(console, line)
            continue
        print_line(console, line)
        _print_joins(console, find_joins(family, report.links, block_of))


def find_joins(family: Family, links: Iterable[Link], block_of: dict[str, str]) -> list[tuple[Link, int]]:
    """Return the strongest link between each two blocks of a family and how many more there are.

    A block is a cluster or an article outside all clusters; ``block_of`` names the cluster of an article.
    """
    members = set(family.article_ids)
    between: dict[frozenset[str], list[Link]] = {}
    for link in links:
        if link.is_linked and link.left_id in members and link.right_id in members:
            blocks = frozenset(block_of.get(side, side) for side in (link.left_id, link.right_id))
            if len(blocks) == 2:
                between.setdefault(blocks, []).append(link)
    joins = [(min(group, key=_rank), len(group) - 1) for group in between.values()]
    return sorted(joins, key=lambda join: _rank(join[0]))


def _rank(link: Link) -> tuple[int, float, str, str]:
    covered = max(link.left_coverage, link.right_coverage)
    return _STRENGTH.index(link.relation), -covered, link.left_id, link.right_id


def _print_joins(console: Console, joins: Sequence[tuple[Link, int]]) -> None:
    for link, more in joins:
        line = Text(scrub_line(link.left_id))
        line.append(f" {words.RELATION_WORDS[link.relation]} ", style="bold")
        line.append(scrub_line(link.right_id))
        shares = f"{words.say_share(link.left_coverage)} / {words.say_share(link.right_coverage)}"
        line.append(f"  {shares} aligned", style="dim")
        if more:
            line.append(f", and {words.say_number(more, 'more pair')}", style="dim")
        print_line(console, line, indent=2)


def _print_rejections(console: Console, report: Report) -> None:
    if not report.rejections:
        return
    print_heading(console, "Rejected")
    grid = make_grid(None, None)
    for rejection in sorted(report.rejections, key=lambda rejection: (rejection.id, rejection.reason)):
        grid.add_row(scrub_line(rejection.id), scrub_line(rejection.reason))
    console.print(grid)
