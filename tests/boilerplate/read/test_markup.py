"""Markup → paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.read.markup import markup_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("plain\nlines", "plain\nlines"),
        ("<p>One\n two</p> <p>Three<br>four &eacute;</p>", "One two\nThree\nfour é"),
        ("a <b>bold</b> <i>word</i>.", "a bold word."),
        ("<ul><li>One<li>Two</ul>tail", "One\nTwo\ntail"),
        ("<p>x<script>alert('<p>no</p>')</script> y</p><style>p {}</style>", "x y"),
        ("<p>x <!-- no --> y</p>", "x y"),
        ("<figure><p>caption</p></figure>after", "after"),
        ("Fish &amp; chips", "Fish & chips"),
        ("<p>港が<b>開</b>いた。</p>", "港が開いた。"),
        ("<", "<"),
    ],
)
def test_paragraphs(markup: str, text: str) -> None:
    assert markup_text(markup) == text


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<div>", "<script>", "</script>", "a", " ", "<!--", "-->", "&x;", "<"]
        )
    )
)
def test_any_markup_gives_clean_lines(pieces: list[str]) -> None:
    for line in markup_text("<p>" + "".join(pieces)).splitlines():
        assert line == line.strip() != ""
