"""A text file is one page: an article's text, or a page flattened to lines."""

from __future__ import annotations

from collections.abc import Iterator

from boilerplate.read.source import Source, digest, read_whole
from boilerplate.records import Page


def read_text(source: Source) -> Iterator[Page]:
    """Yield the one page of a text file, its bytes untouched: the encoding is found out later.

    Raises: UnreadablePage: empty or too big.
    """
    content = read_whole(source)
    yield Page(id=source.name, form="text", content=content, sha256=digest(content), folder=source.folder)
