"""Pages → articles and rejections: the stages of this package in their order.

Each page by itself, in worker processes: extraction (HTML or text). Then over all articles: ids made unique,
lines their outlets repeat taken out, credits taken out, and what is left is held against a minimum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import regex

from boilerplate.errors import UnreadablePage
from boilerplate.packing import pack_outcome, pack_page, unpack_outcome, unpack_page
from boilerplate.read.ids import number_repeats
from boilerplate.records import Article, DroppedLine, Page, PageForm, Rejection, Stripped
from boilerplate.workers import run_tasks

if TYPE_CHECKING:
    from boilerplate.cache import ExtractionCache

DEADLINE_SECONDS = 20.0
"""A page of ordinary size takes .01 to 1 s; the worst that is no attack stayed under 10."""

MIN_WORDS = 25
"""Fewer words make no comparison: two sentences. News in brief have 40 and more."""

SUMMARY_REASON = "the input has a summary only; the full text is at this address"

_LABELS = ("url", "outlet", "title", "author", "published", "language")
_CHARACTERS_PER_WORD = 1.6
"""Chinese and Japanese text per word of its translation (ISO 17100 practice counts 1.5 to 2)."""

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*")


@dataclass(frozen=True, slots=True)
class _Sighting:
    """Where an extraction belongs: a page without its content."""

    page_id: str
    sha256: str
    folder: str | None
    key: str
    summary_of: str | None


@dataclass(slots=True)
class _Run:
    """What a run has seen so far."""

    sightings: list[_Sighting] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    extractions: dict[str, Article | str] = field(default_factory=dict)


def strip_pages(
    pages: Iterable[Page | Rejection],
    *,
    workers: int | None = None,
    deadline_seconds: float = DEADLINE_SECONDS,
    on_progress: Callable[[int], None] | None = None,
    cache: ExtractionCache | None = None,
) -> Stripped:
    """Turn pages into articles; every page comes out either as an article or as a rejection.

    Pages of equal content and labels are extracted once. The result does not depend on the order of the
    pages, on timing or on the cache.

    Args:
        pages: drawn as workers fall free, so only their articles are held in memory.
        workers: processes at most; None for one per core.
        deadline_seconds: for one page; one that takes longer is rejected.
        on_progress: called with the number of different pages extracted so far.
        cache: where extractions of earlier runs are looked up and those of this one are kept.
    """
    run = _Run()
    fresh = _note_pages(pages, run, cache)
    for key, answer in run_tasks(_extract, fresh, workers=workers, deadline_seconds=deadline_seconds):
        if answer.result is None:
            run.extractions[key] = answer.failure
        else:
            run.extractions[key] = unpack_outcome(answer.result)
            if cache is not None:
                cache.keep(key, answer.result)
        if on_progress is not None:
            on_progress(len(run.extractions))
    articles, rejections = number_repeats(*_settle(run))
    return _finish(articles, rejections)


def has_enough_words(text: str) -> bool:
    """Whether a text is long enough to be compared; characters of unspaced scripts count as part words."""
    count = 0.0
    for match in _WORD.finditer(text):
        unspaced = len(_UNSPACED.findall(match.group()))
        count += unspaced / _CHARACTERS_PER_WORD if unspaced else 1
        if count >= MIN_WORDS:
            return True
    return False


def _note_pages(
    pages: Iterable[Page | Rejection], run: _Run, cache: ExtractionCache | None
) -> Iterator[tuple[str, bytes]]:
    """Note every page, and yield each whose extraction is not known yet as a task."""
    from boilerplate.agencies import load_agencies

    seen: set[str] = set()
    for page in pages:
        if isinstance(page, Rejection):
            run.rejections.append(page)
            continue
        key = _extraction_key(page)
        summary_of = (page.url or "") if page.is_summary else None
        run.sightings.append(_Sighting(page.id, page.sha256, page.folder, key, summary_of))
        if key in seen:
            continue
        seen.add(key)
        known = cache.find(key) if cache is not None else None
        if known is not None:
            run.extractions[key] = known
            continue
        _extractor(page.form)  # imported before workers are forked, so that none of them has to
        load_agencies()
        yield key, pack_page(replace(page, id="", sha256="", folder=None))


def _extraction_key(page: Page) -> str:
    """A digest of everything about a page that shapes its extraction."""
    content = page.content
    digest = (
        page.sha256
        if isinstance(content, bytes)
        else sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    )
    labels = (page.url, page.outlet, page.title, page.author, page.published, page.language, page.charset)
    return sha256(repr((page.form, type(content).__name__, digest, *labels)).encode("utf-8")).hexdigest()


def _extractor(form: PageForm) -> Callable[[Page], Article]:
    """The extraction for a form, imported only where there is such a page: HTML costs a quarter second."""
    if form == "html":
        from boilerplate.extract import extract_html

        return extract_html
    from boilerplate.decode import decode_page, scrub
    from boilerplate.lines import extract_text

    def extract_decoded(page: Page) -> Article:
        content = page.content
        text = content if isinstance(content, str) else decode_page(content, charset=page.charset)
        if page.form == "markup":
            from boilerplate.read.markup import markup_text

            text = markup_text(text)
        return extract_text(replace(page, form="text", content=scrub(text)))

    return extract_decoded


def _extract(packed: bytes) -> bytes:
    """The task of a worker: a packed page → a packed article, or the reason why there is none."""
    page = unpack_page(packed)
    from boilerplate.credits import take_credits

    try:
        return pack_outcome(take_credits(_scrub_article(_extractor(page.form)(page))))
    except UnreadablePage as error:
        return pack_outcome(str(error))


def _scrub_article(article: Article) -> Article:
    """The article without control characters: escapes (``\\u0000`` in JSON-LD) get past a scrubbed page."""
    from boilerplate.decode import scrub

    labels: dict[str, Any] = {name: scrub(getattr(article, name) or "") or None for name in _LABELS}
    return replace(
        article,
        text=scrub(article.text),
        dropped=tuple(DroppedLine(text=scrub(line.text), reason=line.reason) for line in article.dropped),
        **labels,
    )


def _settle(run: _Run) -> tuple[list[Article], list[Rejection]]:
    """Give every page noted the outcome of its content."""
    articles: list[Article] = []
    rejections = list(run.rejections)
    for sighting in run.sightings:
        outcome = run.extractions[sighting.key]
        if isinstance(outcome, str):
            rejections.append(Rejection(id=sighting.page_id, reason=outcome))
        else:
            articles.append(_settle_article(outcome, sighting))
    return articles, rejections


def _settle_article(article: Article, sighting: _Sighting) -> Article:
    dropped = article.dropped
    if sighting.summary_of is not None:
        dropped = (*dropped, DroppedLine(text=sighting.summary_of, reason=SUMMARY_REASON))
    outlet = article.outlet or sighting.folder
    return replace(article, id=sighting.page_id, sha256=sighting.sha256, outlet=outlet, dropped=dropped)


def _finish(articles: tuple[Article, ...], rejections: tuple[Rejection, ...]) -> Stripped:
    """The stages that need the whole run: agencies by one name, repeated lines, the minimum."""
    from boilerplate.agency_names import unify_agencies
    from boilerplate.outlets import drop_repeated_lines

    kept: list[Article] = []
    refused = list(rejections)
    for article in drop_repeated_lines(unify_agencies(articles)):
        reason = _find_lack(article)
        if reason is None:
            kept.append(article)
        else:
            refused.append(Rejection(id=article.id, reason=reason))
    refused.sort(key=lambda rejection: rejection.id)
    return Stripped(articles=tuple(kept), rejections=tuple(refused))


def _find_lack(article: Article) -> str | None:
    """Why an article cannot be compared; None where it can."""
    if not article.text.strip():
        return "no article text on the page"
    if not has_enough_words(article.text):
        return f"the article has under {MIN_WORDS} words, too few for a comparison; give its full text"
    return None
