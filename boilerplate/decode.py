"""Bytes of a page → text, in the encoding they were most probably written in.

Order of belief: byte order mark, zero bytes of UTF-16, valid UTF-8, the transport's charset, the page's own
declaration, and last a guess from the parts of the body that are not ASCII. Valid UTF-8 stands above a
declaration because text of another encoding hardly ever happens to be valid UTF-8, while wrong
declarations are common. Names are read as browsers read them (WHATWG Encoding Standard: ``latin1`` is
windows-1252, ``gb2312`` is GB 18030).
"""

from __future__ import annotations

import codecs
import re

from boilerplate.charset import guess_charset
from boilerplate.errors import UnreadablePage

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_DECLARATION_HEAD = 8192
_BROWSER_NAMES = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "x-user-defined": "cp1252",
}
_SEVEN_BIT = {"iso2022_jp", "iso2022_kr", "hz"}
_REFUSED = {"utf-7"}  # lets ASCII text smuggle in markup; browsers refuse it too
_MOST_BROKEN = 0.01
"""A declaration that leaves more than this share of the text unreadable is a wrong one."""
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_SAMPLE, _MOST_NOT_TEXT = 10_000, 0.05
_CONTROLS = bytes({*range(32), 127} - {9, 10, 13})
_NONCHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")  # U+FFFE and U+FFFF


def decode_page(content: bytes, *, charset: str | None) -> str:
    """The text of a page; bytes that fit no encoding become U+FFFD.

    Args:
        content: the page as served.
        charset: what the transport said, if anything; unknown names are ignored.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(encoding, "replace")
    if utf16 := _guess_utf16(content):
        return content.decode(utf16, "replace")
    declared = [name for name in (_codec(charset), _declared_charset(content)) if name]
    if declared and declared[0] in _SEVEN_BIT:
        return content.decode(declared[0], "replace")
    for encoding in ["utf-8", *declared]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    text = content.decode(declared[0], "replace") if declared else ""
    if not declared or text.count("\ufffd") > _MOST_BROKEN * len(text):
        return content.decode(guess_charset(content) or "cp1252", "replace")
    return text


def decode_text(content: bytes | str, *, charset: str | None) -> str:
    """The text of a page without control characters.

    Raises: UnreadablePage: binary data.
    """
    text = content if isinstance(content, str) else decode_page(content, charset=charset)
    clean = scrub(text)
    if len(clean) < len(text) or "\ufffd" in clean:
        sample = text[:_SAMPLE]
        if len(_NOT_TEXT.findall(sample)) > _MOST_NOT_TEXT * len(sample):
            raise UnreadablePage("binary data, not text")
    return clean


def scrub(text: str) -> str:
    """The text without control characters and lone surrogates, which no parser or store accepts."""
    try:
        encoded = text.encode("utf-8")
    except UnicodeEncodeError:
        return scrub_bytes(text).decode("utf-8")
    if len(encoded.translate(None, _CONTROLS)) == len(encoded) and b"\xef\xbf" not in encoded:
        return text
    return scrub_bytes(text).decode("utf-8")


def scrub_bytes(text: str) -> bytes:
    """The same in UTF-8."""
    cleaned = text.encode("utf-8", "ignore").translate(None, _CONTROLS)
    return _NONCHARACTERS.sub(b"", cleaned) if b"\xef\xbf" in cleaned else cleaned


def _codec(name: str | None) -> str | None:
    """The codec a charset name stands for, or None where it is unknown or not a text encoding."""
    if not name:
        return None
    label = name.strip().strip("\"'").lower()
    label = _BROWSER_NAMES.get(label, label)
    try:
        codec = codecs.lookup(label)
        "".encode(codec.name)
    except (LookupError, ValueError):
        return None
    return None if codec.name in _REFUSED else codec.name


def _declared_charset(content: bytes) -> str | None:
    match = _DECLARATION.search(content[:_DECLARATION_HEAD])
    return _codec(match.group(1).decode("ascii")) if match else None


def _guess_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark shows as zeros in every other byte of its markup, and in no others."""
    head = content[:4096]
    first, second = head[0::2].count(0), head[1::2].count(0)
    if max(first, second) < max(4, len(head) // 20) or min(first, second) > max(first, second) // 10:
        return None
    return "utf-16-be" if first > second else "utf-16-le"
