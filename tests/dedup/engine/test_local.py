from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from boilerplate.records import Article, Stripped
from dedup.engine import crew, local
from dedup.engine.crew import Doubt, compare_pairs
from dedup.engine.local import Proposed, propose_pairs
from dedup.engine.shelf import Shelf
from dedup.pipeline import find_copies
from dedup.settings import Settings

FAMILIES = Path(__file__).resolve().parents[2] / "quality" / "families"
SETTINGS = Settings()


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    lines = (FAMILIES / "english.jsonl").read_text(encoding="utf-8").splitlines()
    return [Article(id=line["id"], sha256="", text=line["text"]) for line in map(json.loads, lines)]


def lay_out(articles: list[Article]) -> Shelf:
    return Shelf(articles, settings=SETTINGS)


def named(proposed: Proposed) -> set[tuple[str, str]]:
    return {(doubt.left_id, doubt.right_id) for doubt in proposed.in_doubt}


def test_batches_propose_what_single_articles_do(articles: list[Article]) -> None:
    few = propose_pairs(lay_out(articles), settings=SETTINGS)
    many = propose_pairs(lay_out(articles[::-1]), settings=SETTINGS, batches_from=1)
    assert many.members == few.members
    assert many.candidates == few.candidates == len(few.in_doubt)
    settled = {(link.left_id, link.right_id) for link in many.links}
    assert settled
    assert settled < named(few)
    assert named(many) < named(few)
    assert not settled & named(many)


def test_a_clear_pair_gets_its_verdict_at_once(articles: list[Article]) -> None:
    original = articles[0]
    copy = Article(id="copy", sha256="", text=original.text.rsplit(".", 2)[0] + ".")
    proposed = propose_pairs(lay_out([original, copy]), settings=SETTINGS, batches_from=1)
    (link,) = proposed.links
    assert not proposed.in_doubt
    assert link.relation == "near_duplicate"
    assert min(link.left_coverage, link.right_coverage) > 0.8


def test_pairs_are_judged_alike_in_one_process_and_in_many(
    articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = lay_out(articles)
    proposed = propose_pairs(shelf, settings=SETTINGS)
    pairs = proposed.in_doubt[:70]
    told: list[int] = []
    alone = [link for link in compare_pairs(pairs, shelf=shelf) if link is not None]
    monkeypatch.setattr(crew, "SHARED_FROM", 1)
    shared = [
        link
        for link in compare_pairs(
            pairs, shelf=shelf, workers=2, progress=lambda *heard: told.append(heard[1])
        )
        if link is not None
    ]
    assert len(alone) == len(shared) == len(pairs)
    for one, other in zip(alone, shared, strict=True):
        assert one.evidence
        assert crew._pack_link(one) == crew._pack_link(other)
        assert (one.left_id, one.right_id) == (other.left_id, other.right_id)
    assert told == sorted(told)
    assert told[-1] == len(pairs)


def test_pairs_of_one_story_come_together() -> None:
    pairs = [("a", "z"), ("b", "c"), ("c", "d"), ("m", "z"), ("n", "o")]
    gathered = local._gather_parts([Doubt(left_id=left, right_id=right) for left, right in pairs])
    ordered = [("a", "z"), ("m", "z"), ("b", "c"), ("c", "d"), ("n", "o")]
    assert [(doubt.left_id, doubt.right_id) for doubt in gathered] == ordered


def test_many_versions_of_a_story_are_one_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    source = random.Random(8)
    words = [start + end for start in "bdfgklmnprst" for end in ("arn", "ert", "isk", "olo")]
    story = [" ".join(source.choices(words, k=12)).capitalize() + "." for _ in range(16)]
    versions = []
    for number in range(80):
        source.shuffle(story)
        versions.append(Article(id=f"{number:02}", sha256="", text=" ".join(story)))
    report = find_copies(Stripped(articles=tuple(versions), rejections=()), settings=SETTINGS)
    assert [len(cluster.article_ids) for cluster in report.clusters] == [80]
    compared = dict(report.counts)["candidate_pairs"] - dict(report.counts)["pairs_clear_by_figures"]
    assert compared < 80


def test_near_duplicates_only_gives_those_of_the_whole_run(articles: list[Article]) -> None:
    stripped = Stripped(articles=tuple(articles[:40]), rejections=())
    whole = find_copies(stripped, settings=SETTINGS)
    stories = find_copies(stripped, settings=SETTINGS, near_duplicates_only=True)
    wanted = [link for link in whole.links if link.relation in ("identical", "near_duplicate")]
    assert list(stories.links) == wanted
    assert [family.article_ids for family in stories.families] == [
        cluster.article_ids for cluster in stories.clusters
    ]
    assert ("near_duplicates_only", True) in stories.settings
    assert "near_duplicates_only" not in dict(whole.settings)


def test_the_shelf_counts_and_keeps(articles: list[Article]) -> None:
    shelf = lay_out(articles)
    first = articles[0].id
    assert shelf.count_tokens(first) == len(shelf.prepared(first).tokens.words)
    assert shelf.prepared(first) is shelf.prepared(first)
    assert shelf.article(first) is articles[0]
