from __future__ import annotations

import pytest

pytest.importorskip("numba", reason="the extra fast is not installed")

import numpy as np
from datasketch import LeanMinHash, MinHash
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.match.batch import HashBatch, hash_chosen, hash_texts, join_batch
from dedup.match.characters import build_character_table
from dedup.match.shingle import build_shingle_set, hash_runs, hash_tokens
from dedup.match.signing import Signing, sign_shingles
from dedup.match.texts import Desk
from dedup.tokens import tokenize

SCRIPTS = (
    "abcXYZ 0123456789.,'\n",
    "àéîõüßœŁžİıſﬁﬃŉ½²ª",
    "абвгдёЁїҐѓΑΒΓΔαβγςάΐ",
    "ابتثجحخُّ٠١٢٣٤٥٦٧٨٩",
    "कखगािीु्ंँ१२३ อกขฃ้ำ์๑๒",
    "中文字符新聞〇々ーあアｶﾞ１２Ａ가힣ᄀ",
    "’‘“”—–…。؟\u2028\u00a0\u202f\u2009\u00ad\u200b\u200d\ufeff\u202eʼ＇",
    "\u0301\u0300\u0327\u3099🙂👍🏽❤️\ud800\udfff\x00\x01\x02\x05\x07\x7f\U0001d400\U00020000",
)
PIECES = (
    "1,234",
    ". ",
    ".",
    "! ",
    "12 345 678",
    "1’234",
    "1.234.567,8",
    "3.5",
    "don't",
    "o’clock",
    "A",
    "ing ",
    "٣٫٥",
    "ʼt",
    "０٠",
    "٠’٠٠٠",
)
TEXTS = st.one_of(
    st.text(max_size=120),
    st.text(alphabet="".join(SCRIPTS), max_size=120),
    st.lists(st.sampled_from(PIECES) | st.sampled_from("".join(SCRIPTS)), max_size=40).map("".join),
    *(st.text(alphabet=script + " '’1,a", max_size=60) for script in SCRIPTS),
)


def assert_same_tokens(texts: list[str]) -> None:
    fast, slow = (
        hash_texts(texts, is_compiled=is_compiled, with_marks=True) for is_compiled in (True, False)
    )
    for number, text in enumerate(texts):
        bound = slice(fast.offsets[number], fast.offsets[number + 1])
        assert fast.hashes[bound].tolist() == hash_tokens(tokenize(text).words).tolist(), repr(text)
        assert fast.marks[bound].tolist() == slow.marks[bound].tolist(), repr(text)
    assert np.array_equal(fast.offsets, slow.offsets)


@given(st.lists(TEXTS, max_size=8))
@settings(deadline=None)
def test_tokens_of_any_text(texts: list[str]) -> None:
    assert_same_tokens(texts)


@pytest.mark.slow
@given(st.lists(TEXTS, min_size=20, max_size=40))
@settings(deadline=None, max_examples=5000)
def test_tokens_of_a_hundred_thousand_texts(texts: list[str]) -> None:
    assert_same_tokens(texts)


def test_every_character_among_others() -> None:
    frames = ("{0}", "a{0}", "{0}b", "é{0}é", "1{0}2", "1{0}234", "港{0}à", "б{0}б", "क्{0}", "a’{0}", "{0}'s")
    points = [p for p in range(0x20, 0x20000) if not (0x3500 < p < 0x4D00 or 0x4F00 < p < 0xD700)]
    for start in range(0, len(points), 4096):
        part = points[start : start + 4096]
        texts = [frames[point % len(frames)].format(chr(point)) for point in part]
        assert_same_tokens(texts)


def test_ordinary_text_is_not_left_to_the_slow_path() -> None:
    kinds = build_character_table().classes
    for character in "aZéßłŽşабвґΑάςابक中あア가한’“”–\u00a0½²":
        assert not kinds[ord(character)] & 32, character


def test_a_very_long_text() -> None:
    assert_same_tokens(["ferry’s 1,234 " * 30_000, "short", "é" * 200_000])


def test_blocks_and_their_edges() -> None:
    for size in range(55, 75):
        for tail in ("", "b", "'s", "’s", "é", "1,234", "\x01"):
            assert_same_tokens(["a" * size + tail, " " * size + tail, "1" * size + tail + " x"])


@given(st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=60), max_size=5), st.integers(1, 6))
@settings(deadline=None)
def test_signatures_are_those_of_datasketch(articles: list[list[int]], size: int) -> None:
    texts = [" ".join(f"w{value % 40}" for value in article) for article in articles]
    shingles = list_shingles(hash_texts(texts, is_compiled=True), size)
    slow, fast = (
        sign_shingles(shingles, Signing(shingle_size=size, num_perm=16, seed=3, is_compiled=is_compiled))
        for is_compiled in (False, True)
    )
    assert np.array_equal(slow, fast)


def list_shingles(tokens: HashBatch, size: int) -> HashBatch:
    own = [build_shingle_set("", tokens.of(number), size=size).hashes for number in range(len(tokens))]
    return join_batch([(hashes, np.empty(0, dtype=np.uint8)) for hashes in own])


def test_datasketch_accepts_a_signature() -> None:
    tokens = hash_texts(["the ferry left the port before dawn"], is_compiled=True)
    signing = Signing(shingle_size=1, num_perm=32, seed=1, is_compiled=True)
    values = sign_shingles(list_shingles(tokens, 1), signing)[0]
    reference = MinHash(num_perm=32, seed=1, hashfunc=int, scheme="affine32")
    reference.update_batch((hash_runs(tokens.hashes, size=1) & np.uint64(0xFFFFFFFF)).tolist())
    assert LeanMinHash(seed=1, hashvalues=values, scheme="affine32").jaccard(LeanMinHash(reference)) == 1.0


def test_a_contraction_in_cyrillic_is_not_left_to_the_slow_path() -> None:
    texts = ["об’ект і п’ять м’яч", "об’ект " * 20, "µev and 5 µg"]
    _, hard = hash_chosen(texts, range(len(texts)), desk=Desk(), with_marks=False)
    assert hard == []
    assert_same_tokens(texts)
