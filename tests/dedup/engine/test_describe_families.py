"""Which articles of a family, outside its clusters, are put together from two others."""

from __future__ import annotations

import random

from boilerplate.records import Article, Stripped
from dedup.pipeline import find_copies
from dedup.records import Report
from dedup.settings import Settings

NAMES = (
    "Alder Brask Corven Dunmar Elsing Farlow Gorsey Hulme",
    "Ibsley Jorvik Kelda Lunde Morrow Nairn Orwick Pell",
)
SYLLABLES = [start + end for start in "bdfgklmnprstvz" for end in ("ar", "er", "is", "ol", "um", "at")]


def write(source: random.Random, sentences: int, names: str) -> list[str]:
    """Sentences of invented words, each with a name of its own story and a number."""
    return [
        " ".join("".join(source.choices(SYLLABLES, k=3)) for _ in range(10)).capitalize()
        + f" with {source.choice(names.split())} and {source.randint(101, 999)}."
        for _ in range(sentences)
    ]


def run(texts: dict[str, list[str]]) -> Report:
    articles = tuple(Article(id=name, sha256="", text="\n".join(text)) for name, text in texts.items())
    return find_copies(Stripped(articles=articles, rejections=()), settings=Settings(), workers=1)


def test_an_article_of_two_stories_is_merged() -> None:
    source = random.Random(1)
    first, second = (write(source, 12, names) for names in NAMES)
    own = write(source, 6, "Quist Rask Sorby Tolm")
    report = run({"first": first, "second": second, "both": [*first[:4], *own, *second[:4]]})
    (family,) = report.families
    assert not report.clusters
    assert family.forms == (("both", ("merged",)),)


def test_an_article_of_one_story_is_not() -> None:
    source = random.Random(2)
    first = write(source, 12, NAMES[0])
    own = write(source, 10, NAMES[1])
    report = run({"first": first, "part": [*first[:5], *own]})
    assert [family.forms for family in report.families] == [()]
