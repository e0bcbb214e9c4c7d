from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.evaluate.calibration import measure_reliability
from dedup.evaluate.plot import draw_reliability
from dedup.evaluate.ranks import correlate, correlate_ranks

VERDICTS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40)


def test_reliability_of_known_verdicts() -> None:
    found = measure_reliability([(0.9, True), (1.0, False), (0.2, False), (0.3, True)], bins=2)
    assert [(one.low, one.high, one.verdicts, one.right) for one in found.bins] == [
        (0.0, 0.5, 2, 0.5),
        (0.5, 1.0, 2, 0.5),
    ]
    assert math.isclose(found.brier, (0.01 + 1 + 0.04 + 0.49) / 4)
    assert math.isclose(found.expected_error, (2 * 0.25 + 2 * 0.45) / 4)


@given(VERDICTS)
def test_reliability_is_bounded_and_counts_every_verdict(verdicts: list[tuple[float, bool]]) -> None:
    found = measure_reliability(verdicts)
    assert sum(one.verdicts for one in found.bins) == len(verdicts) == found.verdicts
    assert 0 <= found.brier <= 1
    assert 0 <= found.expected_error <= 1
    assert all(one.low <= one.confidence <= one.high for one in found.bins)


def test_certain_and_right_is_perfect() -> None:
    found = measure_reliability([(1.0, True), (0.0, False)])
    assert (found.brier, found.expected_error) == (0.0, 0.0)


@given(VERDICTS)
def test_the_diagram_is_xml_and_tells_in_words_what_it_shows(verdicts: list[tuple[float, bool]]) -> None:
    found = measure_reliability(verdicts)
    root = ElementTree.fromstring(draw_reliability(found))
    names = {"svg": "http://www.w3.org/2000/svg"}
    assert root.get("role") == "img"
    assert set(root.get("aria-labelledby", "").split()) == {
        element.get("id") for element in root if element.get("id")
    }
    dots = root.findall("svg:circle", names)
    assert len(dots) == len(found.bins)
    told = root.findtext("svg:desc", "", names)
    assert all(f"{one.verdicts} with confidence {one.low:g} to {one.high:g}" in told for one in found.bins)
    for dot in dots:
        x, y, size = (float(dot.get(name, "nan")) for name in ("cx", "cy", "r"))
        assert 0 <= x - size <= x + size <= 420
        assert 0 <= y - size <= y + size <= 420


def test_correlations() -> None:
    assert correlate([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert correlate([1, 1, 1], [2, 4, 6]) == 0
    assert correlate_ranks([1, 10, 100], [3, 2, 1]) == pytest.approx(-1)
    assert correlate_ranks([0, 0, 1], [0, 0, 5]) == pytest.approx(1)
    assert correlate_ranks([], []) == 0


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=15))
def test_ranks_against_their_definition(rows: list[tuple[int, int]]) -> None:
    def rank(values: list[int]) -> list[float]:
        return [
            sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2
            for value in values
        ]

    left, right = [row[0] for row in rows], [row[1] for row in rows]
    assert correlate_ranks(left, right) == pytest.approx(correlate(rank(left), rank(right)))
