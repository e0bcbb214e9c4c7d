"""The format of a file from its content, the suffix only breaking ties."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.read.sniff import Format, sniff


@pytest.mark.parametrize(
    ("head", "suffix", "kind"),
    [
        (b"", ".html", "empty"),
        (b"  \n\t", ".txt", "empty"),
        (b"WARC/1.0\r\n", "", "warc"),
        (b"PAR1\x15\x04", ".csv", "parquet"),
        (gzip.compress(b"x"), ".jsonl", "gzip"),
        (b"%PDF-1.7\n\x00\x01\x02\x03", ".html", "binary"),
        (b"<rss version='2.0'><channel>", ".html", "feed"),
        (b"<?xml version='1.0'?><!-- x --><feed xmlns='http://www.w3.org/2005/Atom'>", "", "feed"),
        (b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", ".xml", "feed"),
        (b'<!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf>', ".xml", "nitf"),
        (b'<!DOCTYPE nitf [<!ENTITY a "b > c">]>\n<nitf>', "", "nitf"),
        (b'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">', ".xml", "newsml"),
        (b"<nar:newsItem xmlns:nar='x'>", ".xml", "newsml"),
        (b"<?xml version='1.0'?><kml/>", ".xml", "unknown xml"),
        (b"<div>fragment</div>", "", "html"),
        (b"<3 is what the ferry's keeper wrote.", ".txt", "text"),
        (b"Intro <p>one</p> <p>two</p> <div>three</div>", "", "html"),
        (b"Write <p> for a paragraph.", ".txt", "text"),
        (b'{"uri": "x",\n "headline": "y"}', ".json", "json"),
        (b'{"uri": "x", "headline": "y"}', ".json", "json"),
        (b'{"id": "x"}\n{"id": "y"}', "", "jsonl"),
        (b'{"text": "x"}', "", "jsonl"),
        (b'{"text": "x', ".jsonl", "jsonl"),
        (b"broken line\n{}", ".jsonl", "jsonl"),
        (b"[{},\n{}]", "", "json"),
        (b"id,text\n1,x", "", "csv"),
        (b'"id";"html"\r\n1;x', ".txt", "csv"),
        (b"id,colour\n1,x", ".csv", "csv"),
        (b"Text, he said, and html\nwere all.", ".txt", "text"),
        (b"Text\nThe ferry sailed.", ".txt", "text"),
        (b"text\nThe ferry sailed.", ".csv", "csv"),
        (b"He wrote <p>, then </p>, then <br>. " + b"And on it went. " * 30, ".txt", "text"),
        ("Порт открыт.".encode("cp1251"), ".txt", "text"),
        ("港は月曜日に再開した。".encode("shift_jis"), ".txt", "text"),
        ("港口星期一重新开放".encode("gbk"), ".txt", "text"),
        ("港口".encode("utf-16-be"), ".txt", "text"),
        ('{"text": "x"}\n{}'.encode("utf-16"), ".jsonl", "utf-16"),
        ('{"uri": "x", "headline": "y"}'.encode("utf-16-be"), ".json", "utf-16"),
        ("id,text\n1,x\n".encode("utf-16-le"), ".csv", "utf-16"),
    ],
    ids=repr,
)
def test_format(head: bytes, suffix: str, kind: Format) -> None:
    assert sniff(head, suffix=suffix) == kind


@given(st.binary(max_size=300), st.sampled_from(["", ".html", ".txt", ".jsonl", ".json", ".csv", ".xml"]))
def test_any_bytes_have_a_format(head: bytes, suffix: str) -> None:
    sniff(head, suffix=suffix)


@given(
    st.lists(
        st.sampled_from(["<!--", "-->", "<!DOCTYPE", "<?xml", "?>", "[", "]", ">", "<", "html", " ", "{"])
    )
)
def test_any_markup_has_a_format(pieces: list[str]) -> None:
    sniff("".join(pieces).encode(), suffix="")


def test_hostile_heads_take_no_time() -> None:
    for head in (
        b"<!DOCTYPE " + b"[" * 60_000,
        b"<!--" * 16_000,
        b"<?" * 30_000,
        b"<a " * 20_000,
        b'"a,' * 20_000,
    ):
        sniff(head, suffix="")
