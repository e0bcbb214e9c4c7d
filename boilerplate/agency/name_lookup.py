"""Search for many names in a few texts: slower than a compiled tree of them, and ready at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from boilerplate.agency.name_search import is_unspaced

_BEGINNING = 2


class FoundName(NamedTuple):
    """A name and where it stands, with the methods of a match."""

    name: str
    place: int

    def group(self) -> str:
        """The name."""
        return self.name

    def start(self) -> int:
        """Where it begins."""
        return self.place

    def end(self) -> int:
        """Where it ends."""
        return self.place + len(self.name)


class NameLookup:
    """Finds what the expression of ``write_tree`` does: the longest of some names that stands at a place."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names; what is compiled are their first two characters."""
        self._names: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for name in sorted(set(names), key=len, reverse=True):
            self._names[name[:_BEGINNING]].append((name, not is_unspaced(name)))
        seconds: dict[str, set[str]] = defaultdict(set)
        for beginning in self._names:
            seconds[beginning[0]].add(beginning[1:])
        choices = [
            re.escape(first) + ("" if "" in others else f"[{re.escape(''.join(sorted(others)))}]")
            for first, others in seconds.items()
        ]
        self._beginning = re.compile("|".join(choices) or "(?!)")

    def fit(self, _: str) -> NameLookup:
        """The search for a text: this, for any."""
        return self

    def find_beginnings(self, text: str) -> Iterator[int]:
        """The places at which names may begin."""
        place = -1
        while (beginning := self._beginning.search(text, place + 1)) is not None:
            place = beginning.start()
            yield place

    def match(self, text: str, place: int = 0) -> FoundName | None:
        """The name that stands at a place."""
        for length in range(_BEGINNING, 0, -1):
            for name, is_word in self._names.get(text[place : place + length], ()):
                if text.startswith(name, place) and not (is_word and _goes_on(text, place + len(name))):
                    return FoundName(name, place)
        return None

    def search(self, text: str) -> FoundName | None:
        """The first name in a text."""
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[FoundName]:
        """The names in a text, none that begins in another."""
        place = 0
        while (beginning := self._beginning.search(text, place)) is not None:
            place = beginning.start()
            found = self.match(text, place)
            if found is None:
                place += 1
            else:
                yield found
                place = found.end()


def _goes_on(text: str, place: int) -> bool:
    """Whether a word goes on at a place."""
    following = text[place : place + 1]
    return following.isalnum() or following == "_"
