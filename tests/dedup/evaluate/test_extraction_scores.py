from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.evaluate.extraction import score_extraction, score_page

WORDS = st.lists(
    st.sampled_from("red fox ran over the low stone wall at dusk".split()), min_size=1, max_size=20
)


def test_known_page() -> None:
    # shingles: truth abcd bcde; prediction abcd bcdx → one shared of two each
    assert score_page("a b c d x", "a b c d e") == (0.5, 0.5)


def test_repeats_count_as_often_as_they_stand() -> None:
    assert score_page("a b c d a b c d", "a b c d") == (0.2, 1.0)


def test_short_text_is_one_shingle() -> None:
    assert score_page("one two", "one two") == (1.0, 1.0)


def test_unspaced_scripts_count_by_character() -> None:
    assert score_page("旧码头关闭", "旧码头关门") == (0.5, 0.5)


def test_empty_prediction_counts_in_recall_only() -> None:
    score = score_extraction({"a": "one two three four", "b": " "}, dict.fromkeys("ab", "one two three four"))
    assert (score.precision, score.recall, score.empty, score.pages) == (1.0, 0.5, 1, 2)
    assert score.f1 == pytest.approx(2 / 3)


@given(WORDS, WORDS)
def test_swapping_sides_swaps_precision_and_recall(left: list[str], right: list[str]) -> None:
    forward = score_page(" ".join(left), " ".join(right))
    assert score_page(" ".join(right), " ".join(left)) == forward[::-1]
    assert all(0 <= value <= 1 for value in forward)
