"""Packed articles are a sequence of articles, whatever is asked of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.bundle import Entry, pack_bundle, unpack_bundle
from boilerplate.minimum import find_lack
from boilerplate.outlets import make_line_keys
from boilerplate.packed import SUMMARY_REASON, Own, PackedArticle, PackedArticles
from boilerplate.packing import pack_outcome
from boilerplate.records import Article, Credit, DroppedLine, Rejection
from boilerplate.spill import Spill

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
labels = st.none() | texts.filter(bool)
articles = st.builds(
    Article,
    id=texts,
    sha256=texts,
    text=texts,
    **dict.fromkeys(["url", "outlet", "title", "author", "published", "language"], labels),
    credits=st.lists(
        st.builds(Credit, agency=texts, kind=st.just("byline"), text=texts, span=st.just((0, 1)))
    ).map(tuple),
    dropped=st.lists(st.builds(DroppedLine, text=texts, reason=texts)).map(tuple),
)
ARTICLE = Article(id="", sha256="a", text="The ferry sailed.", title="Ferry")


def extract(outcome: Article, *, spill: Spill) -> Entry:
    (entry,) = unpack_bundle(pack_bundle([outcome]), keep=spill.keep).outcomes
    assert isinstance(entry, Entry)
    return entry


@given(st.lists(articles, max_size=6), st.sampled_from([0, 300, 1 << 20]))
def test_articles_come_back(originals: list[Article], most_held_bytes: int) -> None:
    spill = Spill(most_held_bytes)
    ordered = sorted(originals, key=lambda article: article.id)
    packed = PackedArticles(
        [PackedArticle(one.id, extract(one, spill=spill)) for one in ordered], spill=spill
    )
    assert list(packed) == [packed[n] for n in range(len(packed))] == ordered
    assert list(packed.ids) == [one.id for one in ordered]
    assert list(packed[1:]) == ordered[1:]
    assert list(reversed(packed)) == ordered[::-1]
    for number, one in enumerate(ordered):
        assert packed.text(number) == one.text
        assert packed.encoded_text(number) == one.text.encode()
        start, end = (places[number] for places in packed.texts)
        assert spill.read(start, end) == one.text.encode()
        bare = packed.without_text(number)
        assert (bare.text, bare.title, bare.credits) == ("", one.title, one.credits)
        assert packed.labels[number] == bare
    assert list(packed.labels) == list(packed.labels[:]) == [replace(one, text="") for one in ordered]


@given(st.lists(articles | st.builds(Rejection, id=texts, reason=texts), max_size=6))
def test_a_bundle_tells_of_all_that_is_in_it(outcomes: list[Article | Rejection]) -> None:
    bundle = unpack_bundle(pack_bundle(outcomes), keep=Spill().keep)
    assert bundle.ids == [one.id for one in outcomes]
    assert set(bundle.agencies) == {
        credit.agency for one in outcomes if isinstance(one, Article) for credit in one.credits
    }
    for one, found in zip(outcomes, bundle.outcomes, strict=True):
        if isinstance(one, Rejection):
            assert found == one.reason
            continue
        assert isinstance(found, Entry)
        assert found.outlet == one.outlet
        assert found.is_credited is bool(one.credits or one.author)
        assert found.lack == (find_lack(one.text) or "")
        assert found.line_keys == make_line_keys(one.text)


def test_what_is_a_page_s_own_counts() -> None:
    spill = Spill()
    extraction = extract(ARTICLE, spill=spill)
    own = PackedArticle("b", extraction, Own("b's", "harbour-post", "http://post.invalid/1"))
    assert own.outlet == "harbour-post"
    for made in (own.make(spill), PackedArticles([own], spill=spill)[0]):
        assert (made.id, made.sha256, made.outlet) == ("b", "b's", "harbour-post")
        assert made.dropped == (DroppedLine(text="http://post.invalid/1", reason=SUMMARY_REASON),)
    shared = PackedArticle("c", extraction).make(spill)
    assert (shared.id, shared.sha256, shared.outlet) == ("c", "a", None)


def test_remade_article_is_what_was_made_of_it() -> None:
    spill = Spill()
    page = PackedArticle("b", extract(ARTICLE, spill=spill), Own("b's", "post", "http://post.invalid/1"))
    made = page.make(spill)
    assert page.remake(made, lack="short", spill=spill).make(spill) == made
    assert page.remake(made, lack="short", spill=spill).extraction.lack == "short"


def test_rejection_is_no_article() -> None:
    spill, packed = Spill(), pack_outcome(Rejection(id="b", reason="no text"))
    start = spill.keep(packed)
    rejected = PackedArticle("b", Entry(start, start + len(packed), start + len(packed)))
    with pytest.raises(TypeError, match="b: a rejection"):
        rejected.make(spill)


def test_no_such_article() -> None:
    with pytest.raises(IndexError):
        PackedArticles([], spill=Spill())[0]
