"""Agency credits: taken out of the article's text and kept as evidence.

Whole lines (byline, contributor, copyright), the dateline and a closing mark leave the text; a credit
inside a sentence stays where it is and is marked by its span.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import regex

from boilerplate.agencies import AgencyBook, load_agencies
from boilerplate.agency.lines import Edge
from boilerplate.records import Article, Credit, CreditKind, DroppedLine, Span

_RULE = regex.compile(r"[\s\-–—_*•#=~]+")
_EDGE_PARAGRAPHS = 3
_MOST_EDGE_CREDITS = 1_000
"""More at the ends of one story are an attack; what is left of them stays text."""
_MIN_INITIALS = 3
_OPENING_PARAGRAPHS = 2
"""A byline that might be a photographer's stands above the text."""
_RULE_REASON = "rule at a credit"


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
    pieces: deque[Span] = field(default_factory=deque)
    found: list[_Found] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)

    def words(self, index: int) -> str:
        start, end = self.pieces[index]
        return self.source[start:end]

    def take(self, agency: str, kind: CreditKind, span: Span) -> None:
        text = self.source[slice(*span)].strip()
        self.names[agency] = None
        self.found.append(_Found(agency=agency, kind=kind, text=text, offset=span[0]))

    def drop_rules(self, index: int) -> None:
        """Drop the rules that stand directly above a place."""
        while index > 0 and _RULE.fullmatch(self.words(index - 1)):
            index -= 1
            self.rules.append(self.words(index))
            del self.pieces[index]


def take_credits(article: Article, *, book: AgencyBook | None = None) -> Article:
    """Return the article with its credit lines out of the text and among its credits.

    Credits the article already has are kept. Taking credits twice changes nothing.
    Cost: linear in the length of the text.
    """
    book = book or load_agencies()
    reading = _Reading(source=article.text)
    _take_lines(reading, book=book)
    for _ in range(_MOST_EDGE_CREDITS):
        if not (_take_opening(reading, book=book) or _take_closing(reading, book=book)):
            break
    text = "\n".join([reading.source[start:end] for start, end in reading.pieces])
    if not reading.found and text == article.text:
        return _add_credits(article, _mark_mentions(text, known=article.credits, book=book))
    places = _Places(list(reading.pieces))
    old = [replace(credit, span=places.move(credit.span)) for credit in article.credits]
    taken = [
        Credit(agency=found.agency, kind=found.kind, text=found.text, span=places.move((found.offset,) * 2))
        for found in sorted(reading.found, key=lambda found: found.offset)
    ]
    moved = replace(
        article,
        text=text,
        credits=tuple(old),
        dropped=(*article.dropped, *(DroppedLine(text=rule, reason=_RULE_REASON) for rule in reading.rules)),
    )
    return _add_credits(moved, [*taken, *_mark_mentions(text, known=(*old, *taken), book=book)])


def _add_credits(article: Article, credits: list[Credit]) -> Article:
    fresh = [credit for credit in credits if credit not in article.credits]
    return replace(article, credits=(*article.credits, *fresh)) if fresh else article


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

    def move(self, span: Span) -> Span:
        return self._find(span[0]), self._find(span[1])

    def _find(self, offset: int) -> int:
        """Where the character stands now; for one taken out, where the next piece begins or the text ends."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset <= self._pieces[index][1]:
            return self._moved[index] + offset - self._pieces[index][0]
        return self._moved[index + 1] if index + 1 < len(self._moved) else self._end


def _take_lines(reading: _Reading, *, book: AgencyBook) -> None:
    """Keep every line that is no credit as a whole, wherever it stands."""
    position = 0
    for line in reading.source.split("\n"):
        span = (position, position + len(line))
        position = span[1] + 1
        credited = book.match_line(line)
        if credited is not None:
            reading.drop_rules(len(reading.pieces))
            for agency in credited[1]:
                reading.take(agency, credited[0], span)
        elif line.strip():
            reading.pieces.append(span)


def _take_opening(reading: _Reading, *, book: AgencyBook) -> bool:
    """Take the first credit out of the opening paragraphs: a line, or a dateline off the front of one."""
    for index in range(min(_EDGE_PARAGRAPHS, len(reading.pieces))):
        if _take_edge_line(
            reading, index, edge="opening" if index < _OPENING_PARAGRAPHS else "closing", book=book
        ):
            return True
        start, end = reading.pieces[index]
        dateline = book.match_dateline(reading.source[start:end])
        if dateline is not None and start + dateline.end < end:
            reading.take(dateline.agency, "dateline", (start, start + dateline.end))
            reading.pieces[index] = (start + dateline.end, end)
            return True
    return False


def _take_closing(reading: _Reading, *, book: AgencyBook) -> bool:
    """Take the last credit out of the closing paragraphs: a line, or the mark that closes the last one."""
    if not reading.pieces:
        return False
    start, end = reading.pieces[-1]
    mark = book.match_sign_off(reading.source[start:end])
    if mark is not None and mark.start > 0:
        reading.take(mark.agency, "byline", (start + mark.start, end))
        reading.pieces[-1] = (start, start + mark.start)
        return True
    count = len(reading.pieces)
    closing = range(count - 1, max(count - _EDGE_PARAGRAPHS, 0) - 1, -1)
    return any(_take_edge_line(reading, index, edge="closing", book=book) for index in closing)


def _take_edge_line(reading: _Reading, index: int, *, edge: Edge, book: AgencyBook) -> bool:
    credited = book.match_line(reading.words(index), edge=edge, also=reading.names)
    if credited is None:
        return False
    for agency in credited[1]:
        reading.take(agency, credited[0], reading.pieces[index])
    del reading.pieces[index]
    reading.drop_rules(index)
    return True


def _mark_mentions(text: str, *, known: Sequence[Credit], book: AgencyBook) -> list[Credit]:
    """The places where a sentence names its source, in their order.

    Whoever is called a news agency in one sentence is known by the bare name, or by its initials, in the
    others. An agency is credited once in a sentence, and once in the same words; in other words elsewhere it
    is credited again.
    """
    names = {credit.agency for credit in known}
    origins = {credit.agency for credit in known if credit.kind != "in_text"}
    credits = _search_mentions(text, names=names, origins=origins, book=book)
    if not credits and not names:
        return credits
    named = names | {credit.agency for credit in credits}
    named |= {initials for name in named for initials in _find_initials(name)}
    return (
        credits
        if all(map(book.is_known, named - names))
        else _search_mentions(text, names=named, origins=origins, book=book)
    )


def _find_initials(name: str) -> Iterator[str]:
    """What a name of several words may be shortened to."""
    words = name.split()
    initials = "".join(word[0] for word in words)
    if len(words) > _MIN_INITIALS - 1 and initials.isupper() and not any(word.isupper() for word in words):
        yield initials


def _search_mentions(text: str, *, names: set[str], origins: set[str], book: AgencyBook) -> list[Credit]:
    credits: dict[tuple[str, str], Credit] = {}
    for mention in book.find_mentions(text, also=names, origins=origins):
        span = (mention.start, mention.end)
        credit = Credit(agency=mention.agency, kind="in_text", text=text[slice(*span)], span=span)
        credits.setdefault((credit.agency, " ".join(credit.text.casefold().split())), credit)
    return list(credits.values())
