"""What a page says about itself: title, author, date, outlet, language, address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from boilerplate import dates, jsonld

_TITLE_KEYS = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "headline")
_AUTHOR_KEYS = (
    *("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator"),
    *("byl", "og:article:author", "article:author_name", "citation_author", "rbauthors"),
)
_DATE_KEYS = (
    *("article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date"),
    *(
        "sailthru.date",
        "article.published",
        "publishdate",
        "publish_date",
        "publish-date",
        "pubdate",
        "ptime",
    ),
    *("dc.date.issued", "dcterms.created", "dc.date", "dc.date.created", "dcterms.date", "datecreated"),
    *(
        "article_date_original",
        "originalpublicationdate",
        "og:pubdate",
        "cxenseparse:recs:publishtime",
        "date",
    ),
)
_SITE_KEYS = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher")
_SEPARATOR = re.compile(r"\s+[|–—•·»:-]{1,2}\s+|\s*[|»]\s*")
_BY = re.compile(
    r"^(?:(?:posted |written |story |published )?by|von|par|por|di|da|door|av|af|от|автор)\b:?\s+",
    re.IGNORECASE,
)
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:byline|author(?:[_-]?name)?|article-author)(?:$|[\s_-])", re.IGNORECASE
)
_WORD = re.compile(r"\w+")
_LIKENESS = 0.34
_AFTER_NAME = re.compile(r"\s*(?:[|•·–—]|\bPublished\b|\bUpdated\b|\b\d).*", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2}(?=$|[-_])")
_MAX_AUTHOR = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What the page says about itself; None where it says nothing.

    ``is_article`` tells whether it calls itself one (JSON-LD or Open Graph); many articles do not.
    """

    url: str | None
    site_name: str | None
    title: str | None
    author: str | None
    published: str | None
    language: str | None
    is_article: bool


def read_metadata(tree: HtmlElement, *, nodes: tuple[jsonld.Node, ...]) -> PageMetadata:
    """Read JSON-LD first, then meta elements, then the marked-up elements of the page."""
    metas = _read_metas(tree)
    article = jsonld.find_article(nodes) or {}
    site_name = _first(metas, _SITE_KEYS) or jsonld.first_text(article, "publisher")
    return PageMetadata(
        url=_canonical_url(tree, metas),
        site_name=site_name,
        title=_title(tree, metas, article, site_name),
        author=_author(tree, metas, article),
        published=_published(tree, metas, article),
        language=_language(tree, metas, article),
        is_article=bool(article) or metas.get("og:type", "").lower() == "article",
    )


def outlet_of_url(url: str | None) -> str | None:
    """The host of an address without ``www.`` and its like; None where there is none."""
    try:
        host = (urlsplit(url or "").hostname or "").lower().rstrip(".")
    except ValueError:
        return None
    return re.sub(r"^(?:www\d?|m|amp|mobile)\.(?=[^.]+\.[^.]+)", "", host) or None


def _read_metas(tree: HtmlElement) -> dict[str, str]:
    """The first content of each meta name, lower-case."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = " ".join((meta.get("content") or "").split())
        if key and content:
            metas.setdefault(key.strip().lower(), content)
    return metas


def _first(metas: Mapping[str, str], keys: Iterable[str]) -> str | None:
    return next((metas[key] for key in keys if key in metas), None)


def _canonical_url(tree: HtmlElement, metas: Mapping[str, str]) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    for url in (*links, metas.get("og:url")):
        if url and url.strip().lower().startswith(("http://", "https://")):
            return url.strip()
    return None


def _title(
    tree: HtmlElement, metas: Mapping[str, str], article: jsonld.Node, site_name: str | None
) -> str | None:
    """The heading printed on the page where it is like a title the page states, else the stated one."""
    headings = [text for text in map(_visible_text, tree.iter("h1")) if text]
    page_title = next((text for text in map(_visible_text, tree.iter("title")) if text), None)
    candidates = (jsonld.first_text(article, "headline"), _first(metas, _TITLE_KEYS), page_title)
    stated = [_without_site_name(text, site_name) for text in candidates if text]
    for heading in headings:
        if heading != site_name and any(_are_alike(heading, text) for text in stated):
            return heading
    return next((text for text in (*stated, *headings) if text), None)


def _are_alike(heading: str, stated: str) -> bool:
    """Whether a heading of three words or more shares a third of the words of the shorter of the two."""
    left, right = set(_WORD.findall(heading.casefold())), set(_WORD.findall(stated.casefold()))
    return len(left) > 2 and len(left & right) >= max(1.0, _LIKENESS * min(len(left), len(right)))


def _without_site_name(title: str, site_name: str | None) -> str:
    """Cut ``| Outlet`` and the like off either end."""
    if site_name and title.casefold().startswith(f"{site_name.casefold()}: "):
        return title[len(site_name) + 2 :].strip()
    parts = _SEPARATOR.split(title)
    names = {site_name.casefold()} if site_name else set()
    if len(parts) > 1 and (parts[-1].casefold() in names or ("|" in title and len(parts[-1].split()) < 4)):
        return title[: title.rindex(parts[-1])].rstrip(" |–—•·»:-")
    if len(parts) > 1 and parts[0].casefold() in names:
        return title[title.index(parts[1], len(parts[0])) :]
    return title


def _author(tree: HtmlElement, metas: Mapping[str, str], article: jsonld.Node) -> str | None:
    candidates: list[Callable[[], str | None]] = [
        lambda: ", ".join(dict.fromkeys(jsonld.names_of(article.get("author")))),
        lambda: next((metas[key] for key in _AUTHOR_KEYS if "://" not in metas.get(key, "://")), None),
        lambda: _marked_author(tree),
    ]
    for candidate in candidates:
        name = _AFTER_NAME.sub("", _BY.sub("", (candidate() or "").strip(" ,|—–-"))).strip(" ,|")
        if 1 < len(name) <= _MAX_AUTHOR and not name.startswith(("http", "@", "www.")):
            return name
    return None


def _marked_author(tree: HtmlElement) -> str | None:
    """The first element marked as author or byline."""
    for element in tree.iter("a", "span", "div", "p", "address", "li"):
        if (
            "author" in (element.get("rel") or "").split()
            or element.get("itemprop") == "author"
            or _BYLINE_CLASS.search(element.get("class") or "")
        ):
            text = _visible_text(element)
            if 1 < len(text) <= _MAX_AUTHOR:
                return text
    return None


def _published(tree: HtmlElement, metas: Mapping[str, str], article: jsonld.Node) -> str | None:
    stated = (jsonld.first_text(article, "datePublished", "dateCreated"), *map(metas.get, _DATE_KEYS))
    marked = (element.get("datetime") or _visible_text(element) for element in tree.iter("time"))
    for text in (*stated, *marked):
        if text and (day := dates.to_iso(text)):
            return day
    return None


def _language(tree: HtmlElement, metas: Mapping[str, str], article: jsonld.Node) -> str | None:
    for value in (
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        metas.get("content-language"),
        metas.get("og:locale"),
        jsonld.first_text(article, "inLanguage"),
    ):
        if value and (match := _LANGUAGE.match(value.strip())):
            return match.group().lower()
    return None


def _visible_text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
