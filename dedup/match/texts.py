"""Texts end to end in one buffer, and room that is used again and again.

Fresh memory costs more than most of what is done with it: every new page of it is fetched and cleared by the
system.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Queue
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from mmap import mmap

    Buffer = bytes | memoryview | mmap

Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int64]

PADDING = 64
"""Zero bytes after the last text, since 64 bytes are looked at together."""


class TextBuffer(Sequence[str]):
    """Texts as UTF-8 that lie end to end: text i is ``buffer[offsets[i]:offsets[i + 1]]``.

    That is the layout of an Arrow ``large_string`` array, whose buffers are taken as they are. As a sequence
    it gives the texts as strings, each decoded when it is asked for.
    """

    def __init__(self, buffer: bytes | memoryview | Bytes, offsets: npt.ArrayLike) -> None:
        """Look at buffers that belong to somebody else.

        Args:
            buffer: well-formed UTF-8; surrogates are allowed. Without 64 bytes after the last text that text
                is read more slowly.
            offsets: ascending, one more than there are texts.
        Raises: ValueError: an offset lies outside the buffer or before the one before it.
        """
        view = np.frombuffer(buffer, dtype=np.uint8) if len(buffer) else np.empty(0, dtype=np.uint8)
        view.flags.writeable = False
        self.buffer: Bytes = view
        self.offsets: Offsets = np.asarray(offsets, dtype=np.int64)
        is_inside = len(self.offsets) > 0 and self.offsets[0] >= 0 and self.offsets[-1] <= len(view)
        if not is_inside or (self.offsets[1:] < self.offsets[:-1]).any():
            raise ValueError(
                f"offsets were given that do not ascend from 0 to the {len(view)} bytes of the buffer"
            )

    @classmethod
    def from_strings(cls, texts: Sequence[str]) -> TextBuffer:
        """A buffer of its own with these texts."""
        return cls(*pack_texts(texts))

    def __len__(self) -> int:
        """How many texts."""
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[str]: ...
    def __getitem__(self, number: int | slice) -> str | Sequence[str]:
        """One text, or the buffer of some neighbouring ones."""
        if isinstance(number, slice):
            first, end, step = number.indices(len(self))
            if step != 1:
                return [self[place] for place in range(first, end, step)]
            return TextBuffer(self.buffer, self.offsets[first : max(first, end) + 1])
        place = range(len(self))[number]
        text = self.buffer[self.offsets[place] : self.offsets[place + 1]]
        return text.tobytes().decode("utf-8", "surrogatepass")


class PlacedTexts(Sequence[str]):
    """Texts that lie anywhere, in UTF-8: most of them in one buffer, the others where they must be read.

    As a sequence it gives the texts as strings, each decoded when it is asked for.
    """

    def __init__(
        self,
        buffer: Buffer,
        places: tuple[npt.ArrayLike, npt.ArrayLike],
        *,
        read: Callable[[int, int], bytes],
    ) -> None:
        """Look at texts that belong to somebody else.

        Args:
            buffer: its last 64 bytes, if it has any, are zeros and belong to no text.
            places: where each text begins and where it ends; beyond the end of the buffer, it must be read.
            read: gives what lies from one place to another.
        """
        view = np.frombuffer(buffer, dtype=np.uint8) if len(buffer) else np.empty(0, dtype=np.uint8)
        view.flags.writeable = False
        self._buffer: Bytes = view
        self._starts, self._ends = (np.asarray(side, dtype=np.int64) for side in places)
        self._read = read

    def __len__(self) -> int:
        """How many texts."""
        return len(self._starts)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[str]: ...
    def __getitem__(self, number: int | slice) -> str | Sequence[str]:
        """One text, or some of them."""
        if isinstance(number, slice):
            return [self[place] for place in range(*number.indices(len(self)))]
        content = self._read(int(self._starts[number]), int(self._ends[number]))
        return content.decode("utf-8", "surrogatepass")

    def locate(self, numbers: npt.NDArray[np.int64], desk: Desk) -> tuple[Bytes, Offsets, Offsets]:
        """See ``locate_texts``; some texts that must be read are laid on the desk with all others."""
        starts, ends = self._starts[numbers], self._ends[numbers]
        if not len(numbers) or ends.max() <= len(self._buffer) - PADDING:
            return self._buffer, starts, ends
        offsets = np.zeros(len(numbers) + 1, dtype=np.int64)
        np.cumsum(ends - starts, out=offsets[1:])
        buffer = desk.take("text", int(offsets[-1]) + PADDING, np.uint8)
        for place, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
            buffer[offsets[place] : offsets[place + 1]] = np.frombuffer(self._read(start, end), np.uint8)
        return _close(buffer, offsets)


class Desk:
    """Arrays by name that only grow. Whoever asks for a name again writes over what was there."""

    def __init__(self) -> None:
        """An empty desk; one for each thread."""
        self._arrays: dict[str, npt.NDArray[Any]] = {}

    def take(self, name: str, size: int, kind: npt.DTypeLike) -> npt.NDArray[Any]:
        """An array of at least this size, with anything in it."""
        array = self._arrays.get(name)
        if array is None or len(array) < size:
            array = np.empty(max(size, 1024) * 5 // 4, dtype=kind)
            self._arrays[name] = array
        return array


def return_memory() -> None:
    """Give back to the system what is free: each thread keeps what was on its desk, of no use to the others.

    Of the C libraries only glibc has to be asked to.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def do_parts(work: Callable[[slice, Desk], None], size: int, *, at_once: int, threads: int) -> None:
    """Do all parts of so many items, in any order, each thread at a desk of its own."""
    parts = [slice(start, min(start + at_once, size)) for start in range(0, size, at_once)]
    if threads < 2 or len(parts) < 2:
        desk = Desk()
        for part in parts:
            work(part, desk)
        return
    desks: Queue[Desk] = Queue()
    for _ in range(threads):
        desks.put(Desk())

    def take_desk(part: slice) -> None:
        desk = desks.get()
        try:
            work(part, desk)
        finally:
            desks.put(desk)

    from concurrent.futures import ThreadPoolExecutor  # brings more than few texts need

    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(take_desk, part) for part in parts]:
            done.result()


