"""How likely two articles go back to one text: two logistic regressions, each over a few measures.

*Wording*: a copy, reworded or not, has sentences alike to the other's, keeps what is told in passing, and
contradicts no figure. *Telling*: where hardly a sentence answers to another, a rewriter still keeps what
people are quoted with, the unround numbers, and the order in which all is told; an independent report of the
same event shares some of it. The weights stand in ``rewording.json``; ``tests/quality/train_rewording.py``
makes them.
"""

from __future__ import annotations

import math

from dedup.records import PairMeasures
from dedup.relate.logistic import load_table, rate_logistic
from dedup.settings import Settings

_LONG_SENTENCE = 40
_MANY_VALUES = 10


def list_wording(measures: PairMeasures) -> dict[str, float]:
    """The measures that the weights of the wording belong to, by name."""
    return {
        "alike_coverage": measures.alike_coverage,
        "rare_share": measures.rare_share,
        "conflict_share": measures.conflict_share,
        "quoted_tokens": min(measures.quoted_tokens, _LONG_SENTENCE) / _LONG_SENTENCE,
    }


def list_telling(measures: PairMeasures) -> dict[str, float]:
    """The measures that the weights of the telling belong to, by name."""
    return {
        "quote_share": measures.quote_share,
        "common_values": math.log1p(min(measures.common_values, _MANY_VALUES)),
        "order_share": measures.order_share,
    }


def rate_wording(measures: PairMeasures) -> float:
    """The probability, in [0, 1], that one is a copy of the other or of its source, by its wording."""
    return _rate("wording", list_wording(measures))


def rate_telling(measures: PairMeasures) -> float:
    """The probability, in [0, 1], that one retells the other or its source, by what it tells."""
    return _rate("telling", list_telling(measures))


def find_least_telling(measures: PairMeasures, *, settings: Settings) -> float:
    """The probability from which a telling is a retelling: a lower one with a credit and a clear part."""
    is_credited = bool(measures.agencies) and measures.shorter_coverage >= settings.derived_coverage
    return settings.credited_probability if is_credited else settings.retold_probability


def _rate(name: str, features: dict[str, float]) -> float:
    return rate_logistic(load_weights()[name], features)


def load_weights() -> dict[str, dict[str, float]]:
    """The intercept and the weight of each measure, of both regressions."""
    return load_table("rewording")
