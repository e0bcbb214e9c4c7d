from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.tokens import normalize_word, tokenize

ANY_TEXT = st.text(max_size=200)


@given(ANY_TEXT)
def test_offsets_point_at_what_was_normalised(text: str) -> None:
    tokens = tokenize(text)
    assert len(tokens.words) == len(tokens.starts) == len(tokens.ends)
    for word, start, end in zip(tokens.words, tokens.starts.tolist(), tokens.ends.tolist(), strict=True):
        assert 0 <= start < end <= len(text)
        assert normalize_word(text[start:end]) == word
    assert all(end <= start for end, start in zip(tokens.ends[:-1], tokens.starts[1:], strict=True))


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing(text: str) -> None:
    for word in tokenize(text).words:
        assert normalize_word(word) == word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("700,000 berths", "700.000 berths"),
        ("700,000 berths", "700 000 berths"),
        ("700,000 berths", "700\u202f000 BERTHS"),
        ("the captain's log", "The captain’s log"),
        ("harbour", "har\u00adbour"),
        ("harbour", "har\u200bbour"),
        ("\u202eharbour\u202c", "harbour"),
        ("ﬁnal ﬂoor", "final floor"),
        ("Straße", "STRASSE"),
        ("h\u0430rbour", "harbour"),
        ("café", "cafe\u0301"),
    ],
)
def test_dress_is_folded(one: str, other: str) -> None:
    assert tokenize(one).words == tokenize(other).words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("港务局开会", ("港", "务", "局", "开", "会")),
        ("ฟ้า", ("ฟ้", "า")),
        ("3.5 and 2,75", ("3.5", "and", "2,75")),
        ("COVID-19", ("covid", "19")),
        ("", ()),
        ("…—!", ()),
    ],
)
def test_tokens(text: str, words: tuple[str, ...]) -> None:
    assert tokenize(text).words == words


def test_real_cyrillic_stays_cyrillic() -> None:
    assert tokenize("порт").words == ("порт",)


def test_a_very_long_word_takes_no_longer_than_its_length() -> None:
    assert len(tokenize("é" * 300_000 + " б" * 3).words) == 4
