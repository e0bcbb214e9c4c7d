"""Packed articles are a sequence of articles, whatever is asked of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.packed import SUMMARY_REASON, Extraction, PackedArticle, PackedArticles
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


def extract(outcome: Article | Rejection, *, spill: Spill) -> Extraction:
    kept = spill.keep(pack_outcome(outcome))
    return Extraction(kept=kept, outlet=None, is_credited=False, lack="", line_keys=b"")


@given(st.lists(articles, max_size=6), st.sampled_from([0, 300, 1 << 20]))
def test_articles_come_back(originals: list[Article], most_held_bytes: int) -> None:
    spill = Spill(most_held_bytes)
    ordered = sorted(originals, key=lambda article: article.id)
    packed = PackedArticles([PackedArticle(one.id, extract(one, spill=spill)) for one in ordered])
    assert list(packed) == [packed[n] for n in range(len(packed))] == ordered
    assert list(packed.ids) == [one.id for one in ordered]
    assert list(packed[1:]) == ordered[1:]
    assert list(reversed(packed)) == ordered[::-1]
    assert packed.encoded_texts(range(len(packed))) == [one.text.encode() for one in ordered]
    for number, one in enumerate(ordered):
        assert packed.text(number) == one.text
        assert packed.encoded_text(number) == one.text.encode()
        bare = packed.without_text(number)
        assert (bare.text, bare.title, bare.credits) == ("", one.title, one.credits)


def test_what_is_a_page_s_own_counts() -> None:
    extraction = extract(ARTICLE, spill=Spill())
    own = PackedArticle("b", extraction, "b's", "harbour-post", "http://post.invalid/1").make()
    assert (own.id, own.sha256, own.outlet) == ("b", "b's", "harbour-post")
    assert own.dropped == (DroppedLine(text="http://post.invalid/1", reason=SUMMARY_REASON),)
    shared = PackedArticle("c", extraction).make()
    assert (shared.id, shared.sha256, shared.outlet) == ("c", "a", None)


def test_remade_article_is_what_was_made_of_it() -> None:
    spill = Spill()
    page = PackedArticle("b", extract(ARTICLE, spill=spill), "b's", "post", "http://post.invalid/1")
    made = page.make()
    assert page.remake(made, lack="short", spill=spill).make() == made
    assert page.remake(made, lack="short", spill=spill).extraction.lack == "short"


def test_rejection_is_no_article() -> None:
    rejected = PackedArticle("b", extract(Rejection(id="b", reason="no text"), spill=Spill()))
    with pytest.raises(TypeError, match="b: a rejection"):
        rejected.make()


def test_no_such_article() -> None:
    with pytest.raises(IndexError):
        PackedArticles([])[0]
