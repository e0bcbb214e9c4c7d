from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from dedup.records import Link, Overlap, Relation
from dedup.relate.cluster import find_clusters, find_families


def link(left: str, right: str, relation: Relation, coverage: float = 0.9) -> Link:
    left, right = sorted((left, right))
    overlap = Overlap(
        left_id=left,
        right_id=right,
        jaccard=coverage / 2,
        left_containment=coverage,
        right_containment=coverage,
    )
    return Link(
        left_id=left,
        right_id=right,
        relation=relation,
        overlap=overlap,
        left_coverage=coverage,
        right_coverage=coverage,
        evidence=(),
    )


def test_only_near_duplicates_make_a_cluster_and_any_link_a_family() -> None:
    links = [link("a", "b", "near_duplicate"), link("b", "c", "derived"), link("d", "e", "topical")]
    assert [cluster.article_ids for cluster in find_clusters(links)] == [("a", "b")]
    assert [family.article_ids for family in find_families(links)] == [("a", "b", "c")]


def test_a_round_up_does_not_fuse_two_stories() -> None:
    first = [link(a, b, "identical", 1.0) for a, b in ("ab", "ac", "bc")]
    second = [link(a, b, "identical", 1.0) for a, b in ("xy", "xz", "yz")]
    bridge = [link("a", "m", "near_duplicate", 0.7), link("m", "x", "near_duplicate", 0.65)]
    clusters = find_clusters([*first, *second, *bridge])
    assert all(len({*"abc"} & {*cluster.article_ids}) in (0, 3) for cluster in clusters)
    assert not any({"a", "x"} <= {*cluster.article_ids} for cluster in clusters)


def test_a_cut_copy_joins_the_cluster_though_two_cuts_are_only_derived() -> None:
    links = [link("a", "b", "near_duplicate"), link("a", "c", "near_duplicate"), link("b", "c", "derived")]
    assert [cluster.article_ids for cluster in find_clusters(links)] == [("a", "b", "c")]


def test_where_not_every_pair_was_compared_the_caller_tells() -> None:
    star = [link("000", f"{number:03}", "near_duplicate") for number in range(1, 90)]
    asked: list[tuple[str, str]] = []

    def tell(left: str, right: str) -> bool:
        asked.append((left, right))
        return "089" not in (left, right)

    (cluster,) = find_clusters(star, is_related=tell)
    assert cluster.article_ids == tuple(f"{number:03}" for number in range(89))
    assert all(left < right for left, right in asked)
    assert len(asked) < 90 * 20
    assert max(len(found.article_ids) for found in find_clusters(star)) == 3


pairs = st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")).filter(
    lambda pair: pair[0] < pair[1]
)
relations = st.sampled_from(("identical", "near_duplicate", "derived", "quotes", "topical", "unrelated"))


@given(st.dictionaries(pairs, st.tuples(relations, st.floats(0, 1))), st.randoms(use_true_random=False))
def test_groups_partition_and_do_not_depend_on_order(
    found: dict[tuple[str, str], tuple[Relation, float]], shuffler: random.Random
) -> None:
    links = [link(a, b, relation, coverage) for (a, b), (relation, coverage) in found.items()]
    clusters, families = find_clusters(links), find_families(links)
    shuffler.shuffle(links)
    assert (clusters, families) == (find_clusters(links), find_families(links))
    for groups in (clusters, families):
        members = [article_id for group in groups for article_id in group.article_ids]
        assert len(members) == len(set(members))
        assert all(group.id == min(group.article_ids) and len(group.article_ids) > 1 for group in groups)
    for cluster in clusters:
        assert sum({*cluster.article_ids} <= {*family.article_ids} for family in families) == 1
