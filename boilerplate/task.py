"""What a worker does with one page: extraction, credits, and what the stages after it want to know.

A payload is a page, or a line that nobody has parsed yet. An answer is an article or a rejection, packed,
with whether it is long enough and the keys of its lines beside it: where all is well nobody has to decode
its text for that again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from boilerplate.agency_choice import agencies_from
from boilerplate.decode import scrub
from boilerplate.errors import UnreadablePage
from boilerplate.minimum import find_lack
from boilerplate.packing import pack_outcome, pack_page, pack_unread, unpack_page, unpack_unread
from boilerplate.read.jsonl import parse_line
from boilerplate.records import Article, DroppedLine, Page, PageForm, Rejection, UnreadPage
from boilerplate.serve import pack_frame, unpack_frame

_LABELS = ("url", "outlet", "title", "author", "published", "language")
_PAGE, _LIGHT_PAGE, _UNREAD = b"p", b"l", b"u"
_MOST_REMEMBERED = 128


class Found(NamedTuple):
    """What a worker found: a packed outcome, why it cannot be compared ("" if it can), its lines' keys."""

    packed: bytes
    lack: str
    line_keys: bytes


def pack_task(page: Page | UnreadPage) -> bytes:
    """A page as a payload; its id and folder stay here, those of an unread one travel."""
    if isinstance(page, UnreadPage):
        return _UNREAD + pack_unread(page)
    return (_LIGHT_PAGE if page.form == "text" else _PAGE) + pack_page(page)


def is_light(payload: bytes) -> bool:
    """Whether a payload is text, which takes so little that it should share a message with others."""
    return not payload.startswith(_PAGE)


def answer_task(payload: bytes) -> bytes:
    """The task of a worker: a payload → an answer."""
    kind, packed = payload[:1], payload[1:]
    if kind != _UNREAD:
        return pack_answer(_extract(unpack_page(packed)))
    page = parse_line(unpack_unread(packed))
    if isinstance(page, Rejection):
        return pack_answer(page)
    if page.form == "text" and isinstance(page.content, str) and "\n" not in page.content:
        return pack_answer(_extract(page))
    outcome = _extract_once(replace(page, id="", sha256="", folder=None))
    if isinstance(outcome, Rejection):
        return pack_answer(replace(outcome, id=page.id))
    return pack_answer(replace(outcome, id=page.id, sha256=page.sha256))


def answer_with_agencies(agencies: Path, payload: bytes) -> bytes:
    """``answer_task`` where a file of agencies is chosen."""
    with agencies_from(agencies):
        return answer_task(payload)


def pack_answer(outcome: Article | Rejection) -> bytes:
    """An outcome with what the stages after it want to know."""
    from boilerplate.outlets import make_line_keys

    if isinstance(outcome, Rejection):
        return pack_frame((pack_outcome(outcome), b"", b""))
    lack = find_lack(outcome.text) or ""
    return pack_frame((pack_outcome(outcome), lack.encode("utf-8"), make_line_keys(outcome.text)))


def unpack_answer(answer: bytes) -> Found:
    """The answer that was packed."""
    packed, lack, line_keys = unpack_frame(answer)
    return Found(packed, lack.decode("utf-8"), line_keys)


def load_extractor(form: PageForm) -> Callable[[Page], Article]:
    """The extraction for a form, imported only where there is such a page: HTML costs a quarter second."""
    if form == "html":
        from boilerplate.extract import extract_html

        return extract_html
    from boilerplate.decode import decode_page
    from boilerplate.lines import extract_text

    def extract_decoded(page: Page) -> Article:
        content = page.content
        text = content if isinstance(content, str) else decode_page(content, charset=page.charset)
        if page.form == "markup":
            from boilerplate.read.markup import markup_text

            text = markup_text(text)
        scrubbed = scrub(text)
        return extract_text(page if scrubbed is content else replace(page, form="text", content=scrubbed))

    return extract_decoded


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
