"""Element tree → blocks: the lines a reader sees, each with its place in the tree."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import iterwalk
from lxml.html import HtmlElement

BLOCK_TAGS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main menu nav "
    "noscript ol p pre section summary table tbody td tfoot th thead tr ul head title".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One run of text between two block boundaries.

    ``element`` is the innermost block element around it; ``link_characters`` counts the characters of
    the text that stand inside links.
    """

    text: str
    element: HtmlElement
    link_characters: int


class _Collector:
    """Collects the blocks of a tree in document order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._linked = 0

    def add(self, text: str, *, in_link: bool) -> None:
        self._pieces.append(text)
        if in_link:
            self._linked += len(text)

    def close(self, element: HtmlElement) -> None:
        if not self._pieces:
            return
        text = " ".join("".join(self._pieces).split())
        if text:
            self.blocks.append(
                Block(text=text, element=element, link_characters=min(self._linked, len(text)))
            )
        self._pieces.clear()
        self._linked = 0


def read_blocks(tree: HtmlElement) -> tuple[Block, ...]:
    """The blocks of the body in document order. Cost: linear in the number of elements."""
    collector = _Collector()
    body = tree.find("body")
    root = tree if body is None else body
    block: HtmlElement = root
    outer_blocks: list[HtmlElement] = []
    link_depth = 0
    for event, element in iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag in BLOCK_TAGS:
                collector.close(block)
                outer_blocks.append(block)
                block = element
            elif tag == "a":
                link_depth += 1
            if element.text:
                collector.add(element.text, in_link=link_depth > 0)
        else:
            if tag in BLOCK_TAGS:
                collector.close(block)
                block = outer_blocks.pop()
            elif tag == "a":
                link_depth -= 1
            if element.tail and element is not root:
                collector.add(element.tail, in_link=link_depth > 0)
    return tuple(collector.blocks)
