from __future__ import annotations

from dedup.evaluate.pairs import GoldPair, score_pairs
from dedup.evaluate.verdicts import (
    collect_verdicts,
    count_by_degree,
    keep_across_outlets,
    rate_confidence,
    rate_degrees,
)
from dedup.records import Link, Overlap, Relation


def link(left: str, right: str, relation: Relation, *, similarity: float, confidence: float = 0.9) -> Link:
    overlap = Overlap(left_id=left, right_id=right, jaccard=0.5, left_containment=0.5, right_containment=0.5)
    return Link(
        left_id=left,
        right_id=right,
        relation=relation,
        overlap=overlap,
        left_coverage=0.5,
        right_coverage=0.5,
        evidence=(),
        similarity=similarity,
        confidence=confidence,
    )


def gold(left: str, right: str, relation: Relation, degree: float | None = None) -> GoldPair:
    return GoldPair(
        left_id=left, right_id=right, relation=relation, accepted=frozenset(), is_scored=True, degree=degree
    )


LINKS = [link("a", "b", "near_duplicate", similarity=0.8)]
JUDGED = [
    link("a", "c", "derived", similarity=0.4),
    link("b", "c", "topical", similarity=0.1, confidence=0.6),
]


def test_what_a_run_passes_over_counts_as_unrelated() -> None:
    verdicts = collect_verdicts(LINKS, JUDGED)
    assert verdicts.passed_over == {("a", "c")}
    assert verdicts.relations == {
        ("a", "b"): "near_duplicate",
        ("a", "c"): "unrelated",
        ("b", "c"): "topical",
    }
    labels = [gold("a", "b", "near_duplicate"), gold("a", "c", "derived"), gold("b", "c", "topical")]
    assert score_pairs(verdicts.relations, labels).errors == (("a", "c"),)
    reliability = rate_confidence(verdicts, labels)
    assert (reliability.verdicts, [one.right for one in reliability.bins]) == (3, [1.0, 1.0])


def test_similarity_is_held_against_degrees() -> None:
    verdicts = collect_verdicts(LINKS, JUDGED)
    labels = [gold("a", "b", "near_duplicate", 3), gold("a", "c", "derived", 1), gold("b", "c", "topical", 0)]
    degrees = rate_degrees(verdicts, labels)
    assert degrees is not None
    assert (degrees.pairs, round(degrees.spearman, 6)) == (3, 1.0)
    assert rate_degrees(verdicts, [gold("a", "b", "near_duplicate")]) is None
    assert count_by_degree(verdicts, labels) == {
        0.0: {"topical": 1},
        1.0: {"unrelated": 1},
        3.0: {"near_duplicate": 1},
    }


def test_pairs_of_one_outlet_or_an_unknown_one_leave_the_figures() -> None:
    labels = [gold("a", "b", "derived"), gold("a", "c", "derived"), gold("a", "d", "derived")]
    labels.append(gold("a", "rejected", "derived"))
    kept = keep_across_outlets(labels, outlets={"a": "x", "b": "x", "c": "y", "d": None})
    assert [pair.is_scored for pair in kept] == [False, True, False, True]


def test_links_that_no_label_knows_of_count_only_if_labels_are_complete() -> None:
    found: dict[tuple[str, str], Relation] = {("a", "b"): "derived", ("x", "y"): "derived"}
    labels = [gold("a", "b", "derived"), gold("a", "c", "topical")]
    assert score_pairs(found, labels).false_links == (("x", "y"),)
    score = score_pairs(found, labels, is_complete=False)
    assert (score.false_links, score.copy.precision, score.link_accuracy) == ((), 1.0, 1.0)
    assert (score.apart, score.apart_linked) == (1, 0)
