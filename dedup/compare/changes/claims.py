"""Who says so, and how it is put: said, claimed, admitted, according to."""

from __future__ import annotations

from dedup.compare.changes.lexicon import Lexicon
from dedup.compare.changes.reading import Comparison, Fact, Reading, match_facts
from dedup.records import Change

_LONGEST_SOURCE = 8
_LEFT_OUT = 6


def find_speech(reading: Reading, lexicon: Lexicon) -> list[Fact]:
    """The verbs of saying outside quotations, by the strength they lend to what is said."""
    return [
        Fact("speech", phrase.first, phrase.end, phrase.name)
        for phrase in lexicon.find("speech", reading.words)
        if not reading.quoted[phrase.first]
    ]


def compare_claims(comparison: Comparison) -> list[Change]:
    """Sources named on one side alone, verbs of saying and speakers exchanged."""
    changes = [
        change for is_left in (True, False) for change in _find_lost_sources(comparison, is_left=is_left)
    ]
    lexicon = comparison.lexicon
    lefts = [
        fact for fact in find_speech(comparison.left, lexicon) if fact.first not in comparison.taken_left
    ]
    rights = [
        fact for fact in find_speech(comparison.right, lexicon) if fact.first not in comparison.taken_right
    ]
    matching = match_facts(comparison, lefts, rights)
    for one, other in matching.same:
        comparison.take(range(one.first, one.end), range(other.first, other.end))
    exchanged = list(matching.exchanged)
    if len(matching.left_alone) == 1 == len(matching.right_alone):
        exchanged += _pair_lone(comparison, matching.left_alone[0], matching.right_alone[0])
    for one, other in exchanged:
        changes.append(
            comparison.make_change("attribution", "nuance", (one.first, one.end), (other.first, other.end))
        )
    return changes


def _pair_lone(comparison: Comparison, one: Fact, other: Fact) -> list[tuple[Fact, Fact]]:
    """The only verb of saying left on each side, if they lie in one region, however large."""
    region = comparison.left_region[one.first]
    return [(one, other)] if region >= 0 and region == comparison.right_region[other.first] else []


def _find_lost_sources(comparison: Comparison, *, is_left: bool) -> list[Change]:
    """A phrase such as "according to the report" that the other side leaves out with nothing in its place."""
    own, other = (comparison.left, comparison.right) if is_left else (comparison.right, comparison.left)
    own_region = comparison.left_region if is_left else comparison.right_region
    taken = comparison.taken_left if is_left else comparison.taken_right
    changes = []
    for phrase in comparison.lexicon.find("source", own.words):
        region = own_region[phrase.first]
        if region < 0 or phrase.first in taken or comparison.is_rewritten:
            continue
        end = phrase.end
        while end < len(own.words) and own_region[end] == region and end - phrase.first < _LONGEST_SOURCE:
            if own.get_lead(end).strip(" \u00a0'’\"“”-.") and end > phrase.end:
                break
            end += 1
        place = comparison.regions[region].right if is_left else comparison.regions[region].left
        if place[1] - place[0] > 2 or _has_speech(comparison, other, own, is_left=is_left):
            continue
        here = phrase.first, end
        changes.append(
            comparison.make_change("attribution", "factual", *((here, None) if is_left else (None, here)))
        )
    return changes


def _has_speech(comparison: Comparison, other: Reading, own: Reading, *, is_left: bool) -> bool:
    """Whether the other side attributes with a verb of its own that this side does not have."""
    del is_left
    lexicon = comparison.lexicon
    return len(find_speech(other, lexicon)) >= len(find_speech(own, lexicon))
