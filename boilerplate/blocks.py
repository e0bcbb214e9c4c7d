"""Element tree → blocks: the lines a reader sees, each with its place in the tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


_LINK_TAGS = frozenset({"a"})
_BOLD_TAGS = frozenset({"b", "strong", "em", "i"})
_ASCII_MARKS = bytes(code for code in range(128) if not chr(code).isalnum())
_LONG_BLOCK = 40
"""From this many letters and digits on, a block is told by its text alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One run of text between two block boundaries.

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
    """The state of one walk over a tree: open elements, and the block being read."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.names: list[tuple[int, int, int]] = [(0, 0, 0)]  # innermost, next innermost, all
        self.link_depth = 0
        self.bold_depth = 0
        self._pieces: list[str] = []
        self._linked = 0
        self._bold = 0
        self._place = (0, 0, 0)

    def open_names(self, element: HtmlElement, tag: str) -> None:
        own = _PLACES_OF_TAGS.get(tag, 0)
        if names := element.get("class"):
            own |= places_of_names(names)
        if names := element.get("id"):
            own |= places_of_names(names)
        inner, outer, around = self.names[-1]
        self.names.append((own, inner, around | own) if own else (inner, outer, around))

    def add(self, text: str) -> None:
        if not self._pieces:
            if text.isspace():
                return
            self._place = self.names[-1]
        self._pieces.append(text)
        if self.link_depth:
            self._linked += len(text)
        if self.bold_depth:
            self._bold += len(text)

    def close(self, element: HtmlElement) -> None:
        if not self._pieces:
            return
        text = " ".join("".join(self._pieces).split())
        if text:
            inner, outer, around = self._place
            self.blocks.append(
                Block(
                    text=text,
                    element=element,
                    near=inner | outer,
                    around=around,
                    depth=len(self.names),
                    link_characters=min(self._linked, len(text)),
                    bold_characters=min(self._bold, len(text)),
                )
            )
        self._pieces.clear()
        self._linked = self._bold = 0


def read_blocks(tree: HtmlElement) -> tuple[Block, ...]:
    """The blocks of the body in document order. Cost: linear in the number of elements."""
    body = tree.find("body")
    root = tree if body is None else body
    walk = _Walk()
    block: HtmlElement = root
    outer_blocks: list[HtmlElement] = []
    for event, element in iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        if event == "start":
            if tag in BLOCK_TAGS:
                walk.close(block)
                outer_blocks.append(block)
                block = element
            elif tag in _LINK_TAGS:
                walk.link_depth += 1
            elif tag in _BOLD_TAGS:
                walk.bold_depth += 1
            walk.open_names(element, tag)
            if element.text:
                walk.add(element.text)
        else:
            if tag in BLOCK_TAGS:
                walk.close(block)
                block = outer_blocks.pop()
            elif tag in _LINK_TAGS:
                walk.link_depth -= 1
            elif tag in _BOLD_TAGS:
                walk.bold_depth -= 1
            walk.names.pop()
            if element.tail and element is not root:
                walk.add(element.tail)
    return tuple(walk.blocks)


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
