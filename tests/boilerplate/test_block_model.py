from __future__ import annotations

import json

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.block_features import NAMES, describe_blocks
from boilerplate.block_model import WEIGHTS_FILE, Forest, format_forest, load_forest, parse_forest
from boilerplate.block_survey import survey_blocks
from boilerplate.blocks import read_blocks
from boilerplate.html_tree import parse_html

Matrix = npt.NDArray[np.float64]


def make_forest(seed: int, *, trees: int = 4, depth: int = 3) -> Forest:
    rng = np.random.default_rng(seed)
    inner = 2**depth - 1
    return Forest(
        start=0.25,
        columns=rng.integers(0, len(NAMES), (trees, inner)),
        thresholds=rng.normal(size=(trees, inner)),
        leaves=rng.normal(size=(trees, inner + 1)),
    )


def walk_slowly(forest: Forest, row: Matrix) -> float:
    points = forest.start
    for columns, thresholds, leaves in zip(forest.columns, forest.thresholds, forest.leaves, strict=True):
        node = 0
        while node < len(columns):
            node = 2 * node + (2 if row[columns[node]] > thresholds[node] else 1)
        points += leaves[node - len(columns)]
    return float(1 / (1 + np.exp(-points)))


@given(st.integers(0, 1000), st.integers(0, 5))
def test_prediction_is_the_walk_from_root_to_leaf(seed: int, count: int) -> None:
    forest = make_forest(seed)
    rows = np.random.default_rng(seed + 1).normal(size=(count, len(NAMES)))
    assert forest.predict(rows) == pytest.approx([walk_slowly(forest, row) for row in rows])


def test_file_form_can_be_read_back() -> None:
    forest = make_forest(7)
    again = parse_forest(json.loads(format_forest(forest)))
    rows = np.random.default_rng(8).normal(size=(6, len(NAMES)))
    assert again.predict(rows) == pytest.approx(forest.predict(rows), abs=1e-3)


def test_shipped_weights_are_small_and_name_known_features() -> None:
    assert WEIGHTS_FILE.stat().st_size < 400_000
    forest = load_forest()
    assert forest.columns.max() < len(NAMES)
    assert forest.leaves.shape == (len(forest.columns), forest.columns.shape[1] + 1)


def test_file_of_another_form_is_refused() -> None:
    with pytest.raises(TypeError, match="make the weights again"):
        parse_forest({"start": 0.0, "trees": None})


BODIES = st.lists(
    st.sampled_from(
        [
            "<p>The harbour board voted on Tuesday to close the old ferry pier for two years.</p>",
            "<p class='caption'>A pier</p>",
            "<ul><li><a href='#'>Home</a></ul>",
            "<h2>Costs</h2>",
            "<div><div>渡轮公司周二宣布旧码头将关闭两年。</div></div>",
            "x",
        ]
    ),
    min_size=1,
    max_size=12,
)


@given(BODIES)
def test_every_page_has_a_row_of_finite_numbers_per_candidate(body: list[str]) -> None:
    blocks = read_blocks(parse_html(f"<html><body>{''.join(body)}</body></html>"))
    flags = [index % 2 == 0 for index in range(len(blocks))]
    table = describe_blocks(survey_blocks(blocks), kept=flags, stated=flags[::-1], title="Ferry pier closes")
    assert table.rows.shape == (len(table.candidates), len(NAMES))
    assert np.isfinite(table.rows).all()
    assert set(np.flatnonzero(flags)) <= set(table.candidates)
