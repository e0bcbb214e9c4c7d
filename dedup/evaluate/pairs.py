"""Verdicts on pairs against labelled pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dedup.records import LINKED, Relation

Pair = tuple[str, str]

SAME_STORY: frozenset[Relation] = frozenset({"identical", "near_duplicate"})
_TAKEN: frozenset[Relation] = SAME_STORY | {"derived"}
_APART: frozenset[Relation] = frozenset({"topical", "unrelated"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPair:
    """A labelled pair, left_id < right_id: its relation and every label that counts as right.

    ``is_scored`` False keeps a pair on the edge of two labels out of all figures. ``degree`` says how much
    was copied on the scale of the set, more being higher, where the set says so.
    """

    left_id: str
    right_id: str
    relation: Relation
    accepted: frozenset[Relation]
    is_scored: bool
    degree: float | None = None

    @property
    def ids(self) -> Pair:
        """Both ids, ascending."""
        return self.left_id, self.right_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Precision, recall and their harmonic mean, each in [0, 1]; 0 where undefined."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairScore:
    """``accuracy`` is over the scored pairs, ``confusion`` counts (gold, found).

    ``link_accuracy`` is the share of scored pairs rightly told linked or not, whatever the relation; of
    ``apart`` pairs that must not be linked ``apart_linked`` are. ``near_duplicate``, ``taken`` (all or a
    clear part of one made from the other) and ``copy`` (any link) count only pairs whose wrong side is not
    accepted. ``false_links`` are links between articles that no gold pair joins.
    """

    pairs: int
    accuracy: float
    link_accuracy: float
    apart: int
    apart_linked: int
    confusion: Mapping[tuple[Relation, Relation], int]
    near_duplicate: Rates
    taken: Rates
    copy: Rates
    false_links: tuple[Pair, ...]
    errors: tuple[Pair, ...]


def score_pairs(
    found: Mapping[Pair, Relation], gold: Iterable[GoldPair], *, is_complete: bool = True
) -> PairScore:
    """Score verdicts; a gold pair without one counts as unrelated.

    Args:
        found: the verdicts, left_id < right_id.
        is_complete: whether a link without a gold pair is false; if not, nothing is known of it.
    """
    gold = list(gold)
    scored = [pair for pair in gold if pair.is_scored]
    verdicts = {pair: found.get(pair.ids, "unrelated") for pair in scored}
    errors = [pair for pair in scored if not is_right(verdicts[pair], pair)]
    known = {pair.ids for pair in gold}
    strays = (pair for pair, relation in found.items() if relation in LINKED and pair not in known)
    false_links = sorted(strays) if is_complete else []
    apart = [pair for pair in scored if not LINKED & {pair.relation, *pair.accepted}]
    return PairScore(
        pairs=len(scored),
        accuracy=_divide(len(scored) - len(errors), len(scored)),
        link_accuracy=_divide(sum(_is_rightly_linked(verdicts[pair], pair) for pair in scored), len(scored)),
        apart=len(apart),
        apart_linked=sum(verdicts[pair] in LINKED for pair in apart),
        confusion=Counter((pair.relation, verdicts[pair]) for pair in scored),
        near_duplicate=_rate(verdicts, SAME_STORY, sum(found[pair] in SAME_STORY for pair in false_links)),
        taken=_rate(verdicts, _TAKEN, sum(found[pair] in _TAKEN for pair in false_links)),
        copy=_rate(verdicts, LINKED, len(false_links)),
        false_links=tuple(false_links),
        errors=tuple(pair.ids for pair in errors),
    )


def is_right(verdict: Relation, pair: GoldPair) -> bool:
    """Whether a verdict on a gold pair counts as right."""
    if verdict == pair.relation or verdict in pair.accepted:
        return True
    return verdict in _APART and bool(_APART & {pair.relation, *pair.accepted})


def _is_rightly_linked(verdict: Relation, pair: GoldPair) -> bool:
    return any((verdict in LINKED) == (label in LINKED) for label in (pair.relation, *pair.accepted))


def _divide(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _rate(verdicts: Mapping[GoldPair, Relation], positive: frozenset[Relation], false_links: int) -> Rates:
    hits = sum(pair.relation in positive and verdict in positive for pair, verdict in verdicts.items())
    missed = sum(
        pair.relation in positive and verdict not in positive and not is_right(verdict, pair)
        for pair, verdict in verdicts.items()
    )
    wrong = sum(
        pair.relation not in positive and verdict in positive and not is_right(verdict, pair)
        for pair, verdict in verdicts.items()
    )
    precision = hits / (hits + wrong + false_links) if hits else 0.0
    recall = hits / (hits + missed) if hits else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return Rates(precision=precision, recall=recall, f1=f1)
