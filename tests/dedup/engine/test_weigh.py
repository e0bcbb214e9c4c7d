from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from boilerplate.records import Article, Stripped
from dedup.pipeline import find_copies
from dedup.records import Report
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


def run(texts: Sequence[str]) -> Report:
    articles = tuple(Article(id=str(number), sha256="", text=text) for number, text in enumerate(texts))
    return find_copies(Stripped(articles=articles, rejections=()), settings=Settings(), workers=1)


def named(report: Report) -> set[tuple[str, str]]:
    return {(link.left_id, link.right_id) for link in report.links}


def test_a_paragraph_of_three_stories_links_none_of_them() -> None:
    source = random.Random(1)
    releases = [f"{write(source, 6)}\n{ABOUT}\n{write(source, 6)}" for _ in range(3)]
    assert named(run(releases[:2])) == {("0", "1")}
    report = run(releases)
    assert named(report) == set()
    assert not report.families
    assert dict(report.counts)["pairs_of_common_passages"] == 3


def test_a_quotation_in_one_other_story_links_all_copies() -> None:
    source = random.Random(2)
    opening, quoted, end = write(source, 8), write(source, 2), write(source, 8)
    copies = [
        f"{opening} {quoted} {end}",
        f"{write(source, 2)} {opening} {quoted} {end}",
        f"{opening} {quoted}",
        f"{opening} {quoted} {end} {write(source, 3)}",
    ]
    report = run([*copies, f"{write(source, 9)} {quoted} {write(source, 9)}"])
    assert {(left, right) for left, right in named(report) if right == "4"} == {
        (str(i), "4") for i in range(4)
    }
    assert [cluster.article_ids for cluster in report.clusters] == [("0", "1", "2", "3")]


@pytest.mark.parametrize("stories", [3, 6])
def test_copies_with_a_common_paragraph_stay_copies(stories: int) -> None:
    source = random.Random(3)
    releases = [f"{write(source, 6)}\n{ABOUT}\n{write(source, 6)}" for _ in range(stories)]
    report = run([*releases, f"{write(source, 2)} {releases[0]}"])
    assert named(report) == {("0", str(stories))}


def test_the_order_of_the_articles_changes_nothing() -> None:
    source = random.Random(4)
    pool = [write(source, 1) for _ in range(14)]
    texts = [" ".join([write(source, 6), *source.sample(pool, 4)]) for _ in range(14)]
    articles = [Article(id=f"{number:02}", sha256="", text=text) for number, text in enumerate(texts)]
    reports = [
        find_copies(Stripped(articles=tuple(given), rejections=()), settings=Settings(), workers=1)
        for given in (articles, articles[::-1])
    ]
    assert reports[0].links == reports[1].links
    assert dict(reports[0].counts)["pairs_of_common_passages"] > 0
