"""CSV with a header: every row is one article, its columns named as the fields of a JSON line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO

from boilerplate.errors import UnreadablePage
from boilerplate.read.record import FIELDS, build_page
from boilerplate.read.source import CHUNK_BYTES, PAGE_BYTES, Source, digest, too_big
from boilerplate.records import Page, Rejection

_BROKEN = re.compile("[\udc80-\udcff]")
_DELIMITERS = ",;\t|"


def read_csv(source: Source) -> Iterator[Page | Rejection]:
    """Yield a page or rejection per row; a row is all that is held in memory.

    Raises: UnreadablePage: no header with a column ``html`` or ``text``.
    """
    csv.field_size_limit(PAGE_BYTES)
    lines = _RememberedLines(source.stream)
    header_line = next(lines, "")
    delimiter = max(_DELIMITERS, key=header_line.count)
    header = _read_header(header_line, delimiter=delimiter)
    if not {"html", "text"} & set(header):
        raise UnreadablePage(
            f'a table without a column "html" or "text" (it has {", ".join(header)[:200] or "none"}); '
            f"name its columns {', '.join(FIELDS)}"
        )
    rows = csv.reader(lines, delimiter=delimiter)
    number = 0
    while True:
        lines.forget()
        number += 1
        try:
            row = next(rows, None)
            if row is None:
                return
            if not any(row):
                number -= 1
                continue
            fields = _fields(row, header=header)
        except (csv.Error, UnreadablePage) as error:
            reason = too_big("a field") if "field larger" in str(error) else str(error)
            where = f"line {lines.first} of {source.name}"
            yield Rejection(id=source.record_id(number), reason=f"{where}: {reason}")
            continue
        yield build_page(
            fields,
            source=source,
            page_id=source.record_id(number),
            where=f"line {lines.first}",
            sha256=digest(b"".join(lines.raw)),
        )


def _read_header(line: str, *, delimiter: str) -> list[str]:
    try:
        names = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error as error:
        raise UnreadablePage(f"a table whose header cannot be read ({error}); save it anew as CSV") from None
    return [name.strip().lower() for name in names]


def _fields(row: list[str], *, header: list[str]) -> dict[str, object]:
    if len(row) > len(header):
        raise UnreadablePage(
            f"{len(row)} fields under {len(header)} column names; quote fields with separators"
        )
    if any(_BROKEN.search(value) for value in row):
        raise UnreadablePage("invalid UTF-8; save the table as UTF-8")
    return dict(zip(header, row, strict=False))


class _RememberedLines:
    """The decoded lines of a file, which keeps the bytes of those drawn since it was last made to forget."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._count = 0
        self.raw: list[bytes] = []
        self.first = 1

    def __iter__(self) -> _RememberedLines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(PAGE_BYTES + 1)
        if not line:
            raise StopIteration
        self._count += 1
        if len(line) > PAGE_BYTES:
            while not line.endswith(b"\n") and (line := self._stream.readline(CHUNK_BYTES)):
                pass
            raise UnreadablePage(too_big("the row"))
        self.raw.append(line)
        text = line.decode("utf-8", "surrogateescape")
        return text.removeprefix("\ufeff") if self._count == 1 else text

    def forget(self) -> None:
        """Start a new row: drop the bytes kept so far."""
        self.raw.clear()
        self.first = self._count + 1
