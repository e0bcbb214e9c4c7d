from __future__ import annotations

from typing import Any

import pytest

from boilerplate.errors import UnreadablePage
from boilerplate.extract import extract_html
from boilerplate.records import Article, Page

PARAGRAPHS = (
    "The harbour board of Vellmouth voted on Tuesday to close the old ferry pier for two years, after "
    "divers found that salt had eaten through nine of its forty iron piles.",
    "Ferries to the outer islands will leave from the coal quay instead, board chairwoman Ines Talvik said, "
    "and the crossing will take eleven minutes longer than before.",
    "Fishermen who land their catch at the pier were promised a crane on the quay by April, but several of "
    "them told the meeting that they had heard such promises before.",
    "The work is expected to cost 14.2 million crowns, a third of it paid by the islands themselves.",
)


def make_page(html: str | bytes, **said: Any) -> Page:
    return Page(id="vellmouth/pier.html", form="html", content=html, sha256="0" * 64, **said)


def make_html(body: str, *, head: str = "<title>Pier to close | Vellmouth Courier</title>") -> str:
    return f"<!doctype html><html lang='en-GB'><head>{head}</head><body>{body}</body></html>"


STORY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
CHROME = (
    "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>",
    "<footer><p>Vellmouth Courier is part of Tidewater Press. All rights reserved.</p></footer>",
)
PLAIN = make_html(f"{CHROME[0]}<article><h1>Pier to close</h1>{STORY}</article>{CHROME[1]}")


def extract(html: str | bytes, **said: Any) -> Article:
    return extract_html(make_page(html, **said))


def test_text_is_the_paragraphs_and_nothing_else() -> None:
    assert extract(PLAIN).text == "\n".join(PARAGRAPHS)


def test_dropped_lines_are_kept_with_a_reason() -> None:
    dropped = {line.text: line.reason for line in extract(PLAIN).dropped}
    assert {"Home", "Sport"} <= set(dropped)
    assert all(dropped.values())


def test_bytes_and_text_give_the_same_article() -> None:
    assert extract(PLAIN.encode()) == extract(PLAIN)


def test_what_the_input_says_wins() -> None:
    head = (
        "<title>Wrong</title><meta name='author' content='Wrong'><meta property='og:site_name' content='No'>"
    )
    said = {
        "url": "https://www.vellmouth-courier.example/2024/03/05/pier",
        "outlet": "courier",
        "title": "Ferry pier closes",
        "author": "Rosa Lind",
        "published": "2024-03-06",
        "language": "de",
    }
    article = extract(make_html(f"<article>{STORY}</article>", head=head), **said)
    assert {name: getattr(article, name) for name in said} == said


def test_metadata_comes_from_the_page() -> None:
    head = (
        "<title>Pier to close | Vellmouth Courier</title><meta name='author' content='By Rosa Lind'>"
        "<meta property='article:published_time' content='2024-03-05T18:30:00+01:00'>"
        "<meta property='og:site_name' content='Vellmouth Courier'>"
    )
    article = extract(make_html(f"<article>{STORY}</article>", head=head))
    assert article.title == "Pier to close"
    assert article.author == "Rosa Lind"
    assert article.published == "2024-03-05T18:30:00+01:00"
    assert article.outlet == "Vellmouth Courier"
    assert article.language == "en"


def test_outlet_is_host_then_site_name_then_directory() -> None:
    named = make_html(f"<article>{STORY}</article>", head="<meta property='og:site_name' content='Courier'>")
    assert extract(named, url="https://www.courier.example/a").outlet == "courier.example"
    assert extract(named).outlet == "Courier"
    assert extract(make_html(STORY)).outlet == "vellmouth"


@pytest.mark.parametrize("html", ["", "<html></html>", make_html(""), make_html("<p>Page not found.</p>")])
def test_page_without_text_is_refused(html: str) -> None:
    with pytest.raises(UnreadablePage):
        extract(html)


def test_front_page_is_refused() -> None:
    teasers = "".join(
        f"<div class='card'><h2><a href='/{n}'>Council number {n} votes on its harbour plan</a></h2></div>"
        for n in range(30)
    )
    with pytest.raises(UnreadablePage, match="index"):
        extract(make_html(f"<main>{teasers}</main>"))


def test_body_in_json_ld_stands_in_for_a_page_built_by_script() -> None:
    body = "\\n".join(PARAGRAPHS)
    script = f'{{"@type": "NewsArticle", "headline": "Pier to close", "articleBody": "{body}"}}'
    head = f"<script type='application/ld+json'>{script}</script>"
    article = extract(make_html("<div id='root'></div>", head=head))
    assert article.text == "\n".join(PARAGRAPHS)


def test_same_page_twice_gives_the_same_article() -> None:
    assert extract(PLAIN) == extract(PLAIN)
