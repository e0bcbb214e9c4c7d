"""Is there an article at all? Tells front pages, section indexes, cookie walls and stubs from stories."""

from __future__ import annotations

import re
from collections.abc import Sequence

from boilerplate.blocks import Block
from boilerplate.errors import UnreadablePage
from boilerplate.metadata import PageMetadata

MIN_WORDS = 25
_WORD = re.compile(r"[぀-ヿ㐀-鿿가-힯]|[^\W_]+")
_CONSENT = re.compile(
    r"\b(?:cookies?|consent|partners?|privacy|gdpr|personal data|advertis\w+)\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"""[.!?。！？…:;][\s"'”’»)\]]*$""")


def require_article(
    lines: Sequence[str], *, metadata: PageMetadata, blocks: Sequence[Block], kept: Sequence[bool]
) -> None:
    """Return if the lines are a story.

    Raises: UnreadablePage: they are not; the message says what the page is instead.
    """
    words = sum(len(_WORD.findall(line)) for line in lines)
    if words == 0:
        raise UnreadablePage("no article: the page has no running text")
    if words < MIN_WORDS:
        raise UnreadablePage(f"no article: only {words} words of text, at least {MIN_WORDS} are needed")
    text = " ".join(lines)
    if len(_CONSENT.findall(text)) > max(4, words / 25):
        raise UnreadablePage("no article: a cookie or consent notice stands in its place")
    linked = sum(block.link_characters for block, keep in zip(blocks, kept, strict=True) if keep)
    if linked > 0.6 * len(text) and metadata.published is None:
        raise UnreadablePage("no article: an index of links to stories")
    prose = sum(len(_WORD.findall(line)) for line in lines if _SENTENCE_END.search(line))
    if len(lines) >= 5 and prose < MIN_WORDS and metadata.published is None:
        raise UnreadablePage("no article: an index of headlines")
