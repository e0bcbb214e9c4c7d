"""Memory does not grow with the file: eight times the records, the same peak."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss in kB")]

_FEW, _MANY = 300, 2400
_READ = """
import resource, sys
from boilerplate.read.paths import read_pages
from boilerplate.records import Page
count = sum(isinstance(page, Page) for page in read_pages(sys.argv[1:]))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def story() -> str:
    return os.urandom(15_000).hex()


def write_jsonl(path: Path, count: int) -> None:
    with gzip.open(path, "wt", compresslevel=1) as file:
        for _ in range(count):
            file.write(json.dumps({"text": story()}) + "\n")


def write_csv(path: Path, count: int) -> None:
    with path.open("w") as file:
        file.write("id,text\n")
        for number in range(count):
            file.write(f'{number},"{story()}\nand on"\n')


def write_newsml(path: Path, count: int) -> None:
    with path.open("w") as file:
        file.write('<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>')
        for _ in range(count):
            text = f"<inlineData>{story()}</inlineData>"
            file.write(f"<newsItem><contentSet>{text}</contentSet></newsItem>")
        file.write("</itemSet></newsMessage>")


def write_warc(path: Path, count: int) -> None:
    pytest.importorskip("fastwarc")
    with path.open("wb") as file:
        for number in range(count):
            block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{story()}".encode()
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://post.invalid/{number}\r\n"
                f"Content-Length: {len(block)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + block + b"\r\n\r\n", compresslevel=1))


def write_parquet(path: Path, count: int) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    with pq.ParquetWriter(path, pa.schema([("text", pa.string())])) as writer:
        for _ in range(0, count, 100):
            writer.write_table(pa.table({"text": [story() for _ in range(100)]}))


@pytest.mark.parametrize("write", [write_jsonl, write_csv, write_newsml, write_warc, write_parquet])
def test_peak_does_not_grow(write: Callable[[Path, int], None], tmp_path: Path, root: Path) -> None:
    peaks = []
    for count in (_FEW, _MANY):
        write(tmp_path / f"{count}", count)
        run = subprocess.run(
            [sys.executable, "-c", _READ, str(tmp_path / f"{count}")],
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        )
        read, peak = map(int, run.stdout.split())
        assert read == count
        peaks.append(peak)
    grown = (_MANY - _FEW) * 30  # kB of stories more
    assert peaks[1] - peaks[0] < grown / 6, peaks
