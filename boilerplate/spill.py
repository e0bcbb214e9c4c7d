"""Bytes of which some are held in memory and the rest in a temporary file that nobody else sees."""

from __future__ import annotations

import os
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

MOST_HELD_BYTES = 256_000_000
"""From here on bytes go to the file: a day of news stays in memory, an archive does not fill it."""


class Spilled(NamedTuple):
    """Bytes in the file."""

    spill: Spill
    start: int
    length: int


class Spill:
    """Keeps bytes; those past a limit in a file that is gone when the last of them is.

    They can be read in processes forked later, too.
    """

    def __init__(self, most_held_bytes: int | None = None) -> None:
        """Start with nothing; None for the usual limit."""
        self._free_bytes = MOST_HELD_BYTES if most_held_bytes is None else most_held_bytes
        self._file: int | None = None
        self._end = 0

    def keep(self, content: bytes) -> bytes | Spilled:
        """Keep some bytes: as they are, or where they are to be found. A full disk keeps them in memory."""
        if self._free_bytes >= len(content):
            self._free_bytes -= len(content)
            return content
        with suppress(OSError):
            file = self._open()
            if os.pwrite(file, content, self._end) == len(content):
                start, self._end = self._end, self._end + len(content)
                return Spilled(self, start, len(content))
        return content

    def read(self, place: Spilled) -> bytes:
        """The bytes at a place."""
        return os.pread(self._open(), place.length, place.start)

    def _open(self) -> int:
        if self._file is None:
            self._file, name = tempfile.mkstemp()
            Path(name).unlink()
            weakref.finalize(self, os.close, self._file)
        return self._file
