"""HTML page → article: the paragraphs of the story and what the page says about it.

The only home of trafilatura. It proposes which text is the story; the page's own blocks are then kept or
dropped one by one, so that the text stands in the page's order and every dropped line keeps its reason.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from copy import deepcopy

import trafilatura
from lxml.html import HtmlElement

from boilerplate import dates, jsonld, page_kind
from boilerplate.blocks import Block, read_blocks
from boilerplate.decode import decode_page, scrub
from boilerplate.html_tree import drop_invisible, parse_html
from boilerplate.metadata import PageMetadata, outlet_of_url, read_metadata
from boilerplate.records import Article, DroppedLine, Page

# trafilatura reports every page it gives up; what becomes of a page is said in its Rejection.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("trafilatura").propagate = False

_SHORT_BLOCK = 40
_MIN_BODY_GAIN = 1.3
_MIN_BODY_OVERLAP = 0.6
_MAX_DROPPED_CHARACTERS = 2_000


def extract_html(page: Page) -> Article:
    """The article of an HTML page; what the input said about the page wins over what the page says.

    Raises: UnreadablePage: the page is no HTML, or holds no article; the message is the reason.
    """
    content = page.content
    html = decode_page(content, charset=page.charset) if isinstance(content, bytes) else content
    tree = parse_html(scrub(html))
    nodes = jsonld.read_nodes(tree)
    metadata = read_metadata(tree, nodes=nodes)
    drop_invisible(tree)
    blocks = read_blocks(tree)
    kept = _choose_blocks(tree, blocks)
    lines = [block.text for block, keep in zip(blocks, kept, strict=True) if keep]
    article_node = jsonld.find_article(nodes)
    if article_node is not None:
        lines = _check_against_body(lines, jsonld.article_body(article_node))
    lines = _without_headline(lines, page.title or metadata.title)
    page_kind.require_article(lines, metadata=metadata, blocks=blocks, kept=kept)
    dropped = tuple(
        DroppedLine(text=block.text[:_MAX_DROPPED_CHARACTERS], reason="outside the story")
        for block, keep in zip(blocks, kept, strict=True)
        if not keep
    )
    return _assemble(page, metadata, lines, dropped)


def _choose_blocks(tree: HtmlElement, blocks: Sequence[Block]) -> list[bool]:
    """Which blocks trafilatura takes for the story; a second, more generous pass if it finds little."""
    story = _run_trafilatura(tree, recall=False)
    if len(story) < 250:
        generous = _run_trafilatura(tree, recall=True)
        if len(generous) > 2 * len(story):
            story = generous
    squeezed = "\n" + "\n".join(_squeeze(line) for line in story.splitlines()) + "\n"
    return [_stands_in(_squeeze(block.text), squeezed) for block in blocks]


def _run_trafilatura(tree: HtmlElement, *, recall: bool) -> str:
    document = trafilatura.bare_extraction(
        deepcopy(tree),
        favor_precision=not recall,
        favor_recall=recall,
        include_comments=False,
        fast=not recall,
    )
    text = getattr(document, "text", None)
    return text if isinstance(text, str) else ""


def _squeeze(line: str) -> str:
    return re.sub(r"[\W_]+", "", line)


def _stands_in(block: str, story: str) -> bool:
    """Whether a block is part of the story: short ones only as a line of their own."""
    if not block:
        return False
    return block in story if len(block) >= _SHORT_BLOCK else f"\n{block}\n" in story


def _check_against_body(lines: list[str], body: str) -> list[str]:
    """The JSON-LD body's lines where it is the same story, but clearly longer; else the lines given."""
    own = {_squeeze(" ".join(lines)[i : i + 30]) for i in range(0, len(" ".join(lines)), 30)}
    text_length = sum(map(len, lines))
    if len(body) < 300 or len(body) < _MIN_BODY_GAIN * text_length:
        return lines
    squeezed = _squeeze(body)
    found = sum(piece in squeezed for piece in own)
    if text_length >= 100 and found < _MIN_BODY_OVERLAP * len(own):
        return lines
    return body.split("\n")


def _without_headline(lines: list[str], title: str | None) -> list[str]:
    if lines and title and _squeeze(lines[0]).casefold() == _squeeze(title).casefold():
        return lines[1:]
    return lines


def _assemble(
    page: Page, metadata: PageMetadata, lines: Sequence[str], dropped: tuple[DroppedLine, ...]
) -> Article:
    url = page.url or metadata.url
    return Article(
        id=page.id,
        sha256=page.sha256,
        text="\n".join(lines),
        url=url,
        outlet=page.outlet or outlet_of_url(url) or metadata.site_name or _directory(page.id),
        title=page.title or metadata.title,
        author=page.author or metadata.author,
        published=page.published or metadata.published or (dates.from_url(url) if url else None),
        language=page.language or metadata.language,
        dropped=dropped,
    )


def _directory(page_id: str) -> str | None:
    """The directory part of an id, the last resort for an outlet."""
    return page_id.rpartition("/")[0] or None
