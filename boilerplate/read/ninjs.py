"""A JSON file that is not JSON Lines: ninjs items (1.x and 2.x), or objects with ``html`` or ``text``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from boilerplate.errors import UnreadablePage
from boilerplate.read.jsonl import parse_json
from boilerplate.read.record import build_page, build_wire_page
from boilerplate.read.source import Source, digest, read_whole
from boilerplate.records import Page, Rejection

_BODIES = ("body_html", "body_xhtml", "body_xml", "body_text")
_REASON = 'JSON, but neither ninjs nor an object with "html" or "text"; give one of these'


def read_ninjs(source: Source) -> Iterator[Page | Rejection]:
    """Yield a page or rejection for the item, or each item of a list, in a JSON file.

    Raises: UnreadablePage: empty, too big, not JSON, or nothing like an article in it.
    """
    content = read_whole(source)
    value = parse_json(content)
    if isinstance(value, Mapping) and isinstance(value.get("items"), list):
        value = value["items"]
    if not isinstance(value, list):
        yield _read_item(value, source=source, page_id=source.name, where="the item", sha256=digest(content))
        return
    if not any(_is_item(item) for item in value):
        raise UnreadablePage(_REASON)
    for number, item in enumerate(value, start=1):
        where = f"item {number}"
        sha256 = digest(content + f"#{number}".encode())
        yield _read_item(item, source=source, page_id=source.record_id(number), where=where, sha256=sha256)


def _is_item(value: object) -> bool:
    return isinstance(value, Mapping) and bool(
        {"html", "text", "bodies", *_BODIES} & value.keys()
        or ("uri" in value and {"headline", "headlines", "type"} & value.keys())
    )


def _read_item(value: object, *, source: Source, page_id: str, where: str, sha256: str) -> Page | Rejection:
    if not _is_item(value) or not isinstance(value, Mapping):
        return Rejection(id=page_id, reason=f"{where} of {source.name}: {_REASON}")
    if "html" in value or "text" in value:
        return build_page(value, source=source, page_id=page_id, where=where, sha256=sha256)
    return build_wire_page(_fields(value), source=source, page_id=page_id, where=where, sha256=sha256)


def _fields(item: Mapping[str, object]) -> dict[str, object]:
    holder = _text(item.get("copyrightnotice")) or _text(item.get("copyrightholder"))
    provider = item.get("provider")
    return {
        **_body(item),
        "holder": holder,
        "url": _text(item.get("uri")) if _text(item.get("uri")).startswith("http") else None,
        "outlet": _text(provider.get("name") if isinstance(provider, Mapping) else provider) or holder,
        "title": _text(item.get("headline")) or _main(item.get("headlines"), key="value"),
        "author": _text(item.get("byline")) or _text(item.get("by")),
        "published": _text(
            item.get("versioncreated") or item.get("firstcreated") or item.get("contentcreated")
        ),
        "language": _text(item.get("language")),
    }


def _body(item: Mapping[str, object]) -> dict[str, object]:
    bodies = [(name != "body_text", _text(item.get(name))) for name in _BODIES]
    bodies.append((True, _main(item.get("bodies"), key="value")))
    is_markup, text = next((body for body in bodies if body[1].strip()), (False, ""))
    return {"text": text, "is_markup": is_markup}


def _main(values: object, *, key: str) -> str:
    """Of a ninjs 2 list, the value whose role is main, else the first."""
    found = [value for value in values if isinstance(value, Mapping)] if isinstance(values, list) else []
    main = [value for value in found if value.get("role") == "main"]
    return _text((main or found or [{}])[0].get(key))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
