"""HTML page → article: the paragraphs of the story and what the page says about it.

The only home of trafilatura. It proposes which text is the story; a model then rates the page's own blocks,
with trafilatura's word as one witness among others, so that chrome inside the story goes, parts of the
story outside trafilatura's frame come back, the text stands in the page's order, and every dropped line
keeps its reason.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import trafilatura
from lxml.html import HtmlElement

from boilerplate import dates, jsonld, page_kind
from boilerplate.block_features import BlockTable, describe_blocks
from boilerplate.block_model import THRESHOLD, rate_blocks
from boilerplate.blocks import Block, find_blocks, read_blocks, squeeze
from boilerplate.decode import decode_page, scrub
from boilerplate.errors import UnreadablePage
from boilerplate.html_tree import drop_invisible, parse_html
from boilerplate.metadata import PageMetadata, outlet_of_url, read_metadata
from boilerplate.records import Article, DroppedLine, Page

# trafilatura reports every page it gives up; what becomes of a page is said in its Rejection.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("trafilatura").propagate = False

_SHORT_STORY = 250
"""A proposal of fewer characters is asked for again in trafilatura's recall mode."""

_MIN_BODY = 300
_BODY_GAIN = 1.25
_BODY_OVERLAP = 0.6
_MIN_REPEAT = 60
_MAX_DROPPED_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """A page taken apart: its blocks, what speaks for each of them, and what it says about itself.

    ``kept`` are the blocks trafilatura takes for the story, ``stated`` those of the JSON-LD ``body``.
    """

    blocks: tuple[Block, ...]
    kept: tuple[bool, ...]
    stated: tuple[bool, ...]
    table: BlockTable
    body: str
    metadata: PageMetadata


def extract_html(page: Page) -> Article:
    """The article of an HTML page; what the input said about the page wins over what the page says.

    Raises: UnreadablePage: the page is no HTML, or holds no article; the message is the reason.
    """
    reading = read_page(page)
    reasons = find_reasons(reading, rate_blocks(reading.table, len(reading.blocks)))
    lines = choose_lines(reading, reasons)
    page_kind.require_article(
        lines,
        metadata=reading.metadata,
        blocks=reading.blocks,
        is_kept=[not reason for reason in reasons],
    )
    dropped = tuple(
        DroppedLine(text=block.text[:_MAX_DROPPED_CHARACTERS], reason=reason)
        for block, reason in zip(reading.blocks, reasons, strict=True)
        if reason
    )
    return _assemble(page, reading.metadata, lines, dropped)


def read_page(page: Page) -> PageReading:
    """Take a page apart without deciding what of it is the story.

    Raises: UnreadablePage: no HTML, or no text in it.
    """
    content = page.content
    html = decode_page(content, charset=page.charset) if isinstance(content, bytes) else content
    tree = parse_html(scrub(html))
    nodes = jsonld.read_nodes(tree)
    metadata = read_metadata(tree, nodes=nodes)
    drop_invisible(tree)
    blocks = read_blocks(tree)
    article = jsonld.find_article(nodes)
    body = jsonld.article_body(article) if article is not None else ""
    if not blocks and len(body) < _MIN_BODY:
        raise UnreadablePage("no article: the page has no text")
    kept = find_blocks(blocks, _propose_story(tree))
    stated = find_blocks(blocks, body) if len(body) >= _MIN_BODY else [False] * len(blocks)
    title = page.title or metadata.title
    return PageReading(
        blocks=blocks,
        kept=tuple(kept),
        stated=tuple(stated),
        table=describe_blocks(blocks, kept=kept, stated=stated, title=title),
        body=body,
        metadata=metadata,
    )


def choose_lines(reading: PageReading, reasons: Sequence[str]) -> list[str]:
    """The blocks that have no reason against them, or the JSON-LD body's lines where it has more of them."""
    lines = [block.text for block, reason in zip(reading.blocks, reasons, strict=True) if not reason]
    return _check_against_body(lines, reading.body)


def _propose_story(tree: HtmlElement) -> str:
    """What trafilatura takes for the story; a second, more generous pass where that is little."""
    story = _run_trafilatura(tree, recall=False)
    if len(story) < _SHORT_STORY:
        generous = _run_trafilatura(tree, recall=True)
        if len(generous) > 2 * len(story):
            return generous
    return story


def _run_trafilatura(tree: HtmlElement, *, recall: bool) -> str:
    document = trafilatura.bare_extraction(
        deepcopy(tree), favor_recall=recall, include_comments=False, fast=not recall
    )
    text = getattr(document, "text", None)
    return text if isinstance(text, str) else ""


def find_reasons(reading: PageReading, probabilities: npt.NDArray[np.float64]) -> list[str]:
    """Why each block is left out; empty for the lines of the story.

    Args:
        probabilities: of each block of the page being a line of the story.
    """
    title = squeeze(reading.metadata.title or "").casefold()
    seen: set[str] = set()
    reasons = []
    for block, probability, kept in zip(reading.blocks, probabilities, reading.kept, strict=True):
        text = squeeze(block.text)
        if probability <= THRESHOLD:
            reason = "unlike the story around it" if kept or probability > 0.05 else "outside the story"
        elif title and text.casefold() == title:
            reason = "the headline again"
        elif len(text) >= _MIN_REPEAT and text in seen:
            reason = "said before on the page"
        else:
            reason = ""
            seen.add(text)
        reasons.append(reason)
    return reasons


def _check_against_body(lines: list[str], body: str) -> list[str]:
    """The JSON-LD body's lines where it is the same story, only longer; else the lines given."""
    text = squeeze("".join(lines))
    squeezed = squeeze(body)
    if len(body) < _MIN_BODY or len(squeezed) < _BODY_GAIN * len(text):
        return lines
    pieces = [text[start : start + 40] for start in range(0, len(text) - 39, 40)]
    if sum(piece in squeezed for piece in pieces) < _BODY_OVERLAP * len(pieces):
        return lines
    return body.split("\n")


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
