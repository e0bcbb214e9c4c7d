"""The terminal: how wide it is, whether it has colour. The only home of rich, beside the files that print."""

from __future__ import annotations

import os
import re
import shutil
from typing import IO, TextIO, cast

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

PLAIN_WIDTH = 80
READING_WIDTH = 100
"""Prose is never set wider than this, however wide the terminal."""

_PART = re.compile(r"[^/.:_-]*[/.:_-]|[^/.:_-]+")
HEAD_LINE = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")


def open_console(stream: TextIO, *, width: int | None = None, color: bool | None = None) -> Console:
    """Return a console that writes to ``stream``.

    Args:
        width: columns; None means the terminal's, or 80 where there is none.
        color: None means only on a terminal that is not ``dumb`` and where NO_COLOR is not set.
    Source: no-color.org: NO_COLOR counts when it is present and not empty.
    """
    is_terminal = stream.isatty()
    if color is None:
        color = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if width is None:
        width = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns if is_terminal else PLAIN_WIDTH
    return Console(
        file=cast(IO[str], _Trimmed(stream)),
        width=max(width, 40),
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


class _Trimmed:
    """A stream that takes any text, its lines ending where their words end: rich fills tables with spaces."""

    _BLANKS = re.compile(r"[ \t]+(?=\n)")

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.encoding = stream.encoding

    def write(self, text: str) -> int:
        """Write ``text`` without the blanks before its line ends and with ``?`` for what has no code."""
        text = self._BLANKS.sub("", text)
        if self.encoding:
            text = text.encode(self.encoding, "replace").decode(self.encoding)
        return self.stream.write(text)

    def flush(self) -> None:
        """Pass on what is waiting."""
        self.stream.flush()

    def isatty(self) -> bool:
        """Whether the stream is a terminal."""
        return self.stream.isatty()


def has_color(console: Console) -> bool:
    """Whether the console draws colours and line styles."""
    return console.color_system is not None


def print_line(console: Console, text: str | Text, *, indent: int = 0, style: str = "") -> None:
    """Print one paragraph, wrapped and indented as a whole."""
    body = text if isinstance(text, Text) else Text(text)
    body.stylize_before(style)
    body.overflow = "fold"
    wide = min(console.width, READING_WIDTH)
    console.print(Padding(body, (0, 0, 0, indent)) if indent else body, width=wide)


def print_heading(console: Console, text: str) -> None:
    """Print a heading with an empty line before it."""
    console.print()
    print_line(console, text.upper(), style="bold")


def break_long(text: str, width: int) -> str:
    """Return ``text`` with words wider than ``width`` broken after a separator, as ids and addresses need."""
    lines: list[str] = []
    for word in text.split(" "):
        parts = _PART.findall(word) if cell_len(word) > width else [word]
        line = ""
        for part in parts:
            if line and cell_len(line) + cell_len(part) > width:
                lines.append(line)
                line = ""
            line += part
        lines.append(line + " ")
    return "\n".join(lines).replace(" \n", " ").rstrip()


def make_grid(*widths: int | None) -> Table:
    """Return a table without lines; a column of no width takes what is left."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for width in widths:
        grid.add_column(width=width, overflow="fold", ratio=None if width else 1)
    return grid


def make_table(*headings: str) -> Table:
    """Return a table with a line under its headings and nothing else drawn."""
    table = Table(box=HEAD_LINE, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
