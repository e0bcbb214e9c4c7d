"""JSON Lines: what a line may be, and that a bad one costs itself only."""

from __future__ import annotations

import hashlib
import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.read.jsonl import parse_line, read_jsonl, split_lines
from boilerplate.read.source import PAGE_BYTES, Source
from boilerplate.records import Page, Rejection, UnreadPage, UnreadPages

GOOD = b'{"text": "The ferry sails again."}'


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def __init__(self, content: bytes, *, most: int) -> None:
        super().__init__(content)
        self._most = most

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(self._most)


def read_unparsed(stream: io.BytesIO) -> list[UnreadPage | Rejection]:
    """The lines of a stream, each alone."""
    found: list[UnreadPage | Rejection] = []
    for record in read_jsonl(Source(name="in.jsonl", stream=stream)):
        found.extend(split_lines(record) if isinstance(record, UnreadPages) else [record])
    return found


def read(content: bytes) -> list[Page | Rejection]:
    records = read_unparsed(io.BytesIO(content))
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
        def read1(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert size < PAGE_BYTES
            return super().read1(size)

    stream = Endless(b"x" * (PAGE_BYTES * 3) + b"\n" + GOOD)
    tracemalloc.start()
    bad, good = read_unparsed(stream)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(bad, Rejection)
    assert isinstance(good, UnreadPage)
    assert (bad.id, good.id, good.where) == ("in.jsonl#1", "in.jsonl#2", "line 2")
    assert peak < 1.2 * PAGE_BYTES


@pytest.mark.parametrize(
    ("size", "ends", "is_read"),
    [
        (PAGE_BYTES, b"", True),
        (PAGE_BYTES + 1, b"", False),
        (PAGE_BYTES + 1, b"\n", True),
        (PAGE_BYTES + 2, b"\n", False),
    ],
)
def test_longest_line(size: int, ends: bytes, is_read: bool) -> None:
    (record,) = read_unparsed(io.BytesIO(b"x" * size + ends))
    assert isinstance(record, UnreadPage) is is_read


@given(
    st.lists(st.sampled_from([b"", b" ", b"\r", b"{}", b"abc \r", b"\x0c", b"long " * 9]), max_size=200),
    st.integers(1, 60),
)
def test_lines_are_numbered_wherever_the_stream_is_cut(lines: list[bytes], most: int) -> None:
    content = b"\n".join(lines)
    found = read_unparsed(Trickle(content, most=most))
    assert found == read_unparsed(io.BytesIO(content))
    expected = [(place, kept) for place, line in enumerate(lines, 1) if (kept := line.strip(b" \t\r\n"))]
    assert [(one.id, one.where, one.line) for one in found if isinstance(one, UnreadPage)] == [
        (f"in.jsonl#{number}", f"line {place}", line) for number, (place, line) in enumerate(expected, 1)
    ]


def test_ever_more_lines_are_given_out_together() -> None:
    blocks = list(read_jsonl(Source(name="in", stream=io.BytesIO((GOOD + b"\n") * 5_000))))
    sizes = [block.lines.count(b"\n") + 1 for block in blocks if isinstance(block, UnreadPages)]
    assert sum(sizes) == 5_000
    assert sizes[:15] == [1] * 15
    assert max(sizes) == 64
    assert all(size <= 1 + sum(sizes[:place]) / 16 + 1 for place, size in enumerate(sizes))


@given(st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b""))))
def test_no_bytes_raise_and_every_line_answers(lines: list[bytes]) -> None:
    records = read(b"\n".join(lines))
    first = [line.removeprefix(b"\xef\xbb\xbf") for line in lines[:1]]
    assert len(records) == sum(bool(line.strip(b" \t\r\n")) for line in first + lines[1:])
