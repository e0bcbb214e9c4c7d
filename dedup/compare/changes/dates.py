"""Points and stretches of time: weekdays, months, days, years, clock times, "last month", elapsed years."""

from __future__ import annotations

import regex

from dedup.compare.changes.lexicon import Lexicon
from dedup.compare.changes.reading import Comparison, Fact, Reading, match_facts, report_lone
from dedup.records import Change
from dedup.tokens import is_number

DATE_KINDS = ("month", "weekday", "season", "timeunit", "relative", "direction")
_YEAR = regex.compile(r"(?:1[89]|20|21)\d\d")
_CURRENCIES = frozenset("$€£¥₽₹")
_DOTTED = regex.compile(r"\d{1,2}\.\d{1,2}\.(?:\d\d)?\d\d")
_DATE_PARTS = 3
_YEAR_DIGITS = 4
_DAY = regex.compile(r"(?:0?[1-9]|[12]\d|3[01])")
_AMBIGUOUS_MONTHS = frozenset(
    {"may", "march", "mar", "sep", "dec", "jan", "mai", "mars", "sat", "sun", "mon", "wed", "fri"}
)
_BEFORE_MONTH = frozenset(
    "in last since until by early late mid this next of from through between and im en".split()
)
_CALENDAR = frozenset({"month", "day", "year", "weekday", "figures"})
_NUMBERED_PARTS = {
    "年": "year", "月": "month", "日": "day", "号": "day", "號": "day",
    "년": "year", "월": "month", "일": "day",
}  # fmt: skip
_BEFORE_STRETCH = frozenset({"after", "since", "during", "through", "following", "into"})


def find_dates(reading: Reading, lexicon: Lexicon) -> list[Fact]:
    """The parts of dates and times in a text, each by itself, in their order."""
    facts: list[Fact] = []
    words = lexicon.list_words(*DATE_KINDS)
    for at, word in enumerate(reading.words):
        if word.removesuffix("'s") not in words and not is_number(word):
            continue
        fact = (
            _find_calendar_word(reading, lexicon, at)
            or _find_numeral(reading, lexicon, at)
            or _find_relative(reading, lexicon, at)
        )
        if fact and (not facts or fact.first >= facts[-1].end):
            facts.append(fact)
    return facts


def compare_dates(comparison: Comparison, lefts: list[Fact], rights: list[Fact]) -> list[Change]:
    """The times that differ; what is merely written otherwise is marked as accounted for."""
    matching = match_facts(comparison, lefts, rights)
    for left, right in matching.same:
        comparison.take(range(left.first, left.end), range(right.first, right.end))
    changes = compare_elapsed(comparison)
    for left, right in matching.exchanged:
        if not comparison.is_free(left, is_left=True) or not comparison.is_free(right, is_left=False):
            continue
        changes.append(
            comparison.make_change("date", "factual", (left.first, left.end), (right.first, right.end))
        )
    lone = [(fact, True) for fact in matching.left_alone] + [(fact, False) for fact in matching.right_alone]
    return changes + report_lone(comparison, "date", [pair for pair in lone if pair[0].kind in _CALENDAR])


def compare_elapsed(comparison: Comparison) -> list[Change]:
    """Time gone by, as a stretch and as a place in it: "after four years", "in its third year".

    The fourth year is entered when three have gone by.
    """
    found = [_find_elapsed(side, comparison.lexicon) for side in (comparison.left, comparison.right)]
    changes = []
    for one, other in ((0, 1), (1, 0)):
        stretches = [fact for fact in found[one] if fact.kind == "stretch"]
        places = [fact for fact in found[other] if fact.kind == "place"]
        if len(stretches) == 1 == len(places) and not any(fact.kind == "place" for fact in found[one]):
            spans = [(fact[0].first, fact[0].end) for fact in (stretches, places)]
            if one == 1:
                spans.reverse()
            if stretches[0].key == places[0].key:
                comparison.take(range(*spans[0]), range(*spans[1]))
            else:
                changes.append(comparison.make_change("date", "factual", spans[0], spans[1]))
    return changes


def _find_elapsed(reading: Reading, lexicon: Lexicon) -> list[Fact]:
    facts = []
    words = reading.words
    for at in range(1, len(words)):
        unit = lexicon.get("timeunit", words[at])
        if unit not in ("week", "month", "year", "decade"):
            continue
        ordinal, number = lexicon.get("ordinal", words[at - 1]), lexicon.get("number", words[at - 1])
        if ordinal:
            ended = bool({"end", "close", "completed", "ended"} & set(words[max(0, at - 5) : at]))
            facts.append(Fact("place", at - 1, at + 1, (unit, int(ordinal) - (not ended))))
        elif number or is_number(words[at - 1]):
            amount = int(float(number or words[at - 1].replace(",", ".")))
            if set(words[max(0, at - 4) : at - 1]) & _BEFORE_STRETCH:
                facts.append(Fact("stretch", at - 1, at + 1, (unit, amount)))
    return facts


