from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.agencies import load_agencies
from boilerplate.credits import take_credits
from boilerplate.errors import BoilerplateError
from boilerplate.records import Article, Credit

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
        "The mayor declined to speak to The Associated Press about the pier.",
        "She worked for Reuters before she came to Varnemouth.",
        "The AP course in chemistry was full.",
        "The copyright of the song was sold for a crown.",
        "He contributed to this report on ferries.",
    ],
)
def test_a_mention_is_no_credit(sentence: str) -> None:
    assert credits_of(f"{BODY}\n{sentence}") == []


AGENCY = st.sampled_from(
    ["AP", "Reuters", "(AFP)", "dpa", "Borealis", "KNB news agency", "新华社", "ТАСС", "رويترز"]
)
PIECE = st.sampled_from(
    [
        "VARNEMOUTH (AP) — ",
        "(Reuters) - ",
        "KINGSPORT (NWX) — ",
        "By Ilse Monk, Associated Press",
        "Copyright 2025 AFP",
        "Reuters",
        "EFE",
        "—",
        "AP writers contributed to this report.",
        "according to ",
        " reported",
        " zufolge",
        "The council voted. ",
        " (ANI)",
        "\n",
        "\n",
        " ",
        "新华社北京3月3日电 ",
        "© ",
        "news agency ",
    ]
)
TEXTS = st.lists(PIECE | AGENCY | st.text(max_size=12), max_size=14).map(
    lambda pieces: "\n".join(line for line in "".join(pieces).split("\n") if line.strip())
)


@given(TEXTS)
def test_taking_twice_is_taking_once(text: str) -> None:
    once = take(text)
    assert take_credits(once) == once


@given(TEXTS)
def test_spans_lie_in_the_text_and_nothing_is_invented(text: str) -> None:
    article = take(text)
    for credit in article.credits:
        start, end = credit.span
        assert 0 <= start <= end <= len(article.text)
        if credit.kind == "in_text":
            assert article.text[start:end] == credit.text
        else:
            assert start == end
            assert credit.text in text
    lines = article.text.split("\n")
    assert all(line in text for line in lines)


@given(TEXTS, TEXTS)
def test_credits_a_text_has_move_with_its_words(first: str, second: str) -> None:
    text = f"{first}\n{BODY}\n{second}".strip("\n")
    start = text.index("the ferry pier")
    known = Credit(agency="Lantern", kind="in_text", text="the ferry pier", span=(start, start + 14))
    article = take_credits(Article(id="a", sha256="0", text=text, credits=(known,)))
    moved = article.credits[0]
    assert article.text[slice(*moved.span)] == "the ferry pier"


