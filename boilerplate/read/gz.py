"""Reading gzip without being filled up by it."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO

from boilerplate.errors import UnreadablePage

_FREE_BYTES = 64_000_000
_MOST_PER_BYTE = 200
"""Past the free bytes, inflating more than this from each byte is no text (text reaches 3 to 20)."""


class InflatedStream(io.RawIOBase):
    """The inflated content of a gzip file, made as it is read.

    Raises while reading: UnreadablePage: broken or cut-off gzip, or one that is a bomb; whoever reads on
    after that is at the end.
    """

    def __init__(self, packed: BinaryIO) -> None:
        """Inflate ``packed`` from where it stands."""
        super().__init__()
        self._packed = packed
        self._inflated = gzip.GzipFile(fileobj=packed, mode="rb")
        self._inflated_bytes = 0
        self._failure: UnreadablePage | None = None
        self._is_over = False

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with the next inflated bytes, all there is room for; 0 at the end.

        What comes before a break is given out first, then it is told.
        """
        count = 0
        while count < len(buffer) and self._failure is None and not self._is_over:
            try:
                found = self._inflate(len(buffer) - count)
            except UnreadablePage as failure:
                self._failure = failure
            else:
                buffer[count : count + len(found)] = found
                count += len(found)
                self._is_over = not found
        if count or self._failure is None:
            return count
        told, self._failure, self._is_over = self._failure, None, True
        raise told

    def _inflate(self, most: int) -> bytes:
        try:
            found = self._inflated.read1(most)
        except EOFError:
            raise UnreadablePage("the gzip breaks off before its end; fetch the whole file") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise UnreadablePage(f"broken gzip ({error}); fetch the file anew") from None
        self._inflated_bytes += len(found)
        packed_bytes = self._packed.tell()
        if self._inflated_bytes > max(_FREE_BYTES, packed_bytes * _MOST_PER_BYTE):
            raise UnreadablePage(
                f"{packed_bytes:,} bytes of gzip hold more than {self._inflated_bytes:,} bytes; no page "
                f"packs more than {_MOST_PER_BYTE} to 1, so it is not inflated further"
            )
        return found
