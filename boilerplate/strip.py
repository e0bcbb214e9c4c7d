"""Pages → articles and rejections: the stages of this package in their order.

Each page by itself, in worker processes: parsing where that is left to do, extraction (HTML or text),
credits. Then over all articles: ids made unique, agencies by one name, lines their outlets repeat taken out,
and what is left is held against a minimum. Between the stages articles are packed: most of them no stage
after the first has to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from boilerplate.agency_choice import chosen_agencies
from boilerplate.minimum import find_lack
from boilerplate.packed import Extraction, PackedArticle, PackedArticles
from boilerplate.packing import unpack_head
from boilerplate.read.ids import content_key, number_repeats
from boilerplate.read.jsonl import parse_line
from boilerplate.readiness import Readiness
from boilerplate.records import Page, Rejection, Stripped, UnreadPage
from boilerplate.spill import Spill
from boilerplate.task import (
    answer_task,
    answer_with_agencies,
    is_light,
    pack_answer,
    pack_task,
    unpack_answer,
)
from boilerplate.workers import Answer, run_tasks

if TYPE_CHECKING:
    from boilerplate.cache import ExtractionCache
    from boilerplate.outlet_memory import OutletMemory

DEADLINE_SECONDS = 20.0
"""A page of ordinary size takes .01 to 1 s; the worst that is no attack stayed under 10."""

PACKED_FROM = 2_000
"""Articles from which they are held packed instead of as records."""

_HTML_NAME = b'"html"'


class _Sighting(NamedTuple):
    """A page without its content; ``sha256`` only where its extraction has another."""

    page_id: str
    key: bytes
    sha256: str | None
    folder: str | None
    summary_of: str | None


@dataclass(slots=True)
class _Run:
    """What a run has seen so far."""

    sightings: list[_Sighting] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)
    extractions: dict[bytes, Extraction | str] = field(default_factory=dict)
    articles: list[PackedArticle] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    agencies: set[str] = field(default_factory=set)
    outlets: dict[str, str] = field(default_factory=dict)
    done: int = 0
    spill: Spill = field(default_factory=Spill)
    readiness: Readiness = field(default_factory=Readiness)


def strip_pages(
    pages: Iterable[Page | UnreadPage | Rejection],
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
    run = _Run()
    fresh, workers = run.readiness.look_ahead(
        _note_pages(pages, run, cache), is_light=is_light, workers=workers
    )
    agencies = chosen_agencies()
    task = answer_task if agencies is None else partial(answer_with_agencies, agencies)
    answers = run_tasks(
        task,
        fresh,
        workers=workers,
        deadline_seconds=deadline_seconds,
        is_light=is_light,
        on_start=None if on_progress is None else (lambda: on_progress(run.done)),
    )
    for key, answer in answers:
        if isinstance(key, UnreadPage):
            _note_unread(run, key, answer)
        elif answer.result is None:
            run.extractions[key] = answer.failure
        else:
            _, run.extractions[key] = _unpack(run, answer.result)
            if cache is not None:
                cache.keep(key.hex(), unpack_answer(answer.result).packed)
        run.done += 1
        if on_progress is not None:
            on_progress(run.done)
    for sighting in run.sightings:
        _note_sighting(run, sighting)
    return _finish(run, memory=None if cache is None else cache.outlets)


def _note_pages(
    pages: Iterable[Page | UnreadPage | Rejection], run: _Run, cache: ExtractionCache | None
) -> Iterator[tuple[bytes | UnreadPage, bytes]]:
    """Note every page, and yield each whose extraction is not known yet as a task.

    A line that nobody has parsed is left to the workers unless it holds HTML or there is a cache: whether
    its extraction is known shows only when it is parsed.
    """
    for page in pages:
        if isinstance(page, UnreadPage) and (cache is not None or _HTML_NAME in page.line):
            page = parse_line(page)
        if isinstance(page, Rejection):
            run.rejections.append(page)
        elif isinstance(page, UnreadPage):
            run.readiness.note("text")
            yield page, pack_task(page)
        else:
            key = _extraction_key(page)
            is_due = key not in run.seen and not _recall(key, run, cache)
            run.seen.add(key)
            own_digest = None if is_due else page.sha256
            summary_of = (page.url or "") if page.is_summary else None
            run.sightings.append(_Sighting(page.id, key, own_digest, page.folder, summary_of))
            if is_due:
                run.readiness.note(page.form)
                yield key, pack_task(page)


def _recall(key: bytes, run: _Run, cache: ExtractionCache | None) -> bool:
    """Whether an extraction is in the cache; it is noted then."""
    known = cache.find(key.hex()) if cache is not None else None
    if known is None:
        return False
    _, run.extractions[key] = _unpack(run, pack_answer(known))
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


def _note_unread(run: _Run, page: UnreadPage, answer: Answer) -> None:
    """Note what became of a line that a worker parsed."""
    if answer.result is None:
        run.rejections.append(Rejection(id=parse_line(page).id, reason=answer.failure))
        return
    own_id, outcome = _unpack(run, answer.result)
    if isinstance(outcome, str):
        run.rejections.append(Rejection(id=own_id, reason=outcome))
    else:
        run.articles.append(PackedArticle(own_id, outcome, None, page.folder))


def _note_sighting(run: _Run, sighting: _Sighting) -> None:
    """Give a page the outcome of its content."""
    outcome = run.extractions[sighting.key]
    if isinstance(outcome, str):
        run.rejections.append(Rejection(id=sighting.page_id, reason=outcome))
    else:
        own = (sighting.sha256, sighting.folder, sighting.summary_of)
        run.articles.append(PackedArticle(sighting.page_id, outcome, *own))


def _unpack(run: _Run, answer: bytes) -> tuple[str, Extraction | str]:
    """The id in an answer, and an article or the reason why there is none."""
    packed, lack, line_keys = unpack_answer(answer)
    head = unpack_head(packed)
    if isinstance(head, Rejection):
        return head.id, head.reason
    run.agencies.update(agency for agency, *_ in head.credits)
    outlet = head.outlet and run.outlets.setdefault(head.outlet, head.outlet)
    is_credited = bool(head.credits or head.author)
    return head.id, Extraction(run.spill.keep(packed), outlet, is_credited, lack, line_keys)


def _finish(run: _Run, *, memory: OutletMemory | None) -> Stripped:
    """The stages that need the whole run: own ids, agencies by one name, repeated lines, the minimum."""
    records: list[PackedArticle | Rejection] = [*run.articles, *run.rejections]
    records = number_repeats(records, content_key=_content_key, rename=_rename)
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
    packed = PackedArticles(kept)
    return Stripped(
        articles=packed if len(kept) >= PACKED_FROM else tuple(packed), rejections=tuple(rejections)
    )


def _content_key(record: PackedArticle | Rejection) -> tuple[int, str, str]:
    return content_key(record.make() if isinstance(record, PackedArticle) else record)


def _rename(record: PackedArticle | Rejection, new_id: str) -> PackedArticle | Rejection:
    return record._replace(id=new_id) if isinstance(record, PackedArticle) else replace(record, id=new_id)


def _unify_agencies(articles: list[PackedArticle], run: _Run) -> None:
    """Give each agency one name, in place."""
    from boilerplate.agency_names import AgencyNames

    names = AgencyNames(run.agencies)
    for number, article in enumerate(articles):
        if article.extraction.is_credited:
            bare = article.make(has_text=False)
            unified = names.unify(bare)
            if unified is not bare:
                full = replace(unified, text=article.make().text)
                articles[number] = article.remake(full, lack=article.extraction.lack, spill=run.spill)


def _drop_repeated_lines(articles: list[PackedArticle], run: _Run, *, memory: OutletMemory | None) -> None:
    """Take out what outlets repeat, in place."""
    from boilerplate.outlets import drop_repeated_lines, find_suspects

    pages = ((article.outlet, article.extraction.line_keys) for article in articles)
    for suspects in find_suspects(pages, memory=memory):
        before = [articles[number].make() for number in suspects]
        after = drop_repeated_lines(before, memory=memory)
        for number, old, new in zip(suspects, before, after, strict=True):
            if new is not old:
                lack = find_lack(new.text) or ""
                articles[number] = articles[number].remake(new, lack=lack, spill=run.spill)
