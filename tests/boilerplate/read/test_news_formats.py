"""NITF, NewsML-G2, ninjs: the article in them, its credit, and what broken or hostile ones cost."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator

import pytest

from boilerplate.errors import UnreadablePage
from boilerplate.read.newsml import read_newsml
from boilerplate.read.ninjs import read_ninjs
from boilerplate.read.nitf import read_nitf
from boilerplate.read.source import PAGE_BYTES, Source
from boilerplate.records import Page, Rejection

Reader = Callable[[Source], Iterator[Page | Rejection]]

NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://nitf.invalid/nitf-3-5.dtd">
<nitf xml:lang="en-GB">
 <head><title>Ferry returns</title>
  <docdata><date.issue norm="20260112T081500Z"/>
   <doc.copyright year="2026" holder="Ellery News Agency"/></docdata>
  <pubdata name="Harbour Post" date.publication="20260113"/></head>
 <body>
  <body.head><hedline><hl1>The ferry <em>returns</em></hl1></hedline>
   <byline>By <person>Ada Quill</person></byline><distributor>ENA</distributor></body.head>
  <body.content>
   <p>The ferry sailed
      again on <chron>Monday</chron>.</p>
   <media media-type="image"><media-caption>The ferry at night.</media-caption></media>
   <hl2>What is next</hl2><!-- desk: hold -->
   <p>It sails twice a day.</p>
  </body.content>
 </body>
</nitf>"""

ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:{number}" xml:lang="en">
 <rightsInfo><copyrightHolder qcode="c:ena"><name>Ellery News Agency</name></copyrightHolder>
  <copyrightNotice>(c) 2026 Ellery News Agency</copyrightNotice></rightsInfo>
 <itemMeta><itemClass qcode="ninat:text"/><provider literal="ENA"/>
  <versionCreated>2026-01-12T08:15:00Z</versionCreated></itemMeta>
 <contentMeta><headline>Ferry {number}</headline><by>Ada Quill</by><language tag="en-US"/></contentMeta>
 <contentSet>{content}</contentSet></newsItem>"""
XHTML = """<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
 <head><title>no text</title></head><body><p>The ferry sailed.</p><p>It sails <b>twice</b> a day.</p></body>
 </html></inlineXML>"""


def read(reader: Reader, content: str | bytes) -> list[Page | Rejection]:
    raw = content if isinstance(content, bytes) else content.encode()
    return list(reader(Source(name="in", stream=io.BytesIO(raw))))


def only(reader: Reader, content: str | bytes) -> Page:
    (page,) = read(reader, content)
    assert isinstance(page, Page), page
    return page


def message(*contents: str) -> str:
    items = "".join(ITEM.format(number=n, content=content) for n, content in enumerate(contents, start=1))
    return (
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{items}</itemSet></newsMessage>'
    )


class TestNitf:
    def test_article(self) -> None:
        page = only(read_nitf, NITF)
        assert page.content == (
            "The ferry sailed again on Monday.\nWhat is next\nIt sails twice a day.\n"
            "© 2026 Ellery News Agency"
        )
        assert (page.id, page.form, page.title) == ("in", "text", "The ferry returns")
        assert (page.author, page.outlet) == ("Ada Quill", "Harbour Post")
        assert (page.published, page.language) == ("2026-01-12", "en")

    def test_without_a_body(self) -> None:
        (rejection,) = read(read_nitf, "<nitf><head/><body/></nitf>")
        assert isinstance(rejection, Rejection)
        assert "the document of in: no text in it" in rejection.reason

    def test_cut_off(self) -> None:
        with pytest.raises(UnreadablePage, match="malformed XML"):
            read(read_nitf, NITF[:-60])


class TestNewsml:
    def test_items_of_a_message(self) -> None:
        first, second = read(
            read_newsml, message(XHTML, f"<inlineXML>{NITF[NITF.index('<nitf') :]}</inlineXML>")
        )
        assert isinstance(first, Page)
        assert isinstance(second, Page)
        assert first.content == "The ferry sailed.\nIt sails twice a day.\n(c) 2026 Ellery News Agency"
        assert (first.id, first.title, first.author) == ("in#1", "Ferry 1", "Ada Quill")
        assert (first.outlet, first.published, first.language) == ("ENA", "2026-01-12T08:15:00+00:00", "en")
        assert (second.id, second.title) == ("in#2", "Ferry 2")
        assert isinstance(second.content, str)
        assert second.content.startswith("The ferry sailed again on Monday.\nWhat is next\n")

    def test_lone_item_goes_by_its_path(self) -> None:
        assert only(read_newsml, ITEM.format(number=1, content=XHTML)).id == "in"

    def test_inline_data(self) -> None:
        content = "<inlineData>The ferry sailed.\nTwice.</inlineData>"
        assert str(only(read_newsml, ITEM.format(number=1, content=content)).content).startswith(
            "The ferry sailed.\nTwice."
        )

    def test_picture_costs_itself(self) -> None:
        picture, text = read(read_newsml, message('<remoteContent href="http://pictures.invalid/1"/>', XHTML))
        assert isinstance(picture, Rejection)
        assert picture.id == "in#1"
        assert isinstance(text, Page)

    def test_no_item(self) -> None:
        with pytest.raises(UnreadablePage, match="newsItem"):
            read(read_newsml, message())

    def test_what_came_before_the_break_is_kept(self) -> None:
        records = read_newsml(Source(name="in", stream=io.BytesIO(message(XHTML, XHTML)[:-500].encode())))
        assert isinstance(next(records), Page)
        with pytest.raises(UnreadablePage, match="malformed XML"):
            next(records)

    def test_memory_does_not_grow_with_the_file(self) -> None:
        items = 3000
        item = ITEM.format(number=1, content=XHTML.replace("twice", "twice " * 2000)).encode()
        parts = iter([b"<newsMessage><itemSet>", *[item] * items, b"</itemSet></newsMessage>"])

        class Stream(io.RawIOBase):
            def read(self, size: int = -1, /) -> bytes:
                return next(parts, b"")

        count = 0
        for record in read_newsml(Source(name="in", stream=Stream())):  # type: ignore[arg-type]
            assert isinstance(record, Page)
            count += 1
        assert count == items

    def test_endless_item_is_cut(self) -> None:
        content = f"<inlineXML><html><body>{'<p>x</p>' * (PAGE_BYTES // 8 + 9000)}</body></html></inlineXML>"
        with pytest.raises(UnreadablePage, match="20 MB"):
            read(read_newsml, ITEM.format(number=1, content=content))


class TestNinjs:
    ITEM = {  # noqa: RUF012
        "uri": "http://agency.invalid/1",
        "headline": "The ferry returns",
        "byline": "Ada Quill",
        "language": "en",
        "versioncreated": "2026-01-12T08:15:00Z",
        "copyrightholder": "Ellery News Agency",
        "body_html": "<p>The ferry sailed.</p><figure><img src=x><figcaption>At night</figcaption></figure>"
        "<p>Twice a day &amp; more.",
    }

    def test_item(self) -> None:
        page = only(read_ninjs, json.dumps(self.ITEM, indent=1))
        assert page.form == "markup"
        assert page.content == self.ITEM["body_html"] + "<p>© 2026 Ellery News Agency</p>"
        assert (page.id, page.title, page.author) == ("in", "The ferry returns", "Ada Quill")
        assert (page.url, page.published) == ("http://agency.invalid/1", "2026-01-12T08:15:00+00:00")

    def test_plain_body(self) -> None:
        page = only(read_ninjs, json.dumps({"uri": "x", "body_text": "A < B & C.\nAnd on."}))
        assert (page.form, page.content) == ("text", "A < B & C.\nAnd on.")

    def test_second_version(self) -> None:
        item = {
            "uri": "urn:x:1",
            "headlines": [
                {"role": "short", "value": "Ferry"},
                {"role": "main", "value": "The ferry returns"},
            ],
            "bodies": [{"role": "main", "contenttype": "text/html", "value": "<p>The ferry sailed."}],
        }
        page = only(read_ninjs, json.dumps(item))
        assert (page.title, page.content, page.url) == ("The ferry returns", "<p>The ferry sailed.", None)

    def test_list_of_items_and_of_objects(self) -> None:
        first, second, third = read(
            read_ninjs, json.dumps([self.ITEM, {"text": "Plain.", "id": "own"}, {"uri": "x"}])
        )
        assert (first.id, second.id, third.id) == ("in#1", "own", "in#3")
        assert isinstance(third, Rejection)

    @pytest.mark.parametrize(
        "content",
        ['{"version": 1}', "[1, 2]", "[]", '"text"', '{"clusters": [["a", "b"]]}', "{", "[" * 100_000],
    )
    def test_other_json(self, content: str) -> None:
        try:
            (record,) = read(read_ninjs, content)
        except UnreadablePage as error:
            assert "JSON" in str(error)  # noqa: PT017
        else:
            assert isinstance(record, Rejection)
            assert "ninjs" in record.reason


BOMB = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE nitf [<!ENTITY b0 "lol">{BOMB}<!ENTITY x "&b11;">]>',
        '<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE nitf [<!ENTITY % p SYSTEM "http://attacker.invalid/p.dtd"> %p; <!ENTITY x "y">]>',
        '<!DOCTYPE nitf SYSTEM "http://attacker.invalid/nitf.dtd">',
    ],
)
@pytest.mark.parametrize(
    ("reader", "body"),
    [
        (read_nitf, "<nitf><body><body.content><p>Before &x; after.</p></body.content></body></nitf>"),
        (
            read_newsml,
            "<newsItem><contentSet><inlineData>Before &x; after.</inlineData></contentSet></newsItem>",
        ),
    ],
)
def test_no_entity_is_expanded(reader: Reader, body: str, doctype: str) -> None:
    try:
        page = only(reader, doctype + body)
    except UnreadablePage as error:
        assert "malformed XML" in str(error)  # noqa: PT017
    else:
        assert isinstance(page.content, str)
        assert page.content.startswith("Before")
        assert "root:" not in page.content
        assert len(page.content) < 40
