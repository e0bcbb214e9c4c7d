from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from boilerplate.records import Article, Credit
from dedup.compare.align import align_sentences
from dedup.records import Cluster, Link, Overlap, PreparedArticle
from dedup.relate.forms import label_forms
from dedup.relate.lead import choose_lead

SENTENCES = (
    "The harbour board of Calder Bay voted on Tuesday to close the eastern ferry berth for eleven weeks.",
    "Engineers found cracks in four of the nine steel piles that carry the ramp, a statement said.",
    "Some 4,318 passengers a day use the berth in July, according to figures of the operator, Norrin Line.",
    "Norrin said it would send the boats to the western quay and pay for buses between the two.",
    "Shopkeepers on the eastern side fear for their trade and have written to the county council.",
    "The repairs are to cost 2.6 million crowns, a third more than the board had set aside for them.",
    "A diver looked at the other five piles on Monday and called them sound, Vorhoff told reporters.",
    "The berth was built in 1974 and last overhauled eighteen years ago, records of the port show.",
)
NEW = (
    "Cider makers have begun to buy pears from abroad since a night of frost ruined the valley's crop.",
    "The cooperative at Brackley counts on 12,700 tonnes, less than half of what it took last year.",
)
Prepare = Callable[[str, str], PreparedArticle]


def labels(prepare: Prepare, member: tuple[str, ...], titles: tuple[str, str] = ("", "")) -> set[str]:
    sides = [prepare("lead", "\n".join(SENTENCES)), prepare("member", "\n".join(member))]
    lead, other = (
        replace(side, article=replace(side.article, title=title or None))
        for side, title in zip(sides, titles, strict=True)
    )
    return set(label_forms(lead, other, segments=align_sentences(lead.sentences, other.sentences)))


def test_the_same_text_is_verbatim(prepare: Prepare) -> None:
    assert labels(prepare, SENTENCES) == {"verbatim"}
    assert labels(prepare, SENTENCES, ("Berth shut", "BERTH SHUT")) == {"verbatim"}
    assert labels(prepare, SENTENCES, ("Berth shut", "Ferry woe")) == {"verbatim", "headline_rewritten"}


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        (SENTENCES[:5], {"cut_from_bottom"}),
        (SENTENCES[:1] + SENTENCES[2:4] + SENTENCES[5:7], {"condensed", "cut_from_bottom"}),
        (SENTENCES + NEW, {"extended"}),
        (SENTENCES[:3] + SENTENCES[5:8] + SENTENCES[3:5], {"reordered"}),
        (SENTENCES[3:6], {"excerpt"}),
        (SENTENCES[5:], {"excerpt"}),
    ],
)
def test_what_an_outlet_did(prepare: Prepare, member: tuple[str, ...], expected: set[str]) -> None:
    assert labels(prepare, member) == expected


def test_a_passage_among_other_text_is_no_excerpt(prepare: Prepare) -> None:
    assert "excerpt" not in labels(prepare, SENTENCES[3:6] + NEW)
    assert "excerpt" not in labels(prepare, SENTENCES[2:4] + SENTENCES[6:7])


def test_a_merged_member_says_so(prepare: Prepare) -> None:
    lead, other = prepare("lead", "\n".join(SENTENCES)), prepare("member", "\n".join(SENTENCES[:6] + NEW))
    segments = align_sentences(lead.sentences, other.sentences)
    alone = label_forms(lead, other, segments=segments)
    assert set(label_forms(lead, other, segments=segments, is_merged=True)) == {*alone, "merged"}


def test_a_new_lede(prepare: Prepare) -> None:
    lede = ("Holidaymakers bound for the islands face a longer walk this summer.", *SENTENCES[2:])
    assert "lede_rewritten" in labels(prepare, lede)


def link(left: str, right: str, left_coverage: float, right_coverage: float) -> Link:
    overlap = Overlap(left_id=left, right_id=right, jaccard=0.5, left_containment=0.5, right_containment=0.5)
    return Link(
        left_id=left,
        right_id=right,
        relation="near_duplicate",
        overlap=overlap,
        left_coverage=left_coverage,
        right_coverage=right_coverage,
        evidence=(),
    )


def test_the_lead_covers_the_others() -> None:
    cluster = Cluster(id="a", article_ids=("a", "b", "c"))
    articles = {name: Article(id=name, sha256="", text="") for name in "abc"}
    links = [link("a", "b", 1.0, 0.5), link("a", "c", 0.5, 0.5), link("b", "c", 0.5, 1.0)]
    lead, reason = choose_lead(
        cluster, articles=articles, token_counts={"a": 9, "b": 20, "c": 9}, links=links
    )
    assert lead == "b"
    assert "100%" in reason


def test_among_equals_the_credited_then_the_earliest_leads() -> None:
    cluster = Cluster(id="a", article_ids=("a", "b", "c"))
    articles = {
        name: Article(id=name, sha256="", text="", published=date)
        for name, date in (("a", "2026-03-04"), ("b", "2026-03-03"), ("c", "2026-03-05"))
    }
    counts = dict.fromkeys("abc", 9)
    links = [link(left, right, 1.0, 1.0) for left, right in ("ab", "ac", "bc")]
    assert choose_lead(cluster, articles=articles, token_counts=counts, links=links)[0] == "b"
    credit = Credit(agency="Calder News Agency", kind="dateline", text="(CNA)", span=(0, 0))
    articles["c"] = replace(articles["c"], credits=(credit,))
    lead, reason = choose_lead(cluster, articles=articles, token_counts=counts, links=links)
    assert lead == "c"
    assert "credits the agency" in reason


def test_a_date_does_not_lead_over_no_date() -> None:
    cluster = Cluster(id="a", article_ids=("a", "b"))
    articles = {
        "a": Article(id="a", sha256="", text=""),
        "b": Article(id="b", sha256="", text="", published="2026-03-03"),
    }
    lead, reason = choose_lead(
        cluster, articles=articles, token_counts={"a": 12, "b": 9}, links=[link("a", "b", 1.0, 1.0)]
    )
    assert lead == "a"
    assert "dated" not in reason
