"""Names of people, places and organisations: respelt, exchanged, put in another order."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel

from dedup.compare.changes.forms import is_short_for
from dedup.compare.changes.lexicon import Lexicon, list_forms
from dedup.compare.changes.orders import compare_orders
from dedup.compare.changes.reading import Comparison, Reading
from dedup.function_words import FUNCTION_WORDS
from dedup.records import Change

_STEM = 4
_OPENING_SIGNS = frozenset('!?:“"«„•…\n')
_INITIALS = 4
_RESPELT = 0.75
_HEADLINE_WORDS = 3
_HEADLINE_SHARE = 0.8


class Spellings(NamedTuple):
    """The words an article writes with a capital letter inside a sentence, and those it writes without."""

    names: frozenset[str]
    plain: frozenset[str]


def collect_spellings(readings: Iterable[Reading]) -> Spellings:
    """Gather from an article's sentences how it writes its words."""
    names: set[str] = set()
    plain: set[str] = set()
    for reading in readings:
        is_headline = _is_headline(reading)
        for number, word in enumerate(reading.words):
            if not reading.capitals[number]:
                plain.add(word)
            elif not is_headline and not _opens(reading, number):
                names.add(word)
    return Spellings(frozenset(names), frozenset(plain))


def find_name_words(reading: Reading, lexicon: Lexicon, spellings: Spellings) -> set[int]:
    """The numbers of the words that belong to names.

    The first word of a sentence or quotation counts only if the article has it as a name elsewhere, or if
    another name follows it and nothing speaks for a common word.
    """
    if _is_headline(reading):
        return {number for number, word in enumerate(reading.words) if word in spellings.names}
    found: set[int] = set()
    for number in reversed(range(len(reading.words))):
        word = reading.words[number]
        if not reading.capitals[number] or (
            word in FUNCTION_WORDS and not reading.get_surface(number).isupper()
        ):
            continue
        if not _opens(reading, number):
            is_name = word != "i"
        else:
            is_name = (
                word in spellings.names
                or lexicon.get("demonym", word) is not None
                or (
                    number + 1 in found
                    and reading.get_gap(number) == " "
                    and word not in spellings.plain
                    and not lexicon.senses.get(word)
                    and not lexicon.get("title", word)
                )
            )
        if is_name:
            found.add(number)
    return found


def compare_names(
    comparison: Comparison, left_spellings: Spellings, right_spellings: Spellings
) -> list[Change]:
    """The names that another name stands for on the other side."""
    lexicon = comparison.lexicon
    lefts = find_name_words(comparison.left, lexicon, left_spellings)
    rights = find_name_words(comparison.right, lexicon, right_spellings)
    for i, j in _list_respelt_openings(comparison, left_spellings.plain | right_spellings.plain):
        lefts.add(i)
        rights.add(j)
    changes = compare_orders(comparison, lefts, rights)
    for number, region in enumerate(comparison.regions):
        if not comparison.is_certain(number):
            continue
        left = _list_free(region.left, lefts, comparison.taken_left)
        right = _list_free(region.right, rights, comparison.taken_right)
        left, right = _drop_shared(comparison, left, right)
        for ours, theirs in _pair_runs(left, right):
            change = _judge(comparison, lexicon, ours, theirs)
            if change:
                changes.append(change)
    return changes


def compare_lost_names(
    comparison: Comparison, left_spellings: Spellings, right_spellings: Spellings
) -> list[Change]:
    """Names of two words and more that one side leaves out, and that its whole article does not have."""
    changes: list[Change] = []
    if comparison.is_rewritten:
        return changes
    names = (
        find_name_words(comparison.left, comparison.lexicon, left_spellings),
        find_name_words(comparison.right, comparison.lexicon, right_spellings),
    )
    for region in comparison.regions:
        left = _list_free(region.left, names[0], comparison.taken_left)
        right = _list_free(region.right, names[1], comparison.taken_right)
        if bool(left) == bool(right):
            continue
        words, others = (
            (comparison.left.words, right_spellings) if left else (comparison.right.words, left_spellings)
        )
        for run in _group_runs(left or right):
            name = words[slice(*run)]
            is_full = len(name) > 1 and len("".join(name)) > _INITIALS
            if (
                is_full
                and others.names.isdisjoint(name)
                and not comparison.is_clause(region, is_left=bool(left))
            ):
                changes.append(
                    comparison.make_change("name", "nuance", *((run, None) if left else (None, run)))
                )
    return changes


def _list_respelt_openings(comparison: Comparison, plain: frozenset[str]) -> list[tuple[int, int]]:
    """First words exchanged for ones spelt much alike, where neither is a common word of the articles."""
    found = []
    for region in comparison.regions:
        i, j = region.left[0], region.right[0]
        if (region.left, region.right) != ((i, i + 1), (j, j + 1)):
            continue
        if i not in comparison.left.opening or j not in comparison.right.opening:
            continue
        words = comparison.left.words[i].removesuffix("'s"), comparison.right.words[j].removesuffix("'s")
        lexicon = comparison.lexicon
        is_common = any(
            word in plain
            or word in FUNCTION_WORDS
            or word in lexicon.list_members()
            or lexicon.list_senses(word)
            for word in words
        )
        is_inflected = set(list_forms(words[0])) & set(list_forms(words[1]))
        if not is_common and not is_inflected and Indel.normalized_similarity(*words) >= _RESPELT:
            found.append((i, j))
    return found


