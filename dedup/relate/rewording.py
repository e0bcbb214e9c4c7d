"""How likely two articles whose sentences differ throughout go back to one text.

A rewording keeps the names, the unround numbers, what people are quoted with, and the order in which all this
comes; an independent report of the same event shares some of it. The weights of a logistic regression over
these measures stand in ``rewording.json``; ``tests/quality/train_rewording.py`` makes them.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from importlib.resources import files

from dedup.records import PairMeasures


def list_features(measures: PairMeasures) -> dict[str, float]:
    """The measures that the weights belong to, by name."""
    return {
        "shorter_coverage": measures.shorter_coverage,
        "name_share": measures.name_share,
        "order_share": measures.order_share,
        "telling_numbers": math.log1p(measures.telling_numbers),
        "shorter_quotes": measures.shorter_quotes,
        "longer_quotes": measures.longer_quotes,
    }


def rate_rewording(measures: PairMeasures) -> float:
    """The probability, in [0, 1], that one article is a rewording of the other or of its source."""
    weights = _load_weights()
    features = list_features(measures)
    score = weights["intercept"] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-score))


@lru_cache(maxsize=1)
def _load_weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(
        files("dedup.relate").joinpath("rewording.json").read_text(encoding="utf-8")
    )
    return weights
