"""RSS and Atom: every item is one article, with its full content if the feed carries it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping

from boilerplate.errors import MissingExtra, UnreadablePage
from boilerplate.read.record import build_wire_page
from boilerplate.read.source import Source, digest, read_whole
from boilerplate.records import Page, Rejection
from boilerplate.workers import run_tasks

_DEADLINE_SECONDS = 20.0


def read_feed(source: Source) -> Iterator[Page | Rejection]:
    """Yield a page or rejection per item; one that has its summary alone is marked as such.

    The feed is parsed in a process of its own: feedparser takes time that grows with the square of some
    input, and must not hold up the run.

    Raises:
        UnreadablePage: empty, too big, not parsed in time, or no item in it.
        MissingExtra: feedparser is not installed.
    """
    try:
        import feedparser  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: F401
    except ImportError:
        raise MissingExtra("RSS and Atom need feedparser; install wirecopy[feeds]") from None
    content = read_whole(source)
    ((_, answer),) = run_tasks(_parse, [(None, content)], workers=1, deadline_seconds=_DEADLINE_SECONDS)
    if answer.result is None:
        raise UnreadablePage(f"a feed that {answer.failure}")
    items: list[dict[str, object]] = json.loads(answer.result)
    if not items:
        raise UnreadablePage("a feed without items; give one with items")
    for number, fields in enumerate(items, start=1):
        yield build_wire_page(
            fields,
            source=source,
            page_id=source.record_id(number),
            where=f"item {number}",
            sha256=digest(content + f"#{number}".encode()),
        )


def _parse(content: bytes) -> bytes:
    """The fields of every item of a feed, as JSON."""
    import feedparser

    feed = feedparser.parse(io.BytesIO(content), resolve_relative_uris=False)
    shared = {"outlet": feed.feed.get("title"), "language": feed.feed.get("language")}
    return json.dumps([{**shared, **_fields(entry)} for entry in feed.entries], default=str).encode("ascii")


def _fields(entry: Mapping[str, object]) -> dict[str, object]:
    from boilerplate.read.markup import markup_text

    bodies = entry.get("content")
    full = [body for body in bodies if isinstance(body, Mapping)] if isinstance(bodies, list) else []
    body = max((_string(body.get("value")) for body in full), key=len, default="")
    summary = _string(entry.get("summary"))
    is_summary = len(summary) >= len(body)
    fields: dict[str, object] = {
        "text": summary if is_summary else body,
        "is_markup": True,
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
