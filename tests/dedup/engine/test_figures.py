"""Verdicts by figures against those of the full comparison."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from boilerplate.records import Article
from dedup.engine.compare import compare_prepared
from dedup.engine.figures import APART, IN_DOUBT, ONE_STORY, QUOTES, find_stories, judge_little
from dedup.engine.shelf import Shelf
from dedup.match.articles import match_articles
from dedup.match.survey import Reader
from dedup.settings import Settings

FAMILIES = Path(__file__).resolve().parents[2] / "quality" / "families"
SETTINGS = Settings()
LABELS = {ONE_STORY: "near_duplicate", QUOTES: "quotes", APART: "apart"}
_ALIKE = {"identical": "near_duplicate", "topical": "apart", "unrelated": "apart"}


def count_verdicts(texts: Mapping[str, str]) -> Counter[tuple[str, str]]:
    """How often figures and comparison say what, over the candidate pairs; nothing about those in doubt."""
    ids = sorted(texts)
    shelf = Shelf([Article(id=name, sha256="", text=texts[name]) for name in ids], settings=SETTINGS)
    matches = match_articles(ids, shelf.texts, settings=SETTINGS)
    reader = Reader(shelf.texts, range(len(ids)), SETTINGS, False)
    codes = judge_little(matches, reader, find_stories(matches, reader), settings=SETTINGS)
    counts: Counter[tuple[str, str]] = Counter()
    for code, (left, right) in zip(codes.tolist(), matches.pairs.T.tolist(), strict=True):
        if code == IN_DOUBT:
            counts["in doubt", ""] += 1
            continue
        pair = shelf.prepared(ids[left]), shelf.prepared(ids[right])
        relation = compare_prepared(*pair, settings=SETTINGS)[0].relation
        counts[LABELS[code], _ALIKE.get(relation, relation)] += 1
    return counts


def list_differing(counts: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pair for pair in counts if pair[0] not in (pair[1], "in doubt"))


@pytest.mark.parametrize("name", ["english", "languages"])
def test_no_label_differs_on_the_invented_families(name: str) -> None:
    lines = (FAMILIES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    counts = count_verdicts({line["id"]: line["text"] for line in map(json.loads, lines)})
    assert not list_differing(counts), counts
    assert sum(counts.values()) > counts["in doubt", ""] > 0


@pytest.mark.slow
def test_no_label_differs_on_the_synthetic_families(shared: Path) -> None:
    with gzip.open(shared / "data" / "mutations" / "truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        counts = count_verdicts({line["id"]: line["text"] for line in map(json.loads, lines)})
    print(dict(counts))
    assert not list_differing(counts), counts
    assert counts["in doubt", ""] < 0.4 * sum(counts.values())
