from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.tokens import WordMemo, match_tokens, normalize_word, tokenize

ANY_TEXT = st.text(max_size=200)
SCRIPTS = (
    "abcXYZ 0123456789.,'\n",
    "àéîõüßœŁžİıſﬁﬃŉ½²ªºµ",
    "абвгдёЁїҐѓΑΒΓΔαβγςάΐ",
    "ابتثجحخُّ٠١٢٣٤٥٦٧٨٩",
    "कखगािीु्ंँ१२३ อกขฃ้ำ์๑๒",
    "中文字符新聞〇々⺀ーあアｶﾞ１２Ａ가힣ᄀ",
    "’‘“”—–…。؟\u2028\u00a0\u202f\u2009\u00ad\u200b\u200d\ufeff\u202eʼ＇",
    "\u0301\u0300\u0327\u3099🙂👍🏽❤️\ud800\udfff\x00\x01\x07\x7f\U0001d400\U00020000",
)
PIECES = (
    "1,234",
    "12 345 678",
    "1’234",
    "1.234,8",
    "don't",
    "''",
    "5'6",
    "b'52",
    "a’’b",
    "21st",
    "x²",
    "٣٫٥",
    "ʼt",
)
MIXED_TEXT = st.one_of(
    ANY_TEXT,
    st.lists(st.sampled_from(PIECES) | st.sampled_from("".join(SCRIPTS)), max_size=40).map("".join),
    *(st.text(alphabet=script + " '’1,a", max_size=60) for script in SCRIPTS),
)
LEAD = "so it goes, " * 30
"""Before it a text is short, behind it long."""


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


def assert_same_as_by_pattern(text: str) -> None:
    tokens = tokenize(LEAD + text)
    words, spans = match_tokens(LEAD + text)
    assert tokens.words == tuple(words), repr(text)
    assert list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)) == spans, repr(text)


@given(MIXED_TEXT)
def test_long_texts_have_the_tokens_of_the_pattern(text: str) -> None:
    assert_same_as_by_pattern(text)


@pytest.mark.slow
@given(MIXED_TEXT)
@settings(deadline=None, max_examples=100_000)
def test_a_hundred_thousand_long_texts_have_the_tokens_of_the_pattern(text: str) -> None:
    assert_same_as_by_pattern(text)


@pytest.mark.parametrize("frame", ["{0}", "a{0}б", "é{0}é", "1{0}2", "1{0}234", "港{0}à", "a’{0}", "{0}'s"])
def test_every_character_among_others(frame: str) -> None:
    for start in [*range(0, 0x3600, 0x100), *range(0xA000, 0xAC00, 0x100), *range(0xD700, 0x11000, 0x100)]:
        assert_same_as_by_pattern(" ; ".join(frame.format(chr(start + low)) for low in range(0x100)))


def test_a_memo_forgets_rather_than_grow() -> None:
    asked: list[str] = []

    def measure(word: str) -> int:
        asked.append(word)
        return len(word)

    memo = WordMemo(measure, most=2)
    assert [memo[word] for word in ("a", "to", "a", "the", "a")] == [1, 2, 1, 3, 1]
    assert asked == ["a", "to", "the", "a"]
    assert len(memo) == 2
