"""Verdicts on pairs against labelled pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dedup.records import LINKED, Relation

Pair = tuple[str, str]

_SAME_STORY: frozenset[Relation] = frozenset({"identical", "near_duplicate"})
_APART: frozenset[Relation] = frozenset({"topical", "unrelated"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPair:
    """A labelled pair, left_id < right_id: its relation and every label that counts as right.

    ``is_scored`` False keeps a pair on the edge of two labels out of all figures.
    """

    left_id: str
    right_id: str
    relation: Relation
    accepted: frozenset[Relation]
    is_scored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Precision, recall and their harmonic mean, each in [0, 1]; 0 where undefined."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairScore:
    """``accuracy`` is over the scored pairs, ``confusion`` counts (gold, found).

    ``near_duplicate`` and ``copy`` (any link) count only pairs whose wrong side is not accepted.
    ``false_links`` are links between articles that no gold pair joins.
    """

    pairs: int
    accuracy: float
    confusion: Mapping[tuple[Relation, Relation], int]
    near_duplicate: Rates
    copy: Rates
    false_links: tuple[Pair, ...]
    errors: tuple[Pair, ...]


def score_pairs(found: Mapping[Pair, Relation], gold: Iterable[GoldPair]) -> PairScore:
    """Score verdicts; a gold pair without one counts as unrelated, a verdict without gold as false.

    Args:
        found: the linked pairs, left_id < right_id.
    """
    gold = list(gold)
    scored = [pair for pair in gold if pair.is_scored]
    verdicts = {pair: found.get((pair.left_id, pair.right_id), "unrelated") for pair in scored}
    errors = [pair for pair in scored if not _is_right(verdicts[pair], pair)]
    known = {(pair.left_id, pair.right_id) for pair in gold}
    false_links = sorted(pair for pair, relation in found.items() if relation in LINKED and pair not in known)
    return PairScore(
        pairs=len(scored),
        accuracy=1 - len(errors) / len(scored) if scored else 0.0,
        confusion=Counter((pair.relation, verdicts[pair]) for pair in scored),
        near_duplicate=_rate(verdicts, _SAME_STORY, sum(found[pair] in _SAME_STORY for pair in false_links)),
        copy=_rate(verdicts, LINKED, len(false_links)),
        false_links=tuple(false_links),
        errors=tuple((pair.left_id, pair.right_id) for pair in errors),
    )


def _is_right(verdict: Relation, pair: GoldPair) -> bool:
    if verdict == pair.relation or verdict in pair.accepted:
        return True
    return verdict in _APART and bool(_APART & {pair.relation, *pair.accepted})


def _rate(verdicts: Mapping[GoldPair, Relation], positive: frozenset[Relation], false_links: int) -> Rates:
    hits = sum(pair.relation in positive and verdict in positive for pair, verdict in verdicts.items())
    missed = sum(
        pair.relation in positive and verdict not in positive and not _is_right(verdict, pair)
        for pair, verdict in verdicts.items()
    )
    wrong = sum(
        pair.relation not in positive and verdict in positive and not _is_right(verdict, pair)
        for pair, verdict in verdicts.items()
    )
    precision = hits / (hits + wrong + false_links) if hits else 0.0
    recall = hits / (hits + missed) if hits else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return Rates(precision=precision, recall=recall, f1=f1)
