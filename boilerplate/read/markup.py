"""Marked-up body text of news formats → plain paragraphs, one a line."""

from __future__ import annotations

import re

from lxml import etree, html

_BLOCKS = frozenset(
    "address article aside block blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header"
    " hl1 hl2 hr li main ol p pre section table td th tr ul".split()
)
_SILENT = frozenset(
    "script style template noscript iframe object svg head form button media figure nitf-table".split()
)
_BREAK = "\x1e"  # cannot stand in XML, and no HTML parser lets it through
_SPACE = re.compile(r"\s+")


def markup_text(markup: str) -> str:
    """The paragraphs of an HTML fragment; what has no tags keeps its own lines.

    Nothing is fetched, and nothing is expanded but HTML's own entities.
    """
    if "<" not in markup and "&" not in markup:
        return markup
    try:
        parser = html.HTMLParser(no_network=True, encoding="utf-8")
        root = etree.fromstring(f"<div>{markup}</div>".encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return ""
    return "" if root is None else element_text(root)


def element_text(root: etree._Element) -> str:
    """The paragraphs below an element, whatever its namespace; pictures, tables and scripts are left out."""
    pieces: list[str] = []
    silent: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        name = local_name(element)
        if event == "start" and silent is None:
            pieces.append(_BREAK if name in _BLOCKS else "")
            if name in _SILENT and element is not root:
                silent = element
            else:
                pieces.append(element.text or "")
        if event != "start":
            silent = None if silent is element else silent
            if silent is None and element is not root:
                pieces.append((_BREAK if name in _BLOCKS else "") + (element.tail or ""))
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(pieces).split(_BREAK))
    return "\n".join(line for line in lines if line)


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace, lower case; empty for comments and the like."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
