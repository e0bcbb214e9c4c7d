"""Credits inside a sentence: an agency, and a cue that makes it the source of what is said.

A cue is a verb of reporting or a preposition such as "according to", before or after the name. An agency that
somebody tells something is a listener: credited as the source by an article of somebody else, but not by its
own, where it speaks of itself. An agency is credited once in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from boilerplate.agency import forms as forms
from boilerplate.agency.lines import is_short_for
from boilerplate.agency.mask import NameMask
from boilerplate.agency.masked import ACRONYM, CALLED, COMMON, FULL, MARK, NAMESAKE, Masked
from boilerplate.records import Span

_CONTEXT = 110
MAX_SENTENCE = 700
"""Characters before and after a name that are looked at."""
_MAX_NAMES = 30
"""A sentence with more is a list, or an attack."""
_DOUBTFUL = (COMMON, ACRONYM)
_CLAUSE_END = regex.compile(r"[.,;!?»”\"]*(?:$|[.,;!?»”\"]\s)|[:'’-]\p{Ll}{2,4}\s")
"""After a mark that often means something else, where it is a listener: an end, or a case."""
_STOP = re.compile("[.!?。！？।]")
_LAST_STOP = regex.compile("[.!?。！？।]", regex.REVERSE)
_AFTER_STOP = regex.compile(r"[.!?][\"»”’)]?(?P<gap>\s+)(?=[\p{Lu}\p{Lo}\"“«‘\[(])|[。！？।](?P<gap>)")
"""A stop that ends a sentence, and the white space before the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an article's other credits tell: names of agencies, and whose the whole article is."""

    names: Sequence[str]
    origins: Collection[str]

    def is_from(self, agency: str) -> bool:
        """Whether the article is an agency's own."""
        return any(
            origin == agency or is_short_for(origin, agency) or is_short_for(agency, origin)
            for origin in self.origins
        )


