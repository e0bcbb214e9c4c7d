"""Which pairs are clearly copies of a whole story, or clearly none, by their figures alone.

The bounds leave a margin to those of ``dedup.relate.relation``; what lies between is left in doubt. How often
the full comparison would have said something else is counted in ``tests/dedup/engine/test_figures.py``.
"""

from __future__ import annotations

import numpy as np

from dedup.engine.pair_figures import (
    APART,
    IN_DOUBT,
    ONE_STORY,
    Codes,
    Facts,
    find_little,
    find_shorter,
    measure_shorter,
)
from dedup.match.articles import Matches
from dedup.match.survey import Reader

CLEAR_COVERAGE, CLEAR_CONTAINMENT = 0.65, 0.6
"""From these shares of the shorter article a pair is one story, whatever the alignment would add: the quick
coverage is within .007 of the aligned one on average, and forms filled in anew share fewer shingles."""

FAIR_CONTAINMENT, KEPT_NUMBERS = 0.5, 0.8
"""From this containment on it is one too if the other has so many of its numbers: forms filled in anew have
other ones."""

EDITED_COVERAGE, EDITED_CONTAINMENT = 0.7, 0.3
"""From these shares on, if many of its names and numbers, and of its numbers alone, are kept: a copy with
words exchanged throughout."""


def find_stories(matches: Matches, reader: Reader) -> Codes:
    """ONE_STORY for each pair of ``matches`` that clearly is, IN_DOUBT for the others."""
    shorter = find_shorter(matches)
    coverage, containment = measure_shorter(matches, shorter)
    codes = np.zeros(len(shorter), dtype=np.int8)
    is_covered = coverage >= CLEAR_COVERAGE
    codes[is_covered & (containment >= CLEAR_CONTAINMENT)] = ONE_STORY
    facts = Facts(reader, matches.pairs, shorter)
    fair = np.flatnonzero(is_covered & (codes == IN_DOUBT) & (containment >= FAIR_CONTAINMENT))
    codes[[place for place in fair.tolist() if facts.share_numbers(place) >= KEPT_NUMBERS]] = ONE_STORY
    is_edited = (coverage >= EDITED_COVERAGE) & (containment >= EDITED_CONTAINMENT)
    edited = np.flatnonzero(is_edited & (codes == IN_DOUBT))
    codes[[place for place in edited.tolist() if facts.are_kept(place)]] = ONE_STORY
    return codes


def leave_out_little(matches: Matches, codes: Codes) -> Codes:
    """The codes, with APART for what shares too little to be a copy of a whole story."""
    return np.where(find_little(matches) & (codes == IN_DOUBT), np.int8(APART), codes)
