"""Logistic regressions whose weights stand in small readable files beside the modules that use them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def rate_logistic(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """The probability, in [0, 1], that the weights and the intercept give to named features."""
    score = weights["intercept"] + sum(weights[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-score))


@cache
def load_table(name: str) -> dict[str, Any]:
    """The weights in ``dedup/relate/NAME.json``, read once."""
    table: dict[str, Any] = json.loads(
        files("dedup.relate").joinpath(f"{name}.json").read_text(encoding="utf-8")
    )
    return table
