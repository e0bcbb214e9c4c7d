"""A doubtful pair in the light of the articles around it.

Rewritten throughout, two copies of a wire story may share little with each other and still both agree with a
third: the wire itself, or milder rewordings. An independent report agrees with none of them so well. So a
pair in doubt is linked where two other articles at least go back to one text with either of its sides.

The weights of both logistic regressions stand in ``support.json``; ``tests/quality/train_support.py`` makes
them. Compared in a file of its own, a pair has no such support.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from heapq import nlargest
from itertools import combinations

from dedup.records import Evidence, Link, PairMeasures
from dedup.relate.cluster import SAME_STORY, find_families
from dedup.relate.logistic import load_table, rate_logistic
from dedup.relate.rewording import rate_telling, rate_wording
from dedup.settings import Settings

SUPPORTERS = 2
"""Articles that must support a pair: one alone may itself be taken for a copy wrongly."""

DOUBTFUL = 0.03
"""Probability of a copy below which no support makes one."""

LIKELY = 0.5
"""Probability of a copy from which an article speaks for pairs that were not compared."""

MOST_PARTNERS = 60
"""Articles that may speak for each other's pairs through one of them; an event has fewer rewordings."""

_MOST_ODDS = 7.0


def rate_alone(measures: PairMeasures, *, settings: Settings) -> float:
    """The probability, in [0, 1], that one goes back to the text of the other, by the pair alone."""
    if measures.is_same_text:
        return 1.0
    return rate_logistic(load_table("support")["alone"], list_alone(measures, settings=settings))


def list_alone(measures: PairMeasures, *, settings: Settings) -> dict[str, float]:
    """What that probability is made of, by name.

    A telling with fewer unround numbers than a retelling needs can only speak against a copy: a quotation
    everybody has proves nothing, nor do names where a script does not show them.
    """
    telling = log_odds(rate_telling(measures))
    if measures.common_values < settings.retold_numbers:
        telling = min(telling, 0.0)
    return {"wording": log_odds(rate_wording(measures)), "telling": telling}


def support_links(links: Iterable[Link], *, settings: Settings) -> list[Link]:
    """Link the pairs in doubt that other articles speak for, and leave the others as they are.

    Args:
        links: the verdicts on all pairs that were compared, linked or not; their order changes nothing.
    Cost: linear in the pairs, plus the partners of the sides of each pair in doubt.
    """
    judged = list(links)
    partners = _list_partners(judged)
    return [link if _is_settled(link) else _support(link, partners, settings) for link in judged]


def _list_partners(links: Iterable[Link]) -> dict[str, dict[str, float]]:
    partners: dict[str, dict[str, float]] = defaultdict(dict)
    for link in links:
        if link.alone >= DOUBTFUL:
            partners[link.left_id][link.right_id] = partners[link.right_id][link.left_id] = link.alone
    return partners


def find_pairs_through_others(
    links: Sequence[Link], *, most_partners: int = MOST_PARTNERS
) -> tuple[list[tuple[str, str]], int]:
    """Pairs of articles, left id < right id, that were not compared though several others go with both.

    Two rewordings of one story may share too little to be proposed by what they have in common.
    Args:
        links: the verdicts on all pairs that were compared.
        most_partners: an article with more of them is passed over, and so is a pair that belongs to one crowd
            of more near-duplicates, since no link is missing there.
    Returns: the pairs, ascending, and how many were passed over inside of crowds.
    Cost: the square of the partners of each article.
    """
    crowds = _find_crowds(links, most=most_partners)
    compared = set()
    partners: dict[str, set[str]] = defaultdict(set)
    for link in links:
        compared.add((link.left_id, link.right_id))
        if link.alone >= LIKELY:
            partners[link.left_id].add(link.right_id)
            partners[link.right_id].add(link.left_id)
    shared: Counter[tuple[str, str]] = Counter()
    for others in partners.values():
        if len(others) <= most_partners:
            shared.update(combinations(sorted(others), 2))
    wanted = [pair for pair, count in shared.items() if count >= SUPPORTERS and pair not in compared]
    found = [pair for pair in wanted if crowds.get(pair[0], pair[0]) != crowds.get(pair[1], pair[1])]
    return sorted(found), len(wanted) - len(found)


def _find_crowds(links: Iterable[Link], *, most: int) -> dict[str, str]:
    """The first member of its group for each article in a group of more near-duplicates than ``most``."""
    groups = find_families(link for link in links if link.relation in SAME_STORY)
    large = (group for group in groups if len(group.article_ids) > most)
    return {member: group.id for group in large for member in group.article_ids}


def measure_support(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """How sure the second-best of the articles is that go back to one text with both sides.

    Args:
        left, right: the partners of either side, with the probability of each.
    """
    best = nlargest(SUPPORTERS, _share_partners(left, right).values())
    return min(best) if len(best) == SUPPORTERS else 0.0


def list_supporters(links: Iterable[Link], *, left_id: str, right_id: str) -> tuple[tuple[str, float], ...]:
    """The articles that go back to one text with both sides of a pair, the surest first.

    Args:
        links: the verdicts on all pairs that were compared.
    Returns: ids and the probability of each.
    """
    partners = _list_partners(links)
    shared = _share_partners(partners[left_id], partners[right_id])
    return tuple(sorted(shared.items(), key=lambda one: (-one[1], one[0])))


def _share_partners(left: Mapping[str, float], right: Mapping[str, float]) -> dict[str, float]:
    fewer, more = sorted((left, right), key=len)
    return {
        partner: min(probability, more[partner]) for partner, probability in fewer.items() if partner in more
    }


def rate_supported(alone: float, support: float) -> float:
    """The probability, in [0, 1], that a pair is a copy, from its own and what its neighbours say."""
    return rate_logistic(load_table("support")["supported"], {"alone": log_odds(alone), "support": support})


def log_odds(probability: float) -> float:
    """The logarithm of p : 1 - p, within bounds."""
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return max(-_MOST_ODDS, min(_MOST_ODDS, math.log(bounded / (1 - bounded))))


def _is_settled(link: Link) -> bool:
    return link.alone < DOUBTFUL or link.relation in ("identical", "near_duplicate", "derived")


def _support(link: Link, partners: Mapping[str, Mapping[str, float]], settings: Settings) -> Link:
    support = measure_support(partners[link.left_id], partners[link.right_id])
    probability = rate_supported(link.alone, support) if support else 0.0
    if probability < settings.supported_probability:
        return link
    is_whole = max(link.left_coverage, link.right_coverage) >= settings.near_duplicate_coverage
    evidence = Evidence(
        name=f"support by {SUPPORTERS} or more other articles that go back to one text with both",
        value=round(support, 3),
        needed=f"enough for a probability from {settings.supported_probability:g}, here {probability:.2f}",
        met="yes",
        is_decisive=True,
    )
    return replace(
        link,
        relation="near_duplicate" if is_whole else "derived",
        confidence=probability,
        evidence=(evidence, *(replace(other, is_decisive=False) for other in link.evidence)),
    )
