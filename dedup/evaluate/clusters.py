"""Groups of articles against labelled groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb

from dedup.evaluate.pairs import Rates

_Counts = Counter[Hashable]
_Cells = Counter[tuple[Hashable, Hashable]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupScore:
    """``exact`` counts gold groups of two or more found article for article.

    Sources: Hubert and Arabie 1985 (adjusted Rand index); Bagga and Baldwin 1998 (B³).
    """

    articles: int
    gold_groups: int
    found_groups: int
    exact: int
    adjusted_rand_index: float
    pairs: Rates
    b_cubed: Rates


def score_groups(
    found: Iterable[Sequence[str]], gold: Mapping[str, Hashable], *, article_ids: Iterable[str]
) -> GroupScore:
    """Score groups; an article in no group is a group of its own.

    Args:
        found: the groups of two or more.
        gold: the label of each article that has one.
        article_ids: every article that was looked at.
    """
    ids = sorted(article_ids)
    found = [tuple(sorted(group)) for group in found]
    found_of: dict[str, Hashable] = {member: group for group in found for member in group}
    left = [found_of.get(member, (member,)) for member in ids]
    right: list[Hashable] = [(member in gold, gold.get(member, member)) for member in ids]
    cells: _Cells = Counter(zip(left, right, strict=True))
    lefts: _Counts = Counter(left)
    rights: _Counts = Counter(right)
    members: dict[Hashable, list[str]] = {}
    for member, label in zip(ids, right, strict=True):
        members.setdefault(label, []).append(member)
    gold_groups = {tuple(group) for group in members.values() if len(group) > 1}
    return GroupScore(
        articles=len(ids),
        gold_groups=len(gold_groups),
        found_groups=len(found),
        exact=len(gold_groups & set(found)),
        adjusted_rand_index=_adjusted_rand_index(cells, lefts, rights, len(ids)),
        pairs=_rates(_count_pairs(cells), _count_pairs(lefts), _count_pairs(rights)),
        b_cubed=_b_cubed(cells, lefts, rights, len(ids)),
    )


def join_pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The smallest id of all articles that chains of pairs lead to, for each article in a pair."""
    groups: dict[str, list[str]] = {}
    for left, right in pairs:
        small, large = sorted((groups.setdefault(left, [left]), groups.setdefault(right, [right])), key=len)
        if small is not large:
            large.extend(small)
            groups.update(dict.fromkeys(small, large))
    return {article_id: min(group) for article_id, group in groups.items()}


def _count_pairs(counts: _Cells | _Counts) -> float:
    return float(sum(comb(count, 2) for count in counts.values()))


def _adjusted_rand_index(cells: _Cells, lefts: _Counts, rights: _Counts, total: int) -> float:
    both, left, right = _count_pairs(cells), _count_pairs(lefts), _count_pairs(rights)
    expected = left * right / comb(total, 2) if total > 1 else 0.0
    largest = (left + right) / 2
    return (both - expected) / (largest - expected) if largest != expected else 1.0


def _b_cubed(cells: _Cells, lefts: _Counts, rights: _Counts, total: int) -> Rates:
    precision = sum(count * count / lefts[left] for (left, _), count in cells.items()) / max(1, total)
    recall = sum(count * count / rights[right] for (_, right), count in cells.items()) / max(1, total)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Rates(precision=precision, recall=recall, f1=f1)


def _rates(both: float, found: float, gold: float) -> Rates:
    precision, recall = both / found if found else 0.0, both / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return Rates(precision=precision, recall=recall, f1=f1)
