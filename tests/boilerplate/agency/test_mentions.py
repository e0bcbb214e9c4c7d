"""Sentences around places are cut where a search for the gaps between sentences finds them."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from boilerplate.agency import mentions as agency_mentions
from boilerplate.agency.mentions import find_sentences

_GAP = r"(?<=[.!?][\"»”’)]?)\s+(?=[\p{Lu}\p{Lo}\"“«‘\[(])|(?<=[。！？।])"
_BEFORE, _AFTER = regex.compile(_GAP, regex.REVERSE), regex.compile(_GAP)
PIECES = [
    ". ",
    ".",
    "! ",
    "?” ",
    ".” (",
    "... ",
    "Ab",
    "ab",
    "港",
    "。",
    "।",
    " ",
    "\n",
    "“",
    "U.S. ",
    "7.5",
    ".) ",
    "’)",
]


def find_slowly(text: str, places: list[int], *, most: int) -> Iterator[tuple[int, int]]:
    done = -1
    for place in places:
        if place < done:
            continue
        start, done = max(place - most, done, 0), min(place + most, len(text))
        before, after = _BEFORE.search(text, start, place + 1), _AFTER.search(text, place, done)
        start = start if before is None else before.end()
        done = done if after is None else after.start()
        yield start, done


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.data())
def test_sentences(text: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, max(len(text) - 1, 0)), max_size=6)))
    most = data.draw(st.sampled_from([5, 12, agency_mentions.MAX_SENTENCE]))
    names = [place for place in places if text[place : place + 1] not in {*".!?。！？। \n"}]
    assert list(find_sentences(text, names, most=most)) == list(find_slowly(text, names, most=most))
