"""Records survive the way through bytes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.packing import (
    pack_outcome,
    pack_page,
    pack_unread,
    pack_unread_pages,
    unpack_outcome,
    unpack_page,
    unpack_unread,
    unpack_unread_pages,
)
from boilerplate.records import Article, Credit, DroppedLine, Page, Rejection, UnreadPage, UnreadPages

WHOLE = ["a", "b", None, None, None, None, None, None]
HEADS: list[list[object]] = [
    [*WHOLE, [1], []],
    [*WHOLE, [["AP", "byline", "AP", [0]]], []],
    [*WHOLE, [], ["line"]],
    [*WHOLE, [], None],
    [1, *WHOLE[1:], [], []],
    [*WHOLE, []],
]
BROKEN = [json.dumps(head).encode() + b"\ntext" for head in HEADS]

texts = st.text(st.characters(), max_size=20)
labels = st.none() | texts
spans = st.tuples(st.integers(0, 99), st.integers(0, 99))
pages = st.builds(
    Page,
    id=texts,
    form=st.sampled_from(["html", "text"]),
    content=st.binary(max_size=50) | texts,
    sha256=texts,
    **dict.fromkeys(
        ["url", "outlet", "title", "author", "published", "language", "charset", "folder"], labels
    ),
)
articles = st.builds(
    Article,
    id=texts,
    sha256=texts,
    text=texts,
    **dict.fromkeys(["url", "outlet", "title", "author", "published", "language"], labels),
    credits=st.lists(
        st.builds(Credit, agency=texts, kind=st.sampled_from(["byline", "dateline"]), text=texts, span=spans)
    ).map(tuple),
    dropped=st.lists(st.builds(DroppedLine, text=texts, reason=texts)).map(tuple),
)


@given(pages)
def test_page(page: Page) -> None:
    assert unpack_page(pack_page(page)) == replace(page, id="", folder=None)


@given(st.builds(UnreadPage, id=texts, name=texts, where=texts, line=st.binary(), folder=labels))
def test_unread_page(page: UnreadPage) -> None:
    assert unpack_unread(pack_unread(page)) == page


@given(
    st.builds(
        UnreadPages, name=texts, number=st.integers(1), line=st.integers(1), lines=st.binary(), folder=labels
    )
)
def test_unread_pages(pages: UnreadPages) -> None:
    assert unpack_unread_pages(pack_unread_pages(pages)) == pages


@given(articles)
def test_article(article: Article) -> None:
    assert unpack_outcome(pack_outcome(article)) == article


@given(texts)
def test_reason(reason: str) -> None:
    rejection = Rejection(id="a", reason=reason)
    assert unpack_outcome(pack_outcome(rejection)) == rejection


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"null\n",
        b"[]\n",
        b"{}\n",
        b'{"id": 1, "reason": ""}\n',
        b"\xff\n",
        b'{"id": "", "reason": ""}',
        *BROKEN,
    ],
)
def test_what_was_never_packed_is_told(packed: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack_outcome(packed)
