"""Words exchanged for others: which reverse or shift the meaning, and which only say it otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dedup.compare.changes.forms import fold_spelling, is_opposite, is_short_for
from dedup.compare.changes.lexicon import Lexicon, list_forms
from dedup.compare.changes.reading import Comparison, Reading
from dedup.compare.terms import stem_word
from dedup.function_words import FUNCTION_WORDS
from dedup.records import Change, ChangeClass, Severity
from dedup.tokens import is_number, is_unspaced

_MOST_TERMS = 3
_CLAUSE_TERMS = 3
_SHARED_STEM = 5
_TELLING = frozenset(
    {"say", "announce", "claim", "admit", "deny", "confirm", "reveal", "warn", "report", "explain"}
)


class Term(NamedTuple):
    """A word, or a listed phrase of several: words [first, end)."""

    first: int
    end: int
    text: str


def compare_terms(comparison: Comparison) -> list[Change]:
    """Words exchanged that shift the meaning or of which nothing is known, and clauses cut or added."""
    lexicon = comparison.lexicon
    changes = []
    for number, region in enumerate(comparison.regions):
        if comparison.is_rewritten and not comparison.is_certain(number):
            continue
        left = _list_free(comparison.left, lexicon, region.left, comparison.taken_left)
        right = _list_free(comparison.right, lexicon, region.right, comparison.taken_right)
        left, right = _drop_kept(comparison, left, right)
        shifted = _find_shift(lexicon, left, right)
        while shifted:
            one, other, severity = shifted
            changes.append(_make_change(comparison, severity, one, other))
            left.remove(one)
            right.remove(other)
            shifted = _find_shift(lexicon, left, right)
        left, right = _drop_equivalent(comparison, left, right)
        if comparison.is_rewritten:
            continue
        if len(left) == 1 == len(right):
            changes.append(_make_change(comparison, "nuance", left[0], right[0]))
        elif 0 < len(left) <= _MOST_TERMS and 0 < len(right) <= _MOST_TERMS:
            spans = (left[0].first, left[-1].end), (right[0].first, right[-1].end)
            changes.append(comparison.make_change("other", "style", *spans))
        elif max(len(left), len(right)) >= _CLAUSE_TERMS and not (left and right):
            ours = (left[0].first, left[-1].end) if left else None
            theirs = (right[0].first, right[-1].end) if right else None
            changes.append(comparison.make_change("other", "nuance", ours, theirs))
    return changes


def grade_exchange(lexicon: Lexicon, one: str, other: str) -> Severity | None:
    """How grave the exchange of one term for another is by the lists; None if they are equal or unknown."""
    grades: list[Severity] = []
    others = lexicon.list_senses(other)
    for ours in lexicon.list_senses(one):
        for theirs in others:
            if ours.line == theirs.line:
                if ours.sense == theirs.sense:
                    return None
                if ours.severity:
                    grades.append(ours.severity)
    if not grades:
        return "factual" if is_opposite(one, other) else None
    return "nuance" if "nuance" in grades else "factual"


def is_equivalent(lexicon: Lexicon, one: str, other: str) -> bool:
    """Whether two terms mean the same: by the lists, or as inflections of one stem."""
    if is_same_word(one, other):
        return True
    if min(len(one), len(other)) > _SHARED_STEM and one[:_SHARED_STEM] == other[:_SHARED_STEM]:
        return grade_exchange(lexicon, one, other) is None
    senses = {(sense.line, sense.sense) for sense in lexicon.list_senses(one)}
    return any((sense.line, sense.sense) in senses for sense in lexicon.list_senses(other))


def is_same_word(one: str, other: str) -> bool:
    """Whether two words are one in another inflection or spelling."""
    return (
        bool(set(list_forms(one)) & set(list_forms(other)))
        or stem_word(one) == stem_word(other)
        or fold_spelling(one) == fold_spelling(other)
    )


def _make_change(comparison: Comparison, severity: Severity, one: Term, other: Term) -> Change:
    """A change of term; one of who speaks is a change of attribution, one of figures a change of number."""
    change_class: ChangeClass = "attribution" if _speaks(comparison, one, other) else "term"
    if is_number(one.text) and is_number(other.text):
        change_class, severity = "number", "factual"
    return comparison.make_change(change_class, severity, (one.first, one.end), (other.first, other.end))


def _speaks(comparison: Comparison, one: Term, other: Term) -> bool:
    """Whether a verb of saying follows at once on both sides."""
    return all(
        term.end < len(reading.words)
        and any(
            phrase.name in _TELLING
            for phrase in comparison.lexicon.find("speech", reading.words[term.end : term.end + 1])
        )
        for term, reading in ((one, comparison.left), (other, comparison.right))
    )


def _find_shift(
    lexicon: Lexicon, left: Sequence[Term], right: Sequence[Term]
) -> tuple[Term, Term, Severity] | None:
    best: tuple[Term, Term, Severity] | None = None
    for one in left:
        for other in right:
            severity = grade_exchange(lexicon, one.text, other.text)
            if severity == "factual":
                return one, other, severity
            if severity and best is None:
                best = one, other, severity
    return best


def _drop_equivalent(
    comparison: Comparison, left: Sequence[Term], right: Sequence[Term]
) -> tuple[list[Term], list[Term]]:
    lefts, rights = list(left), list(right)
    for one in left:
        match = next((other for other in rights if _are_equivalent(comparison, one, other)), None)
        if match is not None:
            lefts.remove(one)
            rights.remove(match)
            if is_same_word(one.text, match.text):
                comparison.take(range(one.first, one.end), range(match.first, match.end))
    return lefts, rights


def _are_equivalent(comparison: Comparison, one: Term, other: Term) -> bool:
    return (
        is_equivalent(comparison.lexicon, one.text, other.text)
        or is_short_for(comparison.left, one.first, other.text)
        or is_short_for(comparison.right, other.first, one.text)
    )


def _drop_kept(
    comparison: Comparison, left: Sequence[Term], right: Sequence[Term]
) -> tuple[list[Term], list[Term]]:
    """Leave out words whose stem the other side has in another place of change: moved, not exchanged."""
    lefts = {stem_word(comparison.left.words[i]) for i in comparison.left_changed}
    rights = {stem_word(comparison.right.words[j]) for j in comparison.right_changed}
    for term in left:
        if stem_word(term.text) in rights:
            comparison.take(range(term.first, term.end), ())
    for term in right:
        if stem_word(term.text) in lefts:
            comparison.take((), range(term.first, term.end))
    return (
        [term for term in left if stem_word(term.text) not in rights],
        [term for term in right if stem_word(term.text) not in lefts],
    )


def _list_free(reading: Reading, lexicon: Lexicon, place: tuple[int, int], taken: set[int]) -> list[Term]:
    """The terms of a region that carry meaning and that no other finder has accounted for."""
    terms: list[Term] = []
    words = reading.words[slice(*place)]
    if words and all(map(is_unspaced, words)) and taken.isdisjoint(range(*place)):
        return [Term(*place, "".join(words))]
    first = place[0]
    for text in lexicon.join_terms(words):
        end = first + text.count(" ") + 1
        if taken.isdisjoint(range(first, end)) and (
            text not in FUNCTION_WORDS or _is_contrasted(lexicon, text)
        ):
            terms.append(Term(first, end, text))
        first = end
    return terms


def _is_contrasted(lexicon: Lexicon, word: str) -> bool:
    return any(sense.severity for sense in lexicon.senses.get(word, ()))
