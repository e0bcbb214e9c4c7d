"""Verdicts on the articles that were collapsed because their words are the same.

Only one article of a group of equal texts, its leader, is compared with the others; what was found for it
holds for all of them. Where that would make more pairs than anybody reads (10,000 equal pages are 50 million
pairs), the leader alone stands for its group and the pairs left out are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

from dedup.records import Evidence, Link, Overlap

MOST_PAIRS = 2_500
"""Pairs listed between, or within, groups of equal texts before the leaders stand for them."""


def link_identical(ids: Sequence[str]) -> tuple[list[Link], int]:
    """Link the articles of one group of equal texts: all pairs, or each to the leader where they are many.

    Args:
        ids: ascending; the first is the leader.
    Returns: the links, and how many pairs of the group are not listed.
    """
    pairs = len(ids) * (len(ids) - 1) // 2
    if pairs <= MOST_PAIRS:
        return [_link_equal(left_id, right_id) for left_id, right_id in combinations(ids, 2)], 0
    return [_link_equal(ids[0], other) for other in ids[1:]], pairs - len(ids) + 1


def spread_link(
    link: Link,
    *,
    members: Mapping[str, Sequence[str]],
    is_allowed: Callable[[str, str], bool],
) -> tuple[list[Link], int]:
    """Repeat the verdict on two leaders for the articles equal to them.

    Args:
        members: the group of equal texts of each leader that has any, itself included.
        is_allowed: whether two articles may be linked at all (publication dates).
    Returns: the links, and how many pairs are not listed.
    """
    lefts = members.get(link.left_id, (link.left_id,))
    rights = members.get(link.right_id, (link.right_id,))
    if len(lefts) == len(rights) == 1:
        return ([link] if is_allowed(link.left_id, link.right_id) else []), 0
    if len(lefts) * len(rights) > MOST_PAIRS:
        return [link], len(lefts) * len(rights) - 1
    return [
        rename_link(link, left, right) for left, right in product(lefts, rights) if is_allowed(left, right)
    ], 0


def _link_equal(left_id: str, right_id: str) -> Link:
    return Link(
        left_id=left_id,
        right_id=right_id,
        relation="identical",
        overlap=Overlap(
            left_id=left_id, right_id=right_id, jaccard=1.0, left_containment=1.0, right_containment=1.0
        ),
        left_coverage=1.0,
        right_coverage=1.0,
        evidence=(Evidence(name="same words in the same order", value="yes", needed="identical: yes"),),
    )


def rename_link(link: Link, left_id: str, right_id: str) -> Link:
    """The link under other ids; the sides are swapped where the order of the two asks for it."""
    overlap = link.overlap
    if left_id < right_id:
        return replace(
            link,
            left_id=left_id,
            right_id=right_id,
            overlap=replace(overlap, left_id=left_id, right_id=right_id),
        )
    return replace(
        link,
        left_id=right_id,
        right_id=left_id,
        overlap=Overlap(
            left_id=right_id,
            right_id=left_id,
            jaccard=overlap.jaccard,
            left_containment=overlap.right_containment,
            right_containment=overlap.left_containment,
        ),
        left_coverage=link.right_coverage,
        right_coverage=link.left_coverage,
    )
