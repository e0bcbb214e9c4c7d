"""Floors on invented pages of twenty makes; half of them were never looked at."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from page_makes import MadePage, build_pages

from boilerplate.errors import UnreadablePage
from boilerplate.extract import extract_html
from boilerplate.records import Page
from dedup.evaluate.extraction import score_extraction

PAGES = build_pages()
ARTICLES = [page for page in PAGES if page.text is not None]
OTHERS = [page for page in PAGES if page.text is None]
FLOOR = 0.96


def extract(page: MadePage) -> str:
    try:
        return extract_html(Page(id=page.name, form="html", content=page.html, sha256="0")).text
    except UnreadablePage:
        return ""


def f1(pages: list[MadePage]) -> float:
    truth = {page.name: page.text or "" for page in pages}
    return score_extraction({page.name: extract(page) for page in pages}, truth).f1


@pytest.mark.parametrize("is_held_back", [False, True], ids=["seen", "held back"])
def test_articles_come_out_whole_and_alone(is_held_back: bool) -> None:
    assert f1([page for page in ARTICLES if page.is_held_back == is_held_back]) >= FLOOR


@pytest.mark.parametrize("make", sorted({page.name.split("-")[0] for page in ARTICLES}))
def test_no_make_is_lost(make: str) -> None:
    assert f1([page for page in ARTICLES if page.name.startswith(f"{make}-")]) >= 0.9


@pytest.mark.parametrize("page", OTHERS, ids=lambda page: page.name)
def test_page_without_an_article_is_refused(page: MadePage) -> None:
    with pytest.raises(UnreadablePage, match="no article"):
        extract_html(Page(id=page.name, form="html", content=page.html, sha256="0"))
