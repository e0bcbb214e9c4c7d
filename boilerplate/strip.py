"""Pages → articles and rejections: the stages of this package in their order.

Each page by itself, in worker processes: parsing where that is left to do, extraction (HTML or text),
credits. Then over all articles: ids made unique, agencies by one name, lines their outlets repeat taken out,
and what is left is held against a minimum. Between the stages articles are packed: most of them no stage
after the first has to look at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from boilerplate.agency.choice import chosen_agencies
from boilerplate.bundle import Bundle, Entry, pack_bundle, unpack_bundle
from boilerplate.minimum import find_lack
from boilerplate.packed import NOTHING_OWN, Own, PackedArticle, PackedArticles
from boilerplate.packing import pack_outcome
from boilerplate.read.ids import content_key, number_repeats
from boilerplate.read.jsonl import parse_line, split_lines
from boilerplate.readiness import Readiness
from boilerplate.records import Page, Record, Rejection, Stripped, UnreadPage, UnreadPages
from boilerplate.spill import Spill
from boilerplate.task import answer_task, answer_with_agencies, is_light, pack_task
from boilerplate.workers import Answer, run_tasks

if TYPE_CHECKING:
    from boilerplate.cache import ExtractionCache
    from boilerplate.outlet_memory import OutletMemory

DEADLINE_SECONDS = 20.0
"""A page of ordinary size takes .01 to 1 s; the worst that is no attack stayed under 10."""

PACKED_FROM = 2_000
"""Articles from which they are held packed instead of as records."""

_find_html = re.compile(rb'"html"').search  # half again as fast as ``in``


class _Sighting(NamedTuple):
    """A page without its content; its ``own`` digest is there only where its extraction has another."""

    page_id: str
    key: bytes
    own: Own


Key = bytes | UnreadPage | UnreadPages
"""What a task is known by: the key of a page's extraction, or what nobody has parsed yet."""


@dataclass(slots=True)
class _Run:
    """What a run has seen so far; ``broken`` are lines one of which broke a worker."""

    cache: ExtractionCache | None
    on_progress: Callable[[int], None] | None
    sightings: list[_Sighting] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)
    extractions: dict[bytes, Entry | str] = field(default_factory=dict)
    broken: list[UnreadPages] = field(default_factory=list)
    articles: list[PackedArticle] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    agencies: set[str] = field(default_factory=set)
    outlets: dict[str, str] = field(default_factory=dict)
    done: int = 0
    spill: Spill = field(default_factory=Spill)
    readiness: Readiness = field(default_factory=Readiness)


def strip_pages(
    pages: Iterable[Record],
    *,
    workers: int | None = None,
    deadline_seconds: float = DEADLINE_SECONDS,
    on_progress: Callable[[int], None] | None = None,
    cache: ExtractionCache | None = None,
) -> Stripped:
    """Turn pages into articles; every page comes out either as an article or as a rejection.

    Pages of equal content and labels are extracted once. The result does not depend on the order of the
    pages or on timing. With a cache it may depend on earlier runs: lines that an outlet is known to repeat go
    even from a page that comes alone.

    Args:
        pages: drawn as workers fall free, so only their articles are held in memory.
        workers: processes at most; None for one per core.
        deadline_seconds: for one page; one that takes longer is rejected.
        on_progress: called with the number of different pages extracted so far, for the first time when
            the first are given to workers.
        cache: where extractions and outlets of earlier runs are looked up and those of this one are kept.
    """
    run = _Run(cache, on_progress)
    agencies = chosen_agencies()
    task = answer_task if agencies is None else partial(answer_with_agencies, agencies)
    work = partial(run_tasks, task, deadline_seconds=deadline_seconds, is_light=is_light)
    fresh, workers = run.readiness.look_ahead(_note_pages(pages, run), is_light=is_light, workers=workers)
    start = None if on_progress is None else (lambda: on_progress(run.done))
    for key, answer in work(fresh, workers=workers, on_start=start):
        _note_answer(run, key, answer)
    alone = ((line, pack_task(line)) for lines in run.broken for line in split_lines(lines))
    for key, answer in work(alone, workers=workers):
        _note_answer(run, key, answer)
    for sighting in run.sightings:
        _note_sighting(run, sighting)
    return _finish(run, memory=None if cache is None else cache.outlets)


