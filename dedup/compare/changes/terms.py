"""Words exchanged for others: which reverse or shift the meaning, and which only say it otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.compare.changes.lexicon import Lexicon, list_forms
from dedup.compare.changes.reading import Comparison, Reading
from dedup.compare.terms import stem_word
from dedup.function_words import FUNCTION_WORDS
from dedup.records import Change, Severity

_MOST_WORDS = 3
_SHARED_STEM = 5


def compare_terms(comparison: Comparison) -> list[Change]:
    """The exchanged words that shift the meaning, and those of which nothing is known."""
    lexicon = comparison.lexicon
    changes = []
    for region in comparison.regions:
        left = _list_free(comparison.left, lexicon, region.left, comparison.taken_left)
        right = _list_free(comparison.right, lexicon, region.right, comparison.taken_right)
        left, right = _drop_kept(comparison, left, right)
        shifted = _find_shift(comparison, left, right)
        while shifted:
            i, j, severity = shifted
            changes.append(comparison.make_change("term", severity, (i, i + 1), (j, j + 1)))
            left.remove(i)
            right.remove(j)
            shifted = _find_shift(comparison, left, right)
        left, right = _drop_equivalent(comparison, left, right)
        if 0 < len(left) <= _MOST_WORDS and 0 < len(right) <= _MOST_WORDS:
            changes.append(
                comparison.make_change("term", "nuance", (left[0], left[-1] + 1), (right[0], right[-1] + 1))
            )
    return changes


def grade_exchange(lexicon: Lexicon, one: str, other: str) -> Severity | None:
    """How grave the exchange of one word for another is by the lists; None if they are equal or unknown."""
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
        return None
    return "nuance" if "nuance" in grades else "factual"


def is_equivalent(lexicon: Lexicon, one: str, other: str) -> bool:
    """Whether two words mean the same: by the lists, or as inflections of one stem."""
    if set(list_forms(one)) & set(list_forms(other)) or stem_word(one) == stem_word(other):
        return True
    if min(len(one), len(other)) > _SHARED_STEM and one[:_SHARED_STEM] == other[:_SHARED_STEM]:
        return True
    senses = {(sense.line, sense.sense) for sense in lexicon.list_senses(one)}
    return any((sense.line, sense.sense) in senses for sense in lexicon.list_senses(other))


def _find_shift(
    comparison: Comparison, left: Sequence[int], right: Sequence[int]
) -> tuple[int, int, Severity] | None:
    best = None
    for i in left:
        for j in right:
            severity = grade_exchange(comparison.lexicon, comparison.left.words[i], comparison.right.words[j])
            if severity == "factual":
                return i, j, severity
            if severity and best is None:
                best = i, j, severity
    return best


def _drop_equivalent(
    comparison: Comparison, left: Sequence[int], right: Sequence[int]
) -> tuple[list[int], list[int]]:
    lefts, rights = list(left), list(right)
    for i in left:
        for j in rights:
            if is_equivalent(comparison.lexicon, comparison.left.words[i], comparison.right.words[j]):
                lefts.remove(i)
                rights.remove(j)
                break
    return lefts, rights


def _drop_kept(
    comparison: Comparison, left: Sequence[int], right: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Leave out words whose stem the other side has elsewhere in the sentence: moved, not exchanged."""
    lefts = {stem_word(word) for word in comparison.left.words}
    rights = {stem_word(word) for word in comparison.right.words}
    return (
        [i for i in left if stem_word(comparison.left.words[i]) not in rights],
        [j for j in right if stem_word(comparison.right.words[j]) not in lefts],
    )


def _list_free(reading: Reading, lexicon: Lexicon, place: tuple[int, int], taken: set[int]) -> list[int]:
    """The words of a region that carry meaning and that no other finder has accounted for."""
    return [
        number
        for number in range(*place)
        if number not in taken
        and (reading.words[number] not in FUNCTION_WORDS or lexicon.senses.get(reading.words[number]))
    ]
