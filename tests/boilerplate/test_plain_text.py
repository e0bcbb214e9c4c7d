from __future__ import annotations

import pytest

from boilerplate import lines
from boilerplate.lines import extract_text
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
