"""The evidence says of every measure whether it is enough, and which of them decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dedup.records import Evidence, Overlap, PairMeasures, Relation
from dedup.relate.relation import judge_pair
from dedup.settings import Settings

OVERLAP = Overlap(left_id="a", right_id="b", jaccard=0.0, left_containment=0.0, right_containment=0.0)
NOTHING = PairMeasures(
    is_same_text=False,
    overlap=OVERLAP,
    left_coverage=0.0,
    right_coverage=0.0,
    shorter_coverage=0.0,
    close_coverage=0.0,
    shorter_containment=0.0,
    narrative_containment=0.0,
    quoted_tokens=0,
    longest_run=0,
    name_share=0.0,
    order_share=0.0,
    fact_share=0.0,
    conflict_share=0.0,
    telling_numbers=0,
    shorter_quotes=0.0,
    longer_quotes=0.0,
    names=(),
    quotes=(),
    agencies=(),
)
COPY = {"shorter_coverage": 0.9, "close_coverage": 0.9, "narrative_containment": 0.9, "fact_share": 0.9}


def judge(**measured: object) -> tuple[Relation, dict[str, Evidence]]:
    link = judge_pair("a", "b", measures=replace(NOTHING, **measured), settings=Settings())  # type: ignore[arg-type]
    return link.relation, {evidence.name: evidence for evidence in link.evidence}


@pytest.mark.parametrize(
    ("measured", "relation", "decisive"),
    [
        ({"is_same_text": True}, "identical", {"the two texts"}),
        (
            COPY,
            "near_duplicate",
            {
                "coverage of the shorter article",
                "coverage by close sentences, quotations left out",
                "shingles outside quotations that the other has",
                "names and numbers on which aligned sentences agree",
            },
        ),
        ({"quoted_tokens": 20}, "quotes", {"longest sentence in common, in tokens"}),
        ({"longest_run": 20}, "quotes", {"longest run of words in common, in tokens"}),
        ({"name_share": 0.3}, "topical", {"names and numbers that the other has"}),
        ({}, "unrelated", {"names and numbers that the other has"}),
        (
            COPY | {"conflict_share": 0.9, "narrative_containment": 0.3},
            "unrelated",
            {"names and numbers that the other has", "aligned sentences whose numbers differ"},
        ),
    ],
)
def test_what_decided_is_marked(measured: dict[str, object], relation: str, decisive: set[str]) -> None:
    found, evidence = judge(**measured)
    assert found == relation
    assert {name for name, reason in evidence.items() if reason.is_decisive} == decisive


@pytest.mark.parametrize(("share", "met"), [(0.1, "no"), (0.3, "in part"), (0.5, "yes")])
def test_of_two_thresholds_the_lower_is_met_in_part(share: float, met: str) -> None:
    assert judge(name_share=share)[1]["names and numbers that the other has"].met == met


def test_what_needs_nothing_is_neither_met_nor_unmet() -> None:
    evidence = judge(names=("velport",))[1]["names and numbers in common"]
    assert (evidence.value, evidence.met, evidence.is_decisive) == ("velport", None, False)
