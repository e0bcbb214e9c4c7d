"""Explanations of a run agree with the run, and say what the other articles had to do with it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from boilerplate.records import Article, Stripped
from dedup.engine.judge import judge_proposed
from dedup.engine.local import propose_pairs
from dedup.engine.retrace import Run, retrace_pair
from dedup.engine.shelf import Shelf
from dedup.pipeline import explain_among, extract_pages, find_copies
from dedup.records import LINKED, Evidence, Explanation, Link
from dedup.settings import Settings

SYLLABLES = [start + end for start in "bdfgklmnprstvz" for end in ("ar", "er", "is", "ol", "um", "at")]
ABOUT = (
    "Harbour Lines is the oldest ferry company of the northern bays and is committed to safe crossings in "
    "every season. It runs forty ships on twelve routes and employs nine hundred people ashore and afloat."
)


def write(source: random.Random, sentences: int) -> str:
    return " ".join(
        " ".join("".join(source.choices(SYLLABLES, k=3)) for _ in range(source.randint(9, 14))).capitalize()
        + "."
        for _ in range(sentences)
    )


def number_articles(texts: Sequence[str]) -> list[Article]:
    return [Article(id=f"{number:02}", sha256="", text=text) for number, text in enumerate(texts)]


def make_run(articles: Sequence[Article], *, batches_from: int = 2_000, within: int | None = None) -> Run:
    settings = Settings(within_days=within)
    shelf = Shelf(articles, settings=settings)
    proposed = propose_pairs(shelf, settings=settings, batches_from=batches_from)
    return Run(shelf=shelf, proposed=proposed, judged=judge_proposed(proposed, shelf=shelf, workers=1))


def list_links(articles: Sequence[Article], *, within: int | None = None) -> dict[tuple[str, str], Link]:
    stripped = Stripped(articles=tuple(articles), rejections=())
    report = find_copies(stripped, settings=Settings(within_days=within), workers=1)
    return {(link.left_id, link.right_id): link for link in report.links}


def check(explanation: Explanation, link: Link | None, ids: tuple[str, str]) -> None:
    """Hold an explanation against what the run lists of the same pair."""
    found = explanation.link
    assert (found.left_id, found.right_id) == ids
    assert found.is_linked == (link is not None)
    assert any(evidence.is_decisive for evidence in found.evidence)
    if link is not None:
        assert replace(found, evidence=()) == replace(link, evidence=())


def find_row(explanation: Explanation, start: str) -> Evidence:
    return next(row for row in explanation.link.evidence if row.name.startswith(start))


def choose(pairs: Iterator[tuple[str, str]], links: dict[tuple[str, str], Link]) -> list[tuple[str, str]]:
    """Every linked pair and one in twelve of the others."""
    return [pair for number, pair in enumerate(pairs) if pair in links or not number % 12]


@pytest.mark.parametrize("batches_from", [1, 2_000])
def test_explanations_agree_with_the_run_over_the_samples(root: Path, batches_from: int) -> None:
    articles = extract_pages([str(root / "samples")], workers=1).articles
    links = list_links(articles)
    run = make_run(articles, batches_from=batches_from)
    for pair in choose(combinations(run.shelf.ids, 2), links):
        explanation = retrace_pair(run, *pair)
        found, listed = explanation.link, links.get(pair)
        assert (found.left_id, found.right_id) == pair
        assert found.is_linked == (listed is not None)
        if listed is not None:
            assert found.relation == listed.relation
            if batches_from > 1:
                check(explanation, listed, pair)


def test_a_pair_that_others_speak_for(root: Path) -> None:
    lines = (root / "tests/quality/families/english.jsonl").read_text(encoding="utf-8").splitlines()[:42]
    pages = map(json.loads, lines)
    articles = [Article(id=page["id"], sha256="", text=page["text"]) for page in pages]
    links = list_links(articles)
    run = make_run(articles)
    changed = 0
    for pair in combinations(run.shelf.ids, 2):
        if pair in links and links[pair].evidence[0].name.startswith("support"):
            explanation = retrace_pair(run, *pair)
            check(explanation, links[pair], pair)
            assert explanation.surroundings is not None
            assert len(explanation.surroundings.supporters) >= 2
            assert [row.name for row in explanation.link.evidence if row.is_decisive] == [
                links[pair].evidence[0].name
            ]
            changed += explanation.surroundings.alone not in LINKED
    assert changed


def test_a_passage_that_many_stories_have() -> None:
    source = random.Random(1)
    articles = number_articles([f"{write(source, 6)}\n{ABOUT}\n{write(source, 6)}" for _ in range(4)])
    assert not list_links(articles)
    explanation = retrace_pair(make_run(articles), "00", "02")
    check(explanation, None, ("00", "02"))
    assert explanation.surroundings is not None
    assert explanation.surroundings.alone in LINKED
    (passage,) = explanation.shared
    assert (passage.stories, passage.is_common) == (4, True)
    assert find_row(explanation, "passages in common that carry weight").value == "0 of 1"
    two = retrace_pair(make_run(articles[:2]), "00", "01")
    assert two.link.is_linked
    assert [(passage.stories, passage.is_common) for passage in two.shared] == [(2, False)]


def test_a_pair_that_nothing_proposes() -> None:
    source = random.Random(2)
    articles = number_articles([write(source, 9) for _ in range(3)])
    explanation = retrace_pair(make_run(articles), "00", "01")
    assert explanation.surroundings is not None
    assert explanation.surroundings.proposed_by == ()
    assert find_row(explanation, "compared in the run").is_decisive
    assert find_row(explanation, "bands").value == 0
    assert find_row(explanation, "rare anchors").met == "no"


def test_equal_texts_stand_behind_one_leader() -> None:
    source = random.Random(3)
    story, other = write(source, 9), write(source, 9)
    articles = number_articles([other, story, f"{story} {write(source, 3)}", story.upper(), story])
    links = list_links(articles)
    run = make_run(articles)
    for pair in combinations(run.shelf.ids, 2):
        check(retrace_pair(run, *pair), links.get(pair), pair)
    explanation = retrace_pair(run, "01", "03")
    assert explanation.surroundings is not None
    assert explanation.surroundings.proposed_by == ("exact",)
    assert [passage.text for passage in explanation.shared] == [story.removesuffix(".")]


def test_pairs_too_far_apart_in_time() -> None:
    source = random.Random(4)
    story = write(source, 9)
    days = ("2025-03-01", "2025-03-02", "2025-05-01")
    articles = [
        replace(article, published=day)
        for article, day in zip(
            number_articles([story, f"{story} {write(source, 2)}", story]), days, strict=True
        )
    ]
    links = list_links(articles, within=7)
    assert set(links) == {("00", "01")}
    run = make_run(articles, within=7)
    for pair in combinations(run.shelf.ids, 2):
        check(retrace_pair(run, *pair), links.get(pair), pair)
    explanation = retrace_pair(run, "00", "02")
    assert explanation.link.confidence == 0
    assert [row.name for row in explanation.link.evidence if row.is_decisive] == ["published close together"]


def test_the_sides_stand_as_they_were_asked_for() -> None:
    source = random.Random(5)
    story = write(source, 9)
    articles = number_articles([story, f"{story.replace('Ba', 'BA')} {write(source, 4)}"])
    stripped = Stripped(articles=tuple(articles), rejections=())
    forward, backward = (
        explain_among(ids, stripped, settings=Settings(), workers=1) for ids in (("00", "01"), ("01", "00"))
    )
    assert (backward.link.left_id, backward.link.right_id) == ("01", "00")
    assert backward.link.left_coverage == forward.link.right_coverage
    assert backward.link.overlap.left_containment == forward.link.overlap.right_containment
    assert backward.link.evidence == forward.link.evidence
    text = articles[1].text
    assert all(passage.text == text[slice(*passage.left)] for passage in backward.shared)


def test_pairs_settled_by_figures_have_all_their_evidence() -> None:
    source = random.Random(6)
    stories = [write(source, 12) for _ in range(6)]
    articles = number_articles([*stories, *(f"{story} {write(source, 1)}" for story in stories)])
    run = make_run(articles, batches_from=1)
    assert run.proposed.links
    for link in run.proposed.links:
        explanation = retrace_pair(run, link.left_id, link.right_id)
        assert replace(explanation.link, evidence=()) == replace(link, evidence=())
        assert find_row(explanation, "coverage of the shorter article").met == "yes"
        assert len(explanation.link.evidence) > 15
