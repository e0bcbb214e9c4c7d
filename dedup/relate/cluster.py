"""Verified links → clusters of near-duplicates and families of all copying.

Only links that were verified join anything: a tool that clusters first and verifies later keeps pairs
together that nothing holds. Families are the connected parts of all links. Clusters are the connected parts
of near-duplicate links, guarded against chains: where a link would fuse two groups whose members are mostly
not related to each other, the article in between (a round-up, a template) stays with one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dedup.records import Cluster, Family, Link, Relation

SAME_STORY: frozenset[Relation] = frozenset({"identical", "near_duplicate"})
"""The relations that join two articles into one cluster."""
_CHECKED_PAIRS = 400


def find_clusters(links: Sequence[Link]) -> tuple[Cluster, ...]:
    """Groups of two or more near-duplicates, strongest links first; order of the links is irrelevant.

    Two groups become one only if at least half of the pairs between them are linked in any way.
    """
    linked = {(link.left_id, link.right_id) for link in links if link.is_linked}
    groups: dict[str, list[str]] = {}
    strongest_first = sorted(
        (link for link in links if link.relation in SAME_STORY),
        key=lambda link: (-_strength(link), link.left_id, link.right_id),
    )
    for link in strongest_first:
        left = groups.setdefault(link.left_id, [link.left_id])
        right = groups.setdefault(link.right_id, [link.right_id])
        if left is right or not _belong_together(left, right, linked):
            continue
        left.extend(right)
        for article_id in right:
            groups[article_id] = left
    return tuple(Cluster(id=ids[0], article_ids=ids) for ids in _sorted_groups(groups))


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
    return tuple(Family(id=ids[0], article_ids=ids) for ids in _sorted_groups(groups))


def _strength(link: Link) -> float:
    return max(link.left_coverage, link.right_coverage) + link.overlap.jaccard


def _belong_together(left: Sequence[str], right: Sequence[str], linked: set[tuple[str, str]]) -> bool:
    """Whether at least half of the pairs between two groups, one of which is linked, are; big groups are
    sampled evenly."""
    if len(left) * len(right) <= 2:
        return True
    pairs = [(a, b) for a in _spread(left) for b in _spread(right)]
    found = sum(((a, b) if a < b else (b, a)) in linked for a, b in pairs)
    return 2 * found >= len(pairs)


def _spread(ids: Sequence[str]) -> Sequence[str]:
    limit = int(_CHECKED_PAIRS**0.5)
    return ids if len(ids) <= limit else sorted(ids)[:: -(-len(ids) // limit)]


def _sorted_groups(groups: Mapping[str, list[str]]) -> list[tuple[str, ...]]:
    distinct = {id(group): group for group in groups.values()}
    return sorted(tuple(sorted(group)) for group in distinct.values() if len(group) > 1)
