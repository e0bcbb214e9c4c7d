"""What ``extract`` and ``clusters`` found, as tables and lines for people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from boilerplate.records import Article, Rejection
from dedup.records import Cluster, Family, Link, Relation, Report
from dedup.report import words
from dedup.report.console import (
    break_long,
    make_grid,
    make_table,
    open_console,
    print_heading,
    print_line,
)
from dedup.report.escape import scrub_line

_STRENGTH: tuple[Relation, ...] = ("identical", "near_duplicate", "derived", "quotes")
_SHOWN_NAMES = 6
_MOST_ALIKE = 5
"""Rejections of one file for like reasons that are listed; of more the rest are counted."""

_NUMBER = re.compile(r"\d+")


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
    spare = console.width - 4 - 2 * len(table.columns)
    widths = [7, 4, (spare - 11) * 42 // 100, (spare - 11) * 24 // 100, (spare - 11) * 34 // 100]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    table.columns[0].justify = table.columns[1].justify = "right"
    in_order = sort_clusters(clusters)
    for number, cluster in enumerate(in_order, start=1):
        members = [articles[article_id] for article_id in sorted(cluster.article_ids)]
        table.add_row(
            str(number),
            str(len(members)),
            Text(choose_headline(cluster, articles), style="bold"),
            say_agencies(members),
            break_long(say_outlets(members), widths[4]),
        )
    console.print(table)
    print_heading(console, "Their articles, and how each differs from the one that leads")
    for number, cluster in enumerate(in_order, start=1):
        print_line(console, Text(f"{number}  {choose_headline(cluster, articles)}", style="bold"))
        _print_members(console, cluster, articles)


def _print_members(console: Console, cluster: Cluster, articles: dict[str, Article]) -> None:
    """Print a cluster's articles, the lead first with the reason, the others with their labels.

    Where some credit an agency, members without a credit are named, the agency's own page left out.
    """
    forms = dict(cluster.forms)
    agencies = {credit.agency for member in cluster.article_ids for credit in articles[member].credits}
    for member in sorted(cluster.article_ids, key=lambda member: (member != cluster.lead_id, member)):
        notes = [words.FORM_WORDS[label] for label in forms.get(member, ())]
        if member == cluster.lead_id:
            notes = [f"leads: {cluster.lead_reason}"]
        if agencies and not articles[member].credits and articles[member].outlet not in agencies:
            notes.append("no agency credit found")
        print_line(console, Text(scrub_line(member)).append(f"  {', '.join(notes)}", "dim"), indent=3)


def sort_clusters(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Return the clusters in the order in which they are numbered: the largest first."""
    return sorted(clusters, key=lambda cluster: (-len(cluster.article_ids), cluster.id))


def choose_headline(cluster: Cluster, articles: dict[str, Article]) -> str:
    """Return the lead's headline, else that of the earliest member that has one."""
    members = [articles[article_id] for article_id in cluster.article_ids]
    in_order = sorted(
        members, key=lambda article: (article.id != cluster.lead_id, article.published or "~", article.id)
    )
    return next((scrub_line(article.title) for article in in_order if article.title), "no headline")


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
    clusters = sort_clusters(report.clusters)
    block_of = {member: cluster.id for cluster in clusters for member in cluster.article_ids}
    numbers = {cluster.id: number for number, cluster in enumerate(clusters, start=1)}
    alone = []
    for family in sorted(report.families, key=lambda family: (-len(family.article_ids), family.id)):
        inside = sorted({numbers[block_of[member]] for member in family.article_ids if member in block_of})
        others = sum(member not in block_of for member in family.article_ids)
        if len(inside) == 1 and not others:
            alone += inside
            continue
        print_line(console, Text(_say_family(inside, others), style="bold"))
        _print_joins(console, find_joins(family, report.links, block_of), block_of, numbers)
        for member, labels in sorted(family.forms):
            said = ", ".join(words.FORM_WORDS[label] for label in labels)
            print_line(console, Text(scrub_line(member)).append(f"  {said}", "dim"), indent=3)
    if alone:
        said = (
            f"Cluster {alone[0]} is a family"
            if len(alone) == 1
            else f"{_say_clusters(sorted(alone))} are families"
        )
        print_line(
            console, f"{said} by {'itself' if len(alone) == 1 else 'themselves'}: nothing else was joined."
        )


def _say_family(inside: Sequence[int], others: int) -> str:
    if not inside:
        return words.say_number(others, "article")
    return _say_clusters(inside) + (f" and {words.say_number(others, 'more article')}" if others else "")


def _say_clusters(numbers: Sequence[int]) -> str:
    return f"Cluster{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}"


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


def _print_joins(
    console: Console, joins: Sequence[tuple[Link, int]], block_of: dict[str, str], numbers: dict[str, int]
) -> None:
    grid = make_grid(14, None)
    for link, more in joins:
        pair = Text()
        for article_id, share in ((link.left_id, link.left_coverage), (link.right_id, link.right_coverage)):
            number = numbers.get(block_of.get(article_id, ""))
            pair.append("\n" if pair else "").append(scrub_line(article_id))
            place = f" of cluster {number}," if number else ""
            pair.append(f" {place} {words.say_share(share)} aligned", style="dim")
        if more:
            pair.append(f"\nand {words.say_number(more, 'more pair')} between the two", style="dim")
        grid.add_row(Text(words.RELATION_WORDS[link.relation], style="bold"), pair)
    console.print(Padding(grid, (0, 0, 0, 2)))


def _print_rejections(console: Console, report: Report) -> None:
    if not report.rejections:
        return
    print_heading(console, "Rejected")
    grid = make_grid(None, None)
    alike: dict[tuple[str, str], list[Rejection]] = {}
    for rejection in sorted(report.rejections, key=lambda rejection: (rejection.id, rejection.reason)):
        file = rejection.id.rpartition("#")[0]
        alike.setdefault((file, _NUMBER.sub("0", rejection.reason)), []).append(rejection)
    for (file, _), rejections in alike.items():
        shown = len(rejections) if len(rejections) <= _MOST_ALIKE else _MOST_ALIKE - 1
        for rejection in rejections[:shown]:
            grid.add_row(scrub_line(rejection.id), scrub_line(rejection.reason))
        if shown < len(rejections):
            more = f"and {len(rejections) - shown:,} more" + (f" of {scrub_line(file)}" if file else "")
            grid.add_row(Text(more, style="dim"), Text("for the same reason; --json lists all", style="dim"))
    console.print(grid)


def write_extract(
    results: Iterable[Article | Rejection],
    stream: TextIO,
    *,
    show_dropped: bool = False,
    width: int | None = None,
    color: bool | None = None,
) -> None:
    """Print each article or rejection as it comes; ``width`` and ``color`` as in ``open_console``.

    ``show_dropped`` prints every line that was left out with the reason, not only how many were.
    """
    console = open_console(stream, width=width, color=color)
    for number, result in enumerate(results):
        if number:
            console.print()
        print_line(console, scrub_line(result.id), style="dim")
        if isinstance(result, Rejection):
            print_line(console, f"Rejected: {scrub_line(result.reason)}", style="bold")
        else:
            _print_article(console, result, show_dropped=show_dropped)


def _print_article(console: Console, article: Article, *, show_dropped: bool) -> None:
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
    if show_dropped:
        for line in article.dropped:
            body = Text(f"{scrub_line(line.reason)}: ", style="dim").append(scrub_line(line.text), "not dim")
            print_line(console, body, indent=2)
