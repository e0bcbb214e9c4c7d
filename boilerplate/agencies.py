"""What is known of news agencies: their names and the forms in which they are credited."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import regex

from boilerplate.records import CreditKind

_FILE = Path(__file__).with_name("agencies.json")
_CONTEXT = 60
_ARTICLE = r"(?:[Tt]he\s+)?"
_BEFORE = regex.compile(
    r"""(?x)
    (?: (?:[Aa]ccording|[Ss]peaking\ exclusively)\s+to | [Cc]iting | [Aa]s\s+(?:first\s+)?reported\s+by
      | [Rr]eported\s+by | [Rr]eports?\s+(?:from|by|in)(?:\s+(?:media\s+)?outlets\s+(?:like|such\s+as))?
      | (?:pointed\s+out|disclosed|revealed|confided)\s+to
    )\s+(?:the\s+)?(?:news\s+agency\s+)?$
    """
)
_AFTER = regex.compile(
    r"""(?x)^
    (?:\s+news\s+agency)?
    (?: \s+(?:reported|reports|cited|quoted|has\s+reported|had\s+reported)\b
      | ,\s+citing\b
      | ['’]s\s+(?:analysis|investigation|report|reporting|tally|count)\b
    )
    """
)


class AgencyBook:
    """The agencies of a data file, compiled for matching."""

    def __init__(self, path: Path) -> None:
        """Read a file of agencies; its form is the one of ``agencies.json``."""
        content = json.loads(path.read_text(encoding="utf-8"))
        self._names: dict[str, str] = {}
        marks: dict[str, str] = {}
        for agency in content["agencies"]:
            for name in (agency["name"], *agency["names"]):
                self._names[name] = agency["name"]
            for mark in agency["marks"]:
                marks[mark] = agency["name"]
        self._all = self._names | marks
        named = "|".join(regex.escape(name) for name in sorted(self._all, key=len, reverse=True))
        full = "|".join(regex.escape(name) for name in sorted(self._names, key=len, reverse=True))
        for paper in content["newspapers"]:
            self._all[paper] = paper
        mentioned = "|".join(regex.escape(name) for name in sorted(self._all, key=len, reverse=True))
        self._mention = regex.compile(rf"(?<![\p{{L}}\p{{N}}])(?:{mentioned})(?![\p{{L}}\p{{N}}])")
        self._dateline = regex.compile(
            rf"^(?:\p{{Lu}}[^()\n]{{0,80}}?)?\s*\(\s*(?P<agency>{named})\s*\)\s*(?:[-–—−:]+\s*)+(?=\S)"
        )
        self._lines: tuple[tuple[CreditKind, regex.Pattern[str]], ...] = (
            (
                "copyright",
                regex.compile(
                    rf"^\s*(?:(?i:copyright|\(c\)|©)\s*)+(?:\d{{4}}\s*)?(?:by\s+)?{_ARTICLE}(?P<agency>{named})(?!\p{{L}})"
                ),
            ),
            (
                "contributor",
                regex.compile(
                    rf"^\s*{_ARTICLE}(?P<agency>{named})\s+\p{{Ll}}+\b.{{1,400}}\bcontributed"
                    r"(?:\s+to\s+this\s+(?:report|story|article))?\.?\s*$"
                ),
            ),
            (
                "byline",
                regex.compile(rf"^\s*By\s+[^,\n]{{2,80}},\s*{_ARTICLE}(?P<agency>{full})\s*$"),
            ),
        )

    def match_dateline(self, line: str) -> tuple[str, str, int] | None:
        """The agency of a dateline a paragraph opens with, its text, and where the story starts."""
        match = self._dateline.match(line)
        if match is None:
            return None
        return self._all[match["agency"]], match.group().rstrip(), match.end()

    def match_line(self, line: str) -> tuple[str, CreditKind] | None:
        """The agency and kind of a line that is a credit as a whole."""
        for kind, pattern in self._lines:
            match = pattern.match(line)
            if match is not None:
                return self._all[match["agency"]], kind
        return None

    def find_mentions(self, paragraph: str) -> Iterator[tuple[str, int, int]]:
        """Each place where a sentence gives an agency as its source: agency, start, end."""
        for match in self._mention.finditer(paragraph):
            start, end = match.span()
            before = _BEFORE.search(paragraph[max(0, start - _CONTEXT) : start])
            after = _AFTER.match(paragraph[end : end + _CONTEXT])
            if before is None and after is None:
                continue
            begin = start - len(before.group()) if before else start
            yield self._all[match.group()], begin, end + (after.end() if after else 0)


@lru_cache(maxsize=8)
def load_agencies(path: Path | None = None) -> AgencyBook:
    """The agencies of a file; without one, those that ship with the package."""
    return AgencyBook(path or _FILE)
