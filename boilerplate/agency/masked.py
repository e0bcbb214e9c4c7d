"""A text in which every name of an agency is one character that tells how surely it is one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

CALLED, FULL, MARK, COMMON, PAPER, NAMESAKE, ACRONYM = map(chr, range(0xE000, 0xE007))
"""Called an agency or known by its form; a full name; a mark; a mark that often means something else; a
newspaper; a name that is a person's or a common word as well; a common mark of three letters or more."""

PRIVATE = regex.compile("[\ue000-\uf8ff]")

Name = tuple[int, int, str, str]
"""Where it stands, its character, the agency."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with its names masked: where each character was in the text as given, and the names' places."""

    text: str
    offsets: Sequence[int]
    names: Sequence[str]
    places: Sequence[int]

    def without_papers(self) -> Masked:
        """The same with newspapers as they are written; its offsets are of no use then."""
        if PAPER not in self.text:
            return self
        names = iter(self.names)
        text = PRIVATE.sub(
            lambda m: next(names) if m.group() == PAPER else (next(names), m.group())[1], self.text
        )
        codes = PRIVATE.findall(self.text)
        kept = [name for code, name in zip(codes, self.names, strict=True) if code != PAPER]
        return Masked(text, (), kept, ())

    def names_in(self, start: int, end: int) -> Sequence[str]:
        """The names that stand between two places of the masked text."""
        return self.names[bisect_left(self.places, start) : bisect_left(self.places, end)]


def put_codes(text: str, found: Iterable[Name]) -> Masked:
    """The text with a character for each name; of names that overlap the first and longest."""
    parts: list[str] = []
    offsets: list[int] = []
    names: list[str] = []
    places: list[int] = []
    position = 0
    for start, end, code, name in sorted(found, key=lambda one: (one[0], -one[1], one[2])):
        if start < position:
            continue
        parts += [text[position:start], code]
        offsets += range(position, start + 1)
        names.append(name)
        places.append(len(offsets) - 1)
        position = end
    offsets += range(position, len(text) + 1)
    return Masked("".join([*parts, text[position:]]), offsets, names, places)
