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

    Raises while reading: UnreadablePage: broken or cut-off gzip, or one that is a bomb.
    """

    def __init__(self, packed: BinaryIO) -> None:
        """Inflate ``packed`` from where it stands."""
        super().__init__()
        self._packed = packed
        self._inflated = gzip.GzipFile(fileobj=packed, mode="rb")
        self._inflated_bytes = 0

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with the next inflated bytes; 0 at the end."""
        try:
            count = self._inflated.readinto(buffer)
        except EOFError:
            raise UnreadablePage("the gzip breaks off before its end; fetch the whole file") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise UnreadablePage(f"broken gzip ({error}); fetch the file anew") from None
        self._inflated_bytes += count
        packed_bytes = self._packed.tell()
        if self._inflated_bytes > max(_FREE_BYTES, packed_bytes * _MOST_PER_BYTE):
            raise UnreadablePage(
                f"{packed_bytes:,} bytes of gzip hold more than {self._inflated_bytes:,} bytes; no page "
                f"packs more than {_MOST_PER_BYTE} to 1, so it is not inflated further"
            )
        return count
