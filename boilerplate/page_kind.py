"""Is there an article at all? Tells front pages, section indexes, consent walls and stubs from stories."""

from __future__ import annotations

import re
from collections.abc import Sequence

from boilerplate.blocks import Block
from boilerplate.errors import UnreadablePage
from boilerplate.metadata import PageMetadata

MIN_WORDS = 25
_STUB_WORDS = 50
"""A text this long is compared even where the page asks for money to show the rest."""

_WALL_WORDS = 400
"""Consent notices are shorter."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]|[^\W_]+")
_PROSE_WORDS = 8
_HEADLINE_WORDS = range(3, 25)
_MIN_HEADLINES = 8
_MIN_TEASERS = 4
_RUN_WORDS = 80
"""More words in a row without a linked headline are no teaser."""

_CONSENT = re.compile(
    r"\b(cookies?|consent|gdpr|partners|privacy|preferences|advertising|accept|personal data|vendors|opt out"
    r"|legitimate interests?|datenschutz|einwilligung|zustimm\w+"
    r"|werbung|tracking|akzeptier\w+|widerruf\w+|données personnelles|consentement"
    r"|accepte[rz]"
    r"|datos personales|consentimiento|aceptar|dati personali|consenso|accetta\w*|согласие|персональн\w+)\b",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|read|keep)|to (?:continue|keep) reading"
    r"|already a (?:subscriber|member)"
    r"|(?:this|the full) (?:article|story|content) is (?:only )?(?:for|available to|reserved for)\b"
    r"|to read the (?:full|rest)|unlock (?:this|the full)|subscribers? only|read the full|weiterlesen mit"
    r"|jetzt abonnieren|nur für abonnenten|artikel freischalten|réservé (?:à nos|aux) abonnés"
    r"|pour lire la suite|suscríbe?te para|solo para suscriptores|exclusivo para (?:suscriptores|assinantes)"
    r"|assine para|riservato agli abbonati|abbonati per|доступно подписчикам|оформите подписку|订阅后|登录后",
    re.IGNORECASE,
)


def require_article(
    lines: Sequence[str], *, metadata: PageMetadata, blocks: Sequence[Block], is_kept: Sequence[bool]
) -> None:
    """Return if the lines are a story.

    Args:
        lines: of the story found.
        blocks, is_kept: the page's blocks, and which of them made the lines.
    Raises: UnreadablePage: they are not; the message says what the page is instead.
    """
    words = sum(_count_words(line) for line in lines)
    page = lines if words >= MIN_WORDS else [block.text for block in blocks if not block.link_characters]
    if words < _WALL_WORDS and _is_consent(page):
        raise UnreadablePage("no article: a cookie or consent notice stands in its place")
    if words == 0:
        is_index = sum(map(_is_linked_headline, blocks)) >= _MIN_HEADLINES
        what = "an index of links to stories" if is_index else "the page has no running text"
        raise UnreadablePage(f"no article: {what}")
    if _is_index(metadata, blocks=blocks, is_kept=is_kept):
        raise UnreadablePage("no article: an index of links to stories")
    if words < _STUB_WORDS and any(_PAYWALL.search(block.text) for block in blocks):
        raise UnreadablePage(f"no article: only {words} words of it stand before a paywall")
    if words < MIN_WORDS:
        raise UnreadablePage(f"no article: only {words} words of text, at least {MIN_WORDS} are needed")


def _is_index(metadata: PageMetadata, *, blocks: Sequence[Block], is_kept: Sequence[bool]) -> bool:
    """Whether the text is links alone, or teasers: short paragraphs, each below a linked headline."""
    kept = [index for index, keep in enumerate(is_kept) if keep]
    if metadata.is_article or sum(_is_linked_headline(blocks[index]) for index in kept) > len(kept) / 2:
        return not metadata.is_article
    prose = [index for index in kept if _count_words(blocks[index].text) >= _PROSE_WORDS]
    runs = [0]
    teasers = 0
    for index in prose:
        if _has_linked_headline(blocks, index):
            teasers += 1
            runs.append(0)
        runs[-1] += _count_words(blocks[index].text)
    return teasers >= _MIN_TEASERS and teasers >= 0.5 * len(prose) and max(runs) < _RUN_WORDS


def _is_consent(lines: Sequence[str]) -> bool:
    """Whether half of the words of all paragraphs stand in such that speak of cookies and consent."""
    words = [_count_words(line) for line in lines]
    paragraphs = [(line, count) for line, count in zip(lines, words, strict=True) if count >= _PROSE_WORDS]
    about = sum(count for line, count in paragraphs if _speaks_of_consent(line))
    return 2 * about > sum(count for _, count in paragraphs)


def _speaks_of_consent(line: str) -> bool:
    """Whether a line has two different words of consent notices: cookies alone may be baked."""
    return len({word.casefold() for word in _CONSENT.findall(line)}) > 1


def _has_linked_headline(blocks: Sequence[Block], index: int) -> bool:
    """Whether the block is linked as a whole, or a linked headline stands within two blocks before it."""
    return _is_linked_headline(blocks[index]) or any(
        _is_linked_headline(block) for block in blocks[max(0, index - 2) : index]
    )


def _is_linked_headline(block: Block) -> bool:
    return block.link_characters > 0.8 * len(block.text) and _count_words(block.text) in _HEADLINE_WORDS


def _count_words(text: str) -> int:
    return len(_WORD.findall(text))
