"""Whether two articles share a frame only: a form filled in anew, or one standing opening or close.

Tables, weather and stock reports are alike word for word and differ in their figures; live blogs begin, press
releases end with the same paragraph whatever they are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dedup.compare.mentions import find_values, is_telling
from dedup.records import Edge, PreparedArticle

ALIKE_SIMILARITY = 0.3
"""From here two sentences have more in common than what they are about."""

_EDGE_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Aligned:
    """A segment seen from the shorter article: sentence indices of both, and how alike they are."""

    shorter: tuple[int, ...]
    longer: tuple[int, ...]
    similarity: float


def share_conflicts(shorter: PreparedArticle, longer: PreparedArticle, aligned: Iterable[Aligned]) -> float:
    """The share of alike sentences with numbers on both sides where each has one that the other lacks.

    One that agrees is added, so few sentences say little.
    """
    ours, theirs = list_values(shorter), list_values(longer)
    differing = counted = 0
    for pair in aligned:
        if pair.similarity < ALIKE_SIMILARITY:
            continue
        left = frozenset().union(*(ours[index] for index in pair.shorter))
        right = frozenset().union(*(theirs[index] for index in pair.longer))
        if left and right:
            counted += 1
            differing += bool(left - right) and bool(right - left)
    return differing / (counted + 1)


def count_common_values(shorter: PreparedArticle, longer: PreparedArticle) -> int:
    """How many unround numbers both articles have, in figures or spelt out."""
    ours, theirs = (frozenset().union(*list_values(article)) for article in (shorter, longer))
    return sum(map(is_telling, ours & theirs))


def find_edge(shorter: PreparedArticle, longer: PreparedArticle, aligned: Sequence[Aligned]) -> Edge:
    """Whether what two articles share is, all but a tenth, one block that opens or closes them both."""
    partners = {
        i: pair.longer for pair in aligned if pair.similarity >= ALIKE_SIMILARITY for i in pair.shorter
    }
    sizes = [len(words) for words in shorter.sentences.words]
    needed = _EDGE_SHARE * sum(sizes[index] for index in partners)
    if not partners:
        return ""
    if _measure_opening(partners, sizes) >= needed:
        return "opening"
    last, last_partner = len(sizes) - 1, len(longer.sentences.words) - 1
    mirrored = {
        last - index: tuple(last_partner - other for other in reversed(others))
        for index, others in partners.items()
    }
    return "close" if _measure_opening(mirrored, sizes[::-1]) >= needed else ""


def _measure_opening(partners: dict[int, tuple[int, ...]], sizes: Sequence[int]) -> int:
    """The tokens of the sentences from the first on that answer to the other's first ones without a gap."""
    tokens = index = reached = 0
    while index in partners and partners[index][0] <= reached:
        tokens += sizes[index]
        reached = max(reached, partners[index][-1] + 1)
        index += 1
    return tokens


def list_values(article: PreparedArticle) -> tuple[frozenset[float], ...]:
    """What the numbers of each sentence of an article come to."""
    return _list_values(article.sentences)


_list_values = lru_cache(maxsize=4_096)(find_values)
