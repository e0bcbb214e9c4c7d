"""The evidence says of every measure whether it is enough, and which of them decided."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.records import Evidence, Overlap, PairMeasures, Relation
from dedup.relate.relation import judge_pair
from dedup.relate.rewording import rate_wording
from dedup.settings import Settings

OVERLAP = Overlap(left_id="a", right_id="b", jaccard=0.0, left_containment=0.0, right_containment=0.0)
NOTHING = PairMeasures(
    is_same_text=False,
    overlap=OVERLAP,
    left_coverage=0.0,
    right_coverage=0.0,
    shorter_coverage=0.0,
    alike_coverage=0.0,
    close_coverage=0.0,
    shorter_containment=0.0,
    narrative_containment=0.0,
    passage_share=0.0,
    quoted_tokens=0,
    longest_run=0,
    name_share=0.0,
    rare_share=0.0,
    order_share=0.0,
    fact_share=0.0,
    conflict_share=0.0,
    common_values=0,
    quote_share=0.0,
    edge="",
    names=(),
    quotes=(),
    agencies=(),
)
COPY = {"shorter_coverage": 0.9, "alike_coverage": 0.9, "rare_share": 0.9, "quoted_tokens": 30}
EXCERPT = {
    "shorter_coverage": 0.2,
    "close_coverage": 0.2,
    "narrative_containment": 0.2,
    "fact_share": 0.9,
    "longest_run": 30,
}
RETELLING = {"quote_share": 0.9, "common_values": 9, "order_share": 0.6}
WORDING = {
    "coverage of the shorter article",
    "probability of a copy by its wording",
    "share of the shorter article in alike sentences",
    "names and numbers told once that the other has",
    "longest sentence in common, in tokens",
    "alike sentences whose numbers contradict each other",
}


def judge(**measured: object) -> tuple[Relation, dict[str, Evidence]]:
    link = judge_pair("a", "b", measures=replace(NOTHING, **measured), settings=Settings())  # type: ignore[arg-type]
    return link.relation, {evidence.name: evidence for evidence in link.evidence}


@pytest.mark.parametrize(
    ("measured", "relation", "decisive"),
    [
        ({"is_same_text": True}, "identical", {"the two texts"}),
        (COPY, "near_duplicate", WORDING),
        (COPY | {"shorter_coverage": 0.4}, "derived", WORDING),
        (
            EXCERPT,
            "derived",
            {
                "coverage of the shorter article",
                "coverage by close sentences, quotations left out",
                "shingles outside quotations that the other has",
                "names and numbers on which aligned sentences agree",
                "longest run of words in common, in tokens",
            },
        ),
        (
            RETELLING,
            "derived",
            {
                "probability of a retelling",
                "quoted words in common, one by one",
                "unround numbers in common",
                "names and numbers in the same order",
                "names and numbers told once that the other has",
            },
        ),
        ({"quoted_tokens": 20, "longest_run": 9}, "quotes", {"longest sentence in common, in tokens"}),
        ({"longest_run": 20}, "quotes", {"longest run of words in common, in tokens"}),
        ({"name_share": 0.3}, "topical", {"names and numbers that the other has"}),
        ({}, "unrelated", {"names and numbers that the other has"}),
        (
            COPY | {"conflict_share": 0.5},
            "unrelated",
            {"names and numbers that the other has", "alike sentences whose numbers contradict each other"},
        ),
        (
            EXCERPT | {"edge": "close"},
            "unrelated",
            {"names and numbers that the other has", "all they share is one block at the edge of both"},
        ),
        (
            EXCERPT | {"edge": "opening", "name_share": 0.2},
            "topical",
            {"names and numbers that the other has", "all they share is one block at the edge of both"},
        ),
    ],
)
def test_what_decided_is_marked(measured: dict[str, object], relation: str, decisive: set[str]) -> None:
    found, evidence = judge(**measured)
    assert found == relation
    assert {name for name, reason in evidence.items() if reason.is_decisive} == decisive


@pytest.mark.parametrize(("share", "met"), [(0.1, "no"), (0.3, "in part"), (0.7, "yes")])
def test_of_two_thresholds_the_lower_is_met_in_part(share: float, met: str) -> None:
    assert judge(shorter_coverage=share)[1]["coverage of the shorter article"].met == met


def test_what_has_no_threshold_is_neither_met_nor_unmet() -> None:
    evidence = judge(names=("velport",), order_share=0.4)[1]
    assert evidence["names and numbers in common"].value == "velport"
    for name in ("names and numbers in common", "names and numbers in the same order"):
        assert (evidence[name].met, evidence[name].is_decisive) == (None, False)


@pytest.mark.parametrize(
    ("rare_share", "quote_share", "relation"),
    [(0.7, 0.9, "near_duplicate"), (0.5, 0.9, "derived"), (0.7, 0.3, "derived")],
)
def test_retelling_of_the_whole_keeps_asides_and_quotations(
    rare_share: float, quote_share: float, relation: str
) -> None:
    told = {"common_values": 10, "order_share": 0.9, "rare_share": rare_share, "quote_share": quote_share}
    assert judge(**told, names=("velport", "417"))[0] == relation
    assert judge(**told, names=("417",))[0] == "derived"


def test_most_of_an_article_is_a_copy_even_at_the_edge() -> None:
    assert judge(**COPY, edge="close")[0] == "near_duplicate"


def test_a_retelling_needs_less_where_both_credit_one_agency() -> None:
    near = {"quote_share": 0.3, "common_values": 6, "order_share": 0.4, "shorter_coverage": 0.3}
    assert judge(**near)[0] == "unrelated"
    assert judge(**near, agencies=("Lodestar Press",))[0] == "derived"


def test_a_retelling_is_the_surer_the_further_it_lies_above_its_own_threshold() -> None:
    told = replace(NOTHING, quote_share=0.5, common_values=6, order_share=0.4, shorter_coverage=0.3)
    without, by_credit = (
        judge_pair("a", "b", measures=replace(told, agencies=agencies), settings=Settings())
        for agencies in ((), ("Lodestar Press",))
    )
    assert by_credit.relation == without.relation == "derived"
    assert by_credit.confidence > without.confidence


def test_a_sentence_of_the_same_words_in_another_order_is_no_quotation() -> None:
    assert judge(quoted_tokens=9, longest_run=5)[0] == "unrelated"


def test_an_opening_in_common_is_no_standing_one_where_the_names_agree() -> None:
    assert judge(**EXCERPT, edge="opening", name_share=0.6)[0] == "derived"


def test_a_quotation_that_everybody_has_makes_no_retelling() -> None:
    assert judge(**RETELLING | {"common_values": 1, "quote_share": 1.0, "order_share": 1.0})[0] == "unrelated"


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 60), st.floats(0, 1))
def test_more_in_common_never_lessens_the_probability(
    alike: float, rare: float, quoted: int, conflict: float
) -> None:
    measured = replace(NOTHING, alike_coverage=alike, rare_share=rare, quoted_tokens=quoted)
    assert rate_wording(measured) >= rate_wording(NOTHING)
    assert rate_wording(replace(measured, conflict_share=conflict)) <= rate_wording(measured)
    link = judge_pair("a", "b", measures=measured, settings=Settings())
    assert 0 <= link.similarity <= 1
    assert 0 <= link.confidence <= 1


def test_a_telling_without_figures_speaks_for_nobody() -> None:
    told = {"quote_share": 0.9, "order_share": 1.0}
    with_figures, without = (
        judge_pair(
            "a",
            "b",
            measures=replace(NOTHING, **told, common_values=values),  # type: ignore[arg-type]
            settings=Settings(),
        )
        for values in (3, 1)
    )
    assert with_figures.alone > 0.7
    assert without.alone < 0.3
