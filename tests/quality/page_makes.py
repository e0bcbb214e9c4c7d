"""Invented pages of many makes: markup as content systems write it around invented stories.

``build_pages`` gives each make over every story it can carry; pages of odd stories are held back: no rule,
word or weight may be chosen by looking at them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import article_makes
import other_makes
from invented_stories import STORIES, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePage:
    """A page and the text a person would cut out of it; None where it holds no article."""

    name: str
    html: str
    text: str | None
    is_held_back: bool


Maker = Callable[[Story, random.Random], str]


def build_pages() -> list[MadePage]:
    """Every article make over every story, every other make in four variants."""
    pages = []
    for make in ARTICLE_MAKES:
        for number, story in enumerate(STORIES):
            text = "\n".join(part.removeprefix("# ") for part in story.paragraphs)
            pages.append(_page(make, number, story, text))
    for make in OTHER_MAKES:
        pages += [_page(make, number, STORIES[number], None) for number in range(4)]
    return pages


def _page(make: Maker, number: int, story: Story, text: str | None) -> MadePage:
    name = f"{make.__name__}-{number}"
    html = make(story, random.Random(name))
    return MadePage(name=name, html=html, text=text, is_held_back=number % 2 == 1)


ARTICLE_MAKES: tuple[Maker, ...] = (
    article_makes.semantic_article,
    article_makes.div_soup,
    article_makes.nested_tables,
    article_makes.wordpress,
    article_makes.amp,
    article_makes.script_only,
    article_makes.consent_banner,
    article_makes.promotions_between,
    article_makes.live_blog,
    article_makes.captions,
    article_makes.about_us,
    article_makes.hashed_classes,
    article_makes.broken_markup,
)
OTHER_MAKES: tuple[Maker, ...] = (
    other_makes.front_page,
    other_makes.section_index,
    other_makes.linked_teasers,
    other_makes.consent_wall,
    other_makes.paywall_stub,
    other_makes.not_found,
    other_makes.picture_gallery,
)
