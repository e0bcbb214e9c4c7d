"""Floors of extraction on the labelled sets. The shipped weights have seen the first two of them.

What pages never seen give is printed by ``train_blocks.py FOLDER --folds``.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from boilerplate.errors import UnreadablePage
from boilerplate.extract import extract_html
from boilerplate.outlets import drop_repeated_lines
from boilerplate.records import Article, Page
from dedup.evaluate.extraction import score_extraction

pytestmark = pytest.mark.slow

_WORD = re.compile(r"\w+")


def read_gz(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def extract(row: dict[str, Any]) -> Article | None:
    page = Page(
        id=row["id"], form="html", content=row["html"], sha256="0", url=row["url"], outlet=row.get("outlet")
    )
    try:
        return extract_html(page)
    except UnreadablePage:
        return None


@pytest.mark.parametrize(
    ("names", "floor"),
    [(("scrapinghub",), 0.975), (("newspaper4k-1", "newspaper4k-2"), 0.955)],
    ids=["scrapinghub", "newspaper4k"],
)
def test_labelled_pages(shared: Path, names: tuple[str, ...], floor: float) -> None:
    folder = shared / "data" / "extraction"
    truth = {row["id"]: row["text"] for row in read_gz(folder / "truth.jsonl.gz")}
    articles = [extract(row) for name in names for row in read_gz(folder / f"{name}.jsonl.gz")]
    predicted = {article.id: article.text for article in articles if article is not None}
    part = names[0].split("-")[0]
    wanted = {page: text for page, text in truth.items() if page.startswith(f"{part}/")}
    score = score_extraction(predicted, wanted)
    print(f"{part}: F1 {score.f1:.4f} P {score.precision:.4f} R {score.recall:.4f}, {score.empty} empty")
    assert score.f1 >= floor


@pytest.fixture(scope="module")
def copies(shared: Path) -> tuple[list[Article], tuple[Article, ...]]:
    found = [extract(row) for row in read_gz(shared / "data" / "copies" / "pages.jsonl.gz")]
    articles = [article for article in found if article is not None]
    return articles, drop_repeated_lines(articles)


def test_unrelated_pages_of_an_outlet_do_not_look_alike(
    shared: Path, copies: tuple[list[Article], tuple[Article, ...]]
) -> None:
    folder = shared / "data" / "copies"
    rows = [json.loads(line) for line in (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    related = {frozenset((row["a"], row["b"])) for row in rows}
    by_outlet: dict[str, list[tuple[str, set[tuple[str, ...]]]]] = defaultdict(list)
    for article in copies[1]:
        words = _WORD.findall(article.text.casefold())
        shingles = {tuple(words[i : i + 5]) for i in range(len(words) - 4)}
        if article.outlet and len(shingles) >= 8:
            by_outlet[article.outlet].append((article.id, shingles))
    pairs = [
        len(left[1] & right[1]) / len(left[1] | right[1])
        for members in by_outlet.values()
        if len(members) >= 5
        for left, right in combinations(members, 2)
        if frozenset((left[0], right[0])) not in related
    ]
    alike = sum(jaccard > 0.1 for jaccard in pairs)
    print(f"{alike} of {len(pairs)} unrelated pairs look alike: {alike / len(pairs):.2%}")
    assert alike <= 0.004 * len(pairs)


def test_outlet_filter_costs_hardly_a_word(
    shared: Path, copies: tuple[list[Article], tuple[Article, ...]]
) -> None:
    truth = {row["id"]: row["text"] for row in read_gz(shared / "data" / "copies" / "truth.jsonl.gz")}
    lost = total = 0
    for before, after in zip(*copies, strict=True):
        wanted, *kept = (Counter(_WORD.findall(text)) for text in (truth[before.id], before.text, after.text))
        total += wanted.total()
        lost += (kept[0] & wanted).total() - (kept[1] & wanted).total()
    print(f"{lost} of {total} words lost: {lost / total:.3%}")
    assert lost <= 0.002 * total
