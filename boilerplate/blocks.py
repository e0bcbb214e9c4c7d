"""Element tree → blocks: the lines a reader sees, each with its place in the tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from boilerplate.vocabulary import BIT, places_of_names

BLOCK_TAGS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main menu nav "
    "noscript ol p pre section summary table tbody td tfoot th thead tr ul head title".split()
)
_PLACES_OF_TAGS = {
    "nav": BIT["navigation"],
    "footer": BIT["footer"],
    "aside": BIT["side"],
    "figure": BIT["caption"],
    "figcaption": BIT["caption"],
    "article": BIT["article"],
    "form": BIT["tool"],
    "button": BIT["tool"],
    "time": BIT["date"],
    "header": BIT["header"],
    "address": BIT["author"],
    "blockquote": BIT["quote"],
    "noscript": BIT["hidden"],
    "dialog": BIT["overlay"],
    "label": BIT["tool"],
}


_NAMED_TAGS = BLOCK_TAGS - {"br", "hr", "body"} | {"a", "span", "time", "small", "cite", "amp-ad"}
_LINK_TAGS = frozenset({"a"})
_BOLD_TAGS = frozenset({"b", "strong", "em", "i"})
_ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
_LONG_BLOCK = 40
"""From this many letters and digits on, a block is told by its text alone."""


class Block(NamedTuple):
    """One run of text between two block boundaries; a tuple, for hundreds are made of every page.

    ``element`` is the innermost block element around it. ``near`` are the places (bits of ``vocabulary``)
    named by the two innermost elements that bear names, ``around`` those of all elements around.
    ``link_characters`` and ``bold_characters`` count the characters in links and in bold or italic type.
    """

    text: str
    element: HtmlElement
    near: int
    around: int
    depth: int
    link_characters: int
    bold_characters: int


class _Walk:
    """The state of one walk over a tree: the places around, and the block being read."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.places: list[tuple[int, int, int]] = [(0, 0, 0)]  # innermost, next innermost, all around
        self.pieces: list[str] = []
        self.link_depth = 0
        self.bold_depth = 0
        self._linked = 0
        self._bold = 0
        self._opened_at = (0, 0, 0)

    def add(self, text: str) -> None:
        if not self.pieces:
            if text.isspace():
                return
            self._opened_at = self.places[-1]
        self.pieces.append(text)
        if self.link_depth:
            self._linked += len(text)
        if self.bold_depth:
            self._bold += len(text)

    def close(self, element: HtmlElement) -> None:
        """End the block being read, which has at least one piece."""
        text = " ".join("".join(self.pieces).split())
        if text:
            inner, outer, around = self._opened_at
            self.blocks.append(
                Block(
                    text=text,
                    element=element,
                    near=inner | outer,
                    around=around,
                    depth=len(self.places),
                    link_characters=min(self._linked, len(text)),
                    bold_characters=min(self._bold, len(text)),
                )
            )
        self.pieces.clear()
        self._linked = self._bold = 0


def read_blocks(tree: HtmlElement) -> tuple[Block, ...]:
    """The blocks of the body in document order. Cost: linear in the number of elements."""
    body = tree.find("body")
    root = tree if body is None else body
    walk = _Walk()
    places = walk.places
    block: HtmlElement = root
    outer_blocks: list[HtmlElement] = []
    for event, element in iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        is_start = event == "start"
        if tag in BLOCK_TAGS:
            if walk.pieces:
                walk.close(block)
            if is_start:
                outer_blocks.append(block)
                block = element
            else:
                block = outer_blocks.pop()
        elif tag in _LINK_TAGS:
            walk.link_depth += 1 if is_start else -1
        elif tag in _BOLD_TAGS:
            walk.bold_depth += 1 if is_start else -1
        if is_start:
            around = places[-1]
            if tag in _NAMED_TAGS and (own := _places_of(element, tag)):
                around = (own, around[0], around[2] | own)
            places.append(around)
            if element.text:
                walk.add(element.text)
        else:
            places.pop()
            if element.tail and element is not root:
                walk.add(element.tail)
    return tuple(walk.blocks)


def _places_of(element: HtmlElement, tag: str) -> int:
    """The places an element's tag and names speak of."""
    places = _PLACES_OF_TAGS.get(tag, 0)
    if names := element.get("class"):
        places |= places_of_names(names)
    if names := element.get("id"):
        places |= places_of_names(names)
    return places


def find_blocks(blocks: Sequence[Block], story: str) -> list[bool]:
    """Which blocks stand in a story: long ones anywhere in it, short ones as a line or beside another one."""
    lines = {squeeze(line) for line in story.splitlines()}
    squeezed = squeeze(story)
    texts = [squeeze(block.text) for block in blocks]
    starts = [squeezed.find(text) if len(text) >= _LONG_BLOCK else -1 for text in texts]
    for order, step in ((range(1, len(texts)), -1), (range(len(texts) - 2, -1, -1), 1)):
        for index in order:
            neighbour, text = index + step, texts[index]
            if starts[index] < 0 <= starts[neighbour] and text:
                at = starts[neighbour] + (len(texts[neighbour]) if step < 0 else -len(text))
                if at >= 0 and squeezed.startswith(text, at):
                    starts[index] = at
    return [bool(text) and (start >= 0 or text in lines) for text, start in zip(texts, starts, strict=True)]


def squeeze(text: str) -> str:
    """A text less white space and ASCII punctuation, so that markup and spacing do not tell lines apart."""
    return text.encode("utf-8", "ignore").translate(None, _ASCII_MARKS).decode("utf-8")
