"""RSS and Atom: every item is one article, with its full content if the feed carries it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from boilerplate.errors import MissingExtra, UnreadablePage
from boilerplate.read.markup import markup_text
from boilerplate.read.record import build_page
from boilerplate.read.source import Source, digest, read_whole
from boilerplate.records import Page, Rejection


def read_feed(source: Source) -> Iterator[Page | Rejection]:
    """Yield a page or rejection per item; one that has its summary alone is marked as such.

    Raises:
        UnreadablePage: empty, too big, or no item in it.
        MissingExtra: feedparser is not installed.
    """
    try:
        import feedparser  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        raise MissingExtra("RSS and Atom need feedparser; install wirecopy[feeds]") from None
    content = read_whole(source)
    feed = feedparser.parse(io.BytesIO(content), resolve_relative_uris=False)
    if not feed.entries:
        raise UnreadablePage("a feed without items; give one with items")
    outlet = feed.feed.get("title")
    language = feed.feed.get("language")
    for number, entry in enumerate(feed.entries, start=1):
        yield build_page(
            {"outlet": outlet, "language": language, **_fields(entry)},
            source=source,
            page_id=source.record_id(number),
            where=f"item {number}",
            sha256=digest(content + f"#{number}".encode()),
        )


def _fields(entry: Mapping[str, object]) -> dict[str, object]:
    bodies = entry.get("content")
    full = [body for body in bodies if isinstance(body, Mapping)] if isinstance(bodies, list) else []
    body = markup_text(max((_string(body.get("value")) for body in full), key=len, default=""))
    summary = markup_text(_string(entry.get("summary")))
    is_summary = len(summary) >= len(body)
    fields: dict[str, object] = {
        "text": summary if is_summary else body,
        "is_summary": is_summary,
        "url": entry.get("link"),
        "title": markup_text(_string(entry.get("title"))),
        "author": entry.get("author"),
        "published": entry.get("published") or entry.get("updated"),
    }
    if language := next((body["language"] for body in full if body.get("language")), None):
        fields["language"] = language
    return fields


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
