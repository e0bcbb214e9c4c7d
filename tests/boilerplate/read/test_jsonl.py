"""JSON Lines: what a line may be, and that a bad one costs itself only."""

from __future__ import annotations

import hashlib
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.read.jsonl import parse_line, read_jsonl
from boilerplate.read.source import PAGE_BYTES, Source
from boilerplate.records import Page, Rejection, UnreadPage

GOOD = b'{"text": "The ferry sails again."}'


def read(content: bytes) -> list[Page | Rejection]:
    records = read_jsonl(Source(name="in.jsonl", stream=io.BytesIO(content)))
    return [parse_line(record) if isinstance(record, UnreadPage) else record for record in records]


def reject(line: bytes) -> str:
    before, bad, after = read(GOOD + b"\n" + line + b"\n" + GOOD)
    assert isinstance(before, Page)
    assert isinstance(after, Page)
    assert after.id == "in.jsonl#3"
    assert isinstance(bad, Rejection)
    assert bad.id == "in.jsonl#2"
    assert bad.reason.startswith("line 2 of in.jsonl: ")
    assert "\n" not in bad.reason
    return bad.reason


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"text": "cut', "malformed JSON"),
        (b"no json", "malformed JSON"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"a":' * 100_000, "nested too deep"),
        (b'{"text": "x", "n": ' + b"9" * 5000 + b"}", "number that cannot be read"),
        (b'{"text": "x", "n": NaN}', "NaN"),
        (b'{"text": "x", "n": -Infinity}', "Infinity"),
        (b'{"text": "caf\xe9"}', "invalid UTF-8 at byte 14"),
        (b'["text"]', "no object"),
        (b'"text"', "no object"),
        (b"null", "no object"),
        (b"{}", "no page in it"),
        (b'{"text": ""}', "no page in it"),
        (b'{"text": "  \\n "}', "no page in it"),
        (b'{"text": null, "html": null}', "no page in it"),
        (b'{"text": 5}', '"text" is int'),
        (b'{"html": ["<p>"]}', '"html" is list'),
        (b'{"text": "' + b"x" * PAGE_BYTES + b'"}', "20 MB"),
        (b"\x00\x01\x02", "malformed JSON"),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_bad_line_costs_itself(line: bytes, words: str) -> None:
    assert words in reject(line)


def test_bad_line_with_an_id_goes_by_it() -> None:
    (bad,) = read(b'{"id": "own"}')
    assert bad.id == "own"
    assert isinstance(bad, Rejection)
    assert "line 1 of in.jsonl" in bad.reason


def test_labels_are_taken_over() -> None:
    fields = {
        "id": "x", "html": "<p>x", "url": "https://example.org/a", "outlet": "Harbour Post", "title": "T",
        "author": "A", "published": "2026-01-02", "language": "en", "charset": "utf-8",
    }  # fmt: skip
    (page,) = read(json.dumps(fields).encode())
    assert isinstance(page, Page)
    assert page.form == "html"
    for name in ("url", "outlet", "title", "author", "published", "language", "charset"):
        assert getattr(page, name) == fields[name]


def test_id_is_kept_to_the_letter() -> None:
    first, second = read(b'{"id": " a  b#1", "text": "x"}\n{"id": " ", "text": "x"}')
    assert (first.id, second.id) == (" a  b#1", "in.jsonl#2")


def test_dates_and_languages_become_codes() -> None:
    fields = {"text": "x", "published": "Mon, 12 Jan 2026 08:15:00 GMT", "language": "pt-BR"}
    (page,) = read(json.dumps(fields).encode())
    assert isinstance(page, Page)
    assert (page.published, page.language) == ("2026-01-12T08:15:00+00:00", "pt")
    (page,) = read(b'{"text": "x", "published": "last week", "language": "Portuguese"}')
    assert isinstance(page, Page)
    assert (page.published, page.language) == (None, None)


def test_labels_of_another_type_say_nothing() -> None:
    (page,) = read(b'{"text": "x", "title": ["a"], "language": 3, "id": true, "url": ""}')
    assert isinstance(page, Page)
    assert (page.title, page.language, page.url, page.id) == (None, None, None, "in.jsonl#1")


def test_sha256_is_of_the_line() -> None:
    page, other = read(b"\xef\xbb\xbf" + GOOD + b"\r\n" + GOOD)
    assert isinstance(page, Page)
    assert isinstance(other, Page)
    assert page.sha256 == other.sha256 == hashlib.sha256(GOOD).hexdigest()


def test_lone_surrogates_are_replaced() -> None:
    (page,) = read(b'{"id": "a\\udc00", "text": "cut off \\ud83d", "title": "\\ud83d\\ude00"}')
    assert isinstance(page, Page)
    assert (page.id, page.content, page.title) == ("a\ufffd", "cut off \ufffd", "\U0001f600")


def test_line_that_is_too_long_is_not_held() -> None:
    class Endless(io.BytesIO):
        largest = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            line = super().readline(size)
            self.largest = max(self.largest, len(line))
            return line

    stream = Endless(b"x" * (PAGE_BYTES * 3) + b"\n" + GOOD)
    bad, good = read_jsonl(Source(name="in", stream=stream))
    assert isinstance(bad, Rejection)
    assert isinstance(good, UnreadPage)
    assert stream.largest <= PAGE_BYTES + 2


@given(st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b""))))
def test_no_bytes_raise_and_every_line_answers(lines: list[bytes]) -> None:
    records = read(b"\n".join(lines))
    first = [line.removeprefix(b"\xef\xbb\xbf") for line in lines[:1]]
    assert len(records) == sum(bool(line.strip(b" \t\r\n")) for line in first + lines[1:])
