"""HTML text → element tree without the elements that never hold a story's words."""

from __future__ import annotations

import re
from collections.abc import Iterable

import lxml.etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from boilerplate.decode import scrub_bytes
from boilerplate.errors import UnreadablePage

_NEVER_TEXT = (
    *("script", "style", "template", "svg", "math", "canvas", "iframe", "object", "embed", "applet"),
    *("video", "audio", "map", "area", "select", "option", "datalist", "textarea", "input", "link"),
    *("noindex", "frame", "frameset", "param", "source", "track"),
)
_NEVER_STORY = ("nav", "footer", "aside", "button", "label", "menu", "dialog", "picture", "time", "noscript")
"""Elements that trafilatura would take out itself, after walking through them several times."""

_RAW_TEXT_TAG = re.compile(
    rb"</?(?:title|textarea|noscript|noframes|noembed|xmp|plaintext)\b[^<>]*>", re.IGNORECASE
)
"""Tags whose content is text up to the closing one: where that is missing, the rest of the page."""


def parse_html(text: str) -> HtmlElement:
    """The tree of a page; markup of any quality gives a tree.

    Raises: UnreadablePage: no element at all could be made of the text.
    """
    content = scrub_bytes(text)
    tree = _parse(content)
    if tree is None or _is_swallowed(tree):
        opened = _RAW_TEXT_TAG.sub(b" ", content)
        repaired = _parse(opened) if opened != content else None
        if repaired is not None and not _is_swallowed(repaired):
            return repaired
    if tree is None:
        raise UnreadablePage("no article: the page is empty or no HTML")
    return tree


def _parse(content: bytes) -> HtmlElement | None:
    parser = HTMLParser(
        encoding="utf-8",
        collect_ids=False,
        default_doctype=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    # One class for all elements: the usual look-up by tag is written in Python and costs a tenth of a page.
    parser.set_element_class_lookup(lxml.etree.ElementDefaultClassLookup(element=HtmlElement))
    try:
        return document_fromstring(content, parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        return None


def _is_swallowed(tree: HtmlElement) -> bool:
    """Whether the page has no element in its body, as when a title is never closed and all is its text."""
    body = tree.find("body")
    return body is None or len(body) == 0


def drop_surroundings(tree: HtmlElement, *, top: HtmlElement, prose: Iterable[HtmlElement]) -> None:
    """Take out, in place, what stands around ``top`` and its ancestors and holds no prose.

    What is left is the story and its surroundings that have any running text: menus, lists of headlines and
    forms go, and with them half the time that looking for the story takes.
    """
    stays = {tree}
    for element in (top, *prose):
        current: HtmlElement | None = element
        while current is not None and current not in stays:
            stays.add(current)
            current = current.getparent()
    inner: HtmlElement | None = top
    while inner is not None and (outer := inner.getparent()) is not None:
        for child in outer.getchildren():
            if child not in stays and child.tag != "h1":
                child.drop_tree()
        inner = outer
    if not any(element.tag in _NEVER_STORY for element in (top, *top.iterancestors())):
        lxml.etree.strip_elements(tree, *_NEVER_STORY, with_tail=False)


def drop_invisible(tree: HtmlElement) -> None:
    """Take out, in place, elements whose content no reader sees as text."""
    lxml.etree.strip_elements(tree, *_NEVER_TEXT, with_tail=False)
