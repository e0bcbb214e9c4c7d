"""How far the confidence of verdicts can be relied on.

Sources: Brier 1950 (the mean squared distance of confidence and outcome); Naeini, Cooper and Hauskrecht 2015
(the expected calibration error over bins of equal width).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Verdicts whose confidence lies in [low, high): how many, how sure on average, which share is right."""

    low: float
    high: float
    verdicts: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """Bins that hold any verdict, ascending; ``brier`` and ``expected_error`` are 0 at their best."""

    verdicts: int
    brier: float
    expected_error: float
    bins: tuple[ReliabilityBin, ...]


def measure_reliability(verdicts: Sequence[tuple[float, bool]], *, bins: int = BINS) -> Reliability:
    """Hold the confidence of verdicts against whether they were right.

    Args:
        verdicts: confidence in [0, 1], and whether the verdict was right.
        bins: bins of equal width; the last one includes 1.
    """
    members: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in verdicts:
        members.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, is_right))
    found = tuple(
        ReliabilityBin(
            low=number / bins,
            high=(number + 1) / bins,
            verdicts=len(group),
            confidence=sum(confidence for confidence, _ in group) / len(group),
            right=sum(is_right for _, is_right in group) / len(group),
        )
        for number, group in sorted(members.items())
    )
    total = max(1, len(verdicts))
    return Reliability(
        verdicts=len(verdicts),
        brier=sum((confidence - is_right) ** 2 for confidence, is_right in verdicts) / total,
        expected_error=sum(one.verdicts * abs(one.confidence - one.right) for one in found) / total,
        bins=found,
    )
