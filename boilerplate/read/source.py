"""One opened input file, its limits, and what every reader builds out of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from boilerplate.errors import UnreadablePage
from boilerplate.records import Rejection

PAGE_BYTES = 20_000_000
"""The most one page may weigh; parsers take minutes for more (a 19 MB page took over 40 s)."""

CHUNK_BYTES = 1 << 16


class Origin(Protocol):
    """Where a page comes from: the path of its file as articles are called by it, ``folder`` see ``Page``."""

    @property
    def name(self) -> str:
        """The path."""

    @property
    def folder(self) -> str | None:
        """The folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An opened input file, which is the origin of its pages."""

    name: str
    stream: BinaryIO
    folder: str | None = None

    def record_id(self, number: int) -> str:
        """The id of the Nth record, from 1, of a file of many."""
        return f"{self.name}#{number}"


def read_whole(source: Source) -> bytes:
    """The bytes of a file that is one page.

    Raises: UnreadablePage: nothing but white space in it, or more than a page may weigh.
    """
    content = source.stream.read(PAGE_BYTES + 1)
    if len(content) > PAGE_BYTES:
        raise UnreadablePage(too_big("the file"))
    if not content.strip():
        raise UnreadablePage("the file is empty; give a page with an article in it")
    return content


def too_big(what: str) -> str:
    """The reason of a rejection for size."""
    return f"{what} is bigger than the {PAGE_BYTES // 1_000_000} MB a page may have; split or trim it"


def digest(content: bytes) -> str:
    """The SHA-256 by which input bytes are known."""
    return hashlib.sha256(content).hexdigest()


def reject(source: Source, reason: str) -> Iterator[Rejection]:
    """A reader's whole answer for a file of which nothing can be used."""
    yield Rejection(id=source.name, reason=reason)
