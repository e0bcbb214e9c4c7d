"""NITF, the news text format of the IPTC: one document is one article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from lxml import etree

from boilerplate.errors import UnreadablePage
from boilerplate.read.markup import element_text
from boilerplate.read.record import build_wire_page
from boilerplate.read.source import Source, digest, read_whole
from boilerplate.read.xml import find_attribute, find_text, iterate_elements
from boilerplate.records import Page, Rejection

_BY = re.compile(r"(?i)^by\s+")


def read_nitf(source: Source) -> Iterator[Page | Rejection]:
    """Yield the article of an NITF document.

    Raises: UnreadablePage: empty, too big, or malformed.
    """
    content = read_whole(source)
    root = next(iterate_elements(io.BytesIO(content), name="nitf"), None)
    if root is None:
        raise UnreadablePage("XML without an nitf element; give an NITF document")
    yield build_wire_page(
        nitf_fields(root), source=source, page_id=source.name, where="the document", sha256=digest(content)
    )


def nitf_fields(root: etree._Element) -> dict[str, object]:
    """The fields of a page that an ``nitf`` element tells."""
    body = root.find("{*}body/{*}body.content")
    text = element_text(body) if body is not None else ""
    holder = find_attribute(root, "head/docdata/doc.copyright", "holder") or find_text(
        root, "body/body.head/distributor", "body/body.head/rights/rights.owner"
    )
    byline = find_text(root, "body/body.head/byline/person", "body/body.head/byline")
    return {
        "text": text,
        "holder": holder,
        "title": find_text(root, "body/body.head/hedline/hl1", "head/title"),
        "author": _BY.sub("", byline) if byline else None,
        "outlet": find_attribute(root, "head/pubdata", "name"),
        "url": find_attribute(root, "head/pubdata", "ex-ref"),
        "published": find_attribute(root, "head/docdata/date.issue", "norm")
        or find_attribute(root, "head/docdata/date.release", "norm")
        or find_attribute(root, "head/pubdata", "date.publication"),
        "language": root.get("{http://www.w3.org/XML/1998/namespace}lang"),
    }
