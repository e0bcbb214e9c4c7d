"""HTML page → article: the paragraphs of the story and what the page says about it.

The only home of trafilatura. It proposes which text is the story; a model then rates the page's own blocks,
with trafilatura's word as one witness among others, so that chrome inside the story goes, parts of the
story outside trafilatura's frame come back, the text stands in the page's order, and every dropped line
keeps its reason.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import Extractor

from boilerplate import dates, jsonld, page_kind
from boilerplate.block_features import EMPTY_TABLE, describe_blocks
from boilerplate.block_model import rate_blocks
from boilerplate.block_survey import survey_blocks
from boilerplate.blocks import Block, find_blocks, read_blocks
from boilerplate.decode import decode_page
from boilerplate.errors import UnreadablePage
from boilerplate.html_tree import drop_invisible, drop_surroundings, parse_html
from boilerplate.language import guess_language
from boilerplate.metadata import outlet_of_url, read_metadata
from boilerplate.records import Article, DroppedLine, Page
from boilerplate.story import MIN_BODY, PageReading, choose_lines, find_reasons

# trafilatura reports every page it gives up; what becomes of a page is said in its Rejection.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("trafilatura").propagate = False

_SHORT_STORY = 250
"""A proposal of fewer characters is asked for again in trafilatura's recall mode."""

_FAST = Extractor(output_format="python", fast=True, comments=False)
_GENEROUS = Extractor(output_format="python", recall=True, comments=False)
_MAX_DROPPED_CHARACTERS = 2_000
_DATE_REACH = 6
_DATE_LINE = 100


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
    own = {block.text for block, reason in zip(reading.blocks, reasons, strict=True) if not reason}
    restored = frozenset(lines) - own  # lines of the JSON-LD body
    dropped = tuple(
        DroppedLine(text=block.text[:_MAX_DROPPED_CHARACTERS], reason=reason)
        for block, reason in zip(reading.blocks, reasons, strict=True)
        if reason and block.text not in restored
    )
    printed_date = _find_printed_date(reading.blocks, reasons)
    return _assemble(page, reading, lines=lines, dropped=dropped, printed_date=printed_date)


def read_page(page: Page) -> PageReading:
    """Take a page apart without deciding what of it is the story.

    Raises: UnreadablePage: no HTML, or no text in it.
    """
    content = page.content
    html = decode_page(content, charset=page.charset) if isinstance(content, bytes) else content
    tree = parse_html(html)
    nodes = jsonld.read_nodes(tree)
    metadata = read_metadata(tree, nodes=nodes)
    drop_invisible(tree)
    blocks = read_blocks(tree)
    article = jsonld.find_article(nodes)
    body = jsonld.article_body(article) if article is not None else ""
    if not blocks and len(body) < MIN_BODY:
        raise UnreadablePage("no article: the page has no text")
    title = page.title or metadata.title
    if not blocks:
        return PageReading(
            blocks=(), kept=(), stated=(), survey=None, table=EMPTY_TABLE, body=body, metadata=metadata
        )
    survey = survey_blocks(blocks)
    drop_surroundings(tree, top=survey.top, prose=[blocks[i].element for i in np.flatnonzero(survey.prose)])
    kept = find_blocks(blocks, _propose_story(tree))
    stated = find_blocks(blocks, body) if len(body) >= MIN_BODY else [False] * len(blocks)
    return PageReading(
        blocks=blocks,
        kept=tuple(kept),
        stated=tuple(stated),
        survey=survey,
        table=describe_blocks(survey, kept=kept, stated=stated, title=title),
        body=body,
        metadata=metadata,
    )


def _propose_story(tree: HtmlElement) -> str:
    """What trafilatura takes for the story; a second, more generous pass where that is little."""
    story = _run_trafilatura(tree, recall=False)
    if len(story) < _SHORT_STORY:
        generous = _run_trafilatura(tree, recall=True)
        if len(generous) > 2 * len(story):
            return generous
    return story


def _run_trafilatura(tree: HtmlElement, *, recall: bool) -> str:
    document = trafilatura.bare_extraction(tree, options=_GENEROUS if recall else _FAST)
    text = getattr(document, "text", None)
    return text if isinstance(text, str) else ""


def _find_printed_date(blocks: Sequence[Block], reasons: Sequence[str]) -> str | None:
    """The date in a short line near the first line of the story."""
    first = next((index for index, reason in enumerate(reasons) if not reason), 0)
    near = blocks[max(0, first - _DATE_REACH) : first + 2]
    written = (dates.to_iso(block.text) for block in near if len(block.text) <= _DATE_LINE)
    return next((day for day in written if day), None)


def _assemble(
    page: Page,
    reading: PageReading,
    *,
    lines: Sequence[str],
    dropped: tuple[DroppedLine, ...],
    printed_date: str | None,
) -> Article:
    metadata = reading.metadata
    url = page.url or metadata.url
    text = "\n".join(lines)
    published = metadata.published or dates.from_url(url or "") or printed_date
    return Article(
        id=page.id,
        sha256=page.sha256,
        text=text,
        url=url,
        outlet=page.outlet or outlet_of_url(url) or metadata.site_name or _directory(page.id),
        title=page.title or metadata.title,
        author=page.author or metadata.author,
        published=dates.to_iso(page.published or "") or published,
        language=page.language or metadata.language or guess_language(text),
        dropped=dropped,
    )


def _directory(page_id: str) -> str | None:
    """The directory part of an id, the last resort for an outlet."""
    return page_id.rpartition("/")[0] or None
