"""Pages and articles ↔ bytes, for pipes and files. JSON, so that reading them back can run no code."""

from __future__ import annotations

import json
from typing import Any

from boilerplate.records import Article, Credit, DroppedLine, Page


def pack_page(page: Page) -> bytes:
    """A page as bytes."""
    labels = {name: getattr(page, name) for name in Page.__slots__ if name != "content"}
    labels["is_decoded"] = isinstance(page.content, str)
    content = page.content.encode("utf-8", "surrogatepass") if isinstance(page.content, str) else page.content
    return json.dumps(labels).encode("ascii") + b"\n" + content


def unpack_page(packed: bytes) -> Page:
    """The page that was packed."""
    head, _, content = packed.partition(b"\n")
    labels = json.loads(head)
    is_decoded = labels.pop("is_decoded")
    return Page(**labels, content=content.decode("utf-8", "surrogatepass") if is_decoded else content)


def pack_outcome(outcome: Article | str) -> bytes:
    """An article, or the reason why a page holds none, as one JSON object."""
    if isinstance(outcome, str):
        return json.dumps({"refused": outcome}).encode("ascii")
    fields = {name: getattr(outcome, name) for name in Article.__slots__}
    fields["credits"] = [(c.agency, c.kind, c.text, c.span) for c in outcome.credits]
    fields["dropped"] = [(line.text, line.reason) for line in outcome.dropped]
    return json.dumps(fields).encode("ascii")


def unpack_outcome(packed: bytes) -> Article | str:
    """What was packed.

    Raises: ValueError: nothing that pack_outcome returns.
    """
    try:
        fields: dict[str, Any] = json.loads(packed)
        if "refused" in fields:
            return str(fields["refused"])
        credits = fields.pop("credits")
        dropped = fields.pop("dropped")
        if not all(isinstance(value, str) or value is None for value in fields.values()):
            raise TypeError("fields are text")
        return Article(
            **fields,
            credits=tuple(
                Credit(agency=agency, kind=kind, text=text, span=(int(start), int(end)))
                for agency, kind, text, (start, end) in credits
            ),
            dropped=tuple(DroppedLine(text=text, reason=reason) for text, reason in dropped),
        )
    except (AttributeError, KeyError, RecursionError, TypeError) as error:
        raise ValueError(f"not a packed outcome: {error}") from None