@pytest.mark.parametrize(
    "text",
    [
        "(AP) — " * 20_000,
        "(AP) — By Reuters\n" * 5_000,
        "Reuters\n" * 20_000,
        "—\n" * 20_000 + "© 2025 AFP",
        "according to the " * 20_000 + "AP",
        "By " + "Ilse Monk, " * 20_000,
        "A" * 200_000,
        "A. " * 60_000,
        "( " * 60_000,
        "© " * 60_000,
        "VARNEMOUTH, " * 20_000 + "(AP) — Rain.",
        "AP writers " * 20_000,
        "Ilse Monk and " * 15_000,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    started = time.perf_counter()
    take(text)
    assert time.perf_counter() - started < 5


def test_a_file_of_ones_own_adds_agencies_and_forms(tmp_path: Path) -> None:
    file = tmp_path / "more.json"
    added = {
        "agencies": [{"name": "Kelp Wire", "names": [], "marks": ["KW"]}],
        "forms": {"contributor": ["Gathered by {A}"]},
    }
    file.write_text(json.dumps(added), encoding="utf-8")
    article = Article(id="a", sha256="0", text=f"VARNEMOUTH (KW) — {BODY}\nGathered by KW")
    found = take_credits(article, book=load_agencies(file))
    assert found.text == BODY
    assert [(c.agency, c.kind) for c in found.credits] == [
        ("Kelp Wire", "dateline"),
        ("Kelp Wire", "contributor"),
    ]


def test_a_file_of_ones_own_adds_words_of_a_language(tmp_path: Path) -> None:
    file = tmp_path / "more.json"
    file.write_text(
        json.dumps({"languages": {"eo": {"according": ["laŭ"], "with": ["kun"]}}}), encoding="utf-8"
    )
    text = f"{BODY}\nLaŭ Reuters la moleo estas fermita.\nKun AFP"
    found = take_credits(Article(id="a", sha256="0", text=text), book=load_agencies(file))
    assert {(c.agency, c.kind) for c in found.credits} == {
        ("Reuters", "in_text"),
        ("Agence France-Presse", "contributor"),
    }
    assert credits_of(text) == []


def test_a_file_of_ones_own_overrides_an_agency_and_takes_names_away(tmp_path: Path) -> None:
    file = tmp_path / "more.json"
    added = {"agencies": [{"name": "Reuters", "marks": ["RTR"]}], "not_agencies": ["EFE"]}
    file.write_text(json.dumps(added), encoding="utf-8")
    book = load_agencies(file)
    text = f"{BODY}\nRTR reported this, EFE reported that, and Reuters reported a third thing."
    found = take_credits(Article(id="a", sha256="0", text=text), book=book)
    assert [(c.agency, c.text) for c in found.credits] == [("Reuters", "RTR reported")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "Expecting value"),
        ("[]", "it must be an object"),
        ('{"agents": []}', "'agents' is no key"),
        ('{"forms": {"byline": ["("]}}', "no regular expression"),
        ('{"forms": {"byline": ["{NOWHERE}"]}}', "NOWHERE"),
        ('{"forms": {"bylines": []}}', "no 'bylines'"),
        ('{"agencies": [1]}', r"agencies\[0\] must be an object"),
        ('{"agencies": [{"names": ["Kelp"]}]}', r"agencies\[0\] needs a name"),
        ('{"agencies": [{"name": "Kelp", "marks": "KW"}]}', r"agencies\[0\].marks must be a list"),
        ('{"agencies": [{"name": "Kelp", "marks": [""]}]}', "not empty"),
        ('{"languages": {"en": {"verbs": []}}}', "no 'verbs'"),
        ('{"languages": {"en": {"says": ["("]}}}', "no regular expression"),
        ('{"taglines": [{"form": "x"}]}', "needs agency and form"),
        ('{"captions": ["x"]}', "captions must hold"),
    ],
)
def test_a_file_that_is_none_of_agencies_is_refused(tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "more.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BoilerplateError, match=rf"more\.json.*{told}") as refusal:
        load_agencies(file)
    assert "\n" not in str(refusal.value)


def test_a_file_of_agencies_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BoilerplateError, match="No such file"):
        load_agencies(tmp_path / "none.json")


@pytest.mark.parametrize(
    "line", ["KELPTON (AP) — Rain fell.", "AP writer Ilse Monk contributed to this report."]
)
def test_what_an_agency_is_told_is_credited_but_by_the_agency_itself(line: str) -> None:
    sentence = "The mayor told The Associated Press in 2024 that the pier would close."
    assert credits_of(f"{BODY}\n{sentence}") == [("Associated Press", "in_text")]
    assert ("Associated Press", "in_text") not in credits_of(f"{line}\n{BODY}\n{sentence}")


def test_an_agency_is_credited_once_in_a_sentence_and_once_in_the_same_words() -> None:
    sentences = [
        "Reuters reported, and Reuters reported again, that the pier is closed.",
        "It will stay closed, Reuters reported.",
        "According to Reuters and AFP it will be sold.",
    ]
    found = take("\n".join([BODY, *sentences])).credits
    assert [(c.agency, c.text) for c in found] == [
        ("Reuters", "Reuters reported"),
        ("Reuters", "According to Reuters"),
        ("Agence France-Presse", "AFP"),
    ]


def test_a_mark_that_the_article_explains_otherwise_is_no_agency() -> None:
    sentence = "AFP reported that the dues will rise."
    assert credits_of(f"{BODY}\n{sentence}") == [("Agence France-Presse", "in_text")]
    assert credits_of(f"The Alliance for Peace (AFP) met on Monday.\n{BODY}\n{sentence}") == []


def test_an_agency_known_by_its_form_is_known_by_its_initials_and_mark_too() -> None:
    text = f"Skerry Wire Agency reported the sale.\n{BODY}\nThe pier is rotten, SWA reported."
    assert credits_of(text) == [("Skerry Wire Agency", "in_text"), ("SWA", "in_text")]
    text = f"KELPTON (SKN) — {BODY}\n© SKN 2026"
    assert credits_of(text) == [("SKN", "dateline"), ("SKN", "copyright")]
    assert take(text).text == BODY


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_hint_is_found_wherever_a_name_is_masked(before: str, after: str) -> None:
    """The quick search loses no sentence that the thorough one would credit."""
    sentence = f"{before} according to Reuters {after}"
    mask = load_agencies()._mask
    if "Reuters" in mask.mask(sentence).names:
        assert any(sentence.startswith("Reuters", place) for place in mask.find_hints(sentence))
