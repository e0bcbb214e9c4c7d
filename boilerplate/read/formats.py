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
from boilerplate.records import Record

Reader = Callable[[Source], Iterator[Record]]

_REASONS: dict[Format, str] = {
    "empty": "the file is empty; give a page with an article in it",
    "binary": "a binary file; give HTML, text, JSON Lines or another format that is read",
    "utf-16": "JSON or a table in UTF-16; save it as UTF-8",
    "page part": "a style sheet or script, no page; remove it or give the page itself",
    "unknown xml": "XML of a kind that is not read; give RSS, Atom, NITF or NewsML-G2",
}


def read_any(source: Source, *, suffix: str) -> Iterator[Record]:
    """Yield what the reader for this file's content finds in it.

    Raises: UnreadablePage: the file as a whole cannot be used.
    """
    head = source.stream.read(HEAD_BYTES)
    source.stream.seek(0)
    kind = sniff(head, suffix="." + suffix.rpartition(".")[2])
    if kind == "gzip":
        source, kind = _unpack(source, suffix=suffix)
    if kind in _REASONS:
        raise UnreadablePage(_REASONS[kind])
    yield from _find_reader(kind)(source)


def _find_reader(kind: Format) -> Reader:
    """The reader of a format; imported only now where it brings lxml or an optional library."""
    match kind:
        case "html":
            return read_html
        case "jsonl":
            return read_jsonl
        case "json":
            from boilerplate.read.ninjs import read_ninjs

            return read_ninjs
        case "csv":
            from boilerplate.read.csv import read_csv

            return read_csv
        case "feed":
            from boilerplate.read.feeds import read_feed

            return read_feed
        case "nitf":
            from boilerplate.read.nitf import read_nitf

            return read_nitf
        case "newsml":
            from boilerplate.read.newsml import read_newsml

            return read_newsml
        case "warc":
            from boilerplate.read.warc import read_warc

            return read_warc
        case "parquet":
            from boilerplate.read.parquet import read_parquet

            return read_parquet
        case _:
            return read_text


def _unpack(source: Source, *, suffix: str) -> tuple[Source, Format]:
    """The inflated file and its format; gzip inside gzip counts as binary."""
    inflated = io.BufferedReader(InflatedStream(source.stream), HEAD_BYTES)
    kind = sniff(
        inflated.peek(HEAD_BYTES)[:HEAD_BYTES], suffix="." + suffix.removesuffix(".gz").rpartition(".")[2]
    )
    unpacked = Source(name=source.name, stream=cast(BinaryIO, inflated), folder=source.folder)
    return unpacked, "binary" if kind in ("gzip", "parquet") else kind
