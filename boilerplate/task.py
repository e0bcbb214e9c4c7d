"""What a worker does with one page: extraction, credits, and what the stages after it want to know.

A payload is a page, or lines that nobody has parsed yet. An answer is a bundle of as many outcomes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from boilerplate.agency.choice import agencies_from
from boilerplate.bundle import pack_bundle
from boilerplate.decode import scrub
from boilerplate.errors import UnreadablePage
from boilerplate.packing import (
    pack_page,
    pack_unread,
    pack_unread_pages,
    unpack_page,
    unpack_unread,
    unpack_unread_pages,
)
from boilerplate.read.jsonl import parse_line, split_lines
from boilerplate.records import Article, DroppedLine, Page, PageForm, Rejection, UnreadPage, UnreadPages

_LABELS = ("url", "outlet", "title", "author", "published", "language")
_PAGE, _LIGHT_PAGE, _UNREAD, _UNREAD_PAGES = b"p", b"l", b"u", b"s"
_MOST_REMEMBERED = 128


def pack_task(page: Page | UnreadPage | UnreadPages) -> bytes:
    """A page or lines as a payload; id and folder of a page stay here, those of unread ones travel."""
    if isinstance(page, UnreadPages):
        return pack_unread_pages(page, mark=_UNREAD_PAGES)
    if isinstance(page, UnreadPage):
        return _UNREAD + pack_unread(page)
    return (_LIGHT_PAGE if page.form == "text" else _PAGE) + pack_page(page)


def is_light(payload: bytes) -> bool:
    """Whether a payload is text, which takes so little that it should share a message with others."""
    return not payload.startswith(_PAGE)


def answer_task(payload: bytes) -> bytes:
    """The task of a worker: a payload → an answer."""
    kind, packed = payload[:1], payload[1:]
    if kind == _UNREAD_PAGES:
        return pack_bundle(map(_extract_unread, split_lines(unpack_unread_pages(packed))))
    if kind == _UNREAD:
        return pack_bundle([_extract_unread(unpack_unread(packed))])
    return pack_bundle([_extract(unpack_page(packed))])


def answer_with_agencies(agencies: Path, payload: bytes) -> bytes:
    """``answer_task`` where a file of agencies is chosen."""
    with agencies_from(agencies):
        return answer_task(payload)


@cache
def load_extractor(form: PageForm) -> Callable[[Page], Article]:
    """The extraction for a form, imported only where there is such a page: HTML costs a quarter second."""
    if form == "html":
        from boilerplate.extract import extract_html

        return extract_html
    from boilerplate.decode import decode_page
    from boilerplate.lines import extract_plain, extract_text

    def extract_decoded(page: Page) -> Article:
        content = page.content
        if page.form == "text" and (plain := extract_plain(page)) is not None:
            return plain
        text = content if isinstance(content, str) else decode_page(content, charset=page.charset)
        if page.form == "markup":
            from boilerplate.read.markup import markup_text

            text = markup_text(text)
        scrubbed = scrub(text)
        return extract_text(page if scrubbed is content else replace(page, form="text", content=scrubbed))

    return extract_decoded


def _extract_unread(unread: UnreadPage) -> Article | Rejection:
    page = parse_line(unread)
    if isinstance(page, Rejection):
        return page
    if page.form == "text" and isinstance(page.content, str) and "\n" not in page.content:
        return _extract(page)
    outcome = _extract_once(replace(page, id="", sha256="", folder=None))
    if isinstance(outcome, Rejection):
        return replace(outcome, id=page.id)
    return replace(outcome, id=page.id, sha256=page.sha256)


def _extract(page: Page) -> Article | Rejection:
    from boilerplate.credits import take_credits

    try:
        article = load_extractor(page.form)(page)
        return take_credits(_scrub_article(article) if page.form == "html" else _scrub_labels(article))
    except UnreadablePage as error:
        return Rejection(id=page.id, reason=str(error))


_extract_once = lru_cache(maxsize=_MOST_REMEMBERED)(_extract)
"""Equal lines come one after the other as a rule."""


def _scrub_article(article: Article) -> Article:
    """The article without control characters: escapes (``\\u0000`` in JSON-LD) get past a scrubbed page."""
    return replace(
        _scrub_labels(article),
        text=scrub(article.text),
        dropped=tuple(DroppedLine(text=scrub(line.text), reason=line.reason) for line in article.dropped),
    )


def _scrub_labels(article: Article) -> Article:
    labels: dict[str, Any] = {}
    for name in _LABELS:
        label = getattr(article, name)
        if label is not None and (scrubbed := scrub(label) or None) != label:
            labels[name] = scrubbed
    return replace(article, **labels) if labels else article