def pack_texts(texts: Sequence[str]) -> tuple[Bytes, Offsets]:
    """The texts as UTF-8 end to end with a block of zeros behind them, and where each begins."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, encoded), dtype=np.int64, count=len(texts)), out=offsets[1:])
    encoded.append(bytes(PADDING))
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets


def locate_texts(
    texts: Sequence[str], numbers: Sequence[int] | npt.NDArray[np.integer[Any]], desk: Desk
) -> tuple[Bytes, Offsets, Offsets]:
    """A buffer of UTF-8 in which the texts of these numbers lie, where each begins and where it ends.

    The compiled loops make it, on the desk, unless the texts lie in such a buffer already.
    """
    if isinstance(texts, PlacedTexts):
        return texts.locate(np.asarray(numbers, dtype=np.int64), desk)
    if isinstance(texts, TextBuffer):
        chosen = np.asarray(numbers, dtype=np.int64)
        return texts.buffer, texts.offsets[chosen], texts.offsets[chosen + 1]
    from dedup.match.kernels.strings import encode_strings, list_strings

    strings = np.empty(len(numbers), dtype=object)
    strings[:] = [texts[number] for number in numbers]
    size = len(strings)
    objects = np.ctypeslib.as_array((ctypes.c_int64 * size).from_address(strings.ctypes.data))
    found = np.empty((size, 3), dtype=np.int64)
    buffer = desk.take("text", list_strings(objects, found) + PADDING, np.uint8)
    offsets = np.empty(size + 1, dtype=np.int64)
    encode_strings(found, buffer, offsets)
    return _close(buffer, offsets)


def _close(buffer: Bytes, offsets: Offsets) -> tuple[Bytes, Offsets, Offsets]:
    """Texts that lie end to end, zeros behind the last."""
    buffer[offsets[-1] : offsets[-1] + PADDING] = 0
    view = buffer[:]
    view.flags.writeable = False
    return view, offsets[:-1], offsets[1:]
