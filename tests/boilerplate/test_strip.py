"""Pages → articles and rejections: nothing lost, nothing in an order that timing or input decides."""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from boilerplate import task
from boilerplate.errors import UnreadablePage
from boilerplate.minimum import MIN_WORDS
from boilerplate.packed import SUMMARY_REASON
from boilerplate.records import Article, DroppedLine, Page, PageForm, Rejection, Stripped
from boilerplate.strip import strip_pages

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the fakes of these tests need fork")

NOUNS = "harbour ferry council bridge winter market keeper island signal timber captain school".split()
VERBS = "reached left watched crossed closed opened painted rebuilt".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def story(seed: object, *, sentences: int = 5) -> str:
    """A paragraph of made-up news, about 17 words a sentence."""
    dice = random.Random(str(seed))
    told = []
    for _ in range(sentences):
        who, what, where, witness = dice.sample(NOUNS, 4)
        told.append(
            f"The {who} {dice.choice(VERBS)} the {what} on {dice.choice(DAYS)}, {dice.randint(2, 90)} days"
            f" after the {where} had burned down, said the woman from the {witness}."
        )
    return " ".join(told)


def page(page_id: str, content: str, *, form: PageForm = "text", folder: str | None = None) -> Page:
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Page(id=page_id, form=form, content=content, sha256=digest, folder=folder)


def fake_extraction(page: Page) -> Article:
    """What the page is, or what its first word orders."""
    assert isinstance(page.content, str)
    order = page.content.partition(" ")[0]
    if order == "OVERRUN":
        time.sleep(60)
    elif order == "DIE":
        os._exit(9)
    elif order == "REFUSE":
        raise UnreadablePage("no article on the page")
    elif order == "BREAK":
        raise KeyError("bug")
    elif order == "SLOW":
        time.sleep(0.05)
    return Article(id=page.id, sha256=page.sha256, text=page.content, outlet=page.outlet)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    def choose(form: PageForm) -> Callable[[Page], Article]:
        return fake_extraction

    monkeypatch.setattr(task, "load_extractor", choose)


def run(pages: Iterable[Page | Rejection], *, deadline_seconds: float = 10.0) -> Stripped:
    return strip_pages(pages, workers=2, deadline_seconds=deadline_seconds)


@pytest.mark.usefixtures("fake")
class TestEveryPageComesOut:
    def test_as_article_or_rejection(self) -> None:
        stripped = run(
            [
                page("good", story(1)),
                page("slow", "OVERRUN"),
                page("dead", "DIE"),
                page("refused", "REFUSE"),
                page("broken", "BREAK"),
                page("short", "Four words and no more."),
                page("blank", "  "),
                Rejection(id="unread", reason="empty"),
            ],
            deadline_seconds=0.5,
        )
        assert [article.id for article in stripped.articles] == ["good"]
        reasons = {rejection.id: rejection.reason for rejection in stripped.rejections}
        assert list(reasons) == ["blank", "broken", "dead", "refused", "short", "slow", "unread"]
        assert reasons["refused"] == "no article on the page"
        assert reasons["unread"] == "empty"
        assert "0.5 seconds" in reasons["slow"]
        assert "exit code 9" in reasons["dead"]
        assert "KeyError" in reasons["broken"]
        assert f"under {MIN_WORDS} words" in reasons["short"]
        assert reasons["blank"] == "no article text on the page"

    def test_even_if_the_search_for_credits_breaks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def take(article: Article) -> Article:
            if article.text == story(2):
                raise IndexError("bug")
            return article

        monkeypatch.setattr("boilerplate.credits.take_credits", take)
        stripped = run([page("a", story(1)), page("b", story(2))])
        assert [article.id for article in stripped.articles] == ["a"]
        assert "IndexError" in stripped.rejections[0].reason

    def test_no_pages(self) -> None:
        assert run([]) == Stripped(articles=(), rejections=())

    def test_order_does_not_matter(self) -> None:
        pages = [
            page("same", "SLOW " + story(1)),
            page("same", story(2)),
            page("same", "REFUSE"),
            page("other", story(3)),
        ]
        first, *others = [run(order) for order in itertools.permutations(pages)]
        assert all(other == first for other in others)
        assert [article.id for article in first.articles] == ["other", "same", "same~2"]
        assert [rejection.id for rejection in first.rejections] == ["same~3"]

    def test_progress_is_told(self) -> None:
        told: list[int] = []
        strip_pages([page(str(n), story(n)) for n in range(4)], workers=2, on_progress=told.append)
        assert told == [0, 1, 2, 3, 4]


