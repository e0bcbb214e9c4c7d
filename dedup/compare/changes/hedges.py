"""How sure a statement claims to be: "about", "at least", "allegedly", "could"."""

from __future__ import annotations

from dedup.compare.changes.lexicon import Lexicon, Phrase
from dedup.compare.changes.reading import Comparison, Fact, Matching, Reading, match_facts
from dedup.function_words import FUNCTION_WORDS
from dedup.records import Change, Severity
from dedup.tokens import is_number


def find_hedges(reading: Reading, lexicon: Lexicon) -> list[Fact]:
    """The words that hedge, those that need a number only before one."""
    numeric = lexicon.get_rule("numeric")

    def is_valid(phrase: Phrase) -> bool:
        return phrase.name not in numeric or _counts(reading, lexicon, phrase.end)

    return [
        Fact("hedge", phrase.first, phrase.end, phrase.name)
        for phrase in lexicon.find("hedge", reading.words, is_valid=is_valid)
    ]


def compare_hedges(comparison: Comparison) -> list[Change]:
    """The hedges exchanged for one of another strength, lost, gained, or moved to another statement."""
    lexicon = comparison.lexicon
    lefts = find_hedges(comparison.left, lexicon)
    rights = find_hedges(comparison.right, lexicon)
    matching = match_facts(comparison, lefts, rights)
    paired, grave = lexicon.get_rule("paired"), lexicon.get_rule("grave")
    opposed = lexicon.get_rule("opposed")
    changes = [change for one, other in matching.same if (change := _judge_moved(comparison, one, other))]
    for one, other in matching.exchanged:
        if comparison.is_free(one, is_left=True) and comparison.is_free(other, is_left=False):
            keys = {one.key, other.key}
            severity: Severity = "factual" if keys & grave or keys == opposed else "nuance"
            changes.append(
                comparison.make_change("hedge", severity, (one.first, one.end), (other.first, other.end))
            )
    changes += _judge_alone(comparison, matching, paired, grave)
    return changes


def _judge_alone(
    comparison: Comparison, matching: Matching, paired: frozenset[str], grave: frozenset[str]
) -> list[Change]:
    changes = []
    exchanged = {comparison.left_region[one.first] for one, _ in matching.exchanged}
    for is_left, facts in ((True, matching.left_alone), (False, matching.right_alone)):
        for fact in facts:
            region = (comparison.left_region if is_left else comparison.right_region)[fact.first]
            if (
                fact.key in paired
                or region < 0
                or region in exchanged
                or comparison.is_rewritten
                or not comparison.is_free(fact, is_left=is_left)
            ):
                continue
            here, there = (fact.first, fact.end), _find_exchanged(comparison, fact, is_left=is_left)
            is_lost = fact.key in grave and comparison.is_certain(region)
            severity: Severity = "factual" if is_lost else "nuance"
            changes.append(
                comparison.make_change("hedge", severity, *((here, there) if is_left else (there, here)))
            )
    return changes


def _find_exchanged(comparison: Comparison, fact: Fact, *, is_left: bool) -> tuple[int, int] | None:
    """The one word that stands where the other side has a hedge and nothing else: "would" for "could"."""
    regions = comparison.left_region if is_left else comparison.right_region
    region = comparison.regions[regions[fact.first]]
    own, other = (region.left, region.right) if is_left else (region.right, region.left)
    taken = comparison.taken_right if is_left else comparison.taken_left
    is_lone = own == (fact.first, fact.end) and other[1] - other[0] == 1
    return other if is_lone and other[0] not in taken else None


def _judge_moved(comparison: Comparison, one: Fact, other: Fact) -> Change | None:
    """A hedge of equal strength is no change, unless it has moved over a content word to another one."""
    left, right = (one.first, one.end), (other.first, other.end)
    if comparison.left_region[one.first] < 0 or not comparison.is_free(one, is_left=True):
        return None
    if not comparison.is_free(other, is_left=False):
        return None
    comparison.take(range(*left), range(*right))
    if comparison.left_region[one.first] == comparison.right_region[other.first]:
        return None
    passed = [
        i
        for i, j in comparison.to_right.items()
        if (i > one.first) != (j > other.first) and comparison.left.words[i] not in FUNCTION_WORDS
    ]
    return comparison.make_change("hedge", "nuance", left, right) if passed else None


def _counts(reading: Reading, lexicon: Lexicon, at: int) -> bool:
    """Whether a number follows, be it after an article."""
    for word in reading.words[at : at + 2]:
        if is_number(word) or any(
            lexicon.get(kind, word) for kind in ("number", "scale", "fraction", "multiple")
        ):
            return True
        if word not in ("a", "an", "the"):
            return word in ("all", "every")
    return False
