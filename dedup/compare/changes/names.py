"""Names of people, places and organisations: respelt, exchanged, put in another order."""

from __future__ import annotations

from collections.abc import Container, Iterable
from itertools import groupby

from dedup.compare.changes.lexicon import Lexicon
from dedup.compare.changes.reading import Comparison, Reading
from dedup.function_words import FUNCTION_WORDS
from dedup.records import Change
from dedup.tokens import is_number

_STEM = 4


def collect_names(readings: Iterable[Reading]) -> frozenset[str]:
    """The words an article writes with a capital letter in the middle of a sentence."""
    return frozenset(
        reading.words[number]
        for reading in readings
        for number in range(1, len(reading.words))
        if is_capitalised(reading, number) and not _opens(reading, number) and not _is_headline(reading)
    )


def is_capitalised(reading: Reading, number: int) -> bool:
    """Whether a word is written with a capital letter."""
    return reading.text[reading.starts[number]].isupper()


def find_name_words(reading: Reading, known: Container[str]) -> set[int]:
    """The numbers of the words that belong to names.

    The first word of a sentence or quotation counts only if the article has it as a name elsewhere.
    """
    if _is_headline(reading):
        return {number for number, word in enumerate(reading.words) if word in known}
    return {
        number
        for number, word in enumerate(reading.words)
        if is_capitalised(reading, number)
        and not is_number(word)
        and (word in known if _opens(reading, number) else word != "i")
        and (word not in FUNCTION_WORDS or reading.get_surface(number).isupper())
    }


def compare_names(
    comparison: Comparison, left_known: Container[str], right_known: Container[str]
) -> list[Change]:
    """The names that another name stands for on the other side."""
    lexicon = comparison.lexicon
    lefts = find_name_words(comparison.left, left_known)
    rights = find_name_words(comparison.right, right_known)
    changes = []
    for region in comparison.regions:
        left = _list_free(region.left, lefts, comparison.taken_left)
        right = _list_free(region.right, rights, comparison.taken_right)
        left, right = _drop_shared(comparison, left, right)
        for ours, theirs in _pair_runs(left, right):
            change = _judge(comparison, lexicon, ours, theirs)
            if change:
                changes.append(change)
    return changes


def _judge(
    comparison: Comparison, lexicon: Lexicon, left: tuple[int, int], right: tuple[int, int]
) -> Change | None:
    left_words = comparison.left.words[slice(*left)]
    right_words = comparison.right.words[slice(*right)]
    if _is_same_name(lexicon, left_words, right_words):
        comparison.take(range(*left), range(*right))
        return None
    titles = [all(lexicon.get("title", word) for word in words) for words in (left_words, right_words)]
    return comparison.make_change("name", "nuance" if any(titles) else "factual", left, right)


def _is_same_name(lexicon: Lexicon, left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two readings are one name in two forms: abbreviated, inflected, a demonym for its country."""
    joined = ["".join(words).replace("'s", "").replace("'", "") for words in (left, right)]
    if joined[0] == joined[1]:
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
    left_words = {word.removesuffix("'s") for word in comparison.left.words}
    right_words = {word.removesuffix("'s") for word in comparison.right.words}
    return (
        [i for i in left if comparison.left.words[i].removesuffix("'s") not in right_words],
        [j for j in right if comparison.right.words[j].removesuffix("'s") not in left_words],
    )


def _list_free(place: tuple[int, int], names: set[int], taken: set[int]) -> list[int]:
    return [number for number in range(*place) if number in names and number not in taken]


def _opens(reading: Reading, number: int) -> bool:
    """Whether a word opens a sentence, a quotation or a clause after a colon."""
    lead = reading.get_lead(number)
    return (
        number == 0
        or any(sign in lead for sign in '.!?:“"«„•\n…')
        and not reading.words[number - 1][1:2] == ""
    )


def _is_headline(reading: Reading) -> bool:
    """Whether most words are capitalised, so that a capital says nothing."""
    words = [n for n in range(len(reading.words)) if reading.words[n] not in FUNCTION_WORDS]
    return len(words) > 3 and sum(is_capitalised(reading, n) for n in words) > 0.8 * len(words)
