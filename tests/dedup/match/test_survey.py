from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from dedup.match import survey
from dedup.match.fast import is_compiler_installed
from dedup.match.shingle import build_shingle_set, hash_tokens
from dedup.match.signature import build_signature
from dedup.match.survey import Reader, Survey, survey_texts
from dedup.records import ShingleSet
from dedup.settings import Settings
from dedup.tokens import tokenize

SETTINGS = Settings(num_perm=16, bands=8, rows=2)
WORDS = [
    one + other for one in ("ba", "cor", "fen", "gri", "hol") for other in ("nut", "lem", "sto", "wix", "yar")
]
STOCK = "all rights reserved by the harbour desk"
BOTH = pytest.mark.parametrize(
    "is_compiled",
    [
        False,
        pytest.param(
            True,
            marks=pytest.mark.skipif(not is_compiler_installed(), reason="the extra fast is not installed"),
        ),
    ],
)


@pytest.fixture(autouse=True)
def _make_few_be_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "FILTERED_FROM", 20)
    monkeypatch.setattr(survey, "MOST_STORIES", 12)
    monkeypatch.setattr(survey, "MOST_STORIES_SHARE", 0.0)
    monkeypatch.setattr(survey, "_BATCH", 7)


def write_texts(seed: int) -> list[str]:
    """Stories with a stock phrase, copies of one, one that is all stock, a repeated phrase, a hard one."""
    source = random.Random(seed)
    texts = [" ".join(source.choices(WORDS, k=60)) + " " + STOCK for _ in range(40)]
    texts += [texts[0] + f" {number}" for number in range(20)]
    texts += [STOCK, "", f"{texts[1]} {' '.join([STOCK] * 3)}", "é" * 300_000 + " " + texts[2]]
    return texts


def survey_all(texts: list[str], *, is_compiled: bool, threads: int = 1) -> Survey:
    return survey_texts(Reader(texts, range(len(texts)), SETTINGS, is_compiled, threads))


def list_all(texts: list[str]) -> list[ShingleSet]:
    return [build_shingle_set("", hash_tokens(tokenize(text).words), size=3) for text in texts]


@BOTH
def test_common_is_what_many_stories_have_and_counts_in_no_signature(
    monkeypatch: pytest.MonkeyPatch, is_compiled: bool
) -> None:
    texts = write_texts(1)
    monkeypatch.setattr(survey, "_SAMPLE", len(texts) - 9)
    found = survey_all(texts, is_compiled=is_compiled)
    shingles = list_all(texts)
    stock = set(shingles[texts.index(STOCK)].hashes.tolist())
    assert set(found.common.tolist()) == stock
    for number, own in enumerate(shingles):
        rest = np.setdiff1d(own.hashes, found.common)
        alone = ShingleSet(article_id="", hashes=rest)
        expected = build_signature(alone, num_perm=16, seed=1).values
        assert found.values[number].tolist() == expected.tolist(), texts[number][:80]
        assert found.token_counts[number] == len(tokenize(texts[number]).words)
    assert found.unsigned == 1
    assert texts.index(STOCK) not in found.signed.tolist()


@BOTH
def test_the_copies_of_a_story_make_nothing_common(is_compiled: bool) -> None:
    texts = write_texts(2)
    found = survey_all(texts, is_compiled=is_compiled)
    counts = Counter(shingle for own in list_all(texts) for shingle in own.hashes.tolist())
    often = {shingle for shingle, count in counts.items() if count > 12}
    assert set(found.common.tolist()) < often


@BOTH
def test_a_phrase_over_and_over_in_few_stories_is_not_common(is_compiled: bool) -> None:
    source = random.Random(3)
    texts = [" ".join(source.choices(WORDS, k=60)) for _ in range(30)]
    texts = [f"{text} {' '.join([STOCK] * 5)}" if number < 10 else text for number, text in enumerate(texts)]
    assert not len(survey_all(texts, is_compiled=is_compiled).common)


@BOTH
def test_the_number_of_threads_changes_nothing(is_compiled: bool) -> None:
    texts = write_texts(4)
    one, many = (survey_all(texts, is_compiled=is_compiled, threads=threads) for threads in (1, 3))
    assert len(one.common)
    for name in Survey.__slots__:
        assert np.array_equal(getattr(one, name), getattr(many, name)), name


@pytest.mark.skipif(not is_compiler_installed(), reason="the extra fast is not installed")
def test_compiled_and_plain_agree_to_the_bit() -> None:
    texts = write_texts(5)
    fast, slow = (survey_all(texts, is_compiled=is_compiled) for is_compiled in (True, False))
    for name in Survey.__slots__:
        assert np.array_equal(getattr(fast, name), getattr(slow, name)), name
