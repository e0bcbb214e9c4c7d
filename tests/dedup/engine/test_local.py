from __future__ import annotations

import json
from pathlib import Path

import pytest

from boilerplate.records import Article
from dedup.engine.local import propose_pairs
from dedup.engine.shelf import Shelf
from dedup.records import Link
from dedup.settings import Settings

FAMILIES = Path(__file__).resolve().parents[2] / "quality" / "families"


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    lines = (FAMILIES / "english.jsonl").read_text(encoding="utf-8").splitlines()
    return [Article(id=line["id"], sha256="", text=line["text"]) for line in map(json.loads, lines)]


def test_batches_propose_what_single_articles_do(articles: list[Article]) -> None:
    settings = Settings()
    few = propose_pairs(Shelf(articles, settings=settings), settings=settings)
    many = propose_pairs(Shelf(articles[::-1], settings=settings), settings=settings, batches_from=1)
    assert many.members == few.members
    assert [(pair.left_id, pair.right_id) for pair in many.candidates] == [
        (pair.left_id, pair.right_id) for pair in few.candidates
    ]


def test_clear_pairs_get_their_verdict_at_once(articles: list[Article]) -> None:
    settings = Settings()
    original = articles[0]
    copy = Article(id="copy", sha256="", text=original.text.rsplit(".", 2)[0] + ".")
    proposed = propose_pairs(Shelf([original, copy], settings=settings), settings=settings, batches_from=1)
    (link,) = proposed.candidates
    assert isinstance(link, Link)
    assert link.relation == "near_duplicate"
    assert min(link.left_coverage, link.right_coverage) > 0.8


def test_the_shelf_counts_and_keeps(articles: list[Article]) -> None:
    shelf = Shelf(articles, settings=Settings())
    first = articles[0].id
    assert shelf.count_tokens(first) == len(shelf.prepared(first).tokens.words)
    assert shelf.prepared(first) is shelf.prepared(first)
