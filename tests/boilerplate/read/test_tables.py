"""CSV and Parquet: one article per row, streamed, a bad row costing itself."""

from __future__ import annotations

import builtins
import datetime
import hashlib
import io

import pytest

from boilerplate.errors import MissingExtra, UnreadablePage
from boilerplate.read.csv import read_csv
from boilerplate.read.jsonl import parse_line
from boilerplate.read.parquet import read_parquet
from boilerplate.read.source import PAGE_BYTES, Source
from boilerplate.records import Page, Rejection, UnreadPage


def read(content: str | bytes) -> list[Page | Rejection]:
    raw = content if isinstance(content, bytes) else content.encode()
    return list(read_csv(Source(name="in.csv", stream=io.BytesIO(raw))))


class TestCsv:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    def test_rows(self, separator: str) -> None:
        lines = [
            "id,Text,published,colour",
            'own,"The ferry\nsailed, again.",2026-01-12,red',
            "",
            ",Twice.,,",
        ]
        table = "\n".join(lines).replace(",", separator).replace(f"sailed{separator}", "sailed,")
        first, second = read("\ufeff" + table)
        assert isinstance(first, Page)
        assert isinstance(second, Page)
        assert (first.id, first.content, first.published) == (
            "own",
            "The ferry\nsailed, again.",
            "2026-01-12",
        )
        assert (second.id, second.content, second.published) == ("in.csv#2", "Twice.", None)

    def test_sha256_is_of_the_bytes_of_the_row(self) -> None:
        row = b'"The ferry\r\nsailed."\r\n'
        _, page = read(b"text\r\nOnce.\r\n" + row)
        assert isinstance(page, Page)
        assert page.sha256 == hashlib.sha256(row).hexdigest()

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            (b"x,y,z,too many", "line 3 of in.csv: 4 fields under 2 column names"),
            (b"x,caf\xe9", "line 3 of in.csv: invalid UTF-8"),
            (b"x,", "line 3 of in.csv: no page in it"),
            (b"x," + b"y" * (PAGE_BYTES + 5), "20 MB"),
        ],
    )
    def test_bad_row_costs_itself(self, row: bytes, words: str) -> None:
        before, bad, after = read(b"title,text\na,Before.\n" + row + b"\nb,After.\n")
        assert isinstance(before, Page)
        assert isinstance(after, Page)
        assert isinstance(bad, Rejection)
        assert bad.id == "in.csv#2"
        assert words in bad.reason

    def test_quote_that_never_closes(self) -> None:
        lines = b'text\n"open\n' + (b"and on it goes " * 5000 + b"\n") * (PAGE_BYTES // 70_000)
        records = read(lines)
        assert isinstance(records[0], Rejection)
        assert "20 MB" in records[0].reason

    def test_no_body_column(self) -> None:
        with pytest.raises(UnreadablePage, match=r'without a column "html" or "text" \(it has a, b\)'):
            read("a,b\n1,2\n")


pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def pack(columns: dict[str, list[object]]) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


def unpack(content: bytes) -> list[Page | Rejection]:
    records = read_parquet(Source(name="in.parquet", stream=io.BytesIO(content)))
    return [parse_line(record) if isinstance(record, UnreadPage) else record for record in records]


class TestParquet:
    def test_rows(self) -> None:
        day = datetime.datetime(2026, 1, 12, 8, 15)
        first, second, third = unpack(
            pack(
                {
                    "text": ["The ferry sailed.", None, "Twice."],
                    "id": [7, None, None],
                    "published": [day, None, None],
                    "colour": ["red", "", ""],
                }
            )
        )
        assert isinstance(first, Page)
        assert (first.id, first.content, first.published) == ("7", "The ferry sailed.", "2026-01-12T08:15:00")
        assert isinstance(second, Rejection)
        assert second.reason.startswith("row 2 of in.parquet: no page in it")
        assert third.id == "in.parquet#3"

    def test_equal_rows_have_equal_digests(self) -> None:
        first, second = unpack(pack({"text": ["Once.", "Once."]}))
        assert isinstance(first, Page)
        assert isinstance(second, Page)
        assert first.sha256 == second.sha256

    def test_no_body_column(self) -> None:
        with pytest.raises(UnreadablePage, match="without a column"):
            unpack(pack({"a": ["x"]}))

    @pytest.mark.parametrize(
        "damage", [lambda b: b[:-20], lambda _: b"PAR1" + b"\0" * 50, lambda b: b[:4] + b"x" * 40 + b[44:]]
    )
    def test_broken(self, damage: object) -> None:
        content = pack({"text": ["The ferry sailed again on Monday."] * 30, "id": list(range(30))})
        with pytest.raises(UnreadablePage, match="broken Parquet"):
            unpack(damage(content))  # type: ignore[operator]

    def test_missing_library_names_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        original = builtins.__import__

        def refuse(name: str, *rest: object) -> object:
            if name.startswith("pyarrow"):
                raise ImportError(name)
            return original(name, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(builtins, "__import__", refuse)
        with pytest.raises(MissingExtra, match=r"wirecopy\[parquet\]"):
            unpack(b"PAR1")
