"""What outlets' pages looked like in earlier runs, so that a page that comes alone is cleaned as well.

One JSON file per outlet: the lines known to be chrome, and the last pages that had several lines, each line
as a number with a sample of its shingles. That is enough to tell stories apart and not enough to read them.
Nothing in a file can run code; a damaged one is as good as none, and the directory may be deleted at any
time. Of two runs that write at once the later one is remembered.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from boilerplate.whole_file import write_if_possible

SAMPLING = 4
"""One shingle in so many is kept: unrelated pages still share none, updates of one story many."""

_VERSION = 1
_MOST_CHROME, _MOST_PAGES, _MOST_LINES = 2_000, 32, 200
_MOST_BYTES = 4_000_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedLine:
    """A line of a page: its key (see ``boilerplate.outlets``) and a sample of its shingles."""

    key: int
    sample: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What is known of an outlet: the keys of its chrome and its last pages, both by the number of a line."""

    chrome: dict[int, int]
    pages: tuple[dict[int, RememberedLine], ...]

    def line_keys(self) -> Iterator[set[int]]:
        """The keys of each page."""
        return ({line.key for line in page.values()} for page in self.pages)

    def has_page(self, numbers: Sequence[int]) -> bool:
        """Whether a page whose lines have these numbers is among those remembered."""
        kept = set(numbers[:_MOST_LINES])
        return any(page.keys() == kept for page in self.pages)

    def extend(self, *, chrome: dict[int, int], pages: Sequence[dict[int, RememberedLine]]) -> Remembered:
        """This and what a later run has found, the latest first, as much as is kept."""
        known = [page.keys() for page in self.pages]
        fresh = [dict(islice(page.items(), _MOST_LINES)) for page in pages]
        fresh = [page for page in fresh if page and page.keys() not in known]
        return Remembered(
            chrome=dict(islice((chrome | self.chrome).items(), _MOST_CHROME)),
            pages=(*fresh, *self.pages)[:_MOST_PAGES],
        )


NOTHING = Remembered(chrome={}, pages=())


@lru_cache(maxsize=1 << 13)
def number_line(normalized: str) -> int:
    """The number by which a normalised line is remembered."""
    return int.from_bytes(
        hashlib.blake2b(normalized.encode("utf-8", "surrogatepass"), digest_size=6).digest()
    )


class OutletMemory:
    """A directory that remembers outlets."""

    def __init__(self, directory: Path) -> None:
        """Use the memory in ``directory``, which is made when there is something to remember."""
        self._folder = directory / f"outlets-{_VERSION}"
        self._last: tuple[str, Remembered] | None = None
        self._has_told = False

    def recall(self, outlet: str) -> Remembered:
        """What is known of an outlet; nothing where its file is missing or damaged, which is told once."""
        if self._last is None or self._last[0] != outlet:
            self._last = outlet, self._read(outlet)
        return self._last[1]

    def _read(self, outlet: str) -> Remembered:
        path = self._path(outlet)
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise ValueError("too big")
            return _unpack(json.loads(path.read_bytes()))
        except OSError:
            return NOTHING
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            if not self._has_told:
                _log.warning(
                    "%s: what was remembered of an outlet is damaged (%s); it is not used", path, error
                )
            self._has_told = True
            return NOTHING

    def keep(self, outlet: str, remembered: Remembered) -> None:
        """Remember an outlet, if that can be written."""
        self._last = None
        content = json.dumps(_pack(remembered), separators=(",", ":")).encode("ascii")
        write_if_possible(self._path(outlet), content)

    def _path(self, outlet: str) -> Path:
        name = hashlib.sha256(outlet.casefold().encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / name[:2] / f"{name[2:]}.json"


def _pack(remembered: Remembered) -> dict[str, object]:
    return {
        "chrome": list(remembered.chrome.items()),
        "pages": [
            [(number, line.key, sorted(line.sample)) for number, line in page.items()]
            for page in remembered.pages
        ],
    }


def _unpack(content: Any) -> Remembered:
    """Raises: ValueError, TypeError, KeyError, AttributeError: nothing that was packed."""
    pages = []
    for lines in content["pages"]:
        page = {}
        for number, key, sample in lines:
            page[_whole(number)] = RememberedLine(key=_whole(key), sample=frozenset(map(_whole, sample)))
        pages.append(page)
    chrome = {_whole(number): _whole(key) for number, key in content["chrome"]}
    return Remembered(chrome=chrome, pages=tuple(pages))


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 48:
        raise ValueError("a number was expected")
    return value
