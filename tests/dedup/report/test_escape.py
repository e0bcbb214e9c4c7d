from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.escape import scrub, scrub_line

ANY_TEXT = st.text(alphabet=st.characters(), max_size=200)


@given(ANY_TEXT)
def test_scrubbing_keeps_every_offset_and_is_done_after_once(text: str) -> None:
    assert len(scrub(text)) == len(text)
    assert scrub(scrub(text)) == scrub(text)


@given(ANY_TEXT)
def test_nothing_that_steers_a_terminal_or_a_reader_is_left(text: str) -> None:
    for sign in scrub(text):
        assert sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")
        assert unicodedata.bidirectional(sign) not in {
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        }


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "\u05d0\u200f!", "👩\u200d🚀", "l\u2019été\u00a0: «\u202f1\u202f»", "a\tb\nc"]
)
def test_honest_text_is_left_alone(text: str) -> None:
    assert scrub(text) == text


def test_an_escape_sequence_becomes_visible() -> None:
    assert scrub("\x1b[31mred\x07") == "␛[31mred␇"


def test_a_line_has_no_breaks() -> None:
    assert scrub_line(" a\n\tb\u2028c ") == "a b c"
