from __future__ import annotations

import pytest

from boilerplate.credits import take_credits
from boilerplate.records import Article

BODY = "The council voted on Monday to rebuild the ferry pier.\nWork begins in spring, engineers say."


def take(text: str) -> Article:
    return take_credits(Article(id="a", sha256="0", text=text))


def credits_of(text: str) -> list[tuple[str, str]]:
    return [(credit.agency, credit.kind) for credit in take(text).credits]


@pytest.mark.parametrize(
    ("opening", "agency"),
    [
        ("VARNEMOUTH (AP) — ", "Associated Press"),
        ("VARNEMOUTH, Oct. 3 (Reuters) - ", "Reuters"),
        ("Varnemouth (AFP) – ", "Agence France-Presse"),
        ("(Reuters) - ", "Reuters"),
    ],
)
def test_a_dateline_leaves_the_first_paragraph(opening: str, agency: str) -> None:
    article = take(opening + BODY)
    assert article.text == BODY
    assert [(c.agency, c.kind, c.text, c.span) for c in article.credits] == [
        (agency, "dateline", opening.rstrip(), (0, 0))
    ]


@pytest.mark.parametrize(
    ("line", "agency", "kind"),
    [
        ("Associated Press writer Ilse Monk in Varnemouth contributed.", "Associated Press", "contributor"),
        ("AP writers Ilse Monk and Bo Tarn contributed to this report.", "Associated Press", "contributor"),
        ("Copyright 2025 The Associated Press. All rights reserved.", "Associated Press", "copyright"),
        ("© 2025 AFP", "Agence France-Presse", "copyright"),
        ("By Ilse Monk, Associated Press", "Associated Press", "byline"),
    ],
)
def test_a_credit_line_leaves_the_text(line: str, agency: str, kind: str) -> None:
    article = take(f"{BODY}\n—\n{line}")
    assert article.text == BODY
    assert [(c.agency, c.kind, c.text) for c in article.credits] == [(agency, kind, line)]
    assert article.credits[0].span == (len(BODY), len(BODY))
    assert [line.text for line in article.dropped] == ["—"]


@pytest.mark.parametrize(
    ("sentence", "agency", "words"),
    [
        ("According to the Associated Press, the pier is closed.", "Associated Press", None),
        ("Reuters reported that the pier is closed.", "Reuters", "Reuters reported"),
        ("The pier is closed, Varnemouth radio said, citing AFP.", "Agence France-Presse", "citing AFP"),
        ("The mayor disclosed to the Associated Press that she would resign.", "Associated Press", None),
        ("The Wall Street Journal’s analysis says prices will rise.", "The Wall Street Journal", None),
    ],
)
def test_a_credit_in_a_sentence_stays_and_is_marked(sentence: str, agency: str, words: str | None) -> None:
    article = take(f"{BODY}\n{sentence}")
    assert article.text == f"{BODY}\n{sentence}"
    (credit,) = article.credits
    assert (credit.agency, credit.kind) == (agency, "in_text")
    assert article.text[slice(*credit.span)] == credit.text
    assert words is None or credit.text == words


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor told The Associated Press in 2024 that the pier would close.",
        "She worked for Reuters before she came to Varnemouth.",
        "The AP course in chemistry was full.",
        "The copyright of the song was sold for a crown.",
        "He contributed to this report on ferries.",
    ],
)
def test_a_mention_is_no_credit(sentence: str) -> None:
    assert credits_of(f"{BODY}\n{sentence}") == []
