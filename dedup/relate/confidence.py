"""How sure a verdict is: the probability that its label is the right one.

The further a pair's measures lie from the thresholds that decided, the surer the verdict; a logistic curve
over that distance gives the probability.
"""

from __future__ import annotations

import math

from dedup.records import PairMeasures
from dedup.relate.evidence import TOPICAL_NAMES, Rule
from dedup.relate.rewording import rate_rewording
from dedup.settings import Settings

_BASE, _SLOPE = 1.5, 12.0


def rate_confidence(measures: PairMeasures, *, settings: Settings, rule: Rule) -> float:
    """The probability, in [0, 1], that the verdict to which ``rule`` led is right."""
    if rule == "same":
        return 1.0
    return 1 / (1 + math.exp(-_BASE - _SLOPE * _measure_margin(measures, settings, rule)))


def _measure_margin(measures: PairMeasures, settings: Settings, rule: Rule) -> float:
    """How far the measure nearest to its threshold is from it."""
    if rule in ("close", "reworded"):
        return min(
            abs(measures.shorter_coverage - settings.near_duplicate_coverage),
            abs(measures.fact_share - settings.close_facts),
        )
    if rule == "names":
        return min(
            abs(measures.name_share - TOPICAL_NAMES),
            abs(rate_rewording(measures) - settings.reworded_probability),
        )
    return abs(rate_rewording(measures) - settings.reworded_probability) / 2
