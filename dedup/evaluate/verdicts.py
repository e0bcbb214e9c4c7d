"""Every verdict that a run gives on labelled pairs: the links it found, and what it says of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dedup.evaluate.calibration import Reliability, measure_reliability
from dedup.evaluate.pairs import GoldPair, Pair, is_right
from dedup.evaluate.ranks import correlate, correlate_ranks
from dedup.records import Link, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """``links`` has each judged pair; ``passed_over`` those linked by themselves, but not by the run."""

    links: Mapping[Pair, Link]
    passed_over: frozenset[Pair]

    @property
    def relations(self) -> dict[Pair, Relation]:
        """The relation of each pair as the run tells it: what it passes over is unrelated."""
        return {
            pair: "unrelated" if pair in self.passed_over else link.relation
            for pair, link in self.links.items()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DegreeScore:
    """Correlation of similarity with how much was copied, over the pairs for which the set says so."""

    pairs: int
    spearman: float
    pearson: float


def collect_verdicts(links: Iterable[Link], judged: Iterable[Link]) -> Verdicts:
    """Put the links of a run and the verdicts on pairs that it did not link together.

    Args:
        judged: direct verdicts on labelled pairs among which the run found no link.
    """
    found = {(link.left_id, link.right_id): link for link in links}
    others = {(link.left_id, link.right_id): link for link in judged}
    missed = frozenset(pair for pair, link in others.items() if pair not in found and link.is_linked)
    return Verdicts(links={**others, **found}, passed_over=missed)


def rate_confidence(verdicts: Verdicts, gold: Iterable[GoldPair]) -> Reliability:
    """The reliability of the confidence of all scored pairs that were judged."""
    judged = [pair for pair in gold if pair.is_scored and pair.ids in verdicts.links]
    links = [verdicts.links[pair.ids] for pair in judged]
    return measure_reliability(
        [(link.confidence, is_right(link.relation, pair)) for link, pair in zip(links, judged, strict=True)]
    )


def rate_degrees(verdicts: Verdicts, gold: Iterable[GoldPair]) -> DegreeScore | None:
    """How similarity follows the degrees of copying; None where the labels have none."""
    judged = [
        (verdicts.links[pair.ids].similarity, pair.degree)
        for pair in gold
        if pair.is_scored and pair.degree is not None and pair.ids in verdicts.links
    ]
    if not judged:
        return None
    similarities, degrees = zip(*judged, strict=True)
    return DegreeScore(
        pairs=len(judged),
        spearman=correlate_ranks(similarities, degrees),
        pearson=correlate(similarities, degrees),
    )


def count_by_degree(verdicts: Verdicts, gold: Iterable[GoldPair]) -> dict[float, Counter[Relation]]:
    """How many pairs of each degree of copying, to the nearest half, are found as which relation."""
    relations = verdicts.relations
    counts: dict[float, Counter[Relation]] = {}
    for pair in gold:
        if pair.is_scored and pair.degree is not None:
            degree = round(pair.degree * 2) / 2
            counts.setdefault(degree, Counter())[relations.get(pair.ids, "unrelated")] += 1
    return dict(sorted(counts.items()))


def keep_across_outlets(gold: Iterable[GoldPair], *, outlets: Mapping[str, str | None]) -> list[GoldPair]:
    """The gold pairs with those inside one outlet, or of an unknown one, left out of the figures.

    Args:
        outlets: of each article there is; a pair with a page that gave none stays, as one not found.
    """
    return [
        pair
        if is_across(pair.ids, outlets) or not outlets.keys() >= set(pair.ids)
        else replace(pair, is_scored=False)
        for pair in gold
    ]


def is_across(pair: Pair, outlets: Mapping[str, str | None]) -> bool:
    """Whether the two articles are known to stand in different outlets."""
    left, right = (outlets.get(article_id) for article_id in pair)
    return left is not None and right is not None and left != right
