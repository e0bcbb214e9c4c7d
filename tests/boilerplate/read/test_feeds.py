"""RSS and Atom: full content where there is some, summaries marked, hostile feeds harmless."""

from __future__ import annotations

import builtins
import io

import pytest

from boilerplate.errors import MissingExtra, UnreadablePage
from boilerplate.read import feeds
from boilerplate.read.feeds import read_feed
from boilerplate.read.markup import markup_text
from boilerplate.read.source import Source
from boilerplate.records import Page, Rejection

pytest.importorskip("feedparser")

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour Post</title><link>http://post.invalid/</link><language>en-gb</language>
<item><title>The ferry returns &amp; stays</title><link>http://post.invalid/1</link>
 <dc:creator>Ada Quill</dc:creator>
 <pubDate>Mon, 12 Jan 2026 08:15:00 GMT</pubDate><description>In short.</description>
 <content:encoded><![CDATA[<p>The ferry sailed.</p><script>x()</script><p>It sails twice.</p>]]>
 </content:encoded></item>
<item><title>Only a summary</title><link>http://post.invalid/2</link>
 <description>&lt;p&gt;The council met on Monday.&lt;/p&gt;</description></item>
<item><title>Nothing</title></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Port</title>
<entry><title>Le bac</title><link href="http://port.invalid/1"/><updated>2026-01-12T08:15:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Le bac est reparti.</p></div></content>
</entry></feed>"""


def read(content: str) -> list[Page | Rejection]:
    return list(read_feed(Source(name="in.xml", stream=io.BytesIO(content.encode()))))


def test_rss() -> None:
    full, short, empty = read(RSS)
    assert isinstance(full, Page)
    assert full.form == "markup"
    assert isinstance(full.content, str)
    assert markup_text(full.content) == "The ferry sailed.\nIt sails twice."
    assert (full.id, full.url, full.title) == (
        "in.xml#1",
        "http://post.invalid/1",
        "The ferry returns & stays",
    )
    assert (full.outlet, full.author, full.language) == ("Harbour Post", "Ada Quill", "en")
    assert full.published == "2026-01-12T08:15:00+00:00"
    assert not full.is_summary
    assert isinstance(short, Page)
    assert (short.content, short.is_summary) == ("<p>The council met on Monday.</p>", True)
    assert isinstance(empty, Rejection)
    assert empty.id == "in.xml#3"


def test_atom() -> None:
    (page,) = read(ATOM)
    assert isinstance(page, Page)
    assert (page.content, page.language, page.outlet) == ("<p>Le bac est reparti.</p>", "fr", "Le Port")
    assert page.published == "2026-01-12T08:15:00+00:00"


def test_feed_without_items() -> None:
    with pytest.raises(UnreadablePage, match="without items"):
        read("<rss version='2.0'><channel><title>x</title></channel></rss>")


def test_cut_off_feed_keeps_its_whole_items() -> None:
    assert isinstance(read(RSS[: RSS.index("<title>Nothing")])[0], Page)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://attacker.invalid/x.dtd">',
    ],
)
def test_no_entity_is_expanded(doctype: str) -> None:
    records = read(doctype + RSS[RSS.index("<rss") :].replace("In short.", "&x;").replace("Only a", "&x;"))
    contents = [str(record.content) for record in records if isinstance(record, Page)]
    assert contents
    assert not any("lollol" in content or "root:" in content for content in contents)


def test_feed_that_takes_too_long_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "_DEADLINE_SECONDS", 0.5)
    items = "<item><title>x</title><description>y</description></item>" * 50_000
    with pytest.raises(UnreadablePage, match=r"a feed that took more than the 0\.5 seconds"):
        read(f"<rss version='2.0'><channel>{items}</channel></rss>")


def test_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def refuse(name: str, *rest: object) -> object:
        if name == "feedparser":
            raise ImportError(name)
        return original(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtra, match=r"wirecopy\[feeds\]"):
        read(RSS)
