"""Five labelled real pages: what is kept of them, and which credits are found."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from boilerplate.credits import take_credits
from boilerplate.lines import extract_text
from boilerplate.records import Article, Page


@dataclass(frozen=True)
class Seed:
    gold: dict[str, Any]
    lines: list[str]
    article: Article

    @property
    def body(self) -> list[str]:
        """The article's lines without rules and credit lines."""
        first, last = self.gold["article_lines"]
        out = set(self.gold.get("separator_lines", []))
        out |= {credit["line"] for credit in self.gold["credits"] if credit["kind"] != "in_text"}
        kept = (line for n, line in enumerate(self.lines, 1) if first <= n <= last and n not in out)
        return [" ".join(line.split()) for line in kept if line.strip()]

    @property
    def wanted_credits(self) -> list[tuple[str, str]]:
        return [(credit["agency"], credit["kind"]) for credit in self.gold["credits"]]


@pytest.fixture(scope="module")
def seeds(shared: Path) -> dict[str, Seed]:
    found = {}
    for gold in json.loads((shared / "seeds" / "gold.json").read_text(encoding="utf-8"))["files"]:
        content = (shared / "seeds" / gold["file"]).read_bytes()
        page = Page(id=gold["id"], form="text", content=content, sha256=gold["sha256"])
        lines = content.decode().split("\n")
        found[gold["id"]] = Seed(gold, lines, take_credits(extract_text(page)))
    return found


def count_words(lines: list[str]) -> Counter[str]:
    return Counter(word for line in lines for word in line.split())


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_the_story_is_kept_and_nothing_else(seeds: dict[str, Seed], name: str) -> None:
    seed = seeds[name]
    wanted, got = count_words(seed.body), count_words(seed.article.text.split("\n"))
    assert (wanted - got).total() <= (0.01 * wanted.total() if name == "001" else 0)
    assert (got - wanted).total() <= 0.01 * wanted.total()


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_credits_are_those_of_the_story(seeds: dict[str, Seed], name: str) -> None:
    seed = seeds[name]
    assert [(credit.agency, credit.kind) for credit in seed.article.credits] == seed.wanted_credits


def test_credits_in_sentences_stand_in_their_lines(seeds: dict[str, Seed]) -> None:
    seed = seeds["004"]
    text = seed.article.text
    found = [text.count("\n", 0, credit.span[0]) + 1 for credit in seed.article.credits]
    assert found == [credit["line"] for credit in seed.gold["credits"]]


def test_the_page_head_gives_title_date_and_outlet(seeds: dict[str, Seed]) -> None:
    seed = seeds["001"]
    assert seed.article.title == seed.lines[seed.gold["title_line"] - 1].strip()
    assert seed.article.published == seed.gold["published"]
    assert seed.article.outlet == seed.gold["outlet"]


def test_a_lightly_flattened_page_gives_title_and_date(seeds: dict[str, Seed]) -> None:
    seed = seeds["002"]
    assert seed.article.title == seed.lines[seed.gold["title_line"] - 1].strip()
    assert seed.article.published == seed.gold["published"]
