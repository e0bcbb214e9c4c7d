from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.match import likeness
from dedup.match.fast import is_compiler_installed
from dedup.match.likeness import Likeness, measure_likeness
from dedup.match.survey import Reader
from dedup.settings import Settings

WORDS = "harbour council voted delayed ferry the of bridge after night report seven mayor said crews".split()
sentences = st.lists(st.sampled_from([*WORDS, "船", "橋"]), min_size=1, max_size=30)
texts = st.lists(sentences, max_size=8).map(
    lambda parts: " ".join(" ".join(p).capitalize() + "." for p in parts)
)


def measure(left: str, right: str, *, is_compiled: bool = False) -> Likeness:
    reader = Reader([left, right], range(2), Settings(), is_compiled)
    return measure_likeness(reader, np.array([[0], [1]], dtype=np.int32))


@pytest.mark.skipif(not is_compiler_installed(), reason="the extra fast is not installed")
@settings(max_examples=150, deadline=None)
@given(texts, texts, st.randoms(use_true_random=False))
def test_compiled_and_plain_agree(left: str, right: str, source: random.Random) -> None:
    words = left.split(" ")
    for _ in range(source.randint(0, 4)):
        words[source.randrange(len(words))] = source.choice(WORDS)
    for other in (right, " ".join(words)):
        fast, slow = (measure(left, other, is_compiled=is_compiled) for is_compiled in (True, False))
        for name in Likeness.__slots__:
            assert getattr(fast, name).tolist() == getattr(slow, name).tolist(), name


@pytest.mark.parametrize("is_compiled", [False, True])
def test_threads_and_parts_change_nothing(is_compiled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if is_compiled and not is_compiler_installed():
        pytest.skip("the extra fast is not installed")
    source = random.Random(4)
    every = [" ".join(source.choices(WORDS, k=source.randint(3, 14))).capitalize() + "." for _ in range(12)]
    given_texts = [" ".join(source.sample(every, 4)) for _ in range(16)]
    pairs = np.array(list(combinations(range(16), 2)), dtype=np.int32).T.copy()
    whole = measure_likeness(Reader(given_texts, range(16), Settings(), is_compiled), pairs)
    monkeypatch.setattr(likeness, "_PAIRS_AT_ONCE", 7)
    parts = measure_likeness(Reader(given_texts, range(16), Settings(), is_compiled, 4), pairs)
    for name in Likeness.__slots__:
        assert getattr(parts, name).tolist() == getattr(whole, name).tolist(), name
        assert len(set(getattr(whole, name).tolist())) > 1, name


def test_a_sentence_in_common_is_seen_whole() -> None:
    quoted = "The harbour council voted after a long night to keep the seven ferry crews."
    left = f"Rain fell on the coast for days. {quoted} Nobody spoke at length of the cost to come."
    right = f"A new bridge opens in the spring of next year. {quoted}"
    found = measure(left, right)
    assert found.longest_run.tolist() == [14]
    assert found.surely_quoted.tolist() == [14]
    assert found.close.tolist() == [14]
    altered = right.replace("long night", "long day")
    found = measure(left, altered)
    assert found.longest_run.tolist() == [7]
    assert found.maybe_quoted.tolist() == [14]


def test_nothing_in_common_and_nothing_at_all() -> None:
    found = measure("Rain fell on the coast.", "")
    assert [int(getattr(found, name)[0]) for name in Likeness.__slots__] == [0] * 6
    found = measure("Rain fell on every coast.", "Snow came to some hills.")
    assert found.longest_run.tolist() == found.shared_content.tolist() == [0]
    assert found.content.tolist()[0] > 0
