"""Agency credits: taken out of the article's text and kept as evidence.

Whole lines (byline, contributor, copyright), the dateline and a closing mark leave the text; a credit
inside a sentence stays where it is and is marked by its span. Who is told something is a listener, not the
story's source.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace

import regex

from boilerplate.agencies import AgencyBook, load_agencies
from boilerplate.records import Article, Credit, CreditKind, DroppedLine, Span

_RULE = regex.compile(r"[\s\-–—_*•#=~]+")
_OPENING_PARAGRAPHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A credit and the place in the text as given where its words begin."""

    agency: str
    kind: CreditKind
    text: str
    offset: int


@dataclass(slots=True, kw_only=True)
class _Reading:
    """The text as given, the pieces of it that stay (one a paragraph), and what was taken out."""

    source: str
    pieces: list[Span] = field(default_factory=list)
    found: list[_Found] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    def words(self, index: int) -> str:
        start, end = self.pieces[index]
        return self.source[start:end]

    def take(self, agency: str, kind: CreditKind, span: Span) -> None:
        text = self.source[slice(*span)].strip()
        self.found.append(_Found(agency=agency, kind=kind, text=text, offset=span[0]))


def take_credits(article: Article, *, book: AgencyBook | None = None) -> Article:
    """Return the article with its credit lines out of the text and among its credits.

    Credits the article already has are kept. Taking credits twice changes nothing.
    Cost: linear in the length of the text.
    """
    book = book or load_agencies()
    reading = _Reading(source=article.text)
    _take_lines(reading, book=book)
    _take_datelines(reading, book=book)
    _take_sign_offs(reading, book=book)
    text = "\n".join(reading.words(index) for index in range(len(reading.pieces)))
    places = _Places(reading.pieces)
    old = [
        replace(credit, span=(places.find(credit.span[0]), places.find(credit.span[1])))
        for credit in article.credits
    ]
    taken = [
        Credit(agency=found.agency, kind=found.kind, text=found.text, span=(places.find(found.offset),) * 2)
        for found in sorted(reading.found, key=lambda found: found.offset)
    ]
    fresh = [*taken, *_mark_mentions(text, own=[credit.agency for credit in (*old, *taken)], book=book)]
    rules = [DroppedLine(text=line, reason="rule at a credit") for line in reading.rules]
    return replace(
        article,
        text=text,
        credits=(*old, *(credit for credit in fresh if credit not in old)),
        dropped=(*article.dropped, *rules),
    )


class _Places:
    """Offsets in the text as given → offsets in what stays of it."""

    def __init__(self, pieces: list[Span]) -> None:
        self._pieces = pieces
        self._starts = [start for start, _ in pieces]
        self._moved, position = [], 0
        for start, end in pieces:
            self._moved.append(position)
            position += end - start + 1
        self._end = max(position - 1, 0)

    def find(self, offset: int) -> int:
        """Where the character stands now; for one taken out, where the next piece begins or the text ends."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset <= self._pieces[index][1]:
            return self._moved[index] + offset - self._pieces[index][0]
        return self._moved[index + 1] if index + 1 < len(self._moved) else self._end


def _take_lines(reading: _Reading, *, book: AgencyBook) -> None:
    """Keep every line that is no credit as a whole; rules directly above a credit go with it."""
    position = 0
    for line in reading.source.split("\n"):
        span = (position, position + len(line))
        position = span[1] + 1
        credited = book.match_line(line)
        if credited is not None:
            _take_rules(reading)
            for agency in credited[1]:
                reading.take(agency, credited[0], span)
        elif line.strip():
            reading.pieces.append(span)


def _take_rules(reading: _Reading) -> None:
    while reading.pieces and _RULE.fullmatch(reading.words(len(reading.pieces) - 1)):
        reading.rules.append(reading.words(len(reading.pieces) - 1))
        reading.pieces.pop()


def _take_datelines(reading: _Reading, *, book: AgencyBook) -> None:
    """Cut the agency dateline off the first of the opening paragraphs that has one."""
    for index in range(min(_OPENING_PARAGRAPHS, len(reading.pieces))):
        start, end = reading.pieces[index]
        cut = start
        while (dateline := book.match_dateline(reading.source[cut:end])) is not None:
            reading.take(dateline.agency, "dateline", (cut, cut + dateline.end))
            cut += dateline.end
        if cut > start:
            reading.pieces[index] = (cut, end)
            return


def _take_sign_offs(reading: _Reading, *, book: AgencyBook) -> None:
    """Cut the agency's mark off the end of the last paragraph."""
    if not reading.pieces:
        return
    start, end = reading.pieces[-1]
    while (mark := book.match_sign_off(reading.source[start:end])) is not None:
        reading.take(mark.agency, "byline", (start + mark.start, end))
        end = start + mark.start
        reading.pieces[-1] = (start, end)


def _mark_mentions(text: str, *, own: list[str], book: AgencyBook) -> list[Credit]:
    """The places where a sentence names its source, in their order."""
    credits = []
    position = 0
    for paragraph in text.split("\n"):
        for mention in book.find_mentions(paragraph, also=own):
            span = (position + mention.start, position + mention.end)
            credits.append(Credit(agency=mention.agency, kind="in_text", text=text[slice(*span)], span=span))
        position += len(paragraph) + 1
    return sorted(credits, key=lambda credit: credit.span)
