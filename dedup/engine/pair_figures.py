"""What pairs of articles have in common by their figures: codes for verdicts, shares, names and numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from dedup.match.articles import Matches
from dedup.match.likeness import list_facts, list_numbers
from dedup.match.survey import Owners, Reader

Codes = npt.NDArray[np.int8]
Shares = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Read = TypeVar("Read")

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
    """Names and numbers of articles, read when first asked for, and what pairs have in common of them."""

    def __init__(self, reader: Reader, pairs: Owners, shorter: Owners) -> None:
        """Of ``pairs`` (2, p), ``shorter`` (p,) says which side is the shorter article."""
        self._reader = reader
        self._pairs = pairs
        self._shorter = shorter
        self._list_facts = lru_cache(maxsize=20_000)(self._read(list_facts))
        self._list_numbers = lru_cache(maxsize=20_000)(self._read(list_numbers))

    def share_numbers(self, place: int) -> float:
        """The share of the shorter article's numbers that the longer one has; 0 where there are few."""
        numbers, others = map(self._list_numbers, self._order(place))
        return len(numbers & others) / len(numbers) if len(numbers) >= FEW_FACTS else 0.0

    def share_all(self, place: int) -> float:
        """The share of its names and numbers that the longer one has; 1 where there are few."""
        (facts, _), (others, _) = map(self._list_facts, self._order(place))
        return (len(facts & others) + 0.5) / (len(facts) + 1) if len(facts) >= FEW_FACTS else 1.0

    def are_kept(self, place: int) -> bool:
        """Whether nearly all of the shorter article's names and numbers stand in the longer one."""
        (facts, numbers), (others, _) = map(self._list_facts, self._order(place))
        return (
            len(facts) >= MANY_FACTS
            and len(facts & others) >= KEPT_FACTS * len(facts)
            and len(numbers & others) >= KEPT_FACTS * len(numbers)
        )

    def _order(self, place: int) -> list[int]:
        """The shorter article of a pair, and the longer one."""
        pair: list[int] = self._pairs[:, place].tolist()
        if self._shorter[place]:
            pair.reverse()
        return pair

    def _read(self, read: Callable[[str], Read]) -> Callable[[int], Read]:
        return lambda number: read(self._reader.texts[self._reader.order[number]])
