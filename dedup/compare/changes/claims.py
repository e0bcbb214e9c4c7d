"""Who says so, and how it is put: said, claimed, admitted, according to."""

from __future__ import annotations

from dedup.compare.changes.lexicon import Lexicon
from dedup.compare.changes.reading import Comparison, Fact, Reading, match_facts
from dedup.compare.changes.terms import grade_exchange
from dedup.function_words import FUNCTION_WORDS
from dedup.records import Change, Severity

_LONGEST_SOURCE = 8
_LONGEST_SPEAKER = 10


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
    lefts_all = find_speech(comparison.left, comparison.lexicon)
    rights_all = find_speech(comparison.right, comparison.lexicon)
    lefts = [fact for fact in lefts_all if fact.first not in comparison.taken_left]
    rights = [fact for fact in rights_all if fact.first not in comparison.taken_right]
    matching = match_facts(comparison, lefts, rights)
    for one, other in matching.same:
        comparison.take(range(one.first, one.end), range(other.first, other.end))
    exchanged = list(matching.exchanged)
    if len(matching.left_alone) == 1 == len(matching.right_alone):
        exchanged += _pair_lone(comparison, matching.left_alone[0], matching.right_alone[0])
    elif not lefts_all or not rights_all:
        changes += _list_lost_speakers(
            comparison, matching.left_alone or matching.right_alone, is_left=bool(lefts_all)
        )
    for one, other in exchanged:
        words = comparison.left.words[one.first], comparison.right.words[other.first]
        grades = [
            grade_exchange(comparison.lexicon, *pair) for pair in (words, (str(one.key), str(other.key)))
        ]
        severity: Severity = "factual" if "factual" in grades else "nuance"
        changes.append(
            comparison.make_change("attribution", severity, (one.first, one.end), (other.first, other.end))
        )
    return changes


def _pair_lone(comparison: Comparison, one: Fact, other: Fact) -> list[tuple[Fact, Fact]]:
    """The only verb of saying left on each side, if they lie in one region, however large."""
    region = comparison.left_region[one.first]
    return [(one, other)] if region >= 0 and region == comparison.right_region[other.first] else []


def _list_lost_speakers(comparison: Comparison, facts: list[Fact], *, is_left: bool) -> list[Change]:
    """A verb of saying, with who said it, cut where nothing says so any more: grave if a speaker is named."""
    if comparison.is_rewritten:
        return []
    reading = comparison.left if is_left else comparison.right
    regions = comparison.left_region if is_left else comparison.right_region
    changes = []
    for fact in facts:
        region = comparison.regions[regions[fact.first]] if regions[fact.first] >= 0 else None
        is_hedge = comparison.lexicon.get("hedge", reading.words[fact.first])
        if region is None or is_hedge or not _is_past(reading, fact, comparison.lexicon):
            continue
        own, place = (region.left, region.right) if is_left else (region.right, region.left)
        if place[0] < place[1] or own[1] - own[0] > _LONGEST_SPEAKER:
            continue
        named = [
            n
            for n in range(*own)
            if n not in range(fact.first, fact.end) and reading.words[n] not in FUNCTION_WORDS
        ]
        severity: Severity = "factual" if named else "nuance"
        changes.append(
            comparison.make_change("attribution", severity, *((own, None) if is_left else (None, own)))
        )
    return changes


def _is_past(reading: Reading, fact: Fact, lexicon: Lexicon) -> bool:
    """Whether a word is surely a verb of saying: English ones may be nouns too ("report", "state")."""
    word = reading.words[fact.first]
    return lexicon.language != "en" or word.endswith("ed") or word in ("said", "says", "told")


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
