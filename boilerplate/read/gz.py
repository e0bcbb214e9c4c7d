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
        self._is_broken = False

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with the next inflated bytes; 0 at the end."""
        if self._is_broken:
            return 0
        self._is_broken = True
        count = self._inflate(buffer)
        self._is_broken = False
        return count

    def _inflate(self, buffer: bytearray | memoryview) -> int:
        try:
            found = self._inflated.read1(len(buffer))  # a break in what comes later costs none of this
        except EOFError:
            raise UnreadablePage("the gzip breaks off before its end; fetch the whole file") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise UnreadablePage(f"broken gzip ({error}); fetch the file anew") from None
        count = len(found)
        buffer[:count] = found
        self._inflated_bytes += count
        packed_bytes = self._packed.tell()
        if self._inflated_bytes > max(_FREE_BYTES, packed_bytes * _MOST_PER_BYTE):
            raise UnreadablePage(
                f"{packed_bytes:,} bytes of gzip hold more than {self._inflated_bytes:,} bytes; no page "
                f"packs more than {_MOST_PER_BYTE} to 1, so it is not inflated further"
            )
        return count
