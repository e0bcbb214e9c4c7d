"""Values that changed places in a stretch that is otherwise the same: "from 12 to 45", "from 45 to 12".

Clauses told in another order take their values with them: nothing is exchanged then.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from dedup.compare.changes.dates import DATE_KINDS, find_dates
from dedup.compare.changes.lexicon import Lexicon
from dedup.compare.changes.names import Spellings, find_name_words
from dedup.compare.changes.numbers import NUMBER_KINDS, Quantity, find_numbers
from dedup.compare.changes.reading import Comparison, Fact, Reading
from dedup.compare.words import align_words
from dedup.records import Change, ChangeClass
from dedup.tokens import is_number

_LISTING = frozenset({"and", "or", "und", "oder", "et", "ou", "y", "e", "o", "u"})
_LISTING_SIGNS = " ,;&\u00a0\n"
_JOINING = (" ", "-", "\u00a0", "'", "’")


class Unit(NamedTuple):
    """A word or a value, words [first, end); those of equal ``mask`` may stand in one another's place."""

    first: int
    end: int
    mask: str
    key: object
    change_class: ChangeClass | None = None


class Place(NamedTuple):
    """A place that both sides have, and what each has there."""

    left: Unit
    right: Unit

    @property
    def is_same(self) -> bool:
        """Whether both sides have the same there."""
        return self.left.key == self.right.key


def compare_swaps(comparison: Comparison, spellings: tuple[Spellings, Spellings]) -> list[Change]:
    """Numbers, dates and names of which each stands where the other side has another of them."""
    if comparison.is_rewritten or not _may_swap(comparison):
        return []
    known = _join(*spellings)
    lexicon = comparison.lexicon
    lefts, rights = (_cut(reading, lexicon, known) for reading in (comparison.left, comparison.right))
    ends = len(lefts), len(rights)
    changes: list[Change] = []
    for run in align_words(tuple(unit.mask for unit in lefts), tuple(unit.mask for unit in rights)):
        if not run.is_equal:
            continue
        places = [
            Place(*pair) for pair in zip(lefts[slice(*run.left)], rights[slice(*run.right)], strict=True)
        ]
        opens, closes = run.left[0] == 0 == run.right[0], (run.left[1], run.right[1]) == ends
        for group in _group(places):
            if _is_framed(places, group, opens=opens, closes=closes) and not _is_listing(
                comparison, places, group
            ):
                changes += [_report(comparison, places[number]) for number in group]
    return changes


def _join(left: Spellings, right: Spellings) -> Spellings:
    """What either article writes with a capital inside a sentence, with and without a possessive ending."""
    names = {name.removesuffix("'s") for name in left.names | right.names}
    return Spellings(frozenset(names | {f"{name}'s" for name in names}), left.plain | right.plain)


def _may_swap(comparison: Comparison) -> bool:
    """Whether a value is among the words that differ on both sides: a cheap test."""
    left, right = comparison.left, comparison.right
    values = comparison.lexicon.list_members(*DATE_KINDS, *NUMBER_KINDS)
    ours = {
        left.words[i].removesuffix("'s")
        for i in comparison.left_changed
        if left.capitals[i] or is_number(left.words[i]) or left.words[i] in values
    }
    return not ours.isdisjoint(right.words[j].removesuffix("'s") for j in comparison.right_changed)


def _cut(reading: Reading, lexicon: Lexicon, spellings: Spellings) -> list[Unit]:
    """The words of a reading with every value as one unit."""
    values = {unit.first: unit for unit in _find_values(reading, lexicon, spellings)}
    units: list[Unit] = []
    at = 0
    while at < len(reading.words):
        word = reading.words[at]
        units.append(values.get(at) or Unit(at, at + 1, word, word))
        at = units[-1].end
    return units