class MentionForms:
    """The cues that make a name in a sentence a credit."""

    def __init__(self, content: Mapping[str, Any], *, grammar: forms.Grammar, mask: NameMask) -> None:
        """Compile the cues of a data file."""
        self._mask = mask
        self._before = grammar.compile_ending(forms.BEFORE)
        self._before_called = grammar.compile_ending(forms.BEFORE_CALLED)
        self._after = grammar.compile_opening(forms.AFTER, place="says")
        self._after_softly = grammar.compile(forms.AFTER_SOFTLY)
        self._after_report = grammar.compile(forms.AFTER_REPORT)
        self._told = grammar.compile_ending(forms.TOLD)
        self._told_called = grammar.compile_ending(forms.TOLD_CALLED)
        self._told_after = grammar.compile(forms.TOLD_AFTER)
        self._as = grammar.compile_ending(forms.AS)
        self._and_more = grammar.compile(forms.AND_MORE)
        self._not_before = grammar.compile_ending("|".join(content["not_before"]))
        self._not_after = regex.compile("|".join(content["not_after"]))

    def find_mentions(
        self, paragraph: str, places: Sequence[int], *, known: Known, text: str
    ) -> Iterator[tuple[str, Span]]:
        """Each agency that a sentence gives as its source, and the place of the name and its cue.

        Args:
            places: where the paragraph may name an agency, in order.
            known: what the article's other credits tell.
            text: the whole article; it may explain a mark as short for something else.
        """
        for start, end in find_sentences(paragraph, places):
            sentence = paragraph[start:end]
            masked = self._mask.mask(sentence, also=known.names)
            for agency, span in self._find_in_sentence(masked, sentence, known, text):
                yield agency, (start + span[0], start + span[1])

    def _find_in_sentence(
        self, masked: Masked, source: str, known: Known, text: str
    ) -> Iterator[tuple[str, Span]]:
        if len(masked.names) > _MAX_NAMES:
            return
        seen: set[str] = set()
        credited = -1
        for name, place in zip(masked.names, masked.places, strict=True):
            span = self._match_cues(masked.text, place) or self._join(masked.text, credited, place)
            if span is None and not known.is_from(name):
                span = self._match_told(masked.text, place)
            written = source[masked.offsets[place] : masked.offsets[place + 1]]
            if span is None or (masked.text[place] == MARK and self._is_something_else(written, text)):
                continue
            credited = place
            if name not in seen:
                seen.add(name)
                start, end = (masked.offsets[one] for one in span)
                yield name, (start, end)

    def _join(self, masked: str, credited: int, place: int) -> Span | None:
        """The place of a name that is joined to one that is credited: "according to AP and Reuters"."""
        if credited < 0 or masked[place] in _DOUBTFUL:
            return None
        return (place, place + 1) if self._and_more.fullmatch(masked, credited + 1, place) else None

    def _match_cues(self, masked: str, place: int) -> Span | None:
        """From where to where a name and its cue stand; None if it has no cue."""
        code = masked[place]
        before, after = masked[max(0, place - _CONTEXT) : place], masked[place + 1 : place + 1 + _CONTEXT]
        if code in _DOUBTFUL:
            return None
        opening = (self._before_called if code == CALLED else self._before).match(before)
        closing = self._after.match(after)
        if closing is not None and code == NAMESAKE and after.startswith(","):
            closing = None
        if closing is None:
            closing = self._after_report.match(after)
        if opening is None and closing is None:
            closing = self._match_softly(code, before, after)
        if (opening is None and closing is None) or self._is_none(before, after):
            return None
        return (
            place - (len(before) - opening.start() if opening else 0),
            place + 1 + (closing.end() if closing else 0),
        )

    def _match_told(self, masked: str, place: int) -> Span | None:
        """From where to where a name stands with the word that makes it a listener."""
        code = masked[place]
        before, after = masked[max(0, place - _CONTEXT) : place], masked[place + 1 : place + 1 + _CONTEXT]
        if code in _DOUBTFUL and _CLAUSE_END.match(after) is None:
            return None
        opening = (self._told_called if code == CALLED else self._told).match(before)
        closing = self._told_after.match(after)
        if (opening is None and closing is None) or self._is_none(before, after):
            return None
        if opening is not None:
            return place - len(before) + opening.start(), place + 1
        return None if closing is None else (place, place + 1 + closing.end())

    def _is_none(self, before: str, after: str) -> bool:
        """Whether a name with a cue is no credit: that of a photograph, say, or of the agency's chief."""
        return self._not_before.match(before) is not None or self._not_after.match(after) is not None

    def _match_softly(self, code: str, before: str, after: str) -> regex.Match[str] | None:
        """A verb that anybody may be the subject of: enough where nobody but an agency says it."""
        is_told = code == CALLED or (code in (FULL, MARK) and not before.strip())
        if is_told or (code != NAMESAKE and self._as.match(before)) or "iting" in before:
            return self._after_softly.match(after)
        return None

    def _is_something_else(self, mark: str, text: str) -> bool:
        """Whether an article explains a mark as short for what is no agency: "Alliance for Peace (AFP)"."""
        for match in regex.finditer(rf"([^\n.(]{{1,90}})\(\s*[\"“„]?{regex.escape(mark)}[\"”“]?\s*\)", text):
            if is_short_for(mark, match[1]) and not self._mask.has_name(match[1]):
                return True
        return False


def find_sentences(text: str, places: Sequence[int], *, most: int = MAX_SENTENCE) -> Iterator[Span]:
    """The sentences around places, each once; cut where they are longer than any that is read.

    Args:
        places: in order; at each there is a word.
        most: the characters before and after a place that are looked at.
    """
    done = -1
    for place in places:
        if place < done:
            continue
        start = _find_start(text, max(place - most, done, 0), place)
        done = _find_end(text, place, min(place + most, len(text)))
        yield start, done


def _find_start(text: str, first: int, place: int) -> int:
    """Where the sentence around a place begins, not before the first place it may."""
    last = place + 1
    while (stop := _LAST_STOP.search(text, max(first - 2, 0), last)) is not None:
        last = stop.start()
        gap = _AFTER_STOP.match(text, last, place + 1)
        if gap is not None and gap.start("gap") >= first:
            return gap.end()
    return first


def _find_end(text: str, place: int, last: int) -> int:
    """Where the sentence around a place ends, not after the last place it may."""
    first = max(place - 2, 0)
    while (stop := _STOP.search(text, first, last)) is not None:
        first = stop.end()
        gap = _AFTER_STOP.match(text, stop.start(), last)
        if gap is not None and gap.start("gap") >= place:
            return gap.start("gap")
    return last