def _find_calendar_word(reading: Reading, lexicon: Lexicon, at: int) -> Fact | None:
    word = reading.words[at].removesuffix("'s")
    for kind in ("month", "weekday"):
        name = lexicon.get(kind, word)
        if name and (reading.get_surface(at)[:1].isupper() or lexicon.language not in ("en", "de")):
            if word in _AMBIGUOUS_MONTHS and not _is_dated(reading, at):
                return None
            return Fact(kind, at, at + 1, name)
    return None


def _is_dated(reading: Reading, at: int) -> bool:
    """Whether a word that may be a month has a numeral or a word such as "in" beside it."""
    words = reading.words
    beside = words[max(0, at - 1) : at] + words[at + 1 : at + 2]
    abbreviated = reading.get_gap(at).startswith(".")
    return abbreviated or any(map(is_number, beside)) or (at > 0 and words[at - 1] in _BEFORE_MONTH)


def _find_numeral(reading: Reading, lexicon: Lexicon, at: int) -> Fact | None:
    words = reading.words
    word = words[at]
    if not is_number(word):
        return None
    surface = reading.get_surface(at)
    whole = _find_written_date(reading, at)
    if whole:
        return whole
    lead, gap = reading.get_lead(at), reading.get_gap(at)
    before = words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    is_amount = (
        lead[-1:] in _CURRENCIES
        or "%" in gap[:2]
        or any(lexicon.get(kind, after) for kind in ("scale", "unit"))
    )
    if _YEAR.fullmatch(surface) and not is_amount:
        return Fact("year", at, at + 1, word)
    if _DAY.fullmatch(surface) and (
        (lexicon.get("month", before) and not lead.strip(" .\u00a0"))
        or (lexicon.get("month", after) and not gap.strip(" .\u00a0"))
        or (before == "of" and at > 1 and lexicon.get("month", words[at - 2]))
    ):
        return Fact("day", at, at + 1, str(int(word)))
    if after in _NUMBERED_PARTS and not gap:
        return Fact(_NUMBERED_PARTS[after], at, at + 2, word)
    half = lexicon.find("dayhalf", words[at + 1 : at + 4])
    if half and half[0].first <= 1 and not gap.strip(" \u00a0:."):
        if half[0].first == 1:
            minutes = words[at + 1]
            if is_number(minutes):
                return Fact("clock", at, at + 1 + half[0].end, (word, int(float(minutes)), half[0].name))
            return None
        hour, _, minute = word.partition(".")
        return Fact("clock", at, at + 1 + half[0].end, (hour, int(minute or 0), half[0].name))
    return None


def _find_written_date(reading: Reading, at: int) -> Fact | None:
    """A date in figures: 12.06.2020, 11/6/12, 2020-06-12."""
    if _DOTTED.fullmatch(reading.words[at]):
        return Fact("figures", at, at + 1, reading.words[at])
    parts = reading.words[at : at + 3]
    gaps = {reading.get_gap(at), reading.get_gap(at + 1)} if len(parts) == _DATE_PARTS else set()
    has_year = any(len(part) == _YEAR_DIGITS for part in parts)
    if (gaps == {"/"} or (gaps == {"-"} and has_year)) and all(
        part.isdecimal() and len(part) in (1, 2, 4) for part in parts
    ):
        return Fact("figures", at, at + 3, parts)
    return None


def _find_relative(reading: Reading, lexicon: Lexicon, at: int) -> Fact | None:
    word = reading.words[at].removesuffix("'s")
    relative = lexicon.get("relative", word)
    if relative:
        return Fact("relative", at, at + 1, relative)
    following = reading.words[at + 1] if at + 1 < len(reading.words) else ""
    direction = lexicon.get("direction", word)
    if direction and any(lexicon.get(kind, following) for kind in ("timeunit", "season", "weekday")):
        return Fact("direction", at, at + 1, direction)
    unit = lexicon.get("timeunit", word)
    if unit:
        return Fact("unit", at, at + 1, unit)
    season = lexicon.get("season", word)
    if season and at and reading.words[at - 1] in ("last", "this", "next", "past", "in", "the"):
        return Fact("season", at, at + 1, season)
    return None
