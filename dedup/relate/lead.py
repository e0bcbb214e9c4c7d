"""Which article of a cluster leads it, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boilerplate.records import Article
from dedup.records import Cluster, Link


def choose_lead(
    cluster: Cluster,
    *,
    articles: Mapping[str, Article],
    token_counts: Mapping[str, int],
    links: Sequence[Link],
) -> tuple[str, str]:
    """The article that covers the others best, and the reason in words.

    It is the one in which most of the other members' text stands; among equals one that credits an agency in
    a dateline or byline, then the earliest, the longest, and in the end the smallest id.
    Args:
        links: those among the cluster's members; a pair without one counts as not covered.
    """
    covered = dict.fromkeys(cluster.article_ids, 0.0)
    for link in links:
        if link.left_id in covered and link.right_id in covered:
            covered[link.left_id] += link.right_coverage
            covered[link.right_id] += link.left_coverage
    others = len(cluster.article_ids) - 1
    ranks = {
        member: (
            -round(covered[member] / others, 2),
            not _is_wire(articles[member]),
            articles[member].published or "9",
            -token_counts[member],
            member,
        )
        for member in cluster.article_ids
    }
    lead = min(ranks, key=ranks.__getitem__)
    share = f"has {-ranks[lead][0]:.0%} of what the others have"
    equals = [member for member in ranks if member != lead and ranks[member][0] == ranks[lead][0]]
    return lead, share + (f", and {_say_edge(ranks[lead], [ranks[m] for m in equals])}" if equals else "")


def _is_wire(article: Article) -> bool:
    return any(credit.kind in ("dateline", "byline") for credit in article.credits)


def _say_edge(
    rank: tuple[float, bool, str, int, str], others: Sequence[tuple[float, bool, str, int, str]]
) -> str:
    """What sets the lead apart from the members that cover the others as well as it does."""
    second = min(others)
    if rank[1] != second[1]:
        return "credits the agency at its head"
    if rank[2] != second[2]:
        return "is the earliest dated"
    return "is the longest" if rank[3] != second[3] else "comes first by id"
