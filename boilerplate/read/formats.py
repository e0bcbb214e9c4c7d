"""Which reader reads which format."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from boilerplate.errors import UnreadablePage
from boilerplate.read.gz import InflatedStream
from boilerplate.read.html import read_html
from boilerplate.read.jsonl import read_jsonl
from boilerplate.read.sniff import HEAD_BYTES, Format, sniff
from boilerplate.read.source import Source
from boilerplate.read.text import read_text
from boilerplate.records import Page, Rejection

Reader = Callable[[Source], Iterator[Page | Rejection]]

_READERS: dict[Format, Reader] = {"html": read_html, "text": read_text, "jsonl": read_jsonl}
_REASONS: dict[Format, str] = {
    "empty": "the file is empty; give a page with an article in it",
    "binary": "a binary file; give HTML, text, JSON Lines or another format that is read",
    "page part": "a style sheet or script, no page; remove it or give the page itself",
    "unknown xml": "XML of a kind that is not read; give RSS, Atom, NITF or NewsML-G2",
}


def read_any(source: Source, *, suffix: str) -> Iterator[Page | Rejection]:
    """Yield what the reader for this file's content finds in it.

    Raises: UnreadablePage: the file as a whole cannot be used.
    """
    head = source.stream.read(HEAD_BYTES)
    source.stream.seek(0)
    kind = sniff(head, suffix="." + suffix.rpartition(".")[2])
    if kind == "gzip":
        source, kind = _unpack(source, suffix=suffix)
    reader = _READERS.get(kind)
    if reader is None:
        raise UnreadablePage(_REASONS.get(kind, f"{kind} is not read; give HTML, text or JSON Lines"))
    yield from reader(source)


def _unpack(source: Source, *, suffix: str) -> tuple[Source, Format]:
    """The inflated file and its format; gzip inside gzip counts as binary."""
    inflated = io.BufferedReader(InflatedStream(source.stream), HEAD_BYTES)
    head = inflated.peek(HEAD_BYTES)
    inner_suffix = suffix.removesuffix(".gz")
    kind = sniff(head[:HEAD_BYTES], suffix="." + inner_suffix.rpartition(".")[2])
    unpacked = Source(name=source.name, stream=cast(BinaryIO, inflated), folder=source.folder)
    return unpacked, "binary" if kind == "gzip" else kind
