"""Statements turned into their opposite: a "not" gained or lost."""

from __future__ import annotations

from dedup.compare.changes.lexicon import Lexicon
from dedup.compare.changes.reading import Comparison, Fact, Reading, match_facts
from dedup.records import Change

_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non")


def find_negations(reading: Reading, lexicon: Lexicon) -> list[Fact]:
    """The words that negate, contracted ones ("isn't") too."""
    facts = [
        Fact("negation", phrase.first, phrase.end, "negation")
        for phrase in lexicon.find("negator", reading.words)
    ]
    known = {fact.first for fact in facts}
    for number, word in enumerate(reading.words):
        if number not in known and is_contracted(word):
            facts.append(Fact("negation", number, number + 1, "negation"))
    return sorted(facts, key=lambda fact: fact.first)


def is_contracted(word: str) -> bool:
    """Whether a word has a "not" drawn into it: "isn't"."""
    return word.endswith("n't")


def compare_negations(comparison: Comparison) -> list[Change]:
    """The negations that stand on one side alone, unless the other says the same in another way."""
    lexicon = comparison.lexicon
    lefts = find_negations(comparison.left, lexicon)
    rights = find_negations(comparison.right, lexicon)
    matching = match_facts(comparison, lefts, rights)
    for one, other in matching.same:
        comparison.take(range(one.first, one.end), range(other.first, other.end))
    changes = []
    for fact in matching.left_alone:
        change = _judge(comparison, fact, is_left=True)
        if change:
            changes.append(change)
    for fact in matching.right_alone:
        change = _judge(comparison, fact, is_left=False)
        if change:
            changes.append(change)
    return changes


def _judge(comparison: Comparison, fact: Fact, *, is_left: bool) -> Change | None:
    own, other = (comparison.left, comparison.right) if is_left else (comparison.right, comparison.left)
    own_region = comparison.left_region if is_left else comparison.right_region
    taken = comparison.taken_left if is_left else comparison.taken_right
    if fact.first in taken or own_region[fact.first] < 0:
        return None
    if comparison.is_rewritten or not comparison.is_certain(own_region[fact.first]):
        return None
    region = comparison.regions[own_region[fact.first]]
    place = region.right if is_left else region.left
    if _is_said_otherwise(own, other, fact, place):
        comparison.take(range(*region.left), range(*region.right))
        return None
    here = max(0, fact.first - 1), fact.end
    if fact.end - fact.first == 1 and own.words[fact.first].endswith("n't"):
        here = fact.first, fact.end
    there = _place_beside(place)
    return comparison.make_change("negation", "factual", *((here, there) if is_left else (there, here)))


def _is_said_otherwise(own: Reading, other: Reading, fact: Fact, place: tuple[int, int]) -> bool:
    """Whether the other side negates with a prefix: "not clear" and "unclear"."""
    following = own.words[fact.end : fact.end + 3]
    window = other.words[max(0, place[0] - 1) : place[1] + 2]
    return any(prefix + word in window for prefix in _PREFIXES for word in following if len(word) > 3)


def _place_beside(place: tuple[int, int]) -> tuple[int, int] | None:
    """The words that stand where the negation does not: those exchanged for it, or the one before."""
    if place[0] < place[1]:
        return place[0], min(place[1], place[0] + 4)
    return (place[0] - 1, place[0]) if place[0] else None
