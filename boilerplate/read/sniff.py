"""What a file is, told from its first bytes; the suffix decides only where the content leaves it open."""

from __future__ import annotations

import codecs
import json
import re
from typing import Literal

Format = Literal[
    "html", "text", "jsonl", "json", "csv", "warc", "parquet", "feed", "nitf", "newsml", "gzip",
    "utf-16", "unknown xml", "page part", "binary", "empty",
]  # fmt: skip

HEAD_BYTES = 1 << 16

_SUFFIXES: dict[str, Format] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".json": "json", ".csv": "csv", ".tsv": "csv", ".css": "page part", ".js": "page part",
    ".mjs": "page part", ".map": "page part",
}  # fmt: skip
_XML_ROOTS: dict[str, Format] = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "nitf": "nitf", "newsitem": "newsml",
    "newsmessage": "newsml", "packageitem": "newsml", "html": "html",
}  # fmt: skip
_SKIPPED = re.compile(
    r"\s*(?:<!--.*?(?:-->|\Z)|<\?[^>]*>|<!DOCTYPE(?:[^>\[]|\[[^\]]*\])*>|\s+)", re.DOTALL | re.I
)
_DOCTYPE = re.compile(r"<!doctype\s+html\b", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_HTML_TAG = re.compile(
    r"</?(?:html|head|body|meta|link|title|script|div|span|p|a|article|section|main|table|h[1-6]|ul|br)\b[^<>]*>",
    re.IGNORECASE,
)
_UTF8_ONLY = ("jsonl", "json", "csv")
_ENOUGH_TAGS = 3
_MARKUP_SHARE = 0.03
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b")
_CSV_HEAD = re.compile(r'"?[A-Za-z_][\w -]*"?(?:[,;\t]"?[A-Za-z_][\w -]*"?)+\r?')
_BODY_COLUMN = re.compile(r'(?:^|[,;\t])"?(?:html|text)"?(?:[,;\t]|\r?\Z)', re.IGNORECASE)


def sniff(head: bytes, *, suffix: str) -> Format:
    """Tell the format of a file.

    Args:
        head: its first HEAD_BYTES, or all of it.
        suffix: the end of its name, lower case, with its dot; empty if it has none.
    """
    if not head.strip():
        return "empty"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    text = _decode_head(head)
    if text is None:
        return "binary"
    kind = _sniff_text(text.lstrip("\ufeff \t\r\n"), hint=_SUFFIXES.get(suffix))
    return "utf-16" if kind in _UTF8_ONLY and b"\0" in head[:4] else kind


def _decode_head(head: bytes) -> str | None:
    """The head as text, good enough to look for markup in; None for what is no text."""
    for bom, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(bom):
            return head.decode(encoding, "replace")
    if b"\0" in head:
        even, odd = head[0::2], head[1::2]
        for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
            if high.count(0) > len(high) * 0.6 and not low.count(0):
                return head.decode(encoding, "replace")
        if head.count(0) > 2 or not head.lstrip().startswith((b"<", b"{")):
            return None
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return None if controls > len(head) * 0.02 else head.decode("latin-1")


def _sniff_text(text: str, *, hint: Format | None) -> Format:
    if text.startswith("<"):
        return _sniff_markup(text) or (hint if hint in ("jsonl", "json", "page part") else None) or "text"
    if text.startswith(("{", "[")) and (kind := _sniff_json(text, hint=hint)):
        return kind
    first_line = text.partition("\n")[0]
    if _CSV_HEAD.fullmatch(first_line) and _BODY_COLUMN.search(first_line) and "\n" in text:
        return "csv"
    if hint == "html":
        return "html" if _HTML_TAG.search(text) else "text"
    return hint or ("html" if _is_mostly_markup(text) else "text")


def _is_mostly_markup(text: str) -> bool:
    """Whether a text is a page that begins with words, rather than words that quote a tag or two."""
    tags = [match.group() for match in _HTML_TAG.finditer(text)]
    return len(tags) >= _ENOUGH_TAGS and sum(map(len, tags)) >= _MARKUP_SHARE * len(text)


def _sniff_markup(text: str) -> Format | None:
    """The kind of a text that begins with ``<``; None where that is no markup after all."""
    position = 0
    while (skipped := _SKIPPED.match(text, position)) and skipped.end() > position:
        if _DOCTYPE.match(text, skipped.start()) or _DOCTYPE.match(skipped.group().lstrip()):
            return "html"
        position = skipped.end()
    root = _ROOT.match(text, position)
    if root is None:
        return "html" if _HTML_TAG.search(text) else None
    if (kind := _XML_ROOTS.get(root.group(1).lower())) is not None:
        return kind
    if _HTML_TAG.search(text):
        return "html"
    return "unknown xml" if text.startswith("<?xml") or f"</{root.group(1)}" in text else None


def _sniff_json(text: str, *, hint: Format | None) -> Format | None:
    """JSON Lines if the first line is a whole value and more follows or the suffix says so."""
    first_line, _, rest = text.partition("\n")
    try:
        value = json.loads(first_line)
    except (ValueError, RecursionError):
        return hint if hint in ("jsonl", "json") else ("json" if _looks_like_json(text) else None)
    if not isinstance(value, dict):
        return "json" if hint is None else hint
    if hint == "jsonl" or "html" in value or "text" in value or rest.lstrip().startswith("{"):
        return "jsonl"
    return "json"


def _looks_like_json(text: str) -> bool:
    return re.match(r'\{\s*"[^"\n]{1,80}"\s*:|\[\s*[\{\[]', text) is not None
