"""Mutated files of every format: each answers with pages or rejections, and with none that was unforeseen."""

from __future__ import annotations

import gzip
import io
import json
import random
from pathlib import Path

import pytest

from boilerplate.errors import BoilerplateError
from boilerplate.read.formats import read_any
from boilerplate.read.jsonl import parse_line, split_lines
from boilerplate.read.paths import read_pages
from boilerplate.read.source import Source
from boilerplate.records import Page, Record, Rejection, UnreadPage, UnreadPages

TEXT = "The ferry sailed again, & the “keeper” of the light — 1,200 people — saw it leave."
FILES = {
    "jsonl": "\n".join(json.dumps({"id": n, "text": TEXT, "url": "http://post.invalid/"}) for n in range(4)),
    "json": json.dumps([{"uri": "x", "headline": "Ferry", "body_html": f"<p>{TEXT}</p>"}] * 2, indent=1),
    "csv": "id,title,text\n" + "\n".join(f'{n},Ferry,"{TEXT}\nAnd on."' for n in range(4)),
    "xml": '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE nitf SYSTEM "n.dtd"><nitf><head><title>F'
    "</title></head>"
    f"<body><body.content><p>{TEXT.replace('&', '&amp;')}</p></body.content></body></nitf>",
    "g2": '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem><contentMeta><headline>F'
    f"</headline></contentMeta><contentSet><inlineData>{TEXT.replace('&', '&amp;')}</inlineData></contentSet>"
    "</newsItem></itemSet></newsMessage>",
    "html": f"<!doctype html><html><head><title>F</title></head><body><p>{TEXT}</p></body></html>",
    "txt": f"Home\nNews\n{TEXT}\n{TEXT}",
}
SPLICES = [
    *(b"<", b">", b'"', b"'", b",", b"{", b"}", b"[" * 3000, b"\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf"),
    *(b"&x;", b"]]>", b"<!--", b"<!DOCTYPE x [", b"<?xml", b"NaN", b"9" * 5000, b"\\ud800", b"\x1f\x8b"),
    *(b"WARC/1.0\r\n", b"PAR1"),
]


def mutate(content: bytes, dice: random.Random) -> bytes:
    mutated = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(mutated) or 1)
        mutated[at : at + dice.choice([0, 0, 1, 10, 200])] = dice.choice(SPLICES)
    return bytes(mutated)


def parse(record: Record) -> list[Page | Rejection]:
    if isinstance(record, UnreadPages):
        return [parse_line(line) for line in split_lines(record)]
    return [parse_line(record) if isinstance(record, UnreadPage) else record]


@pytest.mark.parametrize("suffix", FILES)
@pytest.mark.parametrize("is_packed", [False, True])
def test_nothing_unforeseen(suffix: str, is_packed: bool) -> None:
    dice = random.Random(f"{suffix}{is_packed}")
    for _ in range(300):
        content = mutate(FILES[suffix].encode(), dice)
        if is_packed:
            content = gzip.compress(content, compresslevel=1)
            content = mutate(content, dice) if dice.random() < 0.3 else content
        source = Source(name="in", stream=io.BytesIO(content))
        answers = []
        try:
            for record in read_any(source, suffix=f".{suffix}"):
                answers += ["" if isinstance(page, Page) else page.reason for page in parse(record)]
        except BoilerplateError as error:
            answers.append(str(error))
        assert answers
        assert not any("\n" in answer for answer in answers)


def test_what_is_unforeseen_costs_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(source: Source, *, suffix: str) -> None:
        raise ZeroDivisionError("a\nbug")

    monkeypatch.setattr("boilerplate.read.paths.read_any", break_down)
    (tmp_path / "a.txt").write_text(TEXT)
    (record,) = read_pages([str(tmp_path / "a.txt")])
    assert isinstance(record, Rejection)
    assert record.reason == "could not be read (ZeroDivisionError: a bug); leave it out"
