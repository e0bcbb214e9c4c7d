"""Agency credits: taken out of the article's text and kept as evidence.

Whole lines (byline, contributor, copyright) and the dateline leave the text; a credit inside a sentence
stays where it is and is marked by its span. Who is told something is a listener, not the story's source.
"""

from __future__ import annotations

from dataclasses import replace

import regex

from boilerplate.agencies import AgencyBook, load_agencies
from boilerplate.records import Article, Credit, CreditKind, DroppedLine

_SEPARATOR = regex.compile(r"^[\s\-–—_*•#=~]+$")
_MAX_CREDIT_LINE = 600


def take_credits(article: Article, *, book: AgencyBook | None = None) -> Article:
    """Return the article with its credit lines out of the text and among its credits.

    Credits the article already has are kept. Taking credits twice changes nothing.
    Cost: linear in the length of the text.
    """
    book = book or load_agencies()
    paragraphs: list[str] = []
    taken: list[tuple[int, str, CreditKind, str]] = []
    separators: list[str] = []
    for line in article.text.split("\n"):
        if not paragraphs and (opening := book.match_dateline(line)):
            while opening:
                agency, text, end = opening
                taken.append((0, agency, "dateline", text))
                line = line[end:]
                opening = book.match_dateline(line)
        found = book.match_line(line) if len(line) <= _MAX_CREDIT_LINE else None
        if found is not None:
            while paragraphs and _SEPARATOR.match(paragraphs[-1]):
                separators.append(paragraphs.pop())
            taken.append((len(paragraphs), found[0], found[1], line))
        elif line:
            paragraphs.append(line)
    starts = _find_starts(paragraphs)
    text = "\n".join(paragraphs)
    fresh = [
        Credit(agency=agency, kind=kind, text=line, span=(starts[index], starts[index]))
        for index, agency, kind, line in taken
    ]
    for paragraph, start in zip(paragraphs, starts, strict=False):
        for agency, begin, end in book.find_mentions(paragraph):
            span = (start + begin, start + end)
            fresh.append(Credit(agency=agency, kind="in_text", text=paragraph[begin:end], span=span))
    known = set(article.credits) if text == article.text else set()
    credits = [*(article.credits if known else ()), *(credit for credit in fresh if credit not in known)]
    dropped = [
        *article.dropped,
        *(DroppedLine(text=line, reason="rule before a credit") for line in separators),
    ]
    return replace(article, text=text, credits=tuple(credits), dropped=tuple(dropped))


def _find_starts(paragraphs: list[str]) -> list[int]:
    """Where each paragraph starts in the joined text, and behind them where the text ends."""
    starts, position = [], 0
    for paragraph in paragraphs:
        starts.append(position)
        position += len(paragraph) + 1
    return [*starts, max(position - 1, 0)]
