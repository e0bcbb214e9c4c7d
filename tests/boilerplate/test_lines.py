from __future__ import annotations

import contextlib
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boilerplate.credits import take_credits
from boilerplate.decode import decode_text, scrub
from boilerplate.errors import UnreadablePage
from boilerplate.line_features import split_lines
from boilerplate.lines import extract_text
from boilerplate.plain_text import find_plain_paragraphs
from boilerplate.records import Article, Page

STORY = [
    "The harbour council of Varnemouth voted on Monday to rebuild the old ferry pier, ending a dispute "
    "that had divided the town for almost nine years.",
    "Engineers say the work will take two winters, because the sea wall beneath the pier has to be "
    "strengthened before the first new pile can be driven.",
    "What it costs",
    "The council put the price at 14 million crowns, half of which the regional fund is expected to pay "
    "once the plans have been approved in spring.",
    "“We have waited long enough,” said Ottilie Brand, who runs the last boatyard on the eastern quay.",
    "Residents of the upper town remain unhappy and have announced that they will appeal the decision.",
]
PAGE = [
    "Varnemouth Lantern",
    "  • Home",
    "  • News",
    "  • Harbour",
    "  • Sport",
    "Home News Council votes to rebuild the ferry pier of Varnemouth",
    "",
    "Council votes to rebuild the ferry pier of Varnemouth",
    "",
    "Published on 14 March 2025",
    "Share",
    "Facebook X Email WhatsApp",
    "",
    *STORY,
    "",
    "Share",
    "Facebook X Email WhatsApp",
    "You may also like",
    "Ferry captain retires after forty years at sea",
    "When Ruprecht Hall took the helm of his first boat, he never expected to…",
    "  • March 12, 2025",
    "Bakery fire leaves three families homeless",
    "KINGSPORT (Borealis) – A fire broke out early on Sunday in the…",
    "  • March 11, 2025",
    "Varnemouth Lantern",
    "  • Terms and Conditions",
    "  • Sitemap",
]


def extract(text: str | bytes, **fields: Any) -> Article:
    return extract_text(Page(id="a", form="text", content=text, sha256="0", **fields))


def test_a_flattened_page_loses_its_chrome_and_keeps_its_story() -> None:
    article = extract("\n".join(PAGE))
    assert article.text == "\n".join(STORY)
    assert article.title == "Council votes to rebuild the ferry pier of Varnemouth"
    assert article.published == "2025-03-14"
    assert article.outlet == "Varnemouth Lantern"


def test_every_line_is_kept_or_dropped_with_its_reason() -> None:
    article = extract("\n".join(PAGE))
    shown = [" ".join(line.replace("•", " ").split()) for line in PAGE if line.strip()]
    told = article.text.split("\n") + [line.text for line in article.dropped]
    assert sorted(shown) == sorted(told)
    assert all(line.reason for line in article.dropped)


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_clean_text_comes_through_whole(blank: str) -> None:
    article = extract(blank.join(STORY))
    assert article.text == "\n".join(STORY)
    assert article.dropped == ()


def test_the_headline_of_a_clean_text_is_its_title() -> None:
    article = extract("\n\n".join(["Varnemouth votes to rebuild its pier", *STORY]))
    assert article.title == "Varnemouth votes to rebuild its pier"
    assert article.text == "\n".join(STORY)


def test_a_byline_under_related_stories_is_not_kept() -> None:
    tail = ["Related stories", "Ferry captain retires after forty years at sea", "By The Associated Press"]
    page = [*PAGE[: PAGE.index(STORY[-1]) + 1], *tail, *PAGE[PAGE.index(STORY[-1]) + 1 :]]
    assert extract("\n".join(page)).text == "\n".join(STORY)


def test_a_credit_line_under_the_story_is_kept() -> None:
    credit = "Associated Press writer Ilse Monk in Varnemouth contributed to this report."
    page = [*PAGE[: PAGE.index(STORY[-1]) + 1], "", credit, *PAGE[PAGE.index(STORY[-1]) + 1 :]]
    assert extract("\n".join(page)).text == "\n".join([*STORY, credit])


def test_what_the_input_said_wins() -> None:
    article = extract("\n".join(PAGE), title="Pier", published="2025-03-15", outlet="Elsewhere", url="u")
    assert (article.title, article.published, article.outlet, article.url) == (
        "Pier",
        "2025-03-15",
        "Elsewhere",
        "u",
    )


@pytest.mark.parametrize("content", ["", " \n\n ", b"", b"\x00\x01\x02", "•\n•\n"])
def test_a_page_without_a_story_is_refused_in_one_line(content: str | bytes) -> None:
    with pytest.raises(UnreadablePage) as caught:
        extract(content)
    assert "\n" not in str(caught.value)
    assert str(caught.value)


