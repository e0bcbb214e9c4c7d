"""WARC: one page per HTML response; cut-off, packed and hostile records."""

from __future__ import annotations

import builtins
import contextlib
import gzip
import io
import random
import tracemalloc
import zlib
from pathlib import Path

import pytest

from boilerplate.errors import MissingExtra, UnreadablePage
from boilerplate.read.paths import read_pages
from boilerplate.read.source import Source
from boilerplate.read.warc import read_warc
from boilerplate.records import Page, Rejection

pytest.importorskip("fastwarc")

PAGE = b"<html><body><p>The ferry sailed again.</p></body></html>"


def record(
    uri: str,
    body: bytes = PAGE,
    *,
    kind: str = "response",
    status: str = "200 OK",
    media: str = "text/html; charset=windows-1251",
    more: str = "",
    declared: int | None = None,
) -> bytes:
    block = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2026-01-12T08:15:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{len(uri)}>\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {declared or len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def read(content: bytes) -> list[Page | Rejection]:
    return list(read_warc(Source(name="in.warc", stream=io.BytesIO(content))))


def reason(content: bytes) -> str:
    before, bad, after = read(record("http://a.invalid/1") + content + record("http://a.invalid/3"))
    assert isinstance(before, Page)
    assert isinstance(after, Page)
    assert isinstance(bad, Rejection)
    assert bad.id == "http://a.invalid/2"
    assert bad.reason.startswith("response 2 of in.warc: ")
    return bad.reason


def test_html_responses() -> None:
    first, second = read(
        record("http://a.invalid/1")
        + record("http://a.invalid/1", kind="request")
        + record("http://a.invalid/x.png", b"\x89PNG", media="image/png")
        + record("<http://a.invalid/2>", media="application/xhtml+xml")
    )
    assert isinstance(first, Page)
    assert (first.id, first.url, first.charset) == (
        "http://a.invalid/1",
        "http://a.invalid/1",
        "windows-1251",
    )
    assert (first.form, first.content) == ("html", PAGE)
    assert second.id == "http://a.invalid/2"


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (chunked(PAGE), "Transfer-Encoding: chunked\r\n"),
        (gzip.compress(PAGE), "Content-Encoding: gzip\r\n"),
        (chunked(gzip.compress(PAGE)), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
        (zlib.compress(PAGE), "Content-Encoding: deflate\r\n"),
        (zlib.compress(PAGE)[2:-4], "Content-Encoding: deflate\r\n"),
        (PAGE, "Content-Encoding: gzip\r\n"),
        (PAGE, "Content-Encoding: br\r\n"),
    ],
)
def test_packed_bodies(body: bytes, more: str) -> None:
    (page,) = read(record("http://a.invalid/1", body, more=more))
    assert isinstance(page, Page), page
    assert page.content == PAGE


def test_bad_records_cost_themselves() -> None:
    uri = "http://a.invalid/2"
    assert "HTTP status 404" in reason(record(uri, status="404 Not Found"))
    assert "HTTP status 302" in reason(record(uri, status="302 Found"))
    assert "empty" in reason(record(uri, b""))
    assert "packed with br" in reason(record(uri, b"\x1b\x03\x00", more="Content-Encoding: br\r\n"))
    assert "broken gzip" in reason(record(uri, b"\x1f\x8bxx", more="Content-Encoding: gzip\r\n"))
    assert "breaks off" in reason(record(uri, gzip.compress(PAGE)[:-9], more="Content-Encoding: gzip\r\n"))
    assert "20 MB" in reason(record(uri, b"x" * 20_000_001))
    assert "broken HTTP" in reason(record(uri, b"zz\r\nx", more="Transfer-Encoding: chunked\r\n"))


def test_cut_off_record_is_noticed() -> None:
    whole, cut = read(record("http://a.invalid/1") + record("http://a.invalid/2", PAGE * 100)[:-3000])
    assert isinstance(whole, Page)
    assert isinstance(cut, Rejection)
    assert "bytes declared" in cut.reason


def test_bomb_in_a_record_is_not_inflated() -> None:
    bomb = gzip.compress(b"x" * 300_000_000, compresslevel=9)
    content = record("http://a.invalid/2", bomb, more="Content-Encoding: gzip\r\n")
    tracemalloc.start()
    try:
        assert "20 MB" in reason(content)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [
        b"WARC/1.0\r\nno header",
        b"WARC/1.0\r\n" + b"A: b\r\n" * 100_000 + b"\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\n",
        b"WARC/1.0\r\n",
    ],
)
def test_broken_file(content: bytes) -> None:
    with pytest.raises(UnreadablePage, match="WARC"):
        read(content)


def test_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join(gzip.compress(record(f"http://a.invalid/{number}")) for number in range(3)))
    assert [page.id for page in read_pages([str(path)])] == [
        f"http://a.invalid/{number}" for number in range(3)
    ]
    path.write_bytes(path.read_bytes()[:-30])
    *whole, cut = read_pages([str(path)])
    assert all(isinstance(page, Page) for page in whole)
    assert isinstance(cut, Rejection)


def test_panic_of_the_library_costs_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panic(*_: object, **__: object) -> object:
        raise PanicException

    monkeypatch.setattr("fastwarc.warc.ArchiveIterator", panic)
    with pytest.raises(UnreadablePage, match="broken WARC after 0 pages"):
        read(record("http://a.invalid/1"))


def test_mutated_files_raise_nothing_else() -> None:
    dice = random.Random(20260112)
    packed = record("http://a.invalid/1", gzip.compress(PAGE), more="Content-Encoding: gzip\r\n")
    whole = packed + record("http://a.invalid/2", chunked(PAGE), more="Transfer-Encoding: chunked\r\n")
    splices = [b"\r\n\r\n", b"\0", b"WARC/1.0\r\n", b"Content-Length: -1\r\n", b"fffffffffff\r\n", b"\xff"]
    for _ in range(3_000):
        mutated = bytearray(whole)
        for _ in range(dice.randint(1, 5)):
            at = dice.randrange(len(mutated))
            mutated[at : at + dice.choice([0, 1, 1, 20])] = dice.choice([b"", *splices])
        with contextlib.suppress(UnreadablePage):
            read(bytes(mutated))


def test_file_without_pages() -> None:
    with pytest.raises(UnreadablePage, match="without an HTML response"):
        read(record("http://a.invalid/1", kind="request"))


def test_garbage_between_records_keeps_what_came_before() -> None:
    records = read_warc(
        Source(name="in", stream=io.BytesIO(record("http://a.invalid/1") + b"garbage\r\n" * 99 + record("x")))
    )
    assert isinstance(next(records), Page)
    with pytest.raises(UnreadablePage, match="broken WARC after 1 pages"):
        list(records)


def test_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def refuse(name: str, *rest: object) -> object:
        if name.startswith("fastwarc"):
            raise ImportError(name)
        return original(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtra, match=r"wirecopy\[warc\]"):
        read(record("http://a.invalid/1"))
