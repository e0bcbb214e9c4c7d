"""Parts of invented pages: head, menu, paragraphs, links, footer."""

from __future__ import annotations

import random
from html import escape

from invented_stories import HEADLINES, TEASERS, Story

SITE = "The Tidewater Gazette"


def document(story: Story, body: str, *, head: str = "", title: str | None = None) -> str:
    return (
        f"<!doctype html><html lang='{story.language}'><head><meta charset='utf-8'>"
        f"<title>{escape(title or story.title)} | {SITE}</title>{head}</head><body>{body}</body></html>"
    )


def graph_head(story: Story) -> str:
    return (
        f"<meta property='og:type' content='article'><meta property='og:title' "
        f"content='{escape(story.title)}'>"
        f"<meta property='og:site_name' content='{SITE}'>"
        f"<meta property='article:published_time' content='{story.published}T07:30:00+01:00'>"
    )


def paragraphs(story: Story, *, tag: str = "p", subhead: str = "h2", attributes: str = "") -> list[str]:
    return [
        f"<{subhead}>{escape(part[2:])}</{subhead}>"
        if part.startswith("# ")
        else f"<{tag}{attributes}>{escape(part)}</{tag}>"
        for part in story.paragraphs
    ]


def menu() -> str:
    names = ("Home", "News", "Sport", "Opinion", "Weather", "Jobs", "Archive")
    return "<ul>" + "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in names) + "</ul>"


def links(rng: random.Random, count: int, *, tag: str = "li") -> str:
    return "".join(f"<{tag}><a href='/{n}'>{escape(line)}</a></{tag}>" for n, line in some(rng, count))


def some(rng: random.Random, count: int) -> list[tuple[int, str]]:
    return list(enumerate(rng.sample(HEADLINES, count)))


def teasers(rng: random.Random, count: int) -> list[tuple[str, str]]:
    return [(headline, rng.choice(TEASERS)) for _, headline in some(rng, count)]


def footer() -> str:
    return (
        f"<footer><p>© 2025 {SITE}. All rights reserved.</p><p><a href='/terms'>Terms</a> "
        "<a href='/privacy'>Privacy</a> <a href='/contact'>Contact</a></p></footer>"
    )


def byline(story: Story) -> str:
    return f"By {escape(story.author)}"
