from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from boilerplate import lines
from boilerplate.lines import extract_plain, extract_text
from boilerplate.plain_text import find_plain_paragraphs
from boilerplate.records import Article, Page

STORY = [
    "The lighthouse of Skarholm will be lit again in October, the harbour board said on Tuesday, eleven "
    "years after its lamp was taken down.",
    "Two of the four lenses were found in a barn near the village, wrapped in sailcloth and unbroken.",
    "“Nobody had asked for them,” said the farmer, Ragnvald Moe.",
    "The board has set aside three hundred thousand crowns for the tower, whose stairs have to be replaced.",
    "Visitors will be let in from spring, in groups of no more than twelve.",
    "Whether the foghorn will be heard again is not decided; the neighbours have asked that it stays silent.",
]


def extract(text: str) -> Article:
    return extract_text(Page(id="x", form="text", content=text, sha256="0"))


def test_prose_alone_is_taken_as_it_stands() -> None:
    assert find_plain_paragraphs("\n\n".join(STORY)) == STORY


def test_prose_alone_is_what_judging_its_lines_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = extract("\n".join(STORY))
    monkeypatch.setattr(lines, "find_plain_paragraphs", lambda _: [])
    assert extract("\n".join(STORY)) == quick


@pytest.mark.parametrize(
    "line",
    [
        "Share this story",
        "• The board meets again in June, and the meeting is open to everyone who lives there.",
        "Sign up for our newsletter.",
        "By signing up, you agree to our terms.",
        "3 comments so far.",
        "The board will meet again in a month and then decide what the tower is painted with...",
        "Skarholm, 4 May 2025",
        "版权所有。",
        STORY[1],
    ],
)
@pytest.mark.parametrize("place", [0, 3, len(STORY)])
def test_one_line_that_may_be_chrome_has_all_judged(line: str, place: int) -> None:
    assert find_plain_paragraphs("\n".join([*STORY[:place], line, *STORY[place:]])) == []


def test_a_question_on_top_may_be_the_headline() -> None:
    question = "Will the foghorn of Skarholm ever be heard again by those who live beside its tower?"
    assert find_plain_paragraphs("\n".join([question, *STORY])) == []
    assert extract("\n".join([question, *STORY])).title == question


def test_short_sentences_alone_are_judged() -> None:
    assert (
        find_plain_paragraphs("\n".join([STORY[0], *(f"Item {number} is new." for number in "abcdefg")]))
        == []
    )


CHROME = [
    "Sign up for our newsletter.",
    "Share this story",
    "3 comments so far.",
    "Menu | Home | Sport",
    "Read on.",
]
SPACES = ["\t", "\r", "\x85", "\xa0", "\u2003", "\u2028", "\u3000", "  "]


def judge(text: str) -> Article:
    with patch.object(lines, "find_plain_paragraphs", lambda _: []):
        return extract(text)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*STORY, *CHROME]), min_size=4, max_size=20),
    st.sampled_from(["“", '"', "(", "«", "‘"]),
    st.sampled_from(["", "”", "’", "»", "?", "!”"]),
)
def test_a_long_line_alone_is_what_judging_it_gives(sentences: list[str], opening: str, close: str) -> None:
    line = opening + " ".join(sentences) + close
    assume(find_plain_paragraphs(line))
    assert extract(line) == judge(line)


@pytest.mark.parametrize("opening", ["“", "(", "«"])
def test_a_long_quotation_alone_needs_no_judging(opening: str) -> None:
    line = opening + " ".join(STORY)
    assert find_plain_paragraphs(line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        " ".join(["“Menu", *STORY]),
        "“Share this story. " + " ".join(STORY),
        "• " + " ".join(STORY),
        "“" + " ".join([*STORY, "and then …"]),
        "“" + " ".join([*STORY, "and then..."]),
        "“" + " ".join(STORY[:2]),
    ],
)
def test_a_line_alone_that_may_be_chrome_is_judged(line: str) -> None:
    assert find_plain_paragraphs(line) == []


@given(st.lists(st.sampled_from([*SPACES, " ", "\n", " слово ", "港口"]), max_size=4))
def test_paragraphs_have_single_spaces(gaps: list[str]) -> None:
    whole = " ".join([*STORY, *STORY[:2]])
    text = whole + "".join(gap + whole for gap in gaps)
    assert find_plain_paragraphs(text) == [" ".join(line.split()) for line in text.splitlines()]


@given(
    st.lists(
        st.sampled_from(
            [*STORY, *CHROME, *SPACES, " ", "\n", "слово", "\0", "\x1f", "\ud83d", "\ufffd", "\uffff"]
        ),
        max_size=12,
    )
)
def test_what_is_plain_as_it_came_is_extracted_alike(pieces: list[str]) -> None:
    text = " ".join([*STORY, *STORY[:2]]) + "".join(pieces) + STORY[-1]
    page = Page(id="x", form="text", content=text, sha256="0", title="Ferry")
    plain = extract_plain(page)
    assert plain is None or plain == extract_text(page)
    if not set(text) & {*"\t\r\n\x85\xa0\u2003\u2028\u3000\0\x1f\ud83d\ufffd\uffff"} and "  " not in text:
        assert plain is not None


def test_text_that_could_not_be_decoded_is_no_plain_text() -> None:
    line = " ".join([*STORY, "\ufffd" * 200, STORY[-1]])
    page = Page(id="x", form="text", content=line, sha256="0")
    assert extract_plain(page) is None
