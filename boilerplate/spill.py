"""Bytes of which some are held in memory and the rest in a temporary file that nobody else sees.

All of them have a place in one row of bytes, whose beginning is in memory: what lies there can be looked at
without copying it.
"""

from __future__ import annotations

import mmap
import os
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path

MOST_HELD_BYTES = 256_000_000
"""From here on bytes go to the file: a day of news stays in memory, an archive does not fill it."""

_PADDING = 64
"""Zero bytes after the last that are held, for those who look at so many together."""


class Spill:
    """Keeps bytes; those past a limit in a file that is gone when the last reader is.

    They can be read in processes forked later, too.
    """

    def __init__(self, most_held_bytes: int | None = None) -> None:
        """Start with nothing; None for the usual limit."""
        self._limit = MOST_HELD_BYTES if most_held_bytes is None else most_held_bytes
        self._held: mmap.mmap | None = None
        self._held_end = 0
        self._file: int | None = None
        self._end = self._limit
        self._stray: dict[int, bytes] = {}

    @property
    def held(self) -> mmap.mmap | bytes:
        """The bytes in memory, each at its place; those whose places are beyond it must be read."""
        return b"" if self._held is None else self._held

    def keep(self, content: bytes | memoryview) -> int:
        """Keep some bytes; returns the place of the first. A full disk keeps them in memory."""
        size = len(content)
        if self._held_end + size <= self._limit and (held := self._reserve()) is not None:
            start, self._held_end = self._held_end, self._held_end + size
            held[start : start + size] = content
            return start
        start, self._end = self._end, self._end + size
        with suppress(OSError):
            if os.pwrite(self._open(), content, start - self._limit) == size:
                return start
        self._stray[start] = bytes(content)
        return start

    def read(self, start: int, end: int) -> bytes:
        """The bytes from one place to another; both lie in what was kept at once."""
        if end <= self._limit:
            return self.held[start:end]
        for first, content in self._stray.items():
            if first <= start and end <= first + len(content):
                return content[start - first : end - first]
        return os.pread(self._open(), end - start, start - self._limit)

    def _reserve(self) -> mmap.mmap | None:
        """Room for all that is held, which takes memory only as it is written; None where there is none."""
        if self._held is None and self._limit > self._held_end:
            try:
                flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
                self._held = mmap.mmap(-1, self._limit + _PADDING, flags=flags)
            except OSError:
                self._held_end = self._limit
        return self._held

    def _open(self) -> int:
        if self._file is None:
            self._file, name = tempfile.mkstemp()
            Path(name).unlink()
            weakref.finalize(self, os.close, self._file)
        return self._file
