"""Reading XML of strangers: item by item, no entity expanded, no document type or address fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from boilerplate.errors import UnreadablePage
from boilerplate.read.source import PAGE_BYTES, too_big


def iterate_elements(stream: BinaryIO, *, name: str) -> Iterator[etree._Element]:
    """Yield every element of that local name as it is complete; it is emptied after its turn.

    Raises: UnreadablePage: malformed XML, or an element of more than a page may have.
    """
    metered = _Metered(stream)
    parsed = etree.iterparse(
        metered,
        events=("end",),
        tag=(name, "{*}" + name),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in parsed:
            yield element
            metered.read_bytes = 0
            element.clear()
            while (before := element.getprevious()) is not None and (
                parent := element.getparent()
            ) is not None:
                parent.remove(before)
    except etree.XMLSyntaxError as error:
        raise UnreadablePage(f"malformed XML ({' '.join(error.msg.split())}); repair it") from None


def find_text(element: etree._Element, *paths: str) -> str | None:
    """The text below the first of some descendants that has any; paths name elements without namespace."""
    for path in paths:
        for found in element.iterfind(_any_namespace(path)):
            if text := " ".join("".join(found.itertext(etree.Element)).split()):
                return text
    return None


def find_attribute(element: etree._Element, path: str, name: str) -> str | None:
    """An attribute of the first descendant on a path, or None."""
    found = element.find(_any_namespace(path))
    return found.get(name) if found is not None else None


def _any_namespace(path: str) -> str:
    return "/".join(f"{{*}}{step}" for step in path.split("/"))


class _Metered:
    """A stream that gives no more than a page's bytes until it is reset."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.read_bytes = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self.read_bytes += len(chunk)
        if self.read_bytes > PAGE_BYTES + len(chunk):
            raise UnreadablePage(too_big("an item"))
        return chunk
