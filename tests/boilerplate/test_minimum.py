"""The least text that can be compared."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.minimum import MIN_WORDS, find_lack, has_enough_words

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*")

words = st.sampled_from(
    [
        "ferry",
        "7,5",
        "it's",
        "港口",
        "a港b",
        "—",
        "x",
        "слово",
        "ถนน",
        "(b)",
        "¿",
        "\u200b",
        "ﬁ",
        "éa",
        "_1",
        "a\x7fb",
    ]
)
plain_words = st.sampled_from(["ferry", "7,5", "it's", "(b)", "“x”", "été", "¿a", "—"])
gaps = st.sampled_from([" ", "\n", "\u3000", "-", "", " … "])


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        ("", False),
        ("word " * (MIN_WORDS - 1), False),
        ("word " * MIN_WORDS, True),
        ("— … !? " * 100, False),
        ("слово " * MIN_WORDS, True),
        ("港" * 39, False),
        ("港" * 40, True),
        ("港口星期一重新开放，渡轮再次启航。" * 3, True),
        ("1,200 " * MIN_WORDS, True),
    ],
)
def test_words(text: str, enough: bool) -> None:
    assert has_enough_words(text) is enough


def count_words(text: str) -> float:
    return sum(len(_UNSPACED.findall(word)) / 1.6 or 1 for word in _WORD.findall(text))


@given(st.lists(st.tuples(words, gaps), min_size=15, max_size=60))
def test_the_quick_look_decides_nothing_else(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in pieces)
    assert has_enough_words(text) is (count_words(text) >= MIN_WORDS)


@given(
    st.lists(plain_words, min_size=20, max_size=32), st.sampled_from(["", "港", "ๅ", " 港", "\x01", "\u0301"])
)
def test_the_quick_look_at_plain_words(pieces: list[str], end: str) -> None:
    text = " ".join(pieces) + end
    assert has_enough_words(text) is (count_words(text) >= MIN_WORDS)


def test_reasons() -> None:
    assert find_lack("word " * MIN_WORDS) is None
    assert find_lack(" \n") == "no article text on the page"
    assert "under 25 words" in str(find_lack("word"))
