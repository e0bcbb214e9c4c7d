"""What the class and id names of an element say about what it holds.

Each kind of place is one bit. Names are cut into words and looked up without regard to case; page makers
of every country use English words in their templates, and much the same ones.
"""

from __future__ import annotations

import re
from functools import lru_cache

_KINDS = {
    "body": r"^(?:article|story|entry|post|news|page)?(?:body|text|copy)$|articlebody|storytext|bodytext"
    r"|paragraph",
    "content": r"^content|content$",
    "article": r"^(?:article|story|entry|post|single|news|detail)",
    "comment": r"comment|disqus|discuss|respon[ds]|livefyre|viafoura|replies",
    "share": r"shar(?:e|ing)|social|^sns|follow|facebook|twitter|whatsapp|addthis|pinterest|telegram",
    "related": r"related|recommend|popular|trending|latest|teaser|promo|recirc|outbrain|taboola|^next$|^more$"
    r"|^also$|readmore|^most$|^upnext$|interlink|^similar",
    "listing": r"^cards?$|list|river|^feed|carousel|^grid|slider|swiper|archive|^items?$",
    "navigation": r"^nav|nav$|navigat|menu|crumb|masthead|toolbar|^tabs?$|paginat|^pager|^skip$|^prev",
    "footer": r"foot|bottom|copyright|colophon|legal",
    "header": r"header|^top",
    "side": r"^side|sidebar|^rail|aside|widget|module|secondary",
    "advert": r"^ads?$|^ad[sv](?:box|wrap|slot|unit)|advert|sponsor|commercial|^dfp|^gpt|^adslot|^adunit"
    r"|banner",
    "caption": r"caption|credit|photo|^ima?g|figure|^media|gallery|^slide|video|player|thumb|picture",
    "author": r"author|byline|^bio$|contributor|writer|reporter|journalist|profile",
    "date": r"date|^time|publi[sc]|stamp|posted",
    "meta": r"meta|^info|info$|detail",
    "topic": r"^tags?$|tagcloud|topic|categor|keyword|label|kicker|eyebrow|rubric|^section$|hashtag",
    "newsletter": r"newsletter|subscri|signup|optin|mailing|donat|support|member|^cta$",
    "consent": r"cookie|consent|gdpr|privacy|onetrust|^cmp$|didomi",
    "overlay": r"modal|popup|overlay|dialog|lightbox|toast|notification|alert|tooltip|dropdown|drawer",
    "paywall": r"paywall|premium|regwall|login|account|piano|^meter",
    "title": r"title|headline|^hed$|^heading",
    "summary": r"summary|subtitle|subhead|^dec?k$|standfirst|^lead$|^lede$|intro|excerpt|descri|abstract",
    "quote": r"quote|^pull|tweet|instagram|embed",
    "hidden": r"^hid(?:e|den)|hidden$|invisible|^sr$|sronly|visually|screenreader|noprint|offscreen",
    "notice": r"notice|disclaimer|correction|footnote|^note|editor|about",
    "box": r"box|fact|inset|callout|highlight",
    "vote": r"rating|vote|^like|report$|feedback|poll|survey|quiz",
    "tool": r"button|^btn|icon|print|fontsize|toggle|search|^form$|input|language",
}
PLACES = tuple(_KINDS)
BIT = {name: 1 << index for index, name in enumerate(PLACES)}
_PATTERNS = tuple((1 << index, re.compile(pattern)) for index, pattern in enumerate(_KINDS.values()))
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_MAX_NAMES = 400


@lru_cache(maxsize=1 << 14)
def places_of_names(names: str) -> int:
    """The bits of every kind of place that class and id names speak of."""
    bits = 0
    for word in _WORD.findall(names[:_MAX_NAMES]):
        bits |= _places_of_word(word)
    return bits


@lru_cache(maxsize=1 << 14)
def _places_of_word(word: str) -> int:
    word = word.lower()
    bits = 0
    for bit, pattern in _PATTERNS:
        if pattern.search(word):
            bits |= bit
    return bits