def test_bytes_are_read_as_utf8_then_as_declared_then_as_detected() -> None:
    words = "Über die Brücke gingen in jener Nacht außer den Wächtern nur wenige Menschen."
    assert decode_text(words.encode(), charset="latin-1") == words
    assert decode_text(words.encode("cp1252"), charset="cp1252") == words
    assert decode_text(words.encode("utf-16"), charset=None) == words
    russian = "Совет города проголосовал за восстановление старой пристани, завершив многолетний спор. " * 4
    assert decode_text(russian.encode("cp1251"), charset=None) == russian


LINE = st.sampled_from([*PAGE, *STORY, "—", "• ", "© 2025 AFP", "By Ilse Monk, Associated Press"]) | st.text(
    max_size=40
)


@settings(deadline=None)
@given(st.lists(LINE, max_size=40))
def test_any_text_gives_an_article_of_its_own_lines_or_is_refused(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        article = extract(text)
    except UnreadablePage:
        return
    shown = {" ".join(line.text.split()) for line in split_lines(scrub(text))}
    assert {*article.text.split("\n"), *(line.text for line in article.dropped)} <= shown
    assert article.text


@settings(deadline=None)
@given(st.lists(st.sampled_from(STORY), min_size=3, max_size=12, unique=True))
def test_extracting_a_clean_article_again_changes_nothing(lines: list[str]) -> None:
    once = extract("\n".join(lines)).text
    assert extract(once).text == once


@pytest.mark.parametrize(
    "text",
    [
        "a" * 500_000,
        "a\n" * 50_000,
        ". " * 100_000,
        "• " * 100_000,
        "subscribe " * 50_000,
        "“" * 200_000,
        "[1] " * 50_000 + ".",
        "January 1, 2025 " * 20_000,
        "港" * 200_000,
        ("word " * 20 + ".\n") * 5_000,
    ],
    ids=lambda text: text[:8],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.perf_counter()
    with contextlib.suppress(UnreadablePage):
        extract(text)
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "lines",
    [
        [line for line in PAGE if line not in STORY],
        [
            "Varnemouth Lantern",
            "Ferry captain retires",
            "Bakery fire leaves families homeless",
            "Storm warning",
        ],
        ["Home", "News", "Sport", "Subscribe", "Contact"],
    ],
    ids=["chrome", "headlines", "menu"],
)
def test_a_page_of_teasers_is_no_article(lines: list[str]) -> None:
    with pytest.raises(UnreadablePage, match="reads like a story"):
        extract("\n".join(lines))


def test_marks_of_emphasis_are_no_bullets() -> None:
    lines = split_lines("* an item\n**Varnemouth** is a town.\n- another\n-5 degrees")
    assert [(line.text, line.is_bullet) for line in lines] == [
        ("an item", True),
        ("**Varnemouth** is a town.", False),
        ("another", True),
        ("-5 degrees", False),
    ]


@pytest.mark.parametrize("paragraphs", [1, 2])
def test_a_few_long_paragraphs_are_the_article_as_they_stand(paragraphs: int) -> None:
    lines = [" ".join([*STORY[:2], *STORY[3:]])] * paragraphs
    article = extract("\n\n".join(f"  {line}\n" for line in lines))
    assert article.text == "\n".join(lines)
    assert article.dropped == ()


@pytest.mark.parametrize(
    "chrome", ["Sign up for our newsletter", "© 2025 Varnemouth Lantern", "Related: more of this"]
)
def test_a_line_of_chrome_by_a_long_paragraph_is_still_looked_at(chrome: str) -> None:
    story = " ".join([*STORY[:2], *STORY[3:]])
    assert find_plain_paragraphs(f"{story}\n{chrome}") == []
    assert find_plain_paragraphs(story) == [story]


def test_a_caption_between_paragraphs_is_left_out() -> None:
    caption = "Image caption: the ferry pier of Varnemouth, seen from the upper town"
    article = extract("\n\n".join([*PAGE[:3], *STORY[:3], caption, *STORY[3:]]))
    assert caption not in article.text
    assert STORY[4] in article.text


@pytest.mark.parametrize("has_chrome", [True, False])
def test_an_agency_named_under_the_byline_is_a_credit(has_chrome: bool) -> None:
    head = [PAGE[7], "By MARTA LINDQVIST", "Kestrel News Service"]
    page = [*PAGE[:7], *head, *PAGE[9:]] if has_chrome else [*head, *STORY]
    article = take_credits(extract("\n".join(page)))
    (credit,) = article.credits
    assert (credit.agency, credit.kind) == ("Kestrel News Service", "byline")
    assert article.title == PAGE[7]
    assert article.text == "\n".join(STORY)


def test_an_agency_named_in_a_menu_is_none() -> None:
    article = take_credits(extract("\n".join([PAGE[0], "Kestrel News Service", *PAGE[1:]])))
    assert article.credits == ()
