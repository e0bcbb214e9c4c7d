"""Verdicts from figures alone: which pairs are so clear that no alignment would change their label.

The bounds leave a margin to those of ``dedup.relate.relation``; what lies between is left in doubt. How often
the full comparison would have said something else is counted in ``tests/dedup/engine/test_figures.py``.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from dedup.match.articles import Matches
from dedup.match.commonness import WEIGHTLESS, weigh_passages
from dedup.match.likeness import Likeness, list_facts, measure_likeness
from dedup.match.survey import Owners, Reader
from dedup.settings import Settings

Codes = npt.NDArray[np.int8]
Shares = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

IN_DOUBT, ONE_STORY, QUOTES, APART = 0, 1, 2, 3

CLEAR_COVERAGE, CLEAR_CONTAINMENT = 0.65, 0.6
"""From these shares of the shorter article a pair is one story, whatever the alignment would add: the quick
coverage is within .007 of the aligned one on average, and forms filled in anew share fewer shingles."""

FAIR_CONTAINMENT, KEPT_NUMBERS = 0.5, 0.8
"""From this containment on it is one too if the other has so many of its numbers: forms filled in anew have
other ones."""

EDITED_COVERAGE, EDITED_CONTAINMENT, KEPT_FACTS, MANY_FACTS = 0.7, 0.3, 0.8, 8
"""From these shares on, if so many of its names and numbers, and of its numbers alone, are kept, and there
are many: a copy with words exchanged throughout."""

LITTLE_COVERAGE, LITTLE_CONTAINMENT, LITTLE_CONTENT = 0.15, 0.08, 0.25
"""Below all of these shares of the shorter article, a passage in common is a quotation and no copy."""

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

FEW_FACTS = 4
"""Of fewer names or numbers no share is taken."""


def find_stories(matches: Matches, reader: Reader) -> Codes:
    """ONE_STORY for each pair of ``matches`` that clearly is, IN_DOUBT for the others."""
    shorter = find_shorter(matches)
    coverage, containment = _measure_shorter(matches, shorter)
    codes = np.zeros(len(shorter), dtype=np.int8)
    is_covered = coverage >= CLEAR_COVERAGE
    codes[is_covered & (containment >= CLEAR_CONTAINMENT)] = ONE_STORY
    facts = _Facts(reader, matches.pairs, shorter)
    fair = np.flatnonzero(is_covered & (codes == IN_DOUBT) & (containment >= FAIR_CONTAINMENT))
    codes[[place for place in fair.tolist() if facts.share_numbers(place) >= KEPT_NUMBERS]] = ONE_STORY
    is_edited = (coverage >= EDITED_COVERAGE) & (containment >= EDITED_CONTAINMENT)
    edited = np.flatnonzero(is_edited & (codes == IN_DOUBT))
    codes[[place for place in edited.tolist() if facts.are_kept(place)]] = ONE_STORY
    return codes


def leave_out_little(matches: Matches, codes: Codes) -> Codes:
    """The codes, with APART for what shares too little to be a copy of a whole story."""
    return np.where(find_little(matches) & (codes == IN_DOUBT), np.int8(APART), codes)


def judge_little(matches: Matches, reader: Reader, codes: Codes, *, settings: Settings) -> Codes:
    """The codes, with QUOTES or APART where little is shared and that is clear.

    Args:
        codes: of ``find_stories``.
    Cost: some 50 µs for each such pair.
    """
    codes = codes.copy()
    shorter = find_shorter(matches)
    chosen = np.flatnonzero((codes == IN_DOUBT) & find_little(matches))
    likeness = measure_likeness(reader, np.ascontiguousarray(matches.pairs[:, chosen]))
    tokens = matches.token_counts[matches.pairs[shorter[chosen], chosen]]
    codes[chosen], is_bare = _judge_likeness(likeness, tokens, settings)
    facts = _Facts(reader, matches.pairs, shorter)
    bare = chosen[is_bare & (codes[chosen] == IN_DOUBT)]
    codes[[place for place in bare.tolist() if facts.share_all(place) < FOREIGN_FACTS]] = APART
    quoting = np.flatnonzero(codes == QUOTES)
    codes[[place for place in quoting.tolist() if facts.share_all(place) >= QUOTED_FACTS]] = IN_DOUBT
    return codes


def settle_common(matches: Matches, reader: Reader, codes: Codes) -> Codes:
    """The codes, with APART for pairs in doubt and quotations that rest on what many stories have.

    Stories are counted before any verdict, so all that may tell one story is taken to do so: that way fewer
    passages are common than in the end.
    Args:
        codes: of ``judge_little``.
    Cost: that of ``weigh_passages``, and some 50 µs for each pair in doubt.
    """
    is_doubtful = codes == IN_DOUBT
    is_one_story = (codes == ONE_STORY) | _may_be_copied(matches)
    rest = np.flatnonzero(is_doubtful & ~is_one_story)
    is_one_story[rest] = _may_be_retold(matches, reader, rest)
    weight = weigh_passages(reader, matches.leaders, pairs=matches.pairs, is_one_story=is_one_story).weight
    is_settled = (is_doubtful | (codes == QUOTES)) & ~is_one_story & (weight == WEIGHTLESS)
    return np.where(is_settled, np.int8(APART), codes)


def _may_be_copied(matches: Matches) -> Flags:
    coverage, _ = _measure_shorter(matches, find_shorter(matches))
    may_be: Flags = (coverage >= COPIED_COVERAGE) | (matches.containment.max(axis=0) >= COPIED_CONTAINMENT)
    return may_be


def _may_be_retold(matches: Matches, reader: Reader, chosen: npt.NDArray[np.int64]) -> Flags:
    """Which of the chosen pairs share more words or names than their passages bring along."""
    shorter = find_shorter(matches)
    likeness = measure_likeness(reader, np.ascontiguousarray(matches.pairs[:, chosen]))
    content = likeness.shared_content / np.maximum(likeness.content, 1)
    brought = np.maximum(*_measure_shorter(matches, shorter))[chosen]
    may_be: Flags = content >= RETOLD_CONTENT
    facts = _Facts(reader, matches.pairs, shorter)
    for place in np.flatnonzero(~may_be & (content - brought >= RETOLD_SURPLUS)).tolist():
        may_be[place] = facts.share_all(int(chosen[place])) >= RETOLD_FACTS
    return may_be


def find_little(matches: Matches) -> Flags:
    """Which pairs share little of the shorter article."""
    coverage, containment = _measure_shorter(matches, find_shorter(matches))
    is_little: Flags = (coverage < LITTLE_COVERAGE) & (containment < LITTLE_CONTAINMENT)
    return is_little


def _measure_shorter(matches: Matches, shorter: Owners) -> tuple[Shares, Shares]:
    """Coverage and containment of the shorter article of each pair."""
    places = np.arange(len(shorter))
    return matches.coverage[shorter, places].astype(np.float64), matches.containment[shorter, places]


def find_shorter(matches: Matches) -> Owners:
    """0 where the left article of a pair is the shorter one or as long, else 1."""
    left, right = matches.token_counts[matches.pairs]
    is_right: Owners = (left > right).astype(np.int32)
    return is_right


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

    def are_kept(self, place: int) -> bool:
        """Whether nearly all of the shorter article's names and numbers stand in the longer one."""
        (facts, numbers), (others, _) = self._of(place)
        return (
            len(facts) >= MANY_FACTS
            and len(facts & others) >= KEPT_FACTS * len(facts)
            and len(numbers & others) >= KEPT_FACTS * len(numbers)
        )

    def _of(self, place: int) -> list[tuple[frozenset[str], frozenset[str]]]:
        pair = self._pairs[:, place].tolist()
        if self._shorter[place]:
            pair.reverse()
        return [self._read(number) for number in pair]

    def _list(self, number: int) -> tuple[frozenset[str], frozenset[str]]:
        return list_facts(self._reader.texts[self._reader.order[number]])
