"""Pages and articles ↔ bytes, for pipes and files.

A head in JSON, so that reading it back can run no code, and behind it the text as it is in UTF-8: reading
what an article is called does not mean decoding its text.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from boilerplate.records import Article, Credit, DroppedLine, Page, Rejection, UnreadPage, UnreadPages

_LABELS = 8
"""How many fields of a head are text or nothing; credits and dropped lines follow."""


class Head(NamedTuple):
    """What is said of an article; its text begins at an offset of the packed bytes."""

    id: str
    sha256: str
    url: str | None
    outlet: str | None
    title: str | None
    author: str | None
    published: str | None
    language: str | None
    credits: list[tuple[str, str, str, tuple[int, int]]]
    dropped: list[tuple[str, str]]


def pack_page(page: Page) -> bytes:
    """A page as bytes, but for its place: its id and its folder."""
    content = page.content
    is_decoded = isinstance(content, str)
    labels = (
        page.form, is_decoded, page.sha256, page.url, page.outlet, page.title, page.author, page.published,
        page.language, page.charset, page.is_summary,
    )  # fmt: skip
    body = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return b"".join((json.dumps(labels).encode("ascii"), b"\n", body))


def unpack_page(packed: bytes) -> Page:
    """The page that was packed, its id empty and its folder unknown."""
    end = packed.index(b"\n")
    form, is_decoded, sha256, url, outlet, title, author, published, language, charset, is_summary = (
        json.loads(packed[:end].decode("ascii"))
    )
    body = packed[end + 1 :]
    return Page(
        id="",
        form=form,
        content=body.decode("utf-8", "surrogatepass") if is_decoded else body,
        sha256=sha256,
        url=url,
        outlet=outlet,
        title=title,
        author=author,
        published=published,
        language=language,
        charset=charset,
        is_summary=is_summary,
    )


def pack_unread(page: UnreadPage) -> bytes:
    """A page that nobody has parsed yet as bytes."""
    place = (page.id, page.name, page.where, page.folder)
    return b"".join((json.dumps(place).encode("ascii"), b"\n", page.line))


def unpack_unread(packed: bytes) -> UnreadPage:
    """The page that was packed."""
    end = packed.index(b"\n")
    page_id, name, where, folder = json.loads(packed[:end].decode("ascii"))
    return UnreadPage(id=page_id, name=name, where=where, folder=folder, line=packed[end + 1 :])


def pack_unread_pages(pages: UnreadPages, *, mark: bytes = b"") -> bytes:
    """Lines that nobody has parsed yet as bytes, some others before them."""
    place = (pages.name, pages.number, pages.line, pages.folder)
    return b"".join((mark, json.dumps(place).encode("ascii"), b"\n", pages.lines))


def unpack_unread_pages(packed: bytes) -> UnreadPages:
    """The lines that were packed."""
    end = packed.index(b"\n")
    name, number, line, folder = json.loads(packed[:end].decode("ascii"))
    return UnreadPages(name=name, number=number, line=line, folder=folder, lines=packed[end + 1 :])


def pack_outcome(outcome: Article | Rejection) -> bytes:
    """An article, or why a page holds none."""
    if isinstance(outcome, Rejection):
        return json.dumps({"id": outcome.id, "reason": outcome.reason}).encode("ascii") + b"\n"
    head = (
        outcome.id, outcome.sha256, outcome.url, outcome.outlet, outcome.title, outcome.author,
        outcome.published, outcome.language,
        [(credit.agency, credit.kind, credit.text, credit.span) for credit in outcome.credits],
        [(line.text, line.reason) for line in outcome.dropped],
    )  # fmt: skip
    text = outcome.text.encode("utf-8", "surrogatepass")
    return b"".join((json.dumps(head).encode("ascii"), b"\n", text))


def read_head(packed: bytes) -> Head | dict[str, str]:
    """The head of what this process has packed itself, unchecked; that of a rejection as it is."""
    head = json.loads(packed.decode("ascii"))
    return head if isinstance(head, dict) else Head(*head)


def unpack_head(packed: bytes) -> Head | Rejection:
    """What is said of an article that was packed, or why there is none.

    Raises: ValueError: nothing that pack_outcome returns.
    """
    try:
        head = read_head(packed[: packed.index(b"\n")])
        if isinstance(head, dict):
            return Rejection(id=_require_text(head["id"]), reason=_require_text(head["reason"]))
        for label in head[:_LABELS]:
            if label is not None:
                _require_text(label)
        return head
    except (KeyError, RecursionError, TypeError) as error:
        raise ValueError(f"not a packed outcome: {error}") from None


def unpack_outcome(packed: bytes) -> Article | Rejection:
    """What was packed.

    Raises: ValueError: nothing that pack_outcome returns.
    """
    head = unpack_head(packed)
    if isinstance(head, Rejection):
        return head
    text = packed[packed.index(b"\n") + 1 :]
    return build_article(head, text=text.decode("utf-8", "surrogatepass"))


def build_article(head: Head, *, article_id: str | None = None, text: str) -> Article:
    """The article of a head, an id if not that of the head, and a text.

    Raises: ValueError: the head holds something else than pack_outcome puts there.
    """
    try:
        return Article(
            id=head.id if article_id is None else article_id,
            sha256=head.sha256,
            text=text,
            url=head.url,
            outlet=head.outlet,
            title=head.title,
            author=head.author,
            published=head.published,
            language=head.language,
            credits=tuple(
                [
                    Credit(agency=agency, kind=kind, text=words, span=(int(start), int(end)))  # type: ignore[arg-type]
                    for agency, kind, words, (start, end) in head.credits
                ]
            ),
            dropped=tuple([DroppedLine(text=line, reason=reason) for line, reason in head.dropped]),
        )
    except (TypeError, ValueError) as error:
        raise ValueError(f"not a packed outcome: {error}") from None


def _require_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("fields are text")
    return value
