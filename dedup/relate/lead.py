"""Which article of a cluster leads it, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boilerplate.records import Article
from dedup.records import Cluster, Link

_SLACK = 0.15
"""Coverage by which an article may stand behind the best and still lead: a version with paragraphs added
covers the others best, but it is not the one that they were made from."""

_Rank = tuple[bool, bool, str, int, str]


def choose_lead(
    cluster: Cluster,
    *,
    articles: Mapping[str, Article],
    token_counts: Mapping[str, int],
    links: Sequence[Link],
) -> tuple[str, str]:
    """The article that stands best for the others, and the reason in words.

    Those in which nearly the most of the other members' text stands are asked in turn for being the agency's
    own, for an agency credited at the head, for the earliest day if all are dated, for the longest text, and
    in the end for the smallest id.
    Args:
        links: those among the cluster's members; a pair without one counts as not covered.
    """
    covered = dict.fromkeys(cluster.article_ids, 0.0)
    for link in links:
        if link.left_id in covered and link.right_id in covered:
            covered[link.left_id] += link.right_coverage
            covered[link.right_id] += link.left_coverage
    others = len(cluster.article_ids) - 1
    least = max(covered.values()) - _SLACK * others
    contenders = [member for member in cluster.article_ids if covered[member] >= least]
    has_dates = all(articles[member].published for member in contenders)
    ranks: dict[str, _Rank] = {
        member: (
            not _is_own(articles[member]),
            not _is_wire(articles[member]),
            (articles[member].published or "")[:10] if has_dates else "",
            -token_counts[member],
            member,
        )
        for member in contenders
    }
    lead = min(ranks, key=ranks.__getitem__)
    reason = f"has {covered[lead] / others:.0%} of what the others have"
    rivals = [rank for member, rank in ranks.items() if member != lead]
    return lead, f"{reason}, {_say_edge(ranks[lead], min(rivals))}" if rivals else reason


def _is_own(article: Article) -> bool:
    return article.outlet in {credit.agency for credit in article.credits}


def _is_wire(article: Article) -> bool:
    return any(credit.kind in ("dateline", "byline") for credit in article.credits)


def _say_edge(rank: _Rank, second: _Rank) -> str:
    """What sets the lead apart from the next best."""
    edges = (
        "is the agency's own",
        "credits the agency at its head",
        "is dated the earliest",
        "is the longest",
    )
    for edge, mine, other in zip(edges, rank, second, strict=False):
        if mine != other:
            return edge
    return "comes first by id"
