"""What pairs of articles have in common by their figures: codes for verdicts, shares, names and numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.articles import Matches
from dedup.match.facts import FactCounts, count_facts
from dedup.match.survey import Owners, Reader

Codes = npt.NDArray[np.int8]
Shares = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

IN_DOUBT, ONE_STORY, QUOTES, APART = 0, 1, 2, 3

LITTLE_COVERAGE, LITTLE_CONTAINMENT = 0.15, 0.08
"""Below both of these shares of the shorter article, a passage in common is a quotation and no copy."""

KEPT_FACTS, MANY_FACTS = 0.8, 8
"""Names and numbers are kept if so large a share of them is, and if there are so many."""

FEW_FACTS = 4
"""Of fewer names or numbers no share is taken."""


def find_little(matches: Matches) -> Flags:
    """Which pairs share little of the shorter article."""
    coverage, containment = measure_shorter(matches, find_shorter(matches))
    is_little: Flags = (coverage < LITTLE_COVERAGE) & (containment < LITTLE_CONTAINMENT)
    return is_little


def measure_shorter(matches: Matches, shorter: Owners) -> tuple[Shares, Shares]:
    """Coverage and containment of the shorter article of each pair."""
    places = np.arange(len(shorter))
    return matches.coverage[shorter, places].astype(np.float64), matches.containment[shorter, places]


def find_shorter(matches: Matches) -> Owners:
    """0 where the left article of a pair is the shorter one or as long, else 1."""
    left, right = matches.token_counts[matches.pairs]
    is_right: Owners = (left > right).astype(np.int32)
    return is_right


class Facts:
    """What pairs have in common of their names and numbers, counted for those that are asked for."""

    def __init__(self, reader: Reader, pairs: Owners, shorter: Owners) -> None:
        """Of ``pairs`` (2, p), ``shorter`` (p,) says which side is the shorter article."""
        self._reader = reader
        self._pairs = pairs
        self._shorter = shorter

    def share_numbers(self, chosen: Places) -> Shares:
        """The shares of the shorter articles' numbers that the longer ones have; 0 where there are few."""
        counts = self._count(chosen)
        share = counts.shared_numbers / np.maximum(counts.numbers, 1)
        return np.where(counts.numbers >= FEW_FACTS, share, 0.0)

    def share_all(self, chosen: Places) -> Shares:
        """The shares of their names and numbers that the longer ones have; 1 where there are few."""
        counts = self._count(chosen)
        return np.where(counts.facts >= FEW_FACTS, (counts.shared + 0.5) / (counts.facts + 1), 1.0)

    def are_kept(self, chosen: Places) -> Flags:
        """Where nearly all of the shorter article's names and numbers stand in the longer one."""
        counts = self._count(chosen)
        are_most = counts.shared >= KEPT_FACTS * counts.facts
        are_most_numbers = counts.shared_numbers >= KEPT_FACTS * counts.numbers
        are_kept: Flags = (counts.facts >= MANY_FACTS) & are_most & are_most_numbers
        return are_kept

    def _count(self, chosen: Places) -> FactCounts:
        """Count over the chosen pairs, the shorter article of each being the first."""
        side = self._shorter[chosen]
        return count_facts(self._reader, np.stack((self._pairs[side, chosen], self._pairs[1 - side, chosen])))
