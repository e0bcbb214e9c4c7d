"""What an input says of one article, as named fields → page.

The fields are those of the outside contract: ``html`` or ``text``, and any of ``id url outlet title author
published language charset``. Others are ignored. Where both bodies are there, ``html`` wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape, unescape

from boilerplate.dates import to_iso
from boilerplate.errors import UnreadablePage
from boilerplate.read.source import PAGE_BYTES, Origin, too_big
from boilerplate.records import Page, PageForm, Rejection

FIELDS = ("html", "text", "id", "url", "outlet", "title", "author", "published", "language", "charset")
_NOTICE = re.compile(r"(?i)©|\(c\)|copyright")
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_].*)?")


def build_page(
    fields: Mapping[str, object], *, source: Origin, page_id: str, where: str, sha256: str
) -> Page | Rejection:
    """The page that fields describe, or why they describe none.

    Args:
        fields: None and the empty string count as not given.
        page_id: its id unless it has its own.
        where: the place in the file, for people (``line 3``).
        sha256: of the bytes the fields were read from.
    """
    page_id = _own_id(fields.get("id")) or page_id
    try:
        form, content = _body(fields)
    except UnreadablePage as error:
        return Rejection(id=page_id, reason=f"{where} of {source.name}: {error}")
    published, language = _label(fields.get("published")), _label(fields.get("language"))
    return Page(
        id=page_id,
        form=form,
        content=content,
        sha256=sha256,
        url=_label(fields.get("url")),
        outlet=_label(fields.get("outlet")),
        title=_label(fields.get("title")),
        author=_label(fields.get("author")),
        published=to_iso(published) if published else None,
        language=_language_code(language) if language else None,
        charset=_label(fields.get("charset")),
        folder=source.folder,
        is_summary=fields.get("is_summary") is True,
    )


def build_wire_page(
    fields: Mapping[str, object], *, source: Origin, page_id: str, where: str, sha256: str
) -> Page | Rejection:
    """As build_page, for the body of an article alone.

    Args:
        fields: ``text`` is marked up if ``is_markup`` is true; ``holder`` is whom its metadata names as
            the owner, with whom the text is closed so that the credit is not lost.
        source, page_id, where, sha256: as for build_page.
    """
    text, holder = _string(fields.get("text")), _label(fields.get("holder"))
    if not text.strip():
        return Rejection(id=page_id, reason=f"{where} of {source.name}: no text in it; give it with its text")
    is_marked_up = fields.get("is_markup") is True and "<" in text
    if fields.get("is_markup") is True and not is_marked_up:
        text = unescape(text)
    if holder and holder not in text:
        year = (to_iso(_string(fields.get("published"))) or "")[:4]
        line = holder if _NOTICE.match(holder) else f"© {year} {holder}".replace("  ", " ")
        text += f"<p>{escape(line)}</p>" if is_marked_up else f"\n{line}"
    page = build_page({**fields, "text": text}, source=source, page_id=page_id, where=where, sha256=sha256)
    return replace(page, form="markup") if is_marked_up and isinstance(page, Page) else page


def replace_surrogates(text: str) -> str:
    """Lone surrogates become U+FFFD: a cut-off escape (``\\ud83d``) is no reason to lose a page."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _own_id(value: object) -> str | None:
    """An id as it was given, to the letter; numbers count as written, blank ones as none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return replace_surrogates(value) if isinstance(value, str) and value.strip() else None


def _label(value: object) -> str | None:
    """A field that says something about the page; what is no text says nothing."""
    return (" ".join(replace_surrogates(value).split()) or None) if isinstance(value, str) else None


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _language_code(value: str) -> str | None:
    match = _LANGUAGE.fullmatch(value)
    return match[1].lower() if match else None


def _body(fields: Mapping[str, object]) -> tuple[PageForm, str]:
    form: PageForm
    for form in ("html", "text"):
        value = fields.get(form)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            raise UnreadablePage(f'"{form}" is {type(value).__name__}; it must be a string')
        if len(value) > PAGE_BYTES:
            raise UnreadablePage(too_big(f'"{form}"'))
        if value.strip():
            return form, replace_surrogates(value)
    raise UnreadablePage('no page in it; give its "html" or its "text" as a string')
