from __future__ import annotations

from functools import partial

import pytest

from boilerplate.records import Article, Stripped
from dedup.evaluate import candidates
from dedup.evaluate.ablation import compare_variants, find_links
from dedup.evaluate.candidates import Proposals, propose, score_candidates, score_sources
from dedup.evaluate.pairs import GoldPair
from dedup.pipeline import find_copies, judge_pairs, measure_pairs
from dedup.records import CandidatePair, Relation
from dedup.settings import Settings

STORY = (
    "The harbour board of Calder Bay voted on Tuesday to close the eastern ferry berth for eleven weeks.",
    "Engineers found cracks in four of the nine steel piles that carry the ramp, a statement said.",
    "Some 4,318 passengers a day use the berth in July, according to figures of the operator, Norrin Line.",
    "Norrin said it would send the boats to the western quay and pay for buses between the two.",
    "Shopkeepers on the eastern side fear for their trade and have written to the county council.",
    "The repairs are to cost 2.6 million crowns, a third more than the board had set aside for them.",
)
OTHER = (
    "Cider makers have begun to buy pears from abroad since a night of frost ruined the valley's crop.",
    "The cooperative at Brackley counts on 12,700 tonnes, less than half of what it took last year.",
    "Prices have risen by a fifth since then, and growers ask the ministry for loans without interest.",
)
TEXTS = {
    "wire": STORY,
    "same": STORY,
    "cut": STORY[:4],
    "guest": (*OTHER, STORY[2]),
    "other": OTHER[:1],
    "alone": ("Rain fell on the moor for nine days and nobody in Upper Hallam minded much.",),
}
SETTINGS = Settings()


@pytest.fixture(scope="module")
def articles() -> tuple[Article, ...]:
    return tuple(
        Article(id=name, sha256="", text="\n".join(sentences)) for name, sentences in sorted(TEXTS.items())
    )


def gold(left: str, right: str, relation: Relation) -> GoldPair:
    return GoldPair(left_id=left, right_id=right, relation=relation, accepted=frozenset(), is_scored=True)


GOLD = [
    gold("same", "wire", "identical"),
    gold("cut", "wire", "near_duplicate"),
    gold("cut", "same", "near_duplicate"),
    gold("alone", "wire", "unrelated"),
    gold("guest", "other", "near_duplicate"),
    gold("cut", "guest", "derived"),
    gold("guest", "same", "derived"),
    gold("guest", "wire", "derived"),
]


def test_equal_texts_need_no_candidate() -> None:
    pair = CandidatePair(left_id="a", right_id="c", sources=("anchors",), shared_anchors=12)
    proposals = Proposals(leader_of={"a": "a", "b": "a", "c": "c", "d": "d"}, pairs=(pair,))
    score = score_candidates(proposals, [("a", "b"), ("b", "c"), ("b", "d"), ("d", "e")])
    assert (score.found, score.missed, score.recall) == (2, (("b", "d"), ("d", "e")), 0.5)
    assert (score.candidates, score.per_article) == (1, 0.25)
    by_source = {one.source: one.found for one in score_sources(proposals, [("b", "c")], settings=SETTINGS)}
    assert by_source == {
        "both": 1,
        "signatures alone": 0,
        "rare anchors alone": 1,
        "both, 8 rare anchors needed": 1,
        "both, 16 rare anchors needed": 0,
        "both, 32 rare anchors needed": 0,
    }


def test_large_runs_propose_alike(articles: tuple[Article, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    few = propose(articles, settings=SETTINGS)
    monkeypatch.setattr(candidates, "COMPILED_FROM", 2)
    many = propose(articles, settings=SETTINGS)
    assert few.leader_of == many.leader_of
    assert {(pair.left_id, pair.right_id) for pair in few.pairs} == {
        (pair.left_id, pair.right_id) for pair in many.pairs
    }


def test_the_whole_variant_is_a_whole_run(articles: tuple[Article, ...]) -> None:
    report = find_copies(Stripped(articles=articles, rejections=()), settings=SETTINGS)
    proposals = propose(articles, settings=SETTINGS)
    ids = [(pair.left_id, pair.right_id) for pair in proposals.pairs]
    measures = dict(zip(ids, measure_pairs(articles, ids, settings=SETTINGS), strict=True))
    links = find_links(proposals, measures, settings=SETTINGS)
    assert {(link.left_id, link.right_id, link.relation) for link in links} == {
        (link.left_id, link.right_id, link.relation) for link in report.links
    }


def test_the_variants(articles: tuple[Article, ...]) -> None:
    found = compare_variants(
        articles,
        GOLD,
        settings=SETTINGS,
        measure=partial(measure_pairs, articles, settings=SETTINGS),
        measure_unweighed=partial(measure_pairs, articles, settings=SETTINGS, is_weighed=False),
    )
    rows = {row.variant: row for row in found}
    assert list(rows) == [
        "whole",
        "without signatures",
        "without rare anchors",
        "without sentence coverage",
        "without document frequency",
    ]
    whole = rows["whole"]
    assert (whole.candidate_recall, whole.accuracy, whole.copy_f1, whole.clusters_rand) == (1, 1, 1, 1)
    for row in rows.values():
        assert row.candidates_per_article <= rows["without document frequency"].candidates_per_article
        assert row.accuracy <= 1


def test_named_pairs_are_judged_even_where_nothing_proposes_them(articles: tuple[Article, ...]) -> None:
    far, near = judge_pairs(articles, [("alone", "wire"), ("same", "wire")], settings=SETTINGS)
    assert (far.left_id, far.right_id, far.relation) == ("alone", "wire", "unrelated")
    assert near.relation == "identical"
