"""In which order two articles name people, places and figures."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import LCSseq


def measure_order(shorter: Sequence[str], longer: Sequence[str]) -> float:
    """The share of one article's mentions that the other one has in the same order; 0 where it has none.

    A rewording keeps the order in which a story names things, an independent report has its own.
    Source: longest common subsequence, by Hyyrö's bit-parallel algorithm in rapidfuzz.
    """
    return LCSseq.similarity(shorter, longer) / len(shorter) if shorter else 0.0
