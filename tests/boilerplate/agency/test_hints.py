"""The places where a text may name an agency are those of a search for all names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boilerplate.agency.hints import ALL_KINDS, Beginnings, Hints
from boilerplate.agency.name_search import AnyOf, write_tree

NAMES = [
    "NWA",
    "Northern Wire",
    "Northern Wire Asia",
    "Ö1",
    "NW通信",
    "AA'nın",
    "nwa",
    "nwa-x",
    "北方社",
    "Север",
]
KINDS = ["News Agency", "Agence", "通信"]
HINTS = Hints(NAMES, kinds=KINDS, is_for_many=True)
PIECES = [
    *NAMES, *KINDS, *ALL_KINDS, "ferry", "é", "’", "北", "слово", "😀", " ", " ", ".", "\n", "_", "2", "s",
    "North", "Agentur", "agent", "\ud800",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def find_slowly(paragraph: str) -> set[int]:
    """The places in a paragraph in Latin script."""
    words = ["agenc", "agentur", "agenzi", "persbureau", "agênci", "yhetsbyr", "nwa"]
    found = {place for word in words for place in range(len(paragraph)) if paragraph.startswith(word, place)}
    names = "NW通信|Northern Wire Asia|Northern Wire|NWA|Ö1|AA'nın|News Agency|Agence"
    whole = re.compile("|".join(name if "通" in name else rf"{name}(?!\w)" for name in names.split("|")))
    return found | {match.start() for match in whole.finditer(paragraph)}


@settings(max_examples=300)
@given(st.lists(texts, max_size=3))
def test_places_in_latin_script(paragraphs: list[str]) -> None:
    pad = "The ferry sails on Monday. " * 150
    text = "\n".join(pad + paragraph.replace("\n", " ") for paragraph in paragraphs)
    start, expected = 0, set()
    for paragraph in text.split("\n"):
        expected |= {start + place for place in find_slowly(paragraph)}
        start += len(paragraph) + 1
    assert set(HINTS.find(text)) == expected


@given(texts, st.sampled_from(["слово " * 60, "北方的船 " * 60]))
def test_places_in_other_scripts(text: str, start: str) -> None:
    text = text.replace("\n", " ")
    found = set(HINTS.find(start + text))
    for name in ["北方社", "Север", "NW通信"]:
        assert found >= {match.start() for match in re.finditer(rf"(?<!\w){name}\b", start + text)}


@pytest.mark.parametrize("end", ["", " ", ".", "’", "s"])
@pytest.mark.parametrize("before", ["", "a ", "😀 ", "\n"])
def test_a_name_at_the_end_of_a_text(before: str, end: str) -> None:
    place = len(before)
    assert HINTS.find(f"{before}NWA{end}") == ([] if end == "s" else [place])


@given(st.lists(st.sampled_from([*NAMES, "No", "rth", " ", "’", "x"]), max_size=30).map("".join))
def test_no_beginning_is_passed_over(text: str) -> None:
    places = Beginnings(["NWA", "Ö1", "Northern"], ["fer", "北"]).find(text)
    assert places == sorted(set(places))
    assert set(places) >= {match.start() for match in re.finditer(r"(?:NWA|Ö1|Northern)(?!\w)|fer|北", text)}


@given(st.lists(st.sampled_from([*PIECES, "“", "newswire"]), max_size=12).map("".join))
def test_any_of_many_words(text: str) -> None:
    forms = ["newswire", "agenc(?!y)", "гентств"]
    whole = re.compile("|".join([write_tree(NAMES), *forms]))
    found = AnyOf(NAMES, forms=forms).fit(text).finditer(text)
    assert [match.span() for match in found] == [match.span() for match in whole.finditer(text)]


def test_none_of_no_words() -> None:
    assert AnyOf(["Север"]).fit("ferry").search("ferry") is None
