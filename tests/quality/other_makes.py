"""Makes of pages that hold no article: front pages, indexes, walls, stubs, errors, galleries."""

from __future__ import annotations

import random
from html import escape

from invented_stories import Story
from page_parts import SITE, document, footer, graph_head, links, menu, paragraphs, some, teasers


def front_page(story: Story, rng: random.Random) -> str:
    """Teasers: a headline, two lines and a picture each."""
    cards = "".join(
        f"<div class='card'><h3><a href='/{n}'>{escape(head)}</a></h3><p>{escape(line)}</p></div>"
        for n, (head, line) in enumerate(teasers(rng, 10))
    )
    return document(
        story,
        f"<nav>{menu()}</nav><main><div class='grid'>{cards}</div></main>{footer()}",
        title="Front page",
    )


def section_index(story: Story, rng: random.Random) -> str:
    """A list of headlines with dates, page after page."""
    rows = "".join(
        f"<li><time>{story.published}</time> <a href='/{n}'>{escape(line)}</a></li>"
        for n, line in some(rng, 12)
    )
    return document(
        story,
        f"<nav>{menu()}</nav><h1>Local news</h1><ul class='list'>{rows}</ul><p>1 2 3 … 40 Next</p>{footer()}",
        title="Local news",
    )


def linked_teasers(story: Story, rng: random.Random) -> str:
    """Cards that are links as a whole, summary included."""
    cards = "".join(
        f"<article><a href='/{n}'><h2>{escape(head)}</h2><p>{escape(line)}</p></a></article>"
        for n, (head, line) in enumerate(teasers(rng, 8))
    )
    return document(story, f"<header>{menu()}</header><main>{cards}</main>{footer()}", title="News")


def consent_wall(story: Story, rng: random.Random) -> str:
    """Nothing but the question for consent."""
    number = rng.randrange(100, 900)
    return document(
        story,
        f"<div class='wall'><h1>Before you go on</h1><p>{SITE} and its {number} partners use cookies "
        f"and similar "
        "technologies to store personal data on your device, to show you advertising and to measure how "
        "well it "
        "works. With your consent we may use your location.</p><p>If you accept, you can go on reading with "
        "advertising. If you do not, you can choose a subscription without cookies. Your consent can be "
        "withdrawn "
        "at any time in the privacy preferences.</p><button>Accept and go on</button><a href='/pur'>"
        "Subscribe</a>"
        "</div>",
        title="Consent",
    )


def paywall_stub(story: Story, rng: random.Random) -> str:
    """The opening of a story, then a barrier."""
    return document(
        story,
        f"<nav>{menu()}</nav><article><h1>{escape(story.title)}</h1>{paragraphs(story)[0]}<div "
        f"class='barrier'>"
        "<h2>Subscribe to continue reading</h2><p>Already a subscriber? <a href='/login'>Log in</a></p>"
        f"</div></article><ul>{links(rng, 5)}</ul>{footer()}",
        head=graph_head(story),
    )


def not_found(story: Story, rng: random.Random) -> str:
    """The page for addresses that lead nowhere."""
    return document(
        story,
        f"<nav>{menu()}</nav><h1>Page not found</h1><p>The page you asked for does not exist or has "
        f"moved.</p>"
        f"<form><input name='q'><button>Search</button></form><ul>{links(rng, 4)}</ul>{footer()}",
        title="404",
    )


def picture_gallery(story: Story, rng: random.Random) -> str:
    """Pictures with short captions and no text."""
    pictures = "".join(
        f"<figure><img src='/{n}.jpg'><figcaption>{n + 1} / 12 Boats at the quay</figcaption></figure>"
        for n in range(rng.randrange(6, 12))
    )
    return document(
        story, f"<nav>{menu()}</nav><div class='gallery'>{pictures}</div>{footer()}", title="Pictures"
    )
