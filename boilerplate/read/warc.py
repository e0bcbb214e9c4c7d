"""WARC: every HTML response record is one page, known by its target URI.

Records of other kinds (requests, images, revisits) are no pages and are passed over.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from boilerplate.errors import MissingExtra, UnreadablePage
from boilerplate.read.source import PAGE_BYTES, Source, digest, too_big
from boilerplate.records import Page, Rejection

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord  # type: ignore[import-not-found, unused-ignore]

_BARE_HEAD = (
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
    b"Content-Length: %d\r\n\r\n"
)
_HTML_TYPES = ("text/html", "application/xhtml+xml")


def read_warc(source: Source) -> Iterator[Page | Rejection]:
    """Yield a page or rejection per HTML response; a record is all that is held in memory.

    Raises:
        UnreadablePage: broken, or no HTML response in it.
        MissingExtra: fastwarc is not installed.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise MissingExtra("WARC needs fastwarc; install wirecopy[warc]") from None
    count = 0
    try:
        stream = _Counted(source.stream)
        records = ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=False)
        for number, record in enumerate(records, start=1):
            found = _read_record(record, source=source, number=number)
            if found is not None:
                count += 1
                yield found
    except (OSError, ValueError) as error:
        raise UnreadablePage(f"broken WARC after {count} pages ({error}); fetch the file anew") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # fastwarc giving up; it is no Exception
            raise
        raise UnreadablePage(f"broken WARC after {count} pages; fetch the file anew") from None
    if count == 0:
        raise UnreadablePage("WARC without an HTML response; give one that holds pages")


class _Counted:
    """A stream that knows its place: the iterator asks for it even where there is no seeking."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._place = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self._place += len(chunk)
        return chunk

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = 0) -> int:
        raise io.UnsupportedOperation("seek")

    def close(self) -> None:
        """Whoever opened the stream closes it."""


def _read_record(record: WarcRecord, *, source: Source, number: int) -> Page | Rejection | None:
    uri = (record.headers.get("WARC-Target-URI") or "").strip("<> \t")
    page_id = uri or source.record_id(number)
    where = f"response {number} of {source.name}"
    try:
        response = _parse_response(_load_block(record))
        if (response.http_content_type or "").lower() not in _HTML_TYPES:
            return None
        content = _read_body(response)
    except UnreadablePage as error:
        return Rejection(id=page_id, reason=f"{where}: {error}")
    except (OSError, ValueError) as error:
        return Rejection(id=page_id, reason=f"{where}: broken HTTP response ({error}); fetch the page anew")
    return Page(
        id=page_id,
        form="html",
        content=content,
        sha256=digest(content),
        url=uri or None,
        charset=response.http_charset,
        folder=source.folder,
    )


def _load_block(record: WarcRecord) -> bytes:
    """The whole block of a record; that it is whole the library does not check."""
    declared = record.content_length
    if declared > PAGE_BYTES:
        raise UnreadablePage(too_big("the record"))
    block: bytes = record.reader.read()
    if len(block) < declared:
        raise UnreadablePage(
            f"cut off: {declared:,} bytes declared, {len(block):,} there; fetch the file anew"
        )
    return block


def _parse_response(block: bytes) -> WarcRecord:
    """The HTTP response in a block, apart from its file: a broken one must not break the iteration."""
    from fastwarc.warc import WarcRecord  # type: ignore[import-not-found, unused-ignore]

    response = WarcRecord.from_bytes(_BARE_HEAD % len(block) + block)
    response.parse_http(auto_decode="transfer")
    return response


def _read_body(response: WarcRecord) -> bytes:
    headers = response.http_headers
    if headers is None:
        raise UnreadablePage("no HTTP response in it; archive pages with their HTTP headers")
    status = headers.status_code
    if status is not None and not 200 <= status < 300:
        raise UnreadablePage(f"HTTP status {status}; only pages that were served count")
    encoding = (headers.get("Content-Encoding") or "identity").strip().lower()
    content = _decode(response.reader.read(), encoding=encoding)
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