def _find_values(reading: Reading, lexicon: Lexicon, spellings: Spellings) -> list[Unit]:
    dates = [fact for fact in find_dates(reading, lexicon) if fact.kind != "unit"]
    blocked = {number for fact in dates for number in range(fact.first, fact.end)}
    numbers = find_numbers(reading, lexicon, blocked)
    units = [_make_unit(fact, "date") for fact in dates]
    units += [_make_unit(fact, "number") for fact in numbers]
    blocked |= {number for fact in numbers for number in range(fact.first, fact.end)}
    for first, end in _list_names(reading, find_name_words(reading, lexicon, spellings) - blocked):
        key = tuple(word.removesuffix("'s") for word in reading.words[first:end])
        units.append(Unit(first, end, "\0name", key, "name"))
    return units


def _make_unit(fact: Fact, change_class: ChangeClass) -> Unit:
    is_ordinal = isinstance(fact.key, Quantity) and fact.key.is_ordinal
    mask = f"\0{fact.kind}{' in order' if is_ordinal else ''}"
    return Unit(fact.first, fact.end, mask, (fact.kind, fact.key), change_class)


def _list_names(reading: Reading, numbers: set[int]) -> list[tuple[int, int]]:
    """Runs of name words with nothing but a space or a hyphen between them."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        is_joined = bool(runs) and runs[-1][1] == number and reading.get_lead(number) in _JOINING
        if is_joined and not reading.words[number - 1].endswith("'s"):
            runs[-1] = runs[-1][0], number + 1
        else:
            runs.append((number, number + 1))
    return runs


def _group(places: Sequence[Place]) -> list[list[int]]:
    """Differing places of one class with no other between them, whose values stand at others of these too."""
    differing = [number for number, place in enumerate(places) if not place.is_same]
    groups = []
    for change_class, members in groupby(differing, key=lambda number: places[number].left.change_class):
        group = list(members)
        lefts = {places[number].left.key for number in group}
        rights = {places[number].right.key for number in group}
        moved = [n for n in group if places[n].left.key in rights or places[n].right.key in lefts]
        if len(moved) > 1 and change_class:
            groups.append(moved)
    return groups


def _is_framed(places: Sequence[Place], group: Sequence[int], *, opens: bool, closes: bool) -> bool:
    """Whether what stands before and after is no other exchange, and is the same.

    On one side is enough where both articles have the same values.
    """
    before = places[group[0] - 1] if group[0] else None
    after = places[group[-1] + 1] if group[-1] + 1 < len(places) else None
    change_class = places[group[0]].left.change_class
    for beside in (before, after):
        if beside and not beside.is_same and beside.left.change_class != change_class:
            return False
    lefts = {places[number].left.key for number in group}
    is_whole = lefts == {places[number].right.key for number in group}
    sides = bool(before or opens), bool(after or closes)
    return any(sides) if is_whole else all(sides)


def _is_listing(comparison: Comparison, places: Sequence[Place], group: Sequence[int]) -> bool:
    """Whether the order says nothing: values listed, names side by side or that do the same to each other."""
    reading, lexicon = comparison.left, comparison.lexicon
    first, end = places[group[0]].left.end, places[group[-1]].left.first
    between = range(first, end)
    inner = {n for number in group for n in range(*places[number].left[:2])}
    words = [reading.words[n] for n in between if n not in inner]
    edges = [places[number].left.first for number in group[1:]] + [n for n in between if n not in inner]
    if all(word in _LISTING for word in words) and not any(
        reading.get_lead(n).strip(_LISTING_SIGNS) for n in edges
    ):
        return True
    if places[group[0]].left.change_class != "name":
        return False
    if not words:
        return True
    sizes = [places[number].left.end - places[number].left.first for number in group]
    if lexicon.get_rule("capitalised_nouns") and max(sizes) == 1:
        return True
    return not lexicon.get_rule("mutual").isdisjoint(words)


def _report(comparison: Comparison, place: Place) -> Change:
    left, right = place
    change_class = left.change_class or "other"
    return comparison.make_change(change_class, "factual", (left.first, left.end), (right.first, right.end))