@pytest.mark.usefixtures("fake")
class TestIdenticalPages:
    def test_are_extracted_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        log = tmp_path / "log"

        def logging_extraction(page: Page) -> Article:
            with log.open("a") as file:
                file.write("x")
            return fake_extraction(page)

        monkeypatch.setattr(task, "load_extractor", lambda _form: logging_extraction)
        pages = [page(f"{n:05}", story("copy")) for n in range(10_000)]
        stripped = run([*pages, page("other", story("other"))])
        assert log.read_text() == "xx"
        assert [article.id for article in stripped.articles] == [*(p.id for p in pages), "other"]

    def test_keep_what_is_their_own(self) -> None:
        pages = [
            page("a", story(1), folder="harbour-post"),
            replace(page("b", story(1), folder="valley-echo"), sha256="of a JSON line"),
            replace(page("c", story(1), folder="valley-echo"), outlet="Island Mail"),
        ]
        articles = run(pages).articles
        assert [article.outlet for article in articles] == ["harbour-post", "valley-echo", "Island Mail"]
        assert articles[1].sha256 == "of a JSON line"


def test_stages_are_strung_together() -> None:
    about = "About the Harbour Post: news of the coast, the ferry and the council since 1911."
    bodies = [
        "The ferry sailed again on Monday after two years in the yard, and its captain rang the bell.\n"
        "Everyone on the pier cheered, although the rain had not stopped since dawn, the port said.",
        "A school in the hills will close next spring because only nine children are left, staff heard.\n"
        "Parents want to drive them to the valley in turns until the county decides who pays for a bus.",
        "Prices for winter wheat fell by a tenth this week, the lowest since the mill was built.\n"
        "Farmers who still hold last year's harvest may have to sell below cost before the frost sets in.",
    ]
    pages = [
        page(f"post/{n}", f"PORT ELLERY (AP) — {body}\n{about}", folder="post")
        for n, body in enumerate(bodies)
    ]
    stripped = strip_pages(pages, workers=2)
    assert [article.text for article in stripped.articles] == bodies
    assert {credit.kind for article in stripped.articles for credit in article.credits} == {"dateline"}
    assert all(about in [line.text for line in article.dropped] for article in stripped.articles)


def test_html_and_text_pages_in_one_run() -> None:
    body = "".join(f"<p>{story(n)}</p>" for n in range(5))
    html = f"<html><head><title>The ferry sails</title></head><body><article>{body}</article></body></html>"
    pages = [page("h", html, form="html"), page("t", "\n".join(story(n) for n in range(5)))]
    left, right = strip_pages(pages, workers=2).articles
    assert left.text == right.text


def test_marked_up_body_of_a_wire_and_its_summary() -> None:
    markup = "".join(f"<p>{story(n)} <b>Bold</b> &amp; brave.</p>" for n in range(3))
    body = replace(page("a", markup, form="markup"), is_summary=True, url="http://post.invalid/1")
    (article,) = strip_pages([body]).articles
    assert article.text == "\n".join(f"{story(n)} Bold & brave." for n in range(3))
    assert article.dropped == (DroppedLine(text="http://post.invalid/1", reason=SUMMARY_REASON),)


def test_hostile_body_of_a_wire_meets_the_deadline() -> None:
    markup = f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>{story(1)}</p>"
    stripped = strip_pages([page("a", markup, form="markup"), page("b", story(2))], deadline_seconds=1.0)
    assert [article.id for article in stripped.articles] == ["b"]
    assert "1 seconds" in stripped.rejections[0].reason
