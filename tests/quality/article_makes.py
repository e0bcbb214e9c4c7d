"""Makes of pages that hold an article: markup as content systems write it around an invented story."""

from __future__ import annotations

import json
import random
from html import escape

from invented_stories import HEADLINES, Story
from page_parts import SITE, byline, document, footer, graph_head, links, menu, paragraphs, some

ABOUT = (
    "About us: The Tidewater Gazette has reported from the coast since 1902. It is owned by its readers and "
    "printed in Pellworth. Write to the desk at 4 Ropewalk."
)


def semantic_article(story: Story, rng: random.Random) -> str:
    """Header, main, article, aside and footer as the standard has them."""
    return document(
        story,
        f"<header><nav>{menu()}</nav></header><main><article><h1>{escape(story.title)}</h1>"
        f"<p class='byline'>{byline(story)}</p><time datetime='{story.published}'>{story.published}</time>"
        f"{''.join(paragraphs(story))}</article><aside><h2>Most read</h2><ol>{links(rng, 5)}</ol></aside>"
        f"</main>{footer()}",
        head=graph_head(story),
    )


def div_soup(story: Story, rng: random.Random) -> str:
    """Nothing but div elements with meaningless names."""
    text = "".join(paragraphs(story, tag="div", subhead="div", attributes=" class='x7'"))
    others = "".join(f"<div class='q2'><a href='#'>{escape(line)}</a></div>" for _, line in some(rng, 6))
    return document(
        story,
        f"<div class='a1'><div class='a2'>{menu()}</div><div class='b1'><div class='b2'>"
        f"{escape(story.title)}"
        f"</div><div class='b3'>{byline(story)} · {story.published}</div><div class='b4'>{text}</div>"
        f"</div><div class='q1'><div>More stories</div>{others}</div><div class='z'>© {SITE}</div></div>",
    )


def nested_tables(story: Story, rng: random.Random) -> str:
    """A layout of tables within tables, paragraphs parted by line breaks."""
    text = "<br><br>".join(escape(part.removeprefix("# ")) for part in story.paragraphs)
    cells = "".join(f"<tr><td><a href='/{n}'>{escape(line)}</a></td></tr>" for n, line in some(rng, 6))
    return document(
        story,
        f"<table width='100%'><tr><td colspan='3'><a href='/'>Home</a> | <a href='/news'>News</a></td></tr>"
        f"<tr><td width='150'><table>{cells}</table></td><td><table><tr><td><font size='5'><b>"
        f"{escape(story.title)}</b></font></td></tr><tr><td><i>{byline(story)}, {story.published}</i>"
        f"</td></tr>"
        f"<tr><td>{text}</td></tr></table></td><td width='120'>Advertisement</td></tr>"
        f"<tr><td colspan='3'>Copyright 2025 {SITE}</td></tr></table>",
    )


def wordpress(story: Story, rng: random.Random) -> str:
    """A blog theme with widgets, sharing buttons, tags and related posts."""
    return document(
        story,
        f"<div id='page' class='site'><header id='masthead'>{menu()}</header><div id='content'><div "
        f"id='primary'>"
        f"<article class='post type-post hentry'><header class='entry-header'><h1 class='entry-title'>"
        f"{escape(story.title)}</h1><div class='entry-meta'>Posted on {story.published} by "
        f"{story.author}</div>"
        f"</header><div class='entry-content'>{''.join(paragraphs(story, subhead='h3'))}"
        "<div class='sharedaddy'><h3 class='sd-title'>Share this:</h3><ul><li>Twitter</li><li>"
        "Facebook</li></ul>"
        f"</div><div id='jp-relatedposts'><h3>Related</h3><ul>{links(rng, 3)}</ul></div></div>"
        "<footer class='entry-footer'><span class='tags-links'>Tagged <a href='#'>coast</a>, <a "
        "href='#'>town</a>"
        "</span></footer></article><div id='comments'><h2>2 thoughts</h2><p>I saw this with my own eyes "
        "and it "
        "was much bigger than they say.</p><p>My aunt disagrees, and she was there before you were.</p>"
        "</div></div>"
        f"<aside id='secondary'><section class='widget'><h2>Recent posts</h2><ul>{links(rng, 5)}</ul>"
        f"</section>"
        f"</aside></div>{footer()}</div>",
        head=graph_head(story),
    )


