"""An object with named fields (JSON line, table row) → page.

The fields are those of the outside contract: ``html`` or ``text``, and any of ``id url outlet title author
published language charset``. Others are ignored. Where both bodies are there, ``html`` wins.
"""

from __future__ import annotations

from collections.abc import Mapping

from boilerplate.errors import UnreadablePage
from boilerplate.read.source import PAGE_BYTES, Source, too_big
from boilerplate.records import Page, PageForm, Rejection

FIELDS = ("html", "text", "id", "url", "outlet", "title", "author", "published", "language", "charset")


def build_page(
    fields: Mapping[str, object], *, source: Source, number: int, where: str, sha256: str
) -> Page | Rejection:
    """The page an object describes, or why it describes none.

    Args:
        fields: the object; a field that is None or an empty string counts as not given.
        number: which record of its file it is, from 1.
        where: the place in the file, for people (``line 3``).
        sha256: of the bytes the object was read from.
    """
    page_id = _own_id(fields.get("id")) or source.record_id(number)
    try:
        form, content = _body(fields)
    except UnreadablePage as error:
        return Rejection(id=page_id, reason=f"{where} of {source.name}: {error}")
    return Page(
        id=page_id,
        form=form,
        content=content,
        sha256=sha256,
        url=_label(fields.get("url")),
        outlet=_label(fields.get("outlet")),
        title=_label(fields.get("title")),
        author=_label(fields.get("author")),
        published=_label(fields.get("published")),
        language=_label(fields.get("language")),
        charset=_label(fields.get("charset")),
        folder=source.folder,
    )


def replace_surrogates(text: str) -> str:
    """Lone surrogates become U+FFFD: a cut-off escape (``\\ud83d``) is no reason to lose a page."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _own_id(value: object) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _label(value)


def _label(value: object) -> str | None:
    """A field that says something about the page; what is no text says nothing."""
    return (replace_surrogates(value).strip() or None) if isinstance(value, str) else None


def _body(fields: Mapping[str, object]) -> tuple[PageForm, str]:
    forms: tuple[PageForm, ...] = ("html", "text")
    for form in forms:
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
