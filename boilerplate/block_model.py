"""How likely a block is a line of the story: boosted decision trees with weights in a file.

Source: Friedman, Greedy function approximation: a gradient boosting machine, Annals of Statistics 29 (2001);
Newton steps as in Chen and Guestrin, XGBoost (2016). ``tests/quality/train_blocks.py`` makes the file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from boilerplate.block_features import NAMES, BlockTable

Matrix = npt.NDArray[np.float64]
WEIGHTS_FILE = Path(__file__).with_name("block_weights.json")
THRESHOLD = 0.5
"""Blocks likelier than this are kept; chosen on folds by site, flat between .45 and .53."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forest:
    """Complete trees of equal depth, each a heap: the children of node n are 2n + 1 and 2n + 2.

    A row goes right where its ``features`` entry is greater than the node's threshold. ``columns`` and
    ``thresholds`` have shape (trees, 2ᵈ - 1), ``leaves`` (trees, 2ᵈ).
    """

    start: float
    columns: npt.NDArray[np.intp]
    thresholds: Matrix
    leaves: Matrix

    def predict(self, rows: Matrix) -> Matrix:
        """The probability of each row. Cost: rows x trees x depth."""
        trees, inner = self.columns.shape
        values, first = np.ascontiguousarray(rows), np.arange(trees) * inner
        line = (np.arange(len(rows)) * rows.shape[1])[:, None]
        node = np.zeros((len(rows), trees), dtype=np.intp)
        for _ in range(inner.bit_length()):
            place = first + node
            node = 2 * node + 1 + (values.take(line + self.columns.take(place)) > self.thresholds.take(place))
        points = self.start + self.leaves.take(np.arange(trees) * (inner + 1) + node - inner).sum(axis=1)
        return np.asarray(1 / (1 + np.exp(-points)), dtype=np.float64)


def rate_blocks(table: BlockTable, count: int) -> Matrix:
    """The probability that each of a page's ``count`` blocks is a line of the story; 0 for no candidates."""
    probabilities = np.zeros(count)
    probabilities[table.candidates] = load_forest().predict(table.rows)
    return probabilities


@lru_cache(maxsize=1)
def load_forest() -> Forest:
    """The shipped forest."""
    return parse_forest(json.loads(WEIGHTS_FILE.read_text(encoding="utf-8")))


def parse_forest(content: dict[str, object]) -> Forest:
    """A forest from its file form: features by name, so that their order here may change."""
    trees = content["trees"]
    start = content["start"]
    if not isinstance(trees, list) or not isinstance(start, float):
        raise TypeError("a forest has a list of trees and a start; make the weights again")
    index = {name: number for number, name in enumerate(NAMES)}
    return Forest(
        start=start,
        columns=np.array([[index[name] for name in tree["features"]] for tree in trees], dtype=np.intp),
        thresholds=np.array([tree["thresholds"] for tree in trees], dtype=np.float64),
        leaves=np.array([tree["leaves"] for tree in trees], dtype=np.float64),
    )


def format_forest(forest: Forest, names: Sequence[str] = NAMES) -> str:
    """The file form of a forest, one line per tree."""
    lines = []
    for columns, thresholds, leaves in zip(forest.columns, forest.thresholds, forest.leaves, strict=True):
        tree = {
            "features": [names[column] for column in columns],
            "thresholds": [float(f"{value:.6g}") for value in thresholds],
            "leaves": [float(f"{value:.4g}") for value in leaves],
        }
        lines.append(json.dumps(tree))
    return f'{{"start": {forest.start:.6f}, "trees": [\n' + ",\n".join(lines) + "\n]}\n"
