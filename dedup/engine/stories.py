"""Which pairs are clearly copies of a whole story, or clearly none, by their figures alone.

The bounds leave a margin to those of ``dedup.relate.relation``; what lies between is left in doubt. How often
the full comparison would have said something else is counted in ``tests/dedup/engine/test_stories.py``.
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
from dedup.match.likeness import measure_likeness
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

LONG_TOKENS = 160
"""Tokens of the shorter article from which the next figures count: of few words any share says little."""

STORY_CONTENT, FAR_FROM_WHOLE = 0.27, 0.1
"""Copies and retellings have more of the shorter article's content words than the first share in common, .31
at the least; what has fewer and covers so much less than a whole story takes is none."""

VERBATIM_SHARE, REWORDED_CONTENT = 0.8, 0.08
"""Of what is covered so large a share of shingles is in common where it is taken over word for word; nothing
else is reworded if no more than the second share of content words is in common beyond what is covered."""

SHORT_OF_WHOLE, BEYOND_WHOLE, STORY_FACTS = 0.05, 0.02, 0.4
"""Then the alignment covers what the figures do: less than a whole story takes, if they fall so far short of
it, and a whole one, if they go so far beyond it and not all the names and numbers are others, as in forms."""


def find_stories(matches: Matches, reader: Reader) -> Codes:
    """ONE_STORY for each pair of ``matches`` that clearly is, IN_DOUBT for the others."""
    shorter = find_shorter(matches)
    coverage, containment = measure_shorter(matches, shorter)
    codes = np.zeros(len(shorter), dtype=np.int8)
    is_covered = coverage >= CLEAR_COVERAGE
    codes[is_covered & (containment >= CLEAR_CONTAINMENT)] = ONE_STORY
    facts = Facts(reader, matches.pairs, shorter)
    fair = np.flatnonzero(is_covered & (codes == IN_DOUBT) & (containment >= FAIR_CONTAINMENT))
    codes[fair[facts.share_numbers(fair) >= KEPT_NUMBERS]] = ONE_STORY
    is_edited = (coverage >= EDITED_COVERAGE) & (containment >= EDITED_CONTAINMENT)
    edited = np.flatnonzero(is_edited & (codes == IN_DOUBT))
    codes[edited[facts.are_kept(edited)]] = ONE_STORY
    return codes


def leave_out_little(matches: Matches, codes: Codes) -> Codes:
    """The codes, with APART for what shares too little to be a copy of a whole story."""
    return np.where(find_little(matches) & (codes == IN_DOUBT), np.int8(APART), codes)


def settle_parts(matches: Matches, reader: Reader, codes: Codes) -> Codes:
    """The codes, with ONE_STORY or APART for pairs in doubt of which it is plain how much is copied.

    APART is what is no copy of a whole story; a part of it may still be one.
    Args:
        codes: of ``leave_out_little``.
    Cost: that of ``measure_likeness``.
    """
    codes = codes.copy()
    shorter = find_shorter(matches)
    tokens = matches.token_counts[matches.pairs[shorter, np.arange(len(shorter))]]
    chosen = np.flatnonzero((codes == IN_DOUBT) & (tokens >= LONG_TOKENS))
    coverage, containment = (share[chosen] for share in measure_shorter(matches, shorter))
    likeness = measure_likeness(reader, np.ascontiguousarray(matches.pairs[:, chosen]))
    content = likeness.shared_content / np.maximum(likeness.content, 1)
    close = likeness.close / tokens[chosen]
    least, most = np.minimum(coverage, close), np.maximum(coverage, close)
    whole = reader.settings.near_duplicate_coverage
    is_verbatim = containment >= VERBATIM_SHARE * coverage
    is_part = is_verbatim & (content < coverage + REWORDED_CONTENT) & (most < whole - SHORT_OF_WHOLE)
    is_foreign = (content < STORY_CONTENT) & (most < whole - FAR_FROM_WHOLE)
    codes[chosen[is_part | is_foreign]] = APART
    facts = Facts(reader, matches.pairs, shorter)
    told = chosen[is_verbatim & (least >= whole + BEYOND_WHOLE)]
    codes[told[facts.share_all(told) >= STORY_FACTS]] = ONE_STORY
    return codes
