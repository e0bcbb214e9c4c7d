"""Passages found in two texts against passages that are known to have been copied.

Source: Potthast, Stein, Barrón-Cedeño and Rosso 2010 (macro precision and recall by characters, granularity,
and plagdet, which joins them).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from boilerplate.records import Article
from dedup.compare.align import align_sentences, prepare_sentences
from dedup.records import Span

Passage = tuple[Span, Span]
"""A stretch of the left text and the stretch of the right one that answers to it."""

_GAP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPassages:
    """The passages in common of two texts, left_id < right_id; none: nothing was copied."""

    left_id: str
    right_id: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageScore:
    """``pairs_alarmed`` counts pairs without a gold passage in which one was found."""

    pairs: int
    passages: int
    found: int
    pairs_apart: int
    pairs_alarmed: int
    precision: float
    recall: float
    granularity: float
    plagdet: float


def find_passages(left: Article, right: Article) -> list[Passage]:
    """The stretches of two articles whose sentences answer to each other.

    Neighbours with at most two sentences between them on either side are one passage.
    """
    sides = prepare_sentences(left.text), prepare_sentences(right.text)
    passages: list[tuple[list[int], list[int]]] = []
    for segment in align_sentences(*sides):
        if not segment.left or not segment.right:
            continue
        if passages and all(map(_is_near, passages[-1], (segment.left, segment.right))):
            passages[-1][0].extend(segment.left)
            passages[-1][1].extend(segment.right)
        else:
            passages.append((list(segment.left), list(segment.right)))
    return [(_stretch(one, sides[0].spans), _stretch(other, sides[1].spans)) for one, other in passages]


def score_passages(pairs: Iterable[tuple[Sequence[Passage], Sequence[Passage]]]) -> PassageScore:
    """Score the passages found in each pair against the gold ones, (found, gold) for each pair of texts."""
    precisions: list[float] = []
    recalls: list[float] = []
    pieces: list[int] = []
    count = apart = alarmed = 0
    for found, gold in pairs:
        count += 1
        apart += not gold
        alarmed += bool(found) and not gold
        precisions += [_share_covered(one, gold) for one in found]
        for one in gold:
            recalls.append(_share_covered(one, found))
            pieces.append(sum(_meets(one, other) for other in found))
    hits = [number for number in pieces if number]
    precision, recall = _average(precisions), _average(recalls)
    granularity = _average(hits) if hits else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return PassageScore(
        pairs=count,
        passages=len(pieces),
        found=len(hits),
        pairs_apart=apart,
        pairs_alarmed=alarmed,
        precision=precision,
        recall=recall,
        granularity=granularity,
        plagdet=f1 / math.log2(1 + granularity),
    )


def _is_near(before: Sequence[int], after: Sequence[int]) -> bool:
    return -_GAP <= after[0] - max(before) - 1 <= _GAP


def _stretch(sentences: Sequence[int], spans: Sequence[Span]) -> Span:
    return spans[min(sentences)][0], spans[max(sentences)][1]


def _share_covered(one: Passage, others: Iterable[Passage]) -> float:
    """The share of a passage's characters, both sides together, in those of the others that meet it."""
    meeting = [other for other in others if _meets(one, other)]
    covered = sum(_union_length([_intersect(one[side], other[side]) for other in meeting]) for side in (0, 1))
    total = sum(end - start for start, end in one)
    return covered / total if total else 0.0


def _meets(one: Passage, other: Passage) -> bool:
    return all(start < end for start, end in map(_intersect, one, other))


def _intersect(one: Span, other: Span) -> Span:
    return max(one[0], other[0]), min(one[1], other[1])


def _union_length(spans: Sequence[Span]) -> int:
    total = reached = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _average(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
