from __future__ import annotations

import pytest

from boilerplate.blocks import read_blocks
from boilerplate.errors import UnreadablePage
from boilerplate.html_tree import parse_html
from boilerplate.metadata import PageMetadata
from boilerplate.page_kind import require_article

SENTENCE = "The harbour board of {0} voted on {0} to close the old ferry pier for two years and a day."


def judge(body: str, *, is_article: bool = False, keep: str = "p") -> None:
    blocks = read_blocks(parse_html(f"<html><body>{body}</body></html>"))
    is_kept = [block.element.tag == keep for block in blocks]
    metadata = PageMetadata(
        url=None,
        site_name=None,
        title=None,
        author=None,
        published=None,
        language=None,
        is_article=is_article,
    )
    lines = [block.text for block, kept in zip(blocks, is_kept, strict=True) if kept]
    require_article(lines, metadata=metadata, blocks=blocks, is_kept=is_kept)


def paragraphs(count: int) -> str:
    return "".join(f"<p>{SENTENCE.format(n)}</p>" for n in range(count))


def teasers(count: int) -> str:
    return "".join(
        f"<h3><a href='/{n}'>Harbour board number {n} votes</a></h3><p>{SENTENCE.format(n)}</p>"
        for n in range(count)
    )


def test_two_paragraphs_are_an_article() -> None:
    judge(paragraphs(2))


def test_teasers_are_an_index_unless_the_page_says_otherwise() -> None:
    with pytest.raises(UnreadablePage, match="index"):
        judge(teasers(6))
    judge(teasers(6), is_article=True)


def test_story_with_linked_headlines_between_is_an_article() -> None:
    judge(paragraphs(6) + teasers(4))


def test_links_alone_are_an_index() -> None:
    with pytest.raises(UnreadablePage, match="index"):
        judge("".join(f"<p><a href='#'>Harbour board number {n} votes</a></p>" for n in range(9)))


@pytest.mark.parametrize(
    "notice",
    [
        "We and our partners use cookies to store personal data on your device and to measure advertising.",
        "Ihre Einwilligung können Sie jederzeit widerrufen, Näheres steht in der Erklärung zum Datenschutz.",
        "Vous pouvez retirer votre consentement au traitement de vos données personnelles à tout moment.",
    ],
)
def test_consent_notice_is_no_article(notice: str) -> None:
    with pytest.raises(UnreadablePage, match="consent"):
        judge(f"<p>{notice}</p><p>{notice}</p>")


def test_cookies_may_be_baked() -> None:
    judge(
        "<p>Roll the dough thin, cut out the cookies and bake them at once, or they will run apart.</p>" * 3
    )


def test_short_story_below_a_consent_banner_is_an_article() -> None:
    banner = (
        "<div>We and our partners use cookies to store personal data and to measure advertising.</div>" * 3
    )
    judge(banner + paragraphs(2))


def test_opening_before_a_paywall_is_no_article_but_half_a_story_is() -> None:
    wall = "<h2>Subscribe to continue reading</h2>"
    with pytest.raises(UnreadablePage, match="paywall"):
        judge(paragraphs(2) + wall)
    judge(paragraphs(4) + wall)


@pytest.mark.parametrize("body", ["<p>Not found.</p>", "<div>x</div>"])
def test_a_few_words_are_no_article(body: str) -> None:
    with pytest.raises(UnreadablePage, match="no article"):
        judge(body)
