from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from boilerplate.outlet_stories import normalize_line
from boilerplate.outlets import REASON, drop_repeated_lines, find_suspects, make_line_keys
from boilerplate.records import Article

ABOUT = "The Brenna Post brings you the news of the valley since 1911."


def make_article(number: int, *lines: str, outlet: str | None = "brenna.example") -> Article:
    return Article(id=f"brenna/{number}", sha256="0" * 64, text="\n".join(lines), outlet=outlet)


def make_stories(count: int, *, outlet: str | None = "brenna.example") -> list[Article]:
    return [
        make_article(
            n, f"Story {chr(97 + n) * 9} begins here.", f"And {chr(97 + n) * 7} ends.", ABOUT, outlet=outlet
        )
        for n in range(count)
    ]


def test_line_of_three_stories_is_dropped_with_its_reason() -> None:
    for article in drop_repeated_lines(make_stories(3)):
        assert ABOUT not in article.text
        assert [(line.text, line.reason) for line in article.dropped] == [(ABOUT, REASON)]


def test_repeated_agency_credit_stays_as_evidence() -> None:
    credit = "Copyright 2024 The Associated Press. All rights reserved."
    stories = [replace(article, text=f"{article.text}\n{credit}") for article in make_stories(4)]
    for article in drop_repeated_lines(stories):
        assert article.text.split("\n")[-1] == credit
        assert ABOUT not in article.text


def test_line_of_two_stories_stays() -> None:
    stories = make_stories(2)
    assert drop_repeated_lines(stories) == tuple(stories)


def test_updates_of_one_story_do_not_erase_it() -> None:
    wire = ("The dam above Brenna held through the night.", "Two bridges were closed to lorries.")
    updates = [make_article(n, *wire, f"Update {chr(97 + n) * 8} came later.") for n in range(5)]
    assert drop_repeated_lines(updates) == tuple(updates)


def test_identical_pages_are_one_story() -> None:
    pages = [make_article(n, "The dam held.", "The bridges were closed.") for n in range(6)]
    assert drop_repeated_lines(pages) == tuple(pages)


def test_chrome_beside_many_updates_still_goes() -> None:
    wire = ("The dam above Brenna held through the night.", "Two bridges were closed to lorries.")
    updates = [make_article(10 + n, *wire, f"Update {chr(97 + n) * 8}.", ABOUT) for n in range(4)]
    cleaned = drop_repeated_lines([*updates, *make_stories(2)])
    assert all(ABOUT not in article.text for article in cleaned)
    assert all(wire[0] in article.text for article in cleaned[:4])


def test_outlets_do_not_mix_and_unknown_ones_are_left_alone() -> None:
    mixed = [replace(article, outlet=f"o{n}") for n, article in enumerate(make_stories(4))]
    unknown = make_stories(4, outlet=None)
    assert drop_repeated_lines(mixed) == tuple(mixed)
    assert drop_repeated_lines(unknown) == tuple(unknown)


def test_digits_and_width_do_not_tell_lines_apart() -> None:
    assert normalize_line("Read 1,204 comments") == normalize_line("read  3,918 COMMENTS")


@given(st.permutations(range(6)))
def test_order_of_pages_does_not_matter(order: list[int]) -> None:
    stories = make_stories(6)
    expected = {article.id: article for article in drop_repeated_lines(stories)}
    assert {article.id: article for article in drop_repeated_lines([stories[i] for i in order])} == expected


@given(st.lists(st.lists(st.sampled_from(["a b c.", "d e f.", "g h i.", ABOUT]), min_size=1), max_size=8))
def test_twice_changes_no_more_than_lines_already_dropped(texts: list[list[str]]) -> None:
    articles = [make_article(n, *lines) for n, lines in enumerate(texts)]
    once = drop_repeated_lines(articles)
    for before, after in zip(articles, once, strict=True):
        assert set(after.text.split("\n")) <= set(before.text.split("\n"))
        assert after.text


words = st.sampled_from(
    ["Ferry", "ferry", "FERRY", "ﬁre", "fire", "7", "４", "Straße", "STRASSE", "´", "a\u0301", "á", "港口"]
)
gaps = st.sampled_from([" ", "\u00a0", "\u3000", "  ", "\t"])
written_lines = st.lists(st.tuples(words, gaps), max_size=12).map(
    lambda pieces: "".join(word + gap for word, gap in pieces)
)


@given(written_lines, written_lines)
def test_equal_lines_have_equal_keys(left: str, right: str) -> None:
    for one, other in ((left, right), (left, normalize_line(left)), (left, left.replace("fire", "ﬁre"))):
        if normalize_line(one) == normalize_line(other):
            assert make_line_keys(f"{one} end\n{one} end") == make_line_keys(f"{other} end\n{other} end")


def test_keys_tell_long_lines_apart_by_their_opening() -> None:
    keys = [
        make_line_keys(f"{line}\nx")
        for line in ("a b c d e f g h i", "a b c d e f g h j", "a b c d e f g i h")
    ]
    assert sorted(keys[0]) == sorted(keys[1]) != sorted(keys[2])
    assert make_line_keys("one line") == b""


def test_only_pages_with_a_line_of_three_are_suspects() -> None:
    stories = make_stories(4)
    alone = make_article(9, "Nothing of this", "stands elsewhere.")
    pages = [*stories, alone, *make_stories(4, outlet=None), *make_stories(2, outlet="other.example")]
    found = list(find_suspects((page.outlet, make_line_keys(page.text)) for page in pages))
    assert found == [[0, 1, 2, 3]]


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6), max_size=12))
def test_suspects_are_all_that_can_change(pages: list[list[str]]) -> None:
    articles = [
        make_article(
            n, *(f"Line {letter * 5} of the page." for letter in letters), f"Own {chr(97 + n) * 9} words."
        )
        for n, letters in enumerate(pages)
    ]
    cleaned = drop_repeated_lines(articles)
    suspects = [
        n for group in find_suspects((a.outlet, make_line_keys(a.text)) for a in articles) for n in group
    ]
    assert [n for n, old in enumerate(articles) if cleaned[n] != old] == [
        n for n in suspects if cleaned[n] != articles[n]
    ]
    assert drop_repeated_lines([articles[n] for n in suspects]) == tuple(cleaned[n] for n in suspects)
