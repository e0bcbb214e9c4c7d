"""Names put together in another way: in another order, or an organisation described anew."""

from __future__ import annotations

from dedup.compare.changes.reading import Comparison, Reading
from dedup.compare.terms import stem_word
from dedup.compare.words import WordRun
from dedup.function_words import FUNCTION_WORDS
from dedup.records import Change

_LONG_NAME = 3
_PARTICLES = 2
_SHARED = 2


def compare_orders(comparison: Comparison, lefts: set[int], rights: set[int]) -> list[Change]:
    """Names of three words and more that stand in another order on the other side.

    An office or a ministry may come first or last ("Ministry of Defence"): that is no other name.
    """
    found = [
        {_key(reading, run): run for run in _list_long_names(reading, numbers)}
        for reading, numbers in ((comparison.left, lefts), (comparison.right, rights))
    ]
    changes = []
    for key in sorted(found[0].keys() & found[1].keys()):
        left, right = found[0][key], found[1][key]
        if any(comparison.lexicon.get("office", word) for word in key):
            continue
        is_free = comparison.taken_left.isdisjoint(range(*left))
        if is_free and comparison.left.words[slice(*left)] != comparison.right.words[slice(*right)]:
            changes.append(comparison.make_change("name", "nuance", left, right))
    return changes


def compare_organisations(comparison: Comparison) -> list[Change]:
    """Organisations described in other words around one noun: "a prison agency", "an agency for prisons"."""
    changes = []
    for region in comparison.regions if not comparison.is_rewritten else ():
        change = _compare_descriptions(comparison, region)
        if change:
            changes.append(change)
    return changes


def _compare_descriptions(comparison: Comparison, region: WordRun) -> Change | None:
    left = _list_content(comparison.left, region.left, comparison.taken_left)
    right = _list_content(comparison.right, region.right, comparison.taken_right)
    stems = [
        {stem_word(reading.words[number]) for number in numbers}
        for reading, numbers in ((comparison.left, left), (comparison.right, right))
    ]
    nouns = (word for word in (comparison.left.words[n] for n in left))
    heads = {stem_word(word) for word in nouns if comparison.lexicon.get("organisation", word)}
    if not heads & stems[1] or stems[0] == stems[1] or len(stems[0] & stems[1]) < _SHARED:
        return None
    return comparison.make_change("name", "nuance", (left[0], left[-1] + 1), (right[0], right[-1] + 1))


def _list_content(reading: Reading, place: tuple[int, int], taken: set[int]) -> list[int]:
    return [n for n in range(*place) if n not in taken and reading.words[n] not in FUNCTION_WORDS]


def _key(reading: Reading, run: tuple[int, int]) -> tuple[str, ...]:
    return tuple(sorted(word for word in reading.words[slice(*run)] if word not in FUNCTION_WORDS))


def _list_long_names(reading: Reading, numbers: set[int]) -> list[tuple[int, int]]:
    """Runs of name words, over particles such as "of" too, with three words that are no particles."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        last = runs[-1][1] if runs else number
        between = reading.words[last:number]
        is_joined = (
            bool(runs)
            and len(between) <= _PARTICLES
            and all(word in FUNCTION_WORDS for word in between)
            and not any(set(",.;") & set(reading.get_lead(n)) for n in range(last, number + 1))
        )
        if is_joined:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return [run for run in runs if len(_key(reading, run)) >= _LONG_NAME]
