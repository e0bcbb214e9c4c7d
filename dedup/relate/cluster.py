"""Verified links → clusters of near-duplicates and families of all copying.

Only links that were verified join anything: a tool that clusters first and verifies later keeps pairs
together that nothing holds. Families are the connected parts of all links. Clusters are the connected parts
of near-duplicate links, guarded against chains: where a link would fuse two groups whose members are mostly
not related to each other, the article in between (a round-up, a template) stays with one of them. Of a crowd
not every pair is compared: there a pair without a link says nothing, and whoever calls is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b

from dedup.records import Cluster, Family, Link, Relation

SAME_STORY: frozenset[Relation] = frozenset({"identical", "near_duplicate"})
"""The relations that join two articles into one cluster."""
_SAMPLED = 20
"""Articles of a group that are asked about another."""


IsRelated = Callable[[str, str], bool]
"""Whether two articles, left id < right id, that no link joins are related all the same."""


def find_clusters(links: Sequence[Link], *, is_related: IsRelated | None = None) -> tuple[Cluster, ...]:
    """Groups of two or more near-duplicates, strongest links first; order of the links is irrelevant.

    Two groups become one only if at least half of the pairs between them are related.
    Args:
        is_related: asked of pairs without a link; None: all that are related are linked.
    """
    linked = {(link.left_id, link.right_id) for link in links if link.is_linked}

    def are_related(pair: tuple[str, str]) -> bool:
        return pair in linked or (is_related is not None and is_related(*pair))

    groups: dict[str, _Group] = {}
    strongest_first = sorted(
        (link for link in links if link.relation in SAME_STORY),
        key=lambda link: (-_strength(link), link.left_id, link.right_id),
    )
    for link in strongest_first:
        for article_id in (link.left_id, link.right_id):
            if article_id not in groups:
                groups[article_id] = _Group(article_id)
        left, right = groups[link.left_id], groups[link.right_id]
        if left is not right and _belong_together(left, right, are_related):
            small, large = sorted((left, right), key=lambda group: len(group.article_ids))
            large.take(small)
            for article_id in small.article_ids:
                groups[article_id] = large
    found = _sort_groups(group.article_ids for group in groups.values())
    return tuple(Cluster(id=ids[0], article_ids=ids) for ids in found)


def find_families(links: Iterable[Link]) -> tuple[Family, ...]:
    """Groups of two or more articles joined by any copying at all; order of the links is irrelevant."""
    groups: dict[str, list[str]] = {}
    for link in links:
        if not link.is_linked:
            continue
        left = groups.setdefault(link.left_id, [link.left_id])
        right = groups.setdefault(link.right_id, [link.right_id])
        if left is right:
            continue
        small, large = sorted((left, right), key=len)
        large.extend(small)
        for article_id in small:
            groups[article_id] = large
    return tuple(Family(id=ids[0], article_ids=ids) for ids in _sort_groups(groups.values()))


def _strength(link: Link) -> float:
    return max(link.left_coverage, link.right_coverage) + link.overlap.jaccard


class _Group:
    """Articles that belong together, and an even sample of them, which does not depend on their order."""

    def __init__(self, article_id: str) -> None:
        self.article_ids = [article_id]
        self.sample = [
            (blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), article_id)
        ]

    def take(self, other: _Group) -> None:
        """Add the articles of another group."""
        self.article_ids += other.article_ids
        self.sample = sorted([*self.sample, *other.sample])[:_SAMPLED]


def _belong_together(left: _Group, right: _Group, are_related: Callable[[tuple[str, str]], bool]) -> bool:
    """Whether at least half of the pairs between two groups that a link joins are related."""
    if len(left.sample) * len(right.sample) <= 2:
        return True
    pairs = [(a, b) if a < b else (b, a) for _, a in left.sample for _, b in right.sample]
    found = missing = 0
    for pair in pairs:
        if are_related(pair):
            found += 1
        else:
            missing += 1
        if 2 * found >= len(pairs) or 2 * missing > len(pairs):
            break
    return 2 * found >= len(pairs)


def _sort_groups(groups: Iterable[list[str]]) -> list[tuple[str, ...]]:
    """Each group of two or more once, all in the order of their first ids."""
    distinct = {id(group): group for group in groups}
    return sorted(tuple(sorted(group)) for group in distinct.values() if len(group) > 1)
