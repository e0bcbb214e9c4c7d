"""Which lines of a page are its story: small learnt networks over the numbers of ``line_context``.

A dense layer reads every line; residual convolutions with growing steps let it see some thirty lines to
both sides; the last layer gives the log-odds that a line belongs to the story. Networks that started from
different weights err on different pages, so the mean of several decides. The weights stand in
``line_weights.json``; ``tests/quality/train_lines.py`` makes them.
Source: Bai, Kolter, Koltun, An Empirical Evaluation of Generic Convolutional and Recurrent Networks for
Sequence Modeling (2018), without the causal mask.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from boilerplate.line_context import LineSurvey, add_hints, find_captions, find_labels, survey_lines
from boilerplate.line_features import Line
from boilerplate.line_groups import Matrix

Weights = npt.NDArray[np.float32]
_FILE = Path(__file__).with_name("line_weights.json")
_MAX_LINES = 20_000
_HARDLY = -20.0
_MOST_PRODUCTS = 250_000
"""OpenBLAS leaves products of up to 2¹⁸ multiplications to the thread that asks."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """The weights: ``center`` and ``scale`` of the features, then the layers in order.

    ``taps[k]`` has shape (3, width, width): the weights of the line ``steps[k]`` above, the line itself
    and the line as far below.
    """

    center: Weights
    scale: Weights
    entry: Weights
    entry_bias: Weights
    steps: tuple[int, ...]
    taps: tuple[Weights, ...]
    tap_biases: tuple[Weights, ...]
    exit: Weights
    exit_bias: float

    def judge(self, features: Matrix) -> Matrix:
        """The log-odds of every line."""
        inputs = features.astype(np.float32)
        inputs -= self.center
        inputs /= self.scale
        np.clip(inputs, -5, 5, out=inputs)
        state = np.maximum(_multiply(inputs, self.entry) + self.entry_bias, 0)
        count, width = state.shape
        sides = np.zeros((count, 3, width), dtype=np.float32)  # the line above, the line, the line below
        for step, taps, bias in zip(self.steps, self.taps, self.tap_biases, strict=True):
            sides[:step, 0] = sides[max(count - step, 0) :, 2] = 0
            sides[step:, 0], sides[:, 1], sides[:-step, 2] = state[:-step], state, state[step:]
            seen = _multiply(sides.reshape(count, 3 * width), taps.reshape(3 * width, width))
            state += np.maximum(seen + bias, 0)
        return np.asarray(state @ self.exit + self.exit_bias, dtype=np.float64)


def _multiply(rows: Weights, weights: Weights) -> Weights:
    """The product, piece by piece: of a large one BLAS would make a task for threads, which costs more."""
    size = max(_MOST_PRODUCTS // weights.size, 1)
    if len(rows) <= size:
        return rows @ weights
    product = np.empty((len(rows), weights.shape[1]), dtype=np.float32)
    for start in range(0, len(rows), size):
        np.matmul(rows[start : start + size], weights, out=product[start : start + size])
    return product


@lru_cache(maxsize=1)
def load_networks() -> tuple[Network, ...]:
    """The networks that ship with the package: alike but for their start; the mean of their odds counts."""
    return tuple(_read_network(content) for content in json.loads(_FILE.read_text(encoding="utf-8")))


def _read_network(content: Mapping[str, Any]) -> Network:
    layers = content["layers"]
    return Network(
        center=_to_array(content["center"]),
        scale=_to_array(content["scale"]),
        entry=_to_array(content["entry"]),
        entry_bias=_to_array(content["entry_bias"]),
        steps=tuple(layer["step"] for layer in layers),
        taps=tuple(_to_array(layer["taps"]) for layer in layers),
        tap_biases=tuple(_to_array(layer["bias"]) for layer in layers),
        exit=_to_array(content["exit"]),
        exit_bias=content["exit_bias"],
    )


def judge_features(networks: Sequence[Network], features: Matrix) -> Verdict:
    """Judge the lines of a page by the mean of several networks."""
    odds = np.mean([network.judge(features) for network in networks], axis=0)
    odds[find_captions(features)] = _HARDLY
    return Verdict(odds=odds.tolist(), labels=find_labels(features))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Of every line the log-odds that it belongs to the story, and whether it is chrome by itself."""

    odds: list[float]
    labels: list[bool]


def survey_page(lines: Sequence[Line]) -> tuple[LineSurvey, ...]:
    """Measure the lines of a page; a page too long to be one is measured piece by piece.

    Cost: linear in the characters of the page.
    """
    pieces = (lines[start : start + _MAX_LINES] for start in range(0, len(lines), _MAX_LINES))
    return tuple(survey_lines(piece) for piece in pieces)


def judge_lines(surveys: Iterable[LineSurvey], *, hints: frozenset[str]) -> Verdict:
    """Judge the lines of a page.

    Args:
        surveys: of the page, as ``survey_page`` gives them.
        hints: words of the page's address or given title, as ``find_words`` gives them.
    """
    networks = load_networks()
    verdicts = [judge_features(networks, add_hints(survey, hints)) for survey in surveys]
    return Verdict(
        odds=[value for verdict in verdicts for value in verdict.odds],
        labels=[label for verdict in verdicts for label in verdict.labels],
    )


def _to_array(values: object) -> Weights:
    array = np.array(values, dtype=np.float32)
    array.flags.writeable = False
    return array
