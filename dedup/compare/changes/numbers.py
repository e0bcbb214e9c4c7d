"""Numbers with their units, in figures or spelt out: "$2.5m", "two and a half million dollars", "40 percent".

A number comes to a value and a unit, so that every way of writing the same quantity is equal, and a rounded
figure marked as such equals the exact one.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

import regex

from dedup.compare.changes.lexicon import LANGUAGES, Lexicon, load_lexicon
from dedup.compare.changes.reading import Comparison, Fact, Reading, match_facts, report_lone
from dedup.records import Change
from dedup.tokens import WordMemo, is_number

_FIRST_KINDS = ("number", "scale", "ordinal", "fraction", "multiple", "article")
NUMBER_KINDS = (*_FIRST_KINDS, "unit", "joiner")
_CURRENCIES = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₽": "RUB",
    "₹": "INR",
    "₩": "KRW",
    "₺": "TRY",
    "₴": "UAH",
}
_PERCENT = "%"
_NEGATIVE = regex.compile(r"[\s(][-−–]$")
_MINUS = ("-", "−")
_HUNDRED = 100
_LONGEST_NUMERAL = 3
_ROUNDING = 0.06
_CONVERSIONS = {
    ("mile", "km"): 1.609,
    ("foot", "meter"): 0.3048,
    ("inch", "cm"): 2.54,
    ("lb", "kg"): 0.4536,
    ("acre", "hectare"): 0.4047,
    ("mph", "kmh"): 1.609,
    ("ton", "tonne"): 0.9072,
}


class Quantity(NamedTuple):
    """What a number comes to. ``is_ordinal`` is a place in an order, not an amount."""

    value: float
    unit: str
    is_ordinal: bool = False


def find_numbers(reading: Reading, lexicon: Lexicon, blocked: Container[int]) -> list[Fact]:
    """The numbers of a text in their order, but for words that are part of a date (``blocked``)."""
    facts: list[Fact] = []
    words = reading.words
    may_begin = _load_beginnings(lexicon.language)
    for at in compress(range(len(words)), map(may_begin.__getitem__, words)):
        if (facts and at < facts[-1].end) or at in blocked or _is_mere_article(words, lexicon, at):
            continue
        fact = _parse_number(reading, lexicon, at, blocked)
        if fact:
            facts.append(fact)
    return facts


@lru_cache(maxsize=len(LANGUAGES) + 1)
def _load_beginnings(language: str) -> WordMemo[bool]:
    """Whether a word may be the first of a number."""
    numerals = load_lexicon(language).list_words(*_FIRST_KINDS)
    return WordMemo(lambda word: word in numerals or is_number(word))


def _is_mere_article(words: Sequence[str], lexicon: Lexicon, at: int) -> bool:
    """Whether a word is an "a" that begins no number as in "a million": nearly all are."""
    word = words[at]
    if not lexicon.get("article", word) or at + 1 == len(words) or lexicon.get("ordinal", word):
        return False
    return not (lexicon.get("scale", words[at + 1]) and len(words[at + 1]) > 2)


def has_currency(reading: Reading) -> bool:
    """Whether a currency sign stands in a text."""
    return any(sign in reading.get_passage() for sign in _CURRENCIES)


def compare_numbers(
    comparison: Comparison, left_blocked: Container[int], right_blocked: Container[int]
) -> list[Change]:
    """The numbers that differ; equal ones, however written, are marked as accounted for."""
    lexicon = comparison.lexicon
    lefts = find_numbers(comparison.left, lexicon, left_blocked)
    rights = find_numbers(comparison.right, lexicon, right_blocked)
    matching = match_facts(comparison, lefts, rights)
    for left, right in matching.same:
        comparison.take(range(left.first, left.end), range(right.first, right.end))
    changes = []
    for left, right in matching.exchanged:
        if not comparison.is_free(left, is_left=True) or not comparison.is_free(right, is_left=False):
            continue
        if is_equivalent(comparison, left, right):
            comparison.take(range(left.first, left.end), range(right.first, right.end))
        else:
            changes.append(
                comparison.make_change("number", "factual", (left.first, left.end), (right.first, right.end))
            )
    lone = [(fact, True) for fact in matching.left_alone] + [(fact, False) for fact in matching.right_alone]
    figures = [
        (fact, is_left)
        for fact, is_left in lone
        if is_number((comparison.left if is_left else comparison.right).words[fact.first])
    ]
    return changes + report_lone(comparison, "number", figures)


def is_equivalent(comparison: Comparison, left: Fact, right: Fact) -> bool:
    """Whether two numbers say the same: converted to another unit, or rounded and marked as such."""
    first, second = left.key, right.key
    if not isinstance(first, Quantity) or not isinstance(second, Quantity):
        return False
    if first.is_ordinal != second.is_ordinal:
        return False
    for one, other in ((first, second), (second, first)):
        is_share = one.unit == _PERCENT and not other.unit and other.value < 1
        if is_share and _is_near(one.value, other.value * _HUNDRED):
            return True
        factor = _CONVERSIONS.get((one.unit, other.unit))
        if factor and _is_near(one.value * factor, other.value):
            return True
    if first.unit != second.unit and first.unit and second.unit:
        return False
    marks = (
        _find_mark(comparison.left, comparison.lexicon, left),
        _find_mark(comparison.right, comparison.lexicon, right),
    )
    if bool(marks[0]) == bool(marks[1]):
        return False
    rounded, exact = (first.value, second.value) if marks[0] else (second.value, first.value)
    if rounded >= _HUNDRED and _is_near(rounded, exact) and _is_rounding(rounded, exact):
        comparison.take(*marks)
        return True
    return False


def _is_rounding(rounded: float, exact: float) -> bool:
    """Whether a figure is another one with fewer places: 600,000 for 617,000, 1,600 for 1,580."""
    digits = str(int(rounded)).rstrip("0")
    places = len(str(int(rounded))) - len(digits)
    return places > 0 and abs(rounded - exact) <= 10**places


def _is_near(one: float, other: float) -> bool:
    return abs(one - other) <= _ROUNDING * max(abs(one), abs(other))


def _find_mark(reading: Reading, lexicon: Lexicon, fact: Fact) -> range:
    """The words before a number that say it is not exact; an empty range if none do."""
    first = max(0, fact.first - 3)
    for phrase in lexicon.find("hedge", reading.words[first : fact.first]):
        if phrase.name in ("approx", "below", "over"):
            return range(first + phrase.first, first + phrase.end)
    return range(0)


def _parse_number(reading: Reading, lexicon: Lexicon, at: int, blocked: Container[int]) -> Fact | None:
    words = reading.words
    ordinal = _parse_ordinal(reading, lexicon, at)
    if ordinal:
        return ordinal
    if is_number(words[at]):
        value, end = _parse_figure(words[at]), at + 1
    else:
        value, end = _parse_spelt(reading, lexicon, at)
    if value is None:
        return None
    start = at
    while end < len(words) and end not in blocked and not reading.get_lead(end).strip(" -‑\u00a0"):
        scale = lexicon.get("scale", words[end])
        if scale is None or (len(words[end]) <= 2 and not is_number(words[end - 1])):
            break
        value, end = value * float(scale), end + 1
    lead = reading.get_lead(start)
    if _NEGATIVE.search(lead) or (start == 0 and lead in _MINUS):
        value = -value
    unit, end = _find_unit(reading, lexicon, start, end)
    return Fact("number", start, end, Quantity(round(value, 6), unit))


def _parse_figure(word: str) -> float | None:
    figure = word.replace(",", ".") if word.count(",") == 1 and "." not in word else word.replace(",", "")
    try:
        return float(figure)
    except ValueError:
        return None


def _parse_spelt(reading: Reading, lexicon: Lexicon, at: int) -> tuple[float | None, int]:
    """A number in words: "two hundred and fifty", "forty-five", "a dozen", "half"."""
    words = reading.words
    if lexicon.get("article", words[at]) and at + 1 < len(words):
        scale = lexicon.get("scale", words[at + 1])
        return (float(scale), at + 2) if scale and len(words[at + 1]) > 2 else (None, at)
    fraction = lexicon.get("fraction", words[at]) or lexicon.get("multiple", words[at])
    if fraction:
        return float(fraction), at + 1
    several = lexicon.find("number", words[at : at + _LONGEST_NUMERAL])
    if several and several[0].first == 0 and several[0].end > 1:
        return float(several[0].name), at + several[0].end
    total = current = 0.0
    end = at
    while end < len(words):
        number, scale = lexicon.get("number", words[end]), lexicon.get("scale", words[end])
        if number is not None and (current == 0 or current % 10 == 0 or current % _HUNDRED == 0):
            if current and float(number) >= _HUNDRED:
                break
            current += float(number)
        elif scale is not None and len(words[end]) > 2 and (end > at or not words[end].endswith("s")):
            current = (current or 1) * float(scale)
            if float(scale) > _HUNDRED:
                total, current = total + current, 0.0
        elif end > at and lexicon.get("joiner", words[end]) and _continues(reading, lexicon, end):
            end += 1
            continue
        else:
            break
        end += 1
    return (total + current, end) if end > at else (None, at)


def _continues(reading: Reading, lexicon: Lexicon, joiner: int) -> bool:
    """Whether an "and" goes on with the same number: after hundred or thousand, before a smaller one."""
    words = reading.words
    before = lexicon.get("scale", words[joiner - 1])
    return bool(before) and joiner + 1 < len(words) and lexicon.get("number", words[joiner + 1]) is not None


def _parse_ordinal(reading: Reading, lexicon: Lexicon, at: int) -> Fact | None:
    words = reading.words
    spelt = lexicon.get("ordinal", words[at])
    if spelt:
        return Fact("number", at, at + 1, Quantity(float(spelt), "", True))
    value = _parse_figure(words[at]) if is_number(words[at]) else None
    has_suffix = (
        at + 1 < len(words) and not reading.get_gap(at) and lexicon.get("ordinal_suffix", words[at + 1])
    )
    return Fact("number", at, at + 2, Quantity(value, "", True)) if value is not None and has_suffix else None


def _find_unit(reading: Reading, lexicon: Lexicon, start: int, end: int) -> tuple[str, int]:
    """The unit of a number at words [start, end), and where the number with its unit ends."""
    lead, gap = reading.get_lead(start).rstrip(), reading.get_gap(end - 1).lstrip()
    if lead[-1:] in _CURRENCIES and lead:
        return _CURRENCIES[lead[-1]], end
    if gap[:1] in _CURRENCIES and gap:
        return _CURRENCIES[gap[0]], end
    if gap.startswith(_PERCENT):
        return _PERCENT, end
    if not gap.strip("-‑") or gap.isspace():
        skipped = int(end < len(reading.words) and lexicon.get("article", reading.words[end]) is not None)
        for phrase in lexicon.find("unit", reading.words[end + skipped : end + skipped + 3]):
            if phrase.first == 0:
                return phrase.name, end + skipped + phrase.end
    return "", end
