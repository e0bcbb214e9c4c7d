"""Repeated ids: numbered by content, never by order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from boilerplate.read.ids import content_key, number_repeats
from boilerplate.records import Article, Rejection


def article(article_id: str, content: str) -> Article:
    return Article(id=article_id, sha256=content, text=content)


records = st.lists(
    st.one_of(
        st.builds(article, st.sampled_from(["a", "b", "a~2"]), st.sampled_from("xyz")),
        st.builds(Rejection, id=st.sampled_from(["a", "b", "a~2"]), reason=st.sampled_from("pq")),
    ),
    max_size=12,
)


def rename(record: Article | Rejection, new_id: str) -> Article | Rejection:
    return replace(record, id=new_id)


def number(mixed: list[Article | Rejection]) -> tuple[tuple[Article, ...], tuple[Rejection, ...]]:
    numbered = number_repeats(mixed, content_key=content_key, rename=rename)
    assert numbered == sorted(numbered, key=lambda record: record.id)
    return (
        tuple(record for record in numbered if isinstance(record, Article)),
        tuple(record for record in numbered if isinstance(record, Rejection)),
    )


def test_first_by_content_keeps_the_id() -> None:
    articles, rejections = number([Rejection(id="a", reason="r"), article("a", "2"), article("a", "1")])
    assert [(a.id, a.sha256) for a in articles] == [("a", "1"), ("a~2", "2")]
    assert rejections == (Rejection(id="a~3", reason="r"),)


def test_number_that_is_taken_is_passed_over() -> None:
    articles, _ = number([article("a", "1"), article("a", "2"), article("a~2", "3")])
    assert [(a.id, a.sha256) for a in articles] == [("a", "1"), ("a~2", "3"), ("a~3", "2")]


@given(records, st.randoms())
def test_unique_complete_and_in_no_order(mixed: list[Article | Rejection], random: object) -> None:
    articles, rejections = number(mixed)
    new_ids = [a.id for a in articles] + [r.id for r in rejections]
    assert len(set(new_ids)) == len(mixed)
    assert {record.id for record in mixed} <= set(new_ids)
    shuffled = list(mixed)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert number(shuffled) == (articles, rejections)
    assert sorted(repr(replace(a, id="")) for a in articles) == sorted(
        repr(replace(a, id="")) for a in mixed if isinstance(a, Article)
    )
