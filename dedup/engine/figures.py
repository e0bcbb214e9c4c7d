"""Verdicts on pairs that share little, from figures alone: no alignment would change their label.

The bounds leave a margin to those of ``dedup.relate.relation``; what lies between is left in doubt. How often
the full comparison would have said something else is counted in ``tests/dedup/engine/test_figures.py``.
"""

from __future__ import annotations

import numpy as np

from dedup.engine.pair_figures import (
    APART,
    IN_DOUBT,
    ONE_STORY,
    QUOTES,
    Codes,
    Facts,
    Flags,
    Places,
    find_little,
    find_shorter,
    measure_shorter,
)
from dedup.match.articles import Matches
from dedup.match.commonness import WEIGHTLESS, weigh_passages
from dedup.match.content import bound_content
from dedup.match.likeness import Likeness, measure_likeness
from dedup.match.passages import SharedPassages
from dedup.match.survey import Owners, Reader
from dedup.settings import Settings

LITTLE_CONTENT = 0.25
"""Below this share of its content words in common too, what has a passage of the other quotes it."""

FOREIGN_CONTENT, RELATED_CONTENT = 0.15, 0.45
"""Below the first share of its content words in common a pair without a passage has nothing in common, below
the second if it has little of its names and numbers in common: rewordings keep more of both."""

FOREIGN_FACTS, QUOTED_FACTS = 0.25, 0.4
"""Little of its names and numbers is less than the first share; less than the second is what an article has
in common with one that it quotes, while independent tellings with a sentence in common have more."""

COPIED_COVERAGE, COPIED_CONTAINMENT = 0.36, 0.25
"""Of the shorter article's words and of either one's shingles: from here on passages that many stories have
may still make a copy."""

RETOLD_CONTENT, RETOLD_SURPLUS, RETOLD_FACTS = 0.35, 0.1, 0.4
"""Two may tell one story if they have the first share of the shorter one's content words in common, or the
second beyond what their passages bring along, and the third share of its names and numbers. Of 269 copies and
retellings of known lineage that share fewer passages than that, 257 do, of 3,414 pairs of articles composed
at random 49."""


def judge_little(matches: Matches, reader: Reader, codes: Codes, *, settings: Settings) -> Codes:
    """The codes, with QUOTES or APART for pairs in doubt that share little, where that is clear.

    Args:
        codes: of ``settle_common``, which leaves few in doubt; or of ``dedup.engine.stories.find_stories``.
    Cost: some 50 µs for each such pair.
    """
    codes = codes.copy()
    shorter = find_shorter(matches)
    chosen = np.flatnonzero((codes == IN_DOUBT) & find_little(matches))
    likeness = measure_likeness(reader, np.ascontiguousarray(matches.pairs[:, chosen]))
    tokens = matches.token_counts[matches.pairs[shorter[chosen], chosen]]
    codes[chosen], is_bare = _judge_likeness(likeness, tokens, settings)
    facts = Facts(reader, matches.pairs, shorter)
    bare = chosen[is_bare & (codes[chosen] == IN_DOUBT)]
    codes[bare[facts.share_all(bare) < FOREIGN_FACTS]] = APART
    quoting = np.flatnonzero(codes == QUOTES)
    codes[quoting[facts.share_all(quoting) >= QUOTED_FACTS]] = IN_DOUBT
    return codes


def settle_common(
    matches: Matches, reader: Reader, codes: Codes, *, passages: SharedPassages, settings: Settings
) -> Codes:
    """The codes, with APART for pairs in doubt that rest on what many stories have.

    Stories are counted before any verdict, so all that may tell one story is taken to do so: that way fewer
    passages are common than in the end.
    Args:
        codes: of ``dedup.engine.stories.find_stories``.
        passages: what the pairs share, apart from those with a containment from ``COPIED_CONTAINMENT`` on.
    Cost: each article is read once more, and again for the few pairs that share many words.
    """
    is_doubtful = codes == IN_DOUBT
    is_one_story = (codes == ONE_STORY) | _may_be_copied(matches)
    is_retold = np.zeros(len(codes), dtype=np.bool_)
    is_retold[_find_retold(matches, reader, np.flatnonzero(is_doubtful & ~is_one_story))] = True
    judged = judge_little(matches, reader, np.where(is_retold, codes, np.int8(APART)), settings=settings)
    is_one_story |= is_retold & (judged == IN_DOUBT)
    weight = weigh_passages(passages, is_one_story=is_one_story).weight
    return np.where(is_doubtful & ~is_one_story & (weight == WEIGHTLESS), np.int8(APART), codes)


def _may_be_copied(matches: Matches) -> Flags:
    coverage, _ = measure_shorter(matches, find_shorter(matches))
    may_be: Flags = (coverage >= COPIED_COVERAGE) | (matches.containment.max(axis=0) >= COPIED_CONTAINMENT)
    return may_be


def _find_retold(matches: Matches, reader: Reader, chosen: Places) -> Places:
    """Which of the chosen pairs share more words or names than their passages bring along."""
    shorter = find_shorter(matches)
    brought = np.maximum(*measure_shorter(matches, shorter))
    bound = bound_content(reader, matches.pairs[:, chosen], token_counts=matches.token_counts)
    most = bound.shared / np.maximum(bound.content, 1)
    chosen = chosen[(most >= RETOLD_CONTENT) | (most - brought[chosen] >= RETOLD_SURPLUS)]
    likeness = measure_likeness(reader, np.ascontiguousarray(matches.pairs[:, chosen]))
    content = likeness.shared_content / np.maximum(likeness.content, 1)
    may_be = content >= RETOLD_CONTENT
    facts = Facts(reader, matches.pairs, shorter)
    rest = np.flatnonzero(~may_be & (content - brought[chosen] >= RETOLD_SURPLUS))
    may_be[rest] = facts.share_all(chosen[rest]) >= RETOLD_FACTS
    return chosen[may_be]


def _judge_likeness(likeness: Likeness, tokens: Owners, settings: Settings) -> tuple[Codes, Flags]:
    """Verdicts on pairs that share little, and which of them are apart if their names are too."""
    content = likeness.shared_content / np.maximum(likeness.content, 1)
    is_little = likeness.close < 2 * settings.close_coverage * tokens
    # as in ``relation``: a sentence in common needs a run in common too
    surely, maybe = (
        np.minimum(sentence, likeness.longest_run + 1)
        for sentence in (likeness.surely_quoted, likeness.maybe_quoted)
    )
    is_run = likeness.longest_run >= settings.quoted_run
    has_passage = is_run | (surely >= settings.quoted_tokens)
    may_have = is_run | (maybe >= settings.quoted_tokens)
    is_bare = is_little & ~may_have
    codes = np.zeros(len(tokens), dtype=np.int8)
    codes[is_little & has_passage & (content < LITTLE_CONTENT)] = QUOTES
    codes[is_bare & (content < FOREIGN_CONTENT)] = APART
    return codes, is_bare & (content < RELATED_CONTENT)
