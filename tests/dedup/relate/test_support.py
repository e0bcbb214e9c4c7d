"""Pairs in doubt that other articles speak for."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.records import Evidence, Link, Overlap, Relation
from dedup.relate.support import (
    DOUBTFUL,
    find_pairs_through_others,
    log_odds,
    measure_support,
    rate_supported,
    support_links,
)
from dedup.settings import Settings

SETTINGS = Settings()
DOUBT = Evidence(name="names in common", value=0.4, needed="from .5", met="no", is_decisive=True)


def link(left: str, right: str, alone: float, relation: Relation = "topical", coverage: float = 0.5) -> Link:
    overlap = Overlap(left_id=left, right_id=right, jaccard=0.0, left_containment=0.0, right_containment=0.0)
    return Link(
        left_id=left,
        right_id=right,
        relation=relation,
        overlap=overlap,
        left_coverage=coverage,
        right_coverage=0.1,
        evidence=(DOUBT,),
        alone=alone,
    )


FAMILY = [
    link("a", "wire", 0.95, "near_duplicate"),
    link("b", "wire", 0.95, "near_duplicate"),
    link("a", "cut", 0.9, "near_duplicate"),
    link("b", "cut", 0.9, "near_duplicate"),
    link("cut", "wire", 1.0, "near_duplicate"),
]


def relation_of(links: list[Link], left: str, right: str) -> Relation:
    return next(one.relation for one in links if (one.left_id, one.right_id) == (left, right))


def test_two_rewordings_of_one_wire_are_linked_through_it() -> None:
    doubtful = link("a", "b", 0.4)
    found = support_links([*FAMILY, doubtful], settings=SETTINGS)
    assert relation_of(found, "a", "b") == "derived"
    mended = found[-1]
    assert mended.evidence[0].is_decisive
    assert mended.evidence[0].value == pytest.approx(0.9)
    assert not mended.evidence[1].is_decisive
    assert mended.confidence >= SETTINGS.supported_probability


def test_much_of_the_shorter_article_makes_a_near_duplicate() -> None:
    found = support_links([*FAMILY, link("a", "b", 0.4, coverage=0.7)], settings=SETTINGS)
    assert relation_of(found, "a", "b") == "near_duplicate"


def test_one_supporter_is_not_enough() -> None:
    alone = [one for one in FAMILY if "cut" not in (one.left_id, one.right_id)]
    found = support_links([*alone, link("a", "b", 0.4)], settings=SETTINGS)
    assert relation_of(found, "a", "b") == "topical"


def test_an_independent_report_is_not_drawn_in() -> None:
    reports = [
        link("own", "wire", 0.3),
        link("cut", "own", 0.2),
        link("a", "own", 0.25),
        link("b", "own", 0.2),
    ]
    found = support_links([*FAMILY, *reports], settings=SETTINGS)
    assert {one.relation for one in found if "own" in (one.left_id, one.right_id)} == {"topical"}


def test_settled_pairs_are_left_alone() -> None:
    settled = [*FAMILY, link("a", "b", DOUBTFUL / 2)]
    assert support_links(settled, settings=SETTINGS) == settled


def test_a_pair_that_two_others_go_with_is_proposed_for_comparison() -> None:
    assert find_pairs_through_others(FAMILY) == ([("a", "b")], 0)
    assert find_pairs_through_others([*FAMILY, link("a", "b", 0.1)]) == ([], 0)
    assert find_pairs_through_others(FAMILY[:2]) == ([], 0)
    assert find_pairs_through_others([replace(one, alone=0.3) for one in FAMILY]) == ([], 0)


def test_an_article_with_very_many_partners_proposes_nothing() -> None:
    many = [link(f"{number:03}", hub, 0.9) for number in range(5) for hub in ("x", "y")]
    assert len(find_pairs_through_others(many, most_partners=5)[0]) == 11
    assert find_pairs_through_others(many, most_partners=4)[0] == [("x", "y")]


def test_inside_of_a_crowd_of_near_duplicates_no_pair_is_proposed() -> None:
    chain = [
        replace(link(f"{number:03}", f"{number + step:03}", 0.99), relation="near_duplicate")
        for step in (1, 2)
        for number in range(10)
    ]
    proposed, passed_over = find_pairs_through_others(chain, most_partners=12)
    assert ("000", "003") in proposed
    assert passed_over == 0
    assert find_pairs_through_others(chain, most_partners=11) == ([], len(proposed))


def test_the_order_of_the_pairs_changes_nothing() -> None:
    links = [*FAMILY[:4], link("a", "b", 0.4)]
    wanted = sorted(support_links(links, settings=SETTINGS), key=lambda one: (one.left_id, one.right_id))
    for order in permutations(links):
        found = sorted(support_links(order, settings=SETTINGS), key=lambda one: (one.left_id, one.right_id))
        assert found == wanted


def test_support_does_not_spread_from_pair_to_pair() -> None:
    chain = [replace(one, alone=0.5, relation="topical") for one in FAMILY]
    found = support_links([*chain, link("a", "b", 0.5)], settings=SETTINGS)
    assert all(one.relation == "topical" for one in found)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_support_never_makes_a_copy_less_likely(alone: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= rate_supported(alone, low) <= rate_supported(alone, high) <= 1


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1)),
    st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1)),
)
def test_support_is_the_second_best_of_those_that_both_have(
    left: dict[str, float], right: dict[str, float]
) -> None:
    both = sorted((min(left[name], right[name]) for name in left.keys() & right.keys()), reverse=True)
    assert measure_support(left, right) == measure_support(right, left) == ([*both, 0.0, 0.0][1])


def test_certainty_has_finite_odds() -> None:
    assert -8 < log_odds(0.0) < log_odds(0.5) == 0 < log_odds(1.0) < 8
