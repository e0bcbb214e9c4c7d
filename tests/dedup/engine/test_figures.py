"""Verdicts by figures against those of the full comparison."""

from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from boilerplate.records import Article, Stripped
from dedup.engine.compare import compare_prepared
from dedup.engine.figures import judge_little, settle_common
from dedup.engine.pair_figures import APART, IN_DOUBT, ONE_STORY, QUOTES, Codes
from dedup.engine.shelf import Shelf
from dedup.engine.stories import find_stories
from dedup.engine.weigh import collect_shared
from dedup.match.articles import Matches, match_articles
from dedup.match.content import ContentBound, bound_content
from dedup.match.survey import Owners, Reader
from dedup.pipeline import find_copies
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


def settle(matches: Matches, reader: Reader, codes: Codes) -> Codes:
    containment = matches.containment.max(axis=0)
    passages = collect_shared(reader, matches.leaders, pairs=matches.pairs, containment=containment)
    return settle_common(matches, reader, codes, passages=passages, settings=SETTINGS)


def list_settled(articles: list[Article]) -> set[tuple[str, str]]:
    """The pairs that are apart for the sake of what many stories have."""
    shelf = Shelf(articles, settings=SETTINGS)
    matches = match_articles(shelf.ids, shelf.texts, settings=SETTINGS)
    reader = Reader(shelf.texts, range(len(shelf)), SETTINGS, False)
    before = find_stories(matches, reader)
    after = settle(matches, reader, before)
    assert set(after[after != before].tolist()) <= {APART}
    return {
        (shelf.ids[left], shelf.ids[right]) for left, right in matches.pairs[:, after != before].T.tolist()
    }


def settle_families(names: Sequence[str]) -> tuple[list[int], Counter[int]]:
    """The codes of all families together, and how many there are of each."""
    texts = [
        json.loads(line)["text"]
        for name in names
        for line in (FAMILIES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    ids = [f"{place:04}" for place in range(len(texts))]
    matches = match_articles(ids, texts, settings=SETTINGS)
    reader = Reader(texts, range(len(ids)), SETTINGS, False)
    codes = find_stories(matches, reader)
    settled = settle(matches, reader, codes)
    judged = judge_little(matches, reader, settled, settings=SETTINGS).tolist()
    return judged, Counter(judged)


def list_differing(counts: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pair for pair in counts if pair[0] not in (pair[1], "in doubt"))


@pytest.mark.parametrize("name", ["english", "languages"])
def test_no_label_differs_on_the_invented_families(name: str) -> None:
    lines = (FAMILIES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    counts = count_verdicts({line["id"]: line["text"] for line in map(json.loads, lines)})
    assert not list_differing(counts), counts
    assert sum(counts.values()) > counts["in doubt", ""] > 0


@pytest.mark.parametrize("name", ["english", "languages", "templates"])
def test_what_a_run_links_is_not_settled_by_common_passages(name: str) -> None:
    lines = map(json.loads, (FAMILIES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    articles = [Article(id=line["id"], sha256="", text=line["text"]) for line in lines]
    report = find_copies(Stripped(articles=tuple(articles), rejections=()), settings=SETTINGS, workers=1)
    settled = list_settled(articles)
    assert not settled & {(link.left_id, link.right_id) for link in report.links if link.is_linked}


def test_pairs_that_share_what_many_stories_have_need_no_comparison() -> None:
    source = random.Random(3)
    parts = [a + b + c for a in "bdfgklmnprst" for b in "aeiou" for c in ("n", "rt", "sk", "lo")]
    words = [one + other for one in parts[::4] for other in parts]
    stock = [" ".join(source.choices(words, k=14)).capitalize() + ". " for _ in range(30)]
    own = ["".join(" ".join(source.choices(words, k=12)) + ". " for _ in range(16)) for _ in range(40)]
    articles = [
        Article(id=f"{place:02}", sha256="", text="".join([text, *source.sample(stock, 4)]))
        for place, text in enumerate(own)
    ]
    copy = Article(id="copy", sha256="", text=articles[0].text[articles[0].text.find(".") + 2 :])
    settled = list_settled([*articles, copy])
    assert len(settled) > 100
    assert ("00", "copy") not in settled


def test_bounds_on_shared_words_change_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["english", "templates"]
    codes, counts = settle_families(names)

    def bound_nothing(reader: Reader, pairs: Owners, *, token_counts: Owners) -> ContentBound:
        found = bound_content(reader, pairs, token_counts=token_counts)
        return ContentBound(content=found.content, shared=found.content)

    monkeypatch.setattr("dedup.engine.figures.bound_content", bound_nothing)
    assert settle_families(names)[0] == codes
    assert min(counts[code] for code in (IN_DOUBT, ONE_STORY, QUOTES, APART)) > 0, counts


@pytest.mark.slow
def test_no_label_differs_on_the_synthetic_families(shared: Path) -> None:
    with gzip.open(shared / "data" / "mutations" / "truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        counts = count_verdicts({line["id"]: line["text"] for line in map(json.loads, lines)})
    print(dict(counts))
    assert not list_differing(counts), counts
    assert counts["in doubt", ""] < 0.4 * sum(counts.values())
