"""Long lists of a JSON document, written piece by piece."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

Source = TypeVar("Source")
Spread = Callable[[Callable[[int], str], Sequence[int]], Iterable[str]]
"""``map``, or what does the same in several processes."""

_PIECE = 1_000
"""Entries that are held at a time."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def dump_json(document: object, *, indent: int | None = None) -> str:
    """Return ``document`` as JSON in readable Unicode, always encodable as UTF-8, without a newline."""
    text = json.dumps(document, ensure_ascii=False, indent=indent, allow_nan=False)
    return _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


class Entries(Generic[Source]):
    """A list whose entries are made when they are written."""

    def __init__(self, sources: Sequence[Source], make: Callable[[Source, int], object]) -> None:
        """``make`` gives the entry of a source and its number."""
        self._sources = sources
        self._make = make

    def make(self) -> list[object]:
        """All entries."""
        return self._make_some(0, len(self._sources))

    def dump(self, *, spread: Spread) -> Iterator[str]:
        """The list as ``dump_json`` gives it, in pieces."""
        if not self._sources:
            yield "[]"
            return
        lead = "["
        for piece in spread(self._dump_some, range(0, len(self._sources), _PIECE)):
            yield lead + piece
            lead = ", "
        yield "]"

    def _make_some(self, start: int, end: int) -> list[object]:
        return [self._make(source, start + step) for step, source in enumerate(self._sources[start:end])]

    def _dump_some(self, start: int) -> str:
        return dump_json(self._make_some(start, start + _PIECE))[1:-1]
