from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.evaluate.clusters import score_groups
from dedup.evaluate.pairs import GoldPair, score_pairs
from dedup.records import Relation


def gold(left: str, right: str, relation: Relation, *accepted: Relation, is_scored: bool = True) -> GoldPair:
    return GoldPair(
        left_id=left, right_id=right, relation=relation, accepted=frozenset(accepted), is_scored=is_scored
    )


def test_pairs() -> None:
    score = score_pairs(
        {("a", "b"): "near_duplicate", ("a", "c"): "derived", ("x", "y"): "quotes"},
        [
            gold("a", "b", "identical", "near_duplicate"),
            gold("a", "c", "topical", "unrelated"),
            gold("b", "c", "near_duplicate"),
            gold("b", "d", "topical"),
            gold("c", "d", "derived", is_scored=False),
        ],
    )
    assert score.pairs == 4
    assert score.accuracy == 0.5
    assert score.errors == (("a", "c"), ("b", "c"))
    assert score.false_links == (("x", "y"),)
    assert score.confusion["near_duplicate", "unrelated"] == 1
    assert (score.near_duplicate.precision, score.near_duplicate.recall) == (1.0, 0.5)
    assert math.isclose(score.copy.precision, 1 / 3)


def test_perfect_and_useless_groups() -> None:
    labels = {"a": 1, "b": 1, "c": 2, "d": 2}
    perfect = score_groups([("a", "b"), ("c", "d")], labels, article_ids="abcde")
    assert (perfect.adjusted_rand_index, perfect.exact, perfect.b_cubed.f1, perfect.pairs.f1) == (
        1.0,
        2,
        1.0,
        1.0,
    )
    alone = score_groups([], labels, article_ids="abcde")
    assert (alone.adjusted_rand_index, alone.exact, alone.pairs.recall) == (0.0, 0, 0.0)


def test_adjusted_rand_index_of_a_known_table() -> None:
    """Hubert and Arabie's formula worked by hand: cells 2, 1, 1, 2 give (2 − 2.4) / (6 − 2.4)."""
    labels = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 2}
    score = score_groups([("a", "b", "d"), ("c", "e", "f")], labels, article_ids="abcdef")
    assert math.isclose(score.adjusted_rand_index, (2 - 2.4) / (6 - 2.4))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_b_cubed_against_its_definition(labels: list[tuple[int, int]]) -> None:
    ids = [f"{number:02}" for number in range(len(labels))]
    groups: dict[int, list[str]] = {}
    for member, (found, _) in zip(ids, labels, strict=True):
        groups.setdefault(found, []).append(member)
    truth = {member: label for member, (_, label) in zip(ids, labels, strict=True)}
    score = score_groups([g for g in groups.values() if len(g) > 1], truth, article_ids=ids)
    precision = sum(
        sum(truth[other] == truth[member] for other in group) / len(group)
        for group in groups.values()
        for member in group
    ) / len(ids)
    assert score.b_cubed.precision == pytest.approx(precision)