def amp(story: Story, rng: random.Random) -> str:
    """An accelerated mobile page with its own elements."""
    parts = paragraphs(story)
    parts.insert(2, "<amp-ad width='300' height='250'></amp-ad>")
    parts.insert(
        1,
        "<amp-img src='/a.jpg' width='600' height='300'></amp-img><figcaption>Graddon Point in rain"
        "</figcaption>",
    )
    return document(
        story,
        f"<amp-sidebar id='menu'>{menu()}</amp-sidebar><article class='amp-article'><h1>"
        f"{escape(story.title)}</h1>"
        f"<div class='amp-meta'>{byline(story)}</div><div class='amp-article-content'>{''.join(parts)}</div>"
        f"</article><section class='amp-related'><h3>Up next</h3><ul>{links(rng, 4)}</ul></section>"
        f"{footer()}",
        head=graph_head(story),
    ).replace("<html", "<html amp", 1)


def script_only(story: Story, rng: random.Random) -> str:
    """A page drawn by scripts, whose text stands in JSON-LD alone."""
    body = "\n\n".join(part.removeprefix("# ") for part in story.paragraphs)
    node = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": SITE},
            {
                "@type": ["NewsArticle"],
                "headline": story.title,
                "datePublished": story.published,
                "author": [{"@type": "Person", "name": story.author}],
                "articleBody": body,
            },
        ],
    }
    return document(
        story,
        "<div id='app'></div><noscript>Please enable JavaScript to read this site.</noscript>"
        f"<script>window.__STATE__ = {{'seed': {rng.random()}}}</script>",
        head=f"<script type='application/ld+json'>{json.dumps(node)}</script>",
    )


def consent_banner(story: Story, rng: random.Random) -> str:
    """An article behind a banner that asks for consent at length."""
    banner = (
        "<div id='cookie-banner' role='dialog'><h2>We value your privacy</h2><p>We and our 612 partners "
        "store and "
        "access personal data such as cookies on your device, to measure advertising and to learn about our "
        "audience. You can change your consent at any time.</p><p>Some partners process your data on "
        "the basis "
        "of legitimate interest, to which you may object in the preferences.</p><button>Accept all</button>"
        "<button>Reject</button></div>"
    )
    return document(
        story,
        f"{banner}<div class='page'><nav>{menu()}</nav><div class='story'><h1>{escape(story.title)}</h1>"
        f"<div class='story-body'>{''.join(paragraphs(story))}</div></div><ul>{links(rng, 4)}</ul>"
        f"</div>{footer()}",
        head=graph_head(story),
    )


def promotions_between(story: Story, rng: random.Random) -> str:
    """Read-more links, a newsletter prompt and an app prompt between the paragraphs."""
    promotions = [
        f"<p><strong>Read more:</strong> <a href='/a'>{rng.choice(HEADLINES)}</a></p>",
        "<div class='newsletter-inline'><p>Get the Morning Tide in your inbox, free, every weekday.</p>"
        "<form><input type='email'><button>Sign up</button></form></div>",
        f"<aside class='related-inline'><h4>Related</h4><ul>{links(rng, 2)}</ul></aside>",
        "<p class='app-promo'>Download our app for news the moment it happens.</p>",
    ]
    parts = []
    for part, promotion in zip(paragraphs(story), [*promotions, *promotions], strict=False):
        parts += [part, promotion]
    return document(
        story,
        f"<nav>{menu()}</nav><main class='article'><h1>{escape(story.title)}</h1><p class='author'>"
        f"{byline(story)}</p><div class='article__content'>{''.join(parts)}</div></main>{footer()}",
        head=graph_head(story),
    )