def _note_pages(pages: Iterable[Record], run: _Run) -> Iterator[tuple[Key, bytes]]:
    """Note every page, and yield each whose extraction is not known yet as a task.

    Lines that nobody has parsed are left to the workers unless they hold HTML or there is a cache: whether
    their extraction is known shows only when they are parsed.
    """
    for page in pages:
        if not isinstance(page, UnreadPage | UnreadPages):
            yield from _note_page(page, run)
        elif run.cache is None and not _find_html(page.lines if isinstance(page, UnreadPages) else page.line):
            run.readiness.note("text")
            yield page, pack_task(page)
        elif isinstance(page, UnreadPage):
            yield from _note_page(parse_line(page), run)
        else:
            for line in split_lines(page):
                yield from _note_page(parse_line(line), run)


def _note_page(page: Page | Rejection, run: _Run) -> Iterator[tuple[bytes, bytes]]:
    """Note a page, and yield it as a task if it is due."""
    if isinstance(page, Rejection):
        run.rejections.append(page)
        return
    key = _extraction_key(page)
    is_due = key not in run.seen and not _recall(key, run)
    run.seen.add(key)
    summary_of = (page.url or "") if page.is_summary else None
    own = Own(None if is_due else page.sha256, page.folder, summary_of)
    run.sightings.append(_Sighting(page.id, key, own))
    if is_due:
        run.readiness.note(page.form)
        yield key, pack_task(page)


def _recall(key: bytes, run: _Run) -> bool:
    """Whether an extraction is in the cache; it is noted then."""
    known = run.cache.find(key.hex()) if run.cache is not None else None
    if known is None:
        return False
    (run.extractions[key],) = _take_in(run, pack_bundle([known])).outcomes
    run.done += 1
    return True


def _extraction_key(page: Page) -> bytes:
    """A digest of everything about a page that shapes its extraction."""
    content = page.content
    digest = (
        page.sha256
        if isinstance(content, bytes)
        else sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    )
    labels = (page.url, page.outlet, page.title, page.author, page.published, page.language, page.charset)
    return sha256(repr((page.form, type(content).__name__, digest, *labels)).encode("utf-8")).digest()


def _note_answer(run: _Run, key: Key, answer: Answer) -> None:
    """Note what became of a page or of lines."""
    if answer.result is None:
        _note_failure(run, key, answer.failure)
        return
    bundle = _take_in(run, answer.result)
    if isinstance(key, bytes):
        (outcome,) = bundle.outcomes
        run.extractions[key] = outcome
        if run.cache is not None:
            run.cache.keep(key.hex(), _pack(outcome, run))
    else:
        own = NOTHING_OWN if key.folder is None else Own(folder=key.folder)
        for own_id, outcome in zip(bundle.ids, bundle.outcomes, strict=True):
            if type(outcome) is Entry:
                run.articles.append(PackedArticle(own_id, outcome, own))
            else:
                run.rejections.append(Rejection(id=own_id, reason=str(outcome)))
    _count(run, len(bundle.ids))


def _note_failure(run: _Run, key: Key, reason: str) -> None:
    """Note why there is no answer; of several lines each is tried alone, later."""
    if isinstance(key, UnreadPages) and b"\n" in key.lines:
        run.broken.append(key)
        return
    if isinstance(key, bytes):
        run.extractions[key] = reason
    else:
        line = key if isinstance(key, UnreadPage) else next(split_lines(key))
        run.rejections.append(Rejection(id=parse_line(line).id, reason=reason))
    _count(run, 1)


