from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.match import content
from dedup.match.content import ContentBound, bound_content
from dedup.match.fast import is_compiler_installed
from dedup.match.likeness import measure_likeness
from dedup.match.survey import Reader
from dedup.settings import Settings

WORDS = "harbour council voted delayed ferry the of bridge after night report seven 1,200 船 Łódź".split()
texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join), min_size=2, max_size=6)


def read(given_texts: list[str], *, is_compiled: bool = False, threads: int = 1) -> Reader:
    return Reader(given_texts, range(len(given_texts)), Settings(), is_compiled, threads)


def pair_up(size: int) -> np.ndarray:
    return np.array(list(combinations(range(size), 2)), dtype=np.int32).T.copy()


def bound(reader: Reader) -> ContentBound:
    every = range(len(reader))
    tokens = np.diff(reader.hash(every).offsets).astype(np.int32)
    return bound_content(reader, pair_up(len(reader)), token_counts=tokens)


def listed(bound: ContentBound) -> tuple[list[int], list[int]]:
    return bound.content.tolist(), bound.shared.tolist()


@given(texts)
def test_nothing_is_shared_beyond_the_bound(given_texts: list[str]) -> None:
    reader = read(given_texts)
    most, exact = bound(reader), measure_likeness(reader, pair_up(len(given_texts)))
    assert most.content.tolist() == exact.content.tolist()
    assert (most.shared >= exact.shared_content).all()


def test_words_that_look_the_same_in_brief_all_count(monkeypatch: pytest.MonkeyPatch) -> None:
    given_texts = ["harbour council voted", "ferry bridge night mayor"]
    assert listed(bound(read(given_texts))) == ([3], [0])
    monkeypatch.setattr(content, "_BITS", 1)
    assert listed(bound(read(given_texts)))[1] > [0]


def test_grammar_words_and_repeated_ones_do_not_count() -> None:
    most = bound(read(["The ferry of the ferry and a bridge", "a ferry for the mayor"]))
    assert listed(most) == ([2], [1])


@pytest.mark.skipif(not is_compiler_installed(), reason="the extra fast is not installed")
@settings(max_examples=60, deadline=None)
@given(texts)
def test_compiled_and_plain_agree(given_texts: list[str]) -> None:
    fast, slow = (bound(read(given_texts, is_compiled=flag)) for flag in (True, False))
    assert listed(fast) == listed(slow)


@pytest.mark.skipif(not is_compiler_installed(), reason="the extra fast is not installed")
def test_long_and_short_texts_in_turn() -> None:
    long = " ".join(f"word{number} the" for number in range(5_000))
    given_texts = [long, "word7 of ferry", long + " ferry", "", "word9 the ferry word7"]
    fast, slow = (bound(read(given_texts, is_compiled=flag)) for flag in (True, False))
    assert listed(fast) == listed(slow)
    assert fast.content.tolist()[:2] == [2, 5_000]


@pytest.mark.parametrize("is_compiled", [False, True])
def test_threads_change_nothing(is_compiled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if is_compiled and not is_compiler_installed():
        pytest.skip("the extra fast is not installed")
    monkeypatch.setattr(content, "_TEXTS_AT_ONCE", 3)
    given_texts = [" ".join(WORDS[place % 5 :: place % 3 + 1]) for place in range(20)]
    one, more = (bound(read(given_texts, is_compiled=is_compiled, threads=threads)) for threads in (1, 4))
    assert listed(one) == listed(more)
    assert len(set(one.shared.tolist())) > 3
