"""WARC: every HTML response record is one page, known by its target URI.

Records of other kinds (requests, images, revisits) are no pages and are passed over.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from boilerplate.errors import MissingExtra, UnreadablePage
from boilerplate.read.source import PAGE_BYTES, Source, digest, too_big
from boilerplate.records import Page, Rejection

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord  # type: ignore[import-not-found, import-untyped, unused-ignore]

_HTML_TYPES = ("text/html", "application/xhtml+xml")


def read_warc(source: Source) -> Iterator[Page | Rejection]:
    """Yield a page or rejection per HTML response; a record is all that is held in memory.

    Raises:
        UnreadablePage: broken, or no HTML response in it.
        MissingExtra: fastwarc is not installed.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        raise MissingExtra("WARC needs fastwarc; install wirecopy[warc]") from None
    count = 0
    try:
        records = ArchiveIterator(source.stream, record_types=WarcRecordType.response, parse_http=False)
        for number, record in enumerate(records, start=1):
            found = _read_record(record, source=source, number=number)
            if found is not None:
                count += 1
                yield found
    except (OSError, ValueError) as error:
        raise UnreadablePage(f"broken WARC after {count} pages ({error}); fetch the file anew") from None
    if count == 0:
        raise UnreadablePage("WARC without an HTML response; give one that holds pages")


def _read_record(record: WarcRecord, *, source: Source, number: int) -> Page | Rejection | None:
    uri = (record.headers.get("WARC-Target-URI") or "").strip("<> \t")
    page_id = uri or source.record_id(number)
    where = f"response {number} of {source.name}"
    try:
        _load(record)
        record.parse_http(auto_decode="transfer")
        if (record.http_content_type or "").lower() not in _HTML_TYPES:
            return None
        content = _payload(record)
    except UnreadablePage as error:
        return Rejection(id=page_id, reason=f"{where}: {error}")
    return Page(
        id=page_id,
        form="html",
        content=content,
        sha256=digest(content),
        url=uri or None,
        charset=record.http_charset,
        folder=source.folder,
    )


def _load(record: WarcRecord) -> None:
    """Bring the whole block of a record into memory, and see that it is whole."""
    declared = record.content_length
    if declared > PAGE_BYTES:
        raise UnreadablePage(too_big("the record"))
    record.freeze()
    if record.content_length < declared:
        raise UnreadablePage(
            f"cut off: {declared:,} bytes declared, {record.content_length:,} there; fetch the file anew"
        )


def _payload(record: WarcRecord) -> bytes:
    headers = record.http_headers
    status = headers.status_code if headers is not None else None
    if status is not None and not 200 <= status < 300:
        raise UnreadablePage(f"HTTP status {status}; only pages that were served count")
    encoding = (
        ((headers.get("Content-Encoding") if headers is not None else None) or "identity").strip().lower()
    )
    content = _decode(record.reader.read(), encoding=encoding)
    if not content.strip():
        raise UnreadablePage("an empty page; give one with an article in it")
    return content


def _decode(body: bytes, *, encoding: str) -> bytes:
    """Undo the HTTP content encoding, which archives often have undone without saying so."""
    if encoding in ("gzip", "x-gzip") and body.startswith(b"\x1f\x8b"):
        return _inflate(body, wbits=zlib.MAX_WBITS | 16)
    if encoding == "deflate" and not body.lstrip().startswith(b"<"):
        return _inflate(body, wbits=zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS)
    if encoding in ("br", "zstd") and not body.lstrip().startswith(b"<"):
        raise UnreadablePage(
            f"packed with {encoding}, which is not read; archive pages unpacked or with gzip"
        )
    return body


def _inflate(body: bytes, *, wbits: int) -> bytes:
    inflater = zlib.decompressobj(wbits)
    try:
        content = inflater.decompress(body, PAGE_BYTES + 1)
    except zlib.error as error:
        raise UnreadablePage(f"broken gzip in it ({error}); fetch the page anew") from None
    if len(content) > PAGE_BYTES:
        raise UnreadablePage(too_big("the page, unpacked,"))
    if not inflater.eof:
        raise UnreadablePage("the gzip in it breaks off before its end; fetch the page anew")
    return content
