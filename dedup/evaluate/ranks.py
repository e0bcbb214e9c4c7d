"""Whether similarities grow with how much was copied."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_Values = npt.NDArray[np.float64]


def correlate(values: Sequence[float], others: Sequence[float]) -> float:
    """Pearson's correlation of two rows of equal length; 0 where one of them does not vary."""
    left, right = (np.asarray(row, dtype=np.float64) for row in (values, others))
    if len(left) < 2 or not left.std() or not right.std():
        return 0.0
    return float(np.corrcoef(left, right)[0, 1])


def correlate_ranks(values: Sequence[float], others: Sequence[float]) -> float:
    """Spearman's rank correlation; ties share the mean of their ranks."""
    return correlate(_rank(values).tolist(), _rank(others).tolist())


def _rank(values: Sequence[float]) -> _Values:
    _, places, counts = np.unique(np.asarray(values), return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: _Values = (ends - (counts - 1) / 2)[places]
    return ranks
