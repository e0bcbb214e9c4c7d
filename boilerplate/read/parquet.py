"""Parquet: every row is one article, its columns named as the fields of a JSON line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from boilerplate.errors import MissingExtra, UnreadablePage
from boilerplate.read.record import FIELDS, build_page
from boilerplate.read.source import Source, digest
from boilerplate.records import Page, Rejection, UnreadPage

_ROWS_AT_A_TIME = 16


def read_parquet(source: Source) -> Iterator[Page | UnreadPage | Rejection]:
    """Yield a page, parsed or not, or a rejection per row; a few rows are all that is held in memory.

    ``sha256`` is of the row's fields written as JSON: a row has no bytes of its own in the file.
    Raises:
        UnreadablePage: broken, or no column ``html`` or ``text``.
        MissingExtra: pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # type: ignore[import-not-found, import-untyped, unused-ignore]
        import pyarrow.parquet as pq  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        raise MissingExtra("Parquet needs pyarrow; install wirecopy[parquet]") from None
    number = 0
    try:
        table = pq.ParquetFile(source.stream, pre_buffer=False, buffer_size=1 << 20)
        columns = [name for name in FIELDS if name in table.schema_arrow.names]
        if not {"html", "text"} & set(columns):
            raise UnreadablePage(
                f'a table without a column "html" or "text"; name its columns {", ".join(FIELDS)}'
            )
        for batch in table.iter_batches(batch_size=_ROWS_AT_A_TIME, columns=columns, use_threads=False):
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                row = dict(zip(batch.schema.names, values, strict=True))
                yield _read_row(row, source=source, number=number)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise UnreadablePage(f"broken Parquet after row {number} ({reason}); write the file anew") from None


def _read_row(row: dict[str, object], *, source: Source, number: int) -> Page | UnreadPage | Rejection:
    """A row of text alone is left to be parsed as the line of JSON it is known by."""
    page_id, where = source.record_id(number), f"row {number}"
    line = json.dumps(row, default=str, sort_keys=True).encode("ascii")
    if all(value is None or isinstance(value, str) for value in row.values()):
        return UnreadPage(id=page_id, name=source.name, where=where, line=line, folder=source.folder)
    return build_page(
        _with_plain_dates(row), source=source, page_id=page_id, where=where, sha256=digest(line)
    )


def _with_plain_dates(row: dict[str, object]) -> dict[str, object]:
    """Columns of dates or times become text."""
    published = row.get("published")
    return row if isinstance(published, str) or published is None else {**row, "published": str(published)}
