"""Forms filled in anew, standing openings and closes, and numbers however they are written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.compare.align import align_sentences, prepare_sentences
from dedup.compare.mentions import find_values, is_telling, measure_order
from dedup.records import PreparedArticle
from dedup.relate.frame import Aligned, count_common_values, find_edge, share_conflicts

Prepare = Callable[[str, str], PreparedArticle]

OPENING = "Follow the storm on the Calder coast minute by minute, with reports from our harbour desk."
CLOSE = "Norrin Line runs nine ferries between the islands and is owned by a trust of its former captains."


def align(left: PreparedArticle, right: PreparedArticle) -> list[Aligned]:
    segments = align_sentences(left.sentences, right.sentences)
    return [Aligned(s.left, s.right, s.similarity) for s in segments if s.left and s.right]


def values_of(text: str) -> set[float]:
    return {value for sentence in find_values(prepare_sentences(text)) for value in sentence}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The council heard from seventeen witnesses in the case.", 17),
        ("The council heard from 17 witnesses in the case.", 17),
        ("It was sold for $2.5 million to a buyer in the city.", 2_500_000),
        ("It was sold for two hundred and fifty thousand dollars to a buyer in the city.", 250_000),
        ("The damage came to 700,000 crowns in all.", 700_000),
    ],
)
def test_numbers_however_written(text: str, value: float) -> None:
    assert value in values_of(text)


@given(st.text(alphabet="0123456789.,% one hundred million", max_size=400))
def test_any_number_can_be_read(text: str) -> None:
    for value in values_of(text):
        assert is_telling(value) in (True, False)


def test_a_very_long_number_is_read() -> None:
    assert all(map(is_telling, values_of("The sum was " + "9" * 400 + " crowns in the end.")))


def test_round_numbers_and_years_tell_little() -> None:
    assert [is_telling(value) for value in (3, 12, 2024, 17, 2.5, 4318)] == [False] * 3 + [True] * 3


def test_order() -> None:
    assert measure_order(("a", "b", "c"), ("a", "x", "b", "c")) == 1
    assert measure_order((), ("a",)) == 0


def test_a_form_filled_in_anew_contradicts_itself(prepare: Prepare) -> None:
    form = (
        "The draw of {} May gave the numbers {}, {} and {}. Some {} tickets were sold for it. "
        "The jackpot stands at {} crowns. A ticket bought in Brackley won {} crowns."
    )
    one = prepare("a", form.format(3, 14, 22, 37, 41_200, 630_000, 5_150))
    other = prepare("b", form.format(10, 17, 29, 33, 38_900, 710_000, 4_370))
    assert share_conflicts(one, other, align(one, other)) >= 0.6
    assert share_conflicts(one, one, align(one, one)) == 0


def test_a_figure_left_out_is_no_contradiction(prepare: Prepare) -> None:
    one = prepare("a", "The berth was built in 1974 and overhauled 18 years ago, records of the port show.")
    other = prepare("b", "The berth was overhauled 18 years ago, records of the port show.")
    assert share_conflicts(one, other, align(one, other)) == 0


def test_unround_numbers_in_common_are_counted_once(prepare: Prepare) -> None:
    one = prepare("a", "Seventeen boats carried 4,318 people. The 4,318 had waited since 1974 for 3 hours.")
    other = prepare("b", "Of the 4318 on board, 17 stayed; the line was opened in 1974, 3 years late.")
    assert count_common_values(one, other) == 2


@pytest.mark.parametrize(
    ("left", "right", "edge"),
    [
        ((OPENING, "A barge broke loose at six."), (OPENING, "Two trees fell on the quay road."), "opening"),
        (
            ("A barge broke loose at six.", CLOSE),
            ("Fares go up in spring.", "Two trees fell.", CLOSE),
            "close",
        ),
        (("Trees fell.", OPENING, "A barge sank."), ("Fares rise.", OPENING, "A mole slid."), ""),
        (("A barge broke loose at six.",), ("Fares go up in spring, the line said.",), ""),
    ],
)
def test_what_stands_at_the_edge_of_both(
    prepare: Prepare, left: tuple[str, ...], right: tuple[str, ...], edge: str
) -> None:
    one, other = prepare("a", "\n".join(left)), prepare("b", "\n".join(right))
    assert find_edge(one, other, align(one, other)) == edge