def _count(run: _Run, pages: int) -> None:
    run.done += pages
    if run.on_progress is not None:
        run.on_progress(run.done)


def _note_sighting(run: _Run, sighting: _Sighting) -> None:
    """Give a page the outcome of its content."""
    outcome = run.extractions[sighting.key]
    if isinstance(outcome, str):
        run.rejections.append(Rejection(id=sighting.page_id, reason=outcome))
    else:
        run.articles.append(PackedArticle(sighting.page_id, outcome, sighting.own))


def _take_in(run: _Run, answer: bytes) -> Bundle:
    bundle = unpack_bundle(answer, keep=run.spill.keep)
    run.agencies.update(bundle.agencies)
    return bundle


def _pack(outcome: Entry | str, run: _Run) -> bytes:
    """What the cache keeps: a packed outcome, whose id is nobody's."""
    if isinstance(outcome, str):
        return pack_outcome(Rejection(id="", reason=outcome))
    return run.spill.read(outcome.start, outcome.end)


def _finish(run: _Run, *, memory: OutletMemory | None) -> Stripped:
    """The stages that need the whole run: own ids, agencies by one name, repeated lines, the minimum."""
    records: list[PackedArticle | Rejection] = [*run.articles, *run.rejections]
    run.articles, run.rejections = [], []
    records = number_repeats(records, content_key=partial(_content_key, spill=run.spill), rename=_rename)
    articles = [record for record in records if isinstance(record, PackedArticle)]
    rejections = [record for record in records if isinstance(record, Rejection)]
    _unify_agencies(articles, run)
    _drop_repeated_lines(articles, run, memory=memory)
    kept: list[PackedArticle] = []
    for article in articles:
        if article.extraction.lack:
            rejections.append(Rejection(id=article.id, reason=article.extraction.lack))
        else:
            kept.append(article)
    rejections.sort(key=lambda rejection: rejection.id)
    packed = PackedArticles(kept, spill=run.spill)
    return Stripped(
        articles=packed if len(kept) >= PACKED_FROM else tuple(packed), rejections=tuple(rejections)
    )


def _content_key(record: PackedArticle | Rejection, *, spill: Spill) -> tuple[int, str, str]:
    return content_key(record.make(spill) if isinstance(record, PackedArticle) else record)


def _rename(record: PackedArticle | Rejection, new_id: str) -> PackedArticle | Rejection:
    return record._replace(id=new_id) if isinstance(record, PackedArticle) else replace(record, id=new_id)


def _unify_agencies(articles: list[PackedArticle], run: _Run) -> None:
    """Give each agency one name, in place."""
    from boilerplate.agency.names import AgencyNames

    names = AgencyNames(run.agencies)
    for number, article in enumerate(articles):
        if article.extraction.is_credited:
            bare = article.make(run.spill, has_text=False)
            unified = names.unify(bare)
            if unified is not bare:
                full = replace(unified, text=article.make(run.spill).text)
                articles[number] = article.remake(full, lack=article.extraction.lack, spill=run.spill)


def _drop_repeated_lines(articles: list[PackedArticle], run: _Run, *, memory: OutletMemory | None) -> None:
    """Take out what outlets repeat, in place."""
    from boilerplate.outlets import drop_repeated_lines, find_suspects

    places = [place for place, article in enumerate(articles) if article.extraction.line_keys]
    pages = ((articles[place].outlet, articles[place].extraction.line_keys) for place in places)
    for suspects in find_suspects(pages, memory=memory):
        chosen = [places[number] for number in suspects]
        before = [articles[place].make(run.spill) for place in chosen]
        after = drop_repeated_lines(before, memory=memory)
        for place, old, new in zip(chosen, before, after, strict=True):
            if new is not old:
                lack = find_lack(new.text) or ""
                articles[place] = articles[place].remake(new, lack=lack, spill=run.spill)
