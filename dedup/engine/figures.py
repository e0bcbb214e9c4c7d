"""Verdicts from figures alone: which pairs are so clear that no alignment would change their label.

The bounds leave a margin to those of ``dedup.relate.relation``; what lies between is left in doubt. How often
the full comparison would have said something else is counted in ``tests/dedup/engine/test_figures.py``.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from dedup.match.articles import Matches
from dedup.match.likeness import Likeness, list_facts, measure_likeness
from dedup.match.survey import Owners, Reader
from dedup.settings import Settings

Codes = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]

IN_DOUBT, ONE_STORY, QUOTES, APART = 0, 1, 2, 3

CLEAR_COVERAGE, CLEAR_CONTAINMENT = 0.65, 0.6
"""From these shares of the shorter article a pair is one story, whatever the alignment would add: the quick
coverage is within .007 of the aligned one on average, and forms filled in anew share fewer shingles."""

FAIR_CONTAINMENT, KEPT_NUMBERS = 0.5, 0.8
"""From this containment on it is one too if the other has so many of its numbers: forms filled in anew have
other ones."""

LITTLE_COVERAGE, LITTLE_CONTAINMENT, LITTLE_CONTENT = 0.15, 0.08, 0.25
"""Below all of these shares of the shorter article, a passage in common is a quotation and no copy."""

FOREIGN_CONTENT, RELATED_CONTENT, FOREIGN_FACTS = 0.15, 0.45, 0.25
"""Below the first share of its content words in common a pair without a passage has nothing in common, below
the second if it has less than the third of its names and numbers in common: rewordings keep more of both."""

FEW_FACTS = 4
"""Of fewer names or numbers no share is taken."""


def judge_by_figures(matches: Matches, reader: Reader, *, settings: Settings, stories_only: bool) -> Codes:
    """One of the four codes for each pair of ``matches``.

    Args:
        stories_only: only whole stories are asked for: what shares little is none, whatever else it is.
    Cost: some 50 µs for each pair that shares little, unless only whole stories are asked for.
    """
    shorter = find_shorter(matches)
    places = np.arange(len(shorter))
    coverage = matches.coverage[shorter, places].astype(np.float64)
    containment = matches.containment[shorter, places]
    facts = _Facts(reader, matches.pairs, shorter)
    codes = np.zeros(len(shorter), dtype=np.int8)
    is_covered = coverage >= CLEAR_COVERAGE
    codes[is_covered & (containment >= CLEAR_CONTAINMENT)] = ONE_STORY
    fair = np.flatnonzero(is_covered & (codes == IN_DOUBT) & (containment >= FAIR_CONTAINMENT))
    codes[[place for place in fair.tolist() if facts.share_numbers(place) >= KEPT_NUMBERS]] = ONE_STORY
    is_little = (coverage < LITTLE_COVERAGE) & (containment < LITTLE_CONTAINMENT)
    if stories_only:
        codes[is_little] = APART
        return codes
    little = np.flatnonzero(is_little)
    likeness = measure_likeness(reader, np.ascontiguousarray(matches.pairs[:, little]))
    tokens = matches.token_counts[matches.pairs[shorter[little], little]]
    codes[little], is_foreign = _judge_little(likeness, tokens, settings)
    related = little[is_foreign & (codes[little] == IN_DOUBT)]
    codes[[place for place in related.tolist() if facts.share_all(place) < FOREIGN_FACTS]] = APART
    return codes


def find_shorter(matches: Matches) -> Owners:
    """0 where the left article of a pair is the shorter one or as long, else 1."""
    left, right = matches.token_counts[matches.pairs]
    is_right: Owners = (left > right).astype(np.int32)
    return is_right


def _judge_little(likeness: Likeness, tokens: Owners, settings: Settings) -> tuple[Codes, Flags]:
    """Verdicts on pairs of which little is covered, and which are apart if their names are too."""
    content = likeness.shared_content / np.maximum(likeness.content, 1)
    is_little = likeness.close < 2 * settings.close_coverage * tokens
    has_passage = (likeness.longest_run >= settings.quoted_run) | (
        likeness.surely_quoted >= settings.quoted_tokens
    )
    has_none = is_little & ~has_passage & (likeness.maybe_quoted < settings.quoted_tokens)
    codes = np.zeros(len(tokens), dtype=np.int8)
    codes[is_little & has_passage & (content < LITTLE_CONTENT)] = QUOTES
    codes[has_none & (content < FOREIGN_CONTENT)] = APART
    return codes, has_none & (content < RELATED_CONTENT)


class _Facts:
    """Names and numbers of articles, read when first asked for, and what pairs have in common of them."""

    def __init__(self, reader: Reader, pairs: Owners, shorter: Owners) -> None:
        self._reader = reader
        self._pairs = pairs
        self._shorter = shorter
        self._read = lru_cache(maxsize=20_000)(self._list)

    def share_numbers(self, place: int) -> float:
        """The share of the shorter article's numbers that the longer one has; 0 where there are few."""
        (_, numbers), (_, others) = self._of(place)
        return len(numbers & others) / len(numbers) if len(numbers) >= FEW_FACTS else 0.0

    def share_all(self, place: int) -> float:
        """The share of its names and numbers that the longer one has; 1 where there are few."""
        (facts, _), (others, _) = self._of(place)
        return (len(facts & others) + 0.5) / (len(facts) + 1) if len(facts) >= FEW_FACTS else 1.0

    def _of(self, place: int) -> list[tuple[frozenset[str], frozenset[str]]]:
        pair = self._pairs[:, place].tolist()
        if self._shorter[place]:
            pair.reverse()
        return [self._read(number) for number in pair]

    def _list(self, number: int) -> tuple[frozenset[str], frozenset[str]]:
        return list_facts(self._reader.texts[self._reader.order[number]])
