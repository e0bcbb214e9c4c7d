"""What a page says about itself in JSON-LD (schema.org): which nodes are articles and their text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape

from lxml.html import HtmlElement

Node = Mapping[str, object]

_MAX_SCRIPT = 2_000_000
_MAX_DEPTH = 6
_COMMENT = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*$")
_MARKUP = re.compile(r"<[A-Za-z/!][^<>]*>")
_HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SHORTCODE = re.compile(r"\[/[A-Za-z][\w-]{0,40}\]|\[[A-Za-z][\w-]{0,40}\s[^\[\]=]{0,60}=[^\[\]]{0,600}\]")
"""What a content system leaves where it would set a picture or a link, such as ``[name key="value"]``."""

_MAX_ESCAPES = 3
_BREAK = re.compile(r"<\s*(?:/\s*(?:p|div|h\d|li|blockquote)|br)\b[^<>]*>", re.IGNORECASE)


def read_nodes(tree: HtmlElement) -> tuple[Node, ...]:
    """The JSON-LD objects of the page, outermost first; broken scripts are passed over.

    Members of a list (``ItemList``) are left out: they are other pages.
    """
    nodes: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = _COMMENT.sub("", script.text or "")
        if len(source) > _MAX_SCRIPT:
            continue
        try:
            nodes.extend(_walk(json.loads(source, strict=False), depth=0))
        except (ValueError, RecursionError):
            continue
    return tuple(nodes)


def find_article(nodes: tuple[Node, ...]) -> Node | None:
    """The node that describes the page's article: the one with a body, else the first one."""
    articles = [node for node in nodes if any(_is_article_type(name) for name in type_names(node))]
    with_body = [node for node in articles if node.get("articleBody")]
    return next(iter(with_body or articles), None)


def type_names(node: Node) -> tuple[str, ...]:
    """The schema.org types of a node."""
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return tuple(name.rsplit("/", 1)[-1] for name in values if isinstance(name, str))


def article_body(node: Node) -> str:
    """The ``articleBody`` as paragraphs joined by newlines; empty where there is none."""
    body = node.get("articleBody")
    if isinstance(body, list):
        body = "\n".join(part for part in body if isinstance(part, str))
    if not isinstance(body, str):
        return ""
    text = _SHORTCODE.sub("\n", _unescape(body))
    if _MARKUP.search(text):
        text = _unescape(_MARKUP.sub("", _BREAK.sub("\n", _HTML_COMMENT.sub("\n", text))))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _unescape(text: str) -> str:
    """The text without character references, which some pages write two or three deep."""
    for _ in range(_MAX_ESCAPES):
        plain = unescape(text)
        if plain == text:
            break
        text = plain
    return text


def first_text(node: Node, *keys: str) -> str | None:
    """The first key that holds text, itself or as the ``name`` of an object."""
    for key in keys:
        names = names_of(node.get(key))
        if names:
            return names[0]
    return None


def names_of(value: object) -> tuple[str, ...]:
    """The names in a value: text, an object with a ``name``, or a list of these."""
    if isinstance(value, str):
        text = " ".join(unescape(value).split())
        return (text,) if text else ()
    if isinstance(value, Mapping):
        return names_of(value.get("name"))
    if isinstance(value, list):
        return tuple(name for item in value for name in names_of(item))
    return ()


def _walk(value: object, *, depth: int) -> Iterator[Node]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, depth=depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _walk(value.get(key), depth=depth + 1)


def _is_article_type(name: str) -> bool:
    return name.endswith(("Article", "BlogPosting", "Report")) or name in {"SocialMediaPosting", "Blog"}
