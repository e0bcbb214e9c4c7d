"""How sure a verdict is: the probability that its label is the right one.

The further a pair lies from what would have changed the verdict, the surer it is. Two distances count: that
of the probabilities of a copy from their thresholds, and that of the measures which choose the label. A
logistic curve over both, with a level of its own for each kind of verdict, gives the probability; its weights
stand in ``confidence.json`` and are fitted to verdicts on stories that the other weights had not seen
(``tests/quality/train_rewording.py``). Source: Platt, Probabilistic outputs for SVMs, 1999.
"""

from __future__ import annotations

import math

from dedup.records import PairMeasures
from dedup.relate.evidence import Rule
from dedup.relate.logistic import load_table, rate_logistic
from dedup.relate.rewording import find_least_telling, rate_telling, rate_wording
from dedup.settings import Settings

_FURTHEST = 4.0
_LABEL_SCALE = 0.25
_KINDS: dict[Rule, str] = {
    "wording": "copy by wording",
    "excerpt": "copy by an excerpt",
    "telling": "retelling",
    "passage": "quotation",
}


def rate_confidence(measures: PairMeasures, *, settings: Settings, rule: Rule) -> float:
    """The probability, in [0, 1], that the verdict to which ``rule`` led is right."""
    if rule == "same":
        return 1.0
    return rate_logistic(load_table("confidence"), list_margins(measures, settings=settings, rule=rule))


def list_margins(measures: PairMeasures, *, settings: Settings, rule: Rule) -> dict[str, float]:
    """The kind of the verdict, one of which is 1, and its distances from others, by name."""
    kind = _KINDS.get(rule)
    margins = {name: float(name == kind) for name in _KINDS.values()}
    margins["distance of probabilities"] = _measure_distance(measures, settings, rule)
    margins["distance of labels"] = _measure_label_distance(measures, settings, rule)
    return margins


def _measure_distance(measures: PairMeasures, settings: Settings, rule: Rule) -> float:
    """In log odds: how far the probability that decided is from where it would not have."""
    wording = _odds(rate_wording(measures)) - _odds(settings.copied_probability)
    telling = _odds(rate_telling(measures)) - _odds(find_least_telling(measures, settings=settings))
    if rule == "wording":
        distance = wording
    elif rule in ("telling", "excerpt"):
        distance = max(wording, telling)
    else:
        distance = min(-wording, -telling)
    return min(max(distance, 0.0), _FURTHEST) / _FURTHEST


def _measure_label_distance(measures: PairMeasures, settings: Settings, rule: Rule) -> float:
    """How far what chose the label, or would give the pair one, is from its threshold."""
    coverage = measures.shorter_coverage
    if rule in ("wording", "excerpt"):
        distance = abs(coverage - settings.near_duplicate_coverage)
        if coverage < settings.near_duplicate_coverage:
            distance = min(distance, coverage - settings.derived_coverage)
        return min(max(distance, 0.0) / _LABEL_SCALE, 1.0)
    passage = max(measures.quoted_tokens / settings.quoted_tokens, measures.longest_run / settings.quoted_run)
    return min(abs(passage - 1.0), 1.0)


def _odds(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(bounded / (1 - bounded))
