from __future__ import annotations

import json

import pytest

from boilerplate import jsonld
from boilerplate.html_tree import parse_html
from boilerplate.metadata import PageMetadata, outlet_of_url, read_metadata


def read(head: str, body: str = "<p>Text</p>", *, lang: str = "") -> PageMetadata:
    tree = parse_html(f"<html {lang}><head>{head}</head><body>{body}</body></html>")
    return read_metadata(tree, nodes=jsonld.read_nodes(tree))


def script(node: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(node)}</script>"


NODE = {
    "@type": "NewsArticle",
    "headline": "Pier to close",
    "datePublished": "2024-03-05T08:00:00Z",
    "author": [{"@type": "Person", "name": "Rosa Lind"}, {"name": "Ines Talvik"}],
    "publisher": {"name": "Courier"},
    "inLanguage": "en-GB",
}


@pytest.mark.parametrize("node", [NODE, [NODE], {"@graph": [{"@type": "WebSite"}, NODE]}])
def test_json_ld_in_any_wrapping(node: object) -> None:
    assert read(script(node)) == PageMetadata(
        url=None,
        site_name="Courier",
        title="Pier to close",
        author="Rosa Lind, Ines Talvik",
        published="2024-03-05T08:00:00+00:00",
        language="en",
        is_article=True,
    )


@pytest.mark.parametrize("text", ["{", "[" * 5000, "null", '{"@graph": 3, "author": {"name": []}}', "NaN"])
def test_broken_json_ld_is_passed_over(text: str) -> None:
    head = f"<script type='application/ld+json'>{text}</script><meta property='og:title' content='Pier'>"
    assert read(head).title == "Pier"


def test_members_of_a_list_are_other_pages() -> None:
    node = {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Another"}]}
    assert not read(script(node)).is_article


@pytest.mark.parametrize(
    ("page_title", "heading", "title"),
    [
        ("Pier to close | Courier", "", "Pier to close"),
        ("Courier: Pier to close in May", "Courier", "Pier to close in May"),
        (
            "Pier to close for two years - Courier",
            "Old pier to close for two years",
            "Old pier to close for two years",
        ),
    ],
)
def test_title_is_the_printed_one_without_the_outlet(page_title: str, heading: str, title: str) -> None:
    head = f"<title>{page_title}</title><meta property='og:site_name' content='Courier'>"
    assert read(head, f"<h1>{heading}</h1><p>Text</p>").title == title


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("By Rosa Lind", "Rosa Lind"),
        ("Von Rosa Lind", "Rosa Lind"),
        ("Posted by Rosa Lind", "Rosa Lind"),
        ("Rosa Lind | Published 5 March", "Rosa Lind"),
        ("https://courier.example/rosa", None),
    ],
)
def test_author_is_a_name(written: str, author: str | None) -> None:
    assert read(f"<meta name='author' content='{written}'>").author == author


def test_byline_element_and_time_element() -> None:
    body = "<span class='byline'>By Rosa Lind</span><time datetime='2024-03-05'>5 March</time>"
    metadata = read("", body)
    assert (metadata.author, metadata.published) == ("Rosa Lind", "2024-03-05")


def test_language_of_the_html_element_comes_first() -> None:
    head = "<meta property='og:locale' content='fr_FR'>"
    assert read(head, lang="lang='de-AT'").language == "de"
    assert read(head).language == "fr"


def test_canonical_address_must_be_one() -> None:
    assert read("<link rel='canonical' href='javascript:alert(1)'>").url is None
    assert read("<link rel='canonical' href='https://courier.example/a'>").url == "https://courier.example/a"


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.courier.example/a", "courier.example"),
        ("http://M.Courier.example:8080/", "courier.example"),
        ("https://news.courier.example", "news.courier.example"),
        ("http://[bad", None),
        ("no address", None),
        (None, None),
    ],
)
def test_outlet_is_the_host(url: str | None, outlet: str | None) -> None:
    assert outlet_of_url(url) == outlet


def test_body_with_markup_becomes_lines() -> None:
    node = {"@type": "Article", "articleBody": "<p>One &amp;amp; two.</p><p>Three<br/>four.</p>"}
    assert jsonld.article_body(node) == "One & two.\nThree\nfour."


def test_body_loses_what_a_content_system_left_in_it() -> None:
    body = 'One [sic].[box id="7"]Two.[/box] &amp;lt;!-- wp:image {} --&amp;gt; Three &amp;amp; four.'
    assert jsonld.article_body({"articleBody": body}) == "One [sic].\nTwo.\nThree & four."