def _judge(
    comparison: Comparison, lexicon: Lexicon, left: tuple[int, int], right: tuple[int, int]
) -> Change | None:
    left_words = comparison.left.words[slice(*left)]
    right_words = comparison.right.words[slice(*right)]
    if _is_same_name(lexicon, left_words, right_words) or _is_abbreviated(comparison, left, right):
        comparison.take(range(*left), range(*right))
        return None
    if lexicon.get_rule("capitalised_nouns") and not _is_surely_name(comparison, left, right):
        return None
    titles = [all(lexicon.get("title", word) for word in words) for words in (left_words, right_words)]
    return comparison.make_change("name", "nuance" if any(titles) else "factual", left, right)


def _is_surely_name(comparison: Comparison, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether capitals mean a name where all nouns have them: beside another one, or merely respelt."""
    beside = 0
    for reading, run in ((comparison.left, left), (comparison.right, right)):
        neighbours = [
            number
            for number in (run[0] - 1, run[1])
            if 0 <= number < len(reading.words) and reading.capitals[number]
        ]
        beside += any(
            number not in reading.opening and reading.words[number] not in FUNCTION_WORDS
            for number in neighbours
        )
    words = "".join(comparison.left.words[slice(*left)]), "".join(comparison.right.words[slice(*right)])
    return beside == 2 or Indel.normalized_similarity(*words) >= _RESPELT


def _is_same_name(lexicon: Lexicon, left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two readings are one name in two forms: abbreviated, inflected, a demonym for its country."""
    joined = ["".join(words).replace("'s", "").replace("'", "") for words in (left, right)]
    if joined[0].removesuffix("s") == joined[1].removesuffix("s"):
        return True
    aliases = []
    for words in (left, right):
        found = lexicon.find("alias", words)
        aliases.append(found[0].name if found and found[0].end - found[0].first == len(words) else None)
    if aliases[0] is not None and aliases[0] == aliases[1]:
        return True
    initials = ["".join(word[0] for word in words if word not in FUNCTION_WORDS) for words in (left, right)]
    if joined[0] == initials[1] or joined[1] == initials[0]:
        return True
    shortest = min(len(joined[0]), len(joined[1]))
    demonym = any(lexicon.get("demonym", word) for word in (left[-1], right[-1]))
    return demonym and shortest >= _STEM and joined[0][:_STEM] == joined[1][:_STEM]


def _is_abbreviated(comparison: Comparison, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether two names are equal but for words cut short before a full stop: "Maj. Gen.", "Sgt."."""
    if left[1] - left[0] != right[1] - right[0]:
        return False
    return all(
        comparison.left.words[i] == comparison.right.words[j]
        or is_short_for(comparison.left, i, comparison.right.words[j])
        or is_short_for(comparison.right, j, comparison.left.words[i])
        for i, j in zip(range(*left), range(*right), strict=True)
    )


def _pair_runs(left: list[int], right: list[int]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Runs of name words on both sides, paired in their order where there are equally many."""
    lefts, rights = _group_runs(left), _group_runs(right)
    return list(zip(lefts, rights, strict=True)) if len(lefts) == len(rights) else []


def _group_runs(numbers: list[int]) -> list[tuple[int, int]]:
    runs = []
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        runs.append((members[0], members[-1] + 1))
    return runs


def _drop_shared(comparison: Comparison, left: list[int], right: list[int]) -> tuple[list[int], list[int]]:
    """Leave out the name words that the other side has too, wherever in the sentence: moved, not changed."""
    left_words = {comparison.left.words[i].removesuffix("'s") for i in comparison.left_changed}
    right_words = {comparison.right.words[j].removesuffix("'s") for j in comparison.right_changed}
    return (
        [i for i in left if comparison.left.words[i].removesuffix("'s") not in right_words],
        [j for j in right if comparison.right.words[j].removesuffix("'s") not in left_words],
    )


def _list_free(place: tuple[int, int], names: set[int], taken: set[int]) -> list[int]:
    return [number for number in range(*place) if number in names and number not in taken]


def _opens(reading: Reading, number: int) -> bool:
    """Whether a word opens a sentence, a quotation or what follows a colon."""
    return number in reading.opening or not _OPENING_SIGNS.isdisjoint(reading.get_lead(number))


def _is_headline(reading: Reading) -> bool:
    """Whether most words are capitalised, so that a capital says nothing."""
    if 2 * sum(reading.capitals) < len(reading.words):
        return False
    capitals = [
        is_capital
        for word, is_capital in zip(reading.words, reading.capitals, strict=True)
        if word not in FUNCTION_WORDS
    ]
    return len(capitals) > _HEADLINE_WORDS and sum(capitals) > _HEADLINE_SHARE * len(capitals)