def live_blog(story: Story, rng: random.Random) -> str:
    """Entries under their times, the newest first."""
    entries = []
    for number, part in enumerate(paragraphs(story, subhead="h3")):
        hour = f"{20 - number}:{rng.randrange(10, 59)}"
        entries.append(
            f"<div class='live-entry' id='e{number}'><time datetime='{story.published}T{hour}'>"
            f"{hour}</time>{part}"
            "<div class='live-share'><a href='#'>Share</a> <a href='#'>Copy link</a></div></div>"
        )
    return document(
        story,
        f"<nav>{menu()}</nav><main><h1>{escape(story.title)}</h1><p>{byline(story)}</p>"
        f"<div class='live-blog'>{''.join(entries)}</div></main>{footer()}",
        head=graph_head(story),
    )


def captions(story: Story, rng: random.Random) -> str:
    """Pictures with captions and credits between the paragraphs."""
    picture = (
        "<figure class='image'><img src='/{0}.jpg' alt=''><figcaption>The quay at Pellworth, seen from "
        "the {1}."
        "<span class='credit'>Photograph: Jon Sallow/Tidewater</span></figcaption></figure>"
    )
    parts = paragraphs(story)
    for place in (3, 1, 0):
        parts.insert(place, picture.format(place, rng.choice(("tower", "north", "ferry"))))
    return document(
        story,
        f"<div class='wrap'>{menu()}<section class='story-main'><h1>{escape(story.title)}</h1>"
        f"<div class='by'>{byline(story)}</div>{''.join(parts)}</section></div>{footer()}",
        head=graph_head(story),
    )


def about_us(story: Story, rng: random.Random) -> str:
    """The same paragraphs about the paper and the author below every story."""
    return document(
        story,
        f"<div class='top'>{menu()}</div><div class='content'><h1>{escape(story.title)}</h1><div "
        f"class='text'>"
        f"{''.join(paragraphs(story))}</div><div class='about-box'><p>{ABOUT}</p><p>"
        f"{escape(story.author)} is a "
        "reporter for the Gazette. Contact the newsroom at desk@tidewater.example.</p></div>"
        f"<div class='more'><h3>You may also like</h3><ul>{links(rng, 4)}</ul></div></div>{footer()}",
        head=graph_head(story),
    )


def hashed_classes(story: Story, rng: random.Random) -> str:
    """Class names made by a compiler, the text cut into several containers with promotions between."""
    parts = paragraphs(story, attributes=" class='css-1f9k2'")
    half = len(parts) // 2
    cuts = (parts[:half], parts[half:])
    boxes = [f"<div class='css-8w2gd'><div class='css-53u6y8'>{''.join(cut)}</div></div>" for cut in cuts]
    return document(
        story,
        f"<div id='root'><div class='css-1nav'>{menu()}</div><div class='css-h'><h1>"
        f"{escape(story.title)}</h1>"
        f"</div><div class='css-b'>{byline(story)}</div>{boxes[0]}<div class='css-rel'>"
        f"{links(rng, 3, tag='div')}"
        f"</div>{boxes[1]}<div class='css-feed'>{links(rng, 6, tag='div')}</div></div>",
        head=graph_head(story),
    )


def broken_markup(story: Story, rng: random.Random) -> str:
    """Paragraphs and lists that are never closed, closing tags without opening ones."""
    text = "".join(f"<p>{escape(part.removeprefix('# '))}" for part in story.paragraphs)
    links = "".join(f"<li><a href=/{n}>{escape(line)}</a>" for n, line in some(rng, 5))
    return (
        f"<html lang={story.language}><title>{escape(story.title)} - {SITE}</title><body></div><ul>"
        f"<li><a href=/>Home<li><a href=/news>News</ul><center><h1>{escape(story.title)}</h1></b></center>"
        f"<div class=story>{text}</div></span><h3>Latest</h3><ul>{links}</ul><hr>© {SITE}"
    )
