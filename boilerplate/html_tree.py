"""HTML text → element tree without the elements that never hold a story's words."""

from __future__ import annotations

import lxml.etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from boilerplate.errors import UnreadablePage

_NEVER_TEXT = (
    *("script", "style", "template", "svg", "math", "canvas", "iframe", "object", "embed", "applet"),
    *("video", "audio", "map", "area", "select", "option", "datalist", "textarea", "input", "link"),
    *("noindex", "frame", "frameset", "param", "source", "track"),
)


def parse_html(text: str) -> HtmlElement:
    """The tree of a page; markup of any quality gives a tree.

    Raises: UnreadablePage: no element at all could be made of the text.
    """
    parser = HTMLParser(
        encoding="utf-8",
        collect_ids=False,
        default_doctype=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    try:
        tree = document_fromstring(text.encode("utf-8"), parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        raise UnreadablePage("no HTML element in the page; give a page of HTML") from None
    return tree


def drop_invisible(tree: HtmlElement) -> None:
    """Take out, in place, elements whose content no reader sees as text."""
    lxml.etree.strip_elements(tree, *_NEVER_TEXT, with_tail=False)
