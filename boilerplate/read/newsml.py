"""NewsML-G2 of the IPTC: every news item in a document is one article."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from boilerplate.errors import UnreadablePage
from boilerplate.read.markup import element_text, local_name
from boilerplate.read.nitf import nitf_fields
from boilerplate.read.record import build_wire_page
from boilerplate.read.source import Source, digest
from boilerplate.read.xml import find_attribute, find_text, iterate_elements
from boilerplate.records import Page, Rejection


def read_newsml(source: Source) -> Iterator[Page | Rejection]:
    """Yield a page or rejection per news item; a lone ``newsItem`` document goes by its path.

    Raises: UnreadablePage: malformed XML, or no news item in it.
    """
    number = 0
    for number, item in enumerate(iterate_elements(source.stream, name="newsItem"), start=1):
        is_alone = item.getparent() is None
        yield build_wire_page(
            _fields(item),
            source=source,
            page_id=source.name if is_alone else source.record_id(number),
            where="the item" if is_alone else f"item {number}",
            sha256=digest(etree.tostring(item, with_tail=False)),
        )
    if number == 0:
        raise UnreadablePage("NewsML-G2 without a newsItem; give items with their text")


def _fields(item: etree._Element) -> dict[str, object]:
    inline = next(iter(item.iterfind("{*}contentSet/{*}inlineXML/*")), None)
    nested = nitf_fields(inline) if inline is not None and local_name(inline) == "nitf" else {}
    holder = find_text(item, "rightsInfo/copyrightNotice") or _name(item, "rightsInfo/copyrightHolder")
    return {
        "text": _text(item, inline, nested),
        "is_markup": inline is None,
        "holder": holder or find_text(item, "contentMeta/creditline") or nested.get("holder"),
        "title": find_text(item, "contentMeta/headline") or nested.get("title"),
        "author": find_text(item, "contentMeta/by") or nested.get("author"),
        "outlet": _name(item, "itemMeta/provider") or nested.get("outlet"),
        "published": find_text(
            item, "contentMeta/contentCreated", "itemMeta/firstCreated", "itemMeta/versionCreated"
        )
        or nested.get("published"),
        "language": find_attribute(item, "contentMeta/language", "tag")
        or item.get("{http://www.w3.org/XML/1998/namespace}lang")
        or nested.get("language"),
    }


def _text(item: etree._Element, inline: etree._Element | None, nested: dict[str, object]) -> str:
    if (body := nested.get("text")) and isinstance(body, str):
        return body
    if inline is not None:
        body_element = inline.find("{*}body")
        return element_text(inline if body_element is None else body_element)
    return item.findtext("{*}contentSet/{*}inlineData") or ""


def _name(item: etree._Element, path: str) -> str | None:
    """What a party is called: by its name element, else literally, else by its code."""
    code = find_attribute(item, path, "qcode")
    return (
        find_text(item, f"{path}/name")
        or find_attribute(item, path, "literal")
        or (code.rpartition(":")[2] if code else None)
    )
