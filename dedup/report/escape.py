"""Text of others made safe to show: no control characters, no hidden change of reading direction.

Article text is hostile: an escape sequence can repaint a terminal, a bidirectional override can make a
sentence read as another one. Each such character becomes one visible stand-in, so offsets stay true.
"""

from __future__ import annotations

_KEPT = {"\n", "\t"}
_STAND_IN = "\ufffd"


def _build_table() -> dict[int, str]:
    table: dict[int, str] = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in _KEPT}
    table[0x7F] = "\u2421"
    unsafe = [*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)]
    unsafe += [*range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080), 0xFFFE, 0xFFFF]
    table.update(dict.fromkeys(unsafe, _STAND_IN))
    table[0x2028] = table[0x2029] = table[0x0D] = " "
    return table


_TABLE = _build_table()


def scrub(text: str) -> str:
    """Return ``text`` with every unsafe character replaced by one visible stand-in.

    Replaced are control characters other than newline and tab, bidirectional embeddings, overrides and
    isolates, tag and deprecated format characters, and lone surrogates. The plain direction marks and the
    joiners, which honest Arabic, Hebrew or Persian text needs, stay. The length never changes.
    """
    return text.translate(_TABLE)


def scrub_line(text: str) -> str:
    """Return ``text`` scrubbed and on one line: every run of white space is one space."""
    return " ".join(scrub(text).split())
