"""Crowds: stories of which there are so many versions that not every pair of them is compared.

Ten thousand copies of one report are fifty million pairs. Of a crowd a few pairs of each article are
proposed, and of those in doubt as many are compared as hold a big one together. That no link joins two of its
articles says nothing then: whoever needs to know has their words compared.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from dedup.engine.pair_figures import APART, IN_DOUBT, ONE_STORY, Codes, Flags, find_shorter, measure_shorter
from dedup.engine.stories import settle_parts
from dedup.match.articles import MOST_IN_BUCKET, STORY_JACCARD, Matches, label_parts
from dedup.match.shingle import Hashes, build_shingle_set
from dedup.match.survey import Owners, Reader

BIG_FROM = 100
"""Different versions of a story from which pairs in doubt are passed over."""
_MOST_READ = 20_000


class Crowds:
    """The crowds among articles, and which of their pairs are not compared."""

    def __init__(self, matches: Matches, reader: Reader) -> None:
        """Find the stories with more different versions than all pairs are proposed of."""
        parts = label_parts(matches.pairs[:, matches.jaccard >= STORY_JACCARD], reader)
        sizes = np.bincount(parts, minlength=len(parts))
        self._parts: Owners = np.where(sizes[parts] > MOST_IN_BUCKET, parts, np.int32(-1))
        left, right = self._parts[matches.pairs]
        self._is_inside: Flags = (left == right) & (left >= 0)
        self._is_in_big: Flags = self._is_inside & (sizes[np.maximum(left, 0)] >= BIG_FROM)
        self._matches = matches
        self._reader = reader
        self._compared: frozenset[tuple[int, ...]] = frozenset()
        self._read = lru_cache(maxsize=_MOST_READ)(self._list_shingles)

    def settle(self, codes: Codes) -> tuple[Codes, int]:
        """Settle what need not be compared inside of big crowds.

        Args:
            codes: of ``find_stories``.
        Returns: the codes, with APART for pairs that are passed over, and how many these are.
        """
        if not self._is_in_big.any():
            self._note_compared(self._is_inside)
            return codes, 0
        passed_over = self._pass_over(codes)
        codes = np.where(passed_over, np.int8(APART), codes)
        plain = settle_parts(self._matches, self._reader, np.where(self._is_in_big, codes, np.int8(APART)))
        codes[self._is_in_big & (plain == ONE_STORY)] = ONE_STORY
        self._note_compared(self._is_inside & ~passed_over)
        return codes, int(passed_over.sum())

    def tell_one_story(self, left: int, right: int) -> bool:
        """Whether two articles, by their numbers, have so much in common though they were not compared."""
        if (
            self._parts[left] < 0
            or self._parts[left] != self._parts[right]
            or (left, right) in self._compared
        ):
            return False
        shingles = self._read(left), self._read(right)
        shared = np.intersect1d(*shingles, assume_unique=True).size
        return bool(shared >= STORY_JACCARD * (sum(map(len, shingles)) - shared))

    def _note_compared(self, flags: Flags) -> None:
        self._compared = frozenset(map(tuple, self._matches.pairs[:, flags].T.tolist()))

    def _pass_over(self, codes: Codes) -> Flags:
        """Which pairs in doubt need no comparison, since others hold their crowd together.

        Those that have most in common are compared first; a pair is passed over if a chain of pairs that tell
        one story, or are to be compared, joins its articles.
        """
        pairs, flags = self._matches.pairs, np.zeros(len(codes), dtype=bool)
        roots = label_parts(pairs[:, self._is_in_big & (codes == ONE_STORY)], self._reader).tolist()
        chosen = np.flatnonzero(self._is_in_big & (codes == IN_DOUBT))
        coverage, _ = measure_shorter(self._matches, find_shorter(self._matches))
        chosen = chosen[np.argsort(-coverage[chosen], kind="stable")]
        for place, left, right in zip(chosen.tolist(), *pairs[:, chosen].tolist(), strict=True):
            low, high = sorted((_find_root(roots, left), _find_root(roots, right)))
            flags[place] = low == high
            roots[high] = low
        return flags

    def _list_shingles(self, number: int) -> Hashes:
        hashes = self._reader.hash([number]).of(0)
        return build_shingle_set("", hashes, size=self._reader.settings.shingle_size).hashes


def _find_root(roots: list[int], article: int) -> int:
    while roots[article] != article:
        roots[article] = roots[roots[article]]
        article = roots[article]
    return article
