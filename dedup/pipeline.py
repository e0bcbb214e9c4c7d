"""The stages strung together: pages in, reports out. The only module that knows their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from boilerplate.cache import ExtractionCache
from boilerplate.read.paths import find_record, read_pages
from boilerplate.records import Article, Stripped
from boilerplate.strip import strip_pages
from dedup.compare.align import align_sentences, measure_coverage
from dedup.compare.alignment import align_articles
from dedup.engine.local import describe_clusters, propose_pairs
from dedup.engine.shelf import Shelf, prepare
from dedup.errors import NoArticle
from dedup.match.candidates import find_candidates
from dedup.match.exact import group_identical
from dedup.match.verify import measure_overlap
from dedup.records import (
    CandidatePair,
    DiffReport,
    Explanation,
    Link,
    PairMeasures,
    PreparedArticle,
    Report,
    SharedPassage,
)
from dedup.relate.cluster import find_clusters, find_families
from dedup.relate.explain import explain_link
from dedup.relate.identical import link_identical, spread_link
from dedup.relate.measures import measure_pair
from dedup.relate.passages import find_shared_passages
from dedup.relate.relation import judge_pair
from dedup.settings import Settings

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how much of it is done, and how much there is (None: not known yet)."""

_PASSAGE_TOKENS = 5


def extract_pages(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    workers: int | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Stripped:
    """Every page under the paths as an article, or as a rejection.

    Args:
        cache: a directory where extractions are kept from one run to the next.
    Raises: MissingInput: a path does not exist.
    """
    report = None if progress is None else (lambda done: progress("pages read", done, None))
    return strip_pages(
        read_pages(paths, stdin=stdin),
        workers=workers,
        cache=None if cache is None else ExtractionCache(cache),
        on_progress=report,
    )


def find_copies(stripped: Stripped, *, settings: Settings, progress: Progress | None = None) -> Report:
    """Which articles carry the same story, and which were made from it.

    The order of the articles changes nothing.
    Cost: linear in the text, plus the alignment of each candidate pair that its figures leave in doubt.
    """
    shelf = Shelf(stripped.articles, settings=settings)
    proposed = propose_pairs(shelf, settings=settings)

    def is_allowed(left_id: str, right_id: str) -> bool:
        return are_close_in_time(
            shelf.articles[left_id], shelf.articles[right_id], within_days=settings.within_days
        )

    links: list[Link] = []
    unlisted = 0
    for ids in proposed.members.values():
        found, left_out = link_identical(ids)
        links += [link for link in found if is_allowed(link.left_id, link.right_id)]
        unlisted += left_out
    for done, pair in enumerate(proposed.candidates, start=1):
        link = (
            pair
            if isinstance(pair, Link)
            else _compare(shelf.prepared(pair.left_id), shelf.prepared(pair.right_id), settings=settings)[0]
        )
        if link.is_linked:
            found, left_out = spread_link(link, members=proposed.members, is_allowed=is_allowed)
            links += found
            unlisted += left_out
        if progress is not None:
            progress("pairs compared", done, len(proposed.candidates))
    clusters = describe_clusters(find_clusters(links), shelf=shelf, links=links)
    families = find_families(links)
    counts = (
        ("pages", len(stripped.articles) + len(stripped.rejections)),
        ("articles", len(stripped.articles)),
        ("rejections", len(stripped.rejections)),
        ("candidate_pairs", len(proposed.candidates)),
        ("pairs", len(links)),
        ("pairs_not_listed", unlisted),
        ("clusters", len(clusters)),
        ("families", len(families)),
        *proposed.counts,
    )
    return Report(
        articles=stripped.articles,
        token_counts=tuple(shelf.count_tokens(article.id) for article in stripped.articles),
        clusters=clusters,
        families=families,
        links=tuple(sorted(links, key=lambda link: (link.left_id, link.right_id))),
        rejections=stripped.rejections,
        settings=settings.as_pairs(),
        counts=counts,
    )


def compare_files(left_path: str, right_path: str, *, settings: Settings) -> DiffReport:
    """How the article in one file differs from that in another.

    Args:
        left_path, right_path: a file of one article, or ``file#N`` for the Nth of its articles.
    Raises: MissingInput: no such file or record. NoArticle: a page holds none, with the reason.
    """
    left, right = (prepare(article, settings=settings) for article in _load(left_path, right_path))
    link, _ = _compare(left, right, settings=settings)
    return DiffReport(
        left=left.article,
        right=right.article,
        link=link,
        alignment=align_articles(left.article, right.article),
        settings=settings.as_pairs(),
    )


def explain_files(left_path: str, right_path: str, *, settings: Settings) -> Explanation:
    """Why the articles in two files are, or are not, linked. Arguments and errors as ``compare_files``."""
    left, right = (prepare(article, settings=settings) for article in _load(left_path, right_path))
    link, passages = _compare(left, right, settings=settings)
    return explain_link(link, passages=passages, candidate=_find_candidate(left, right, settings=settings))


def are_close_in_time(left: Article, right: Article, *, within_days: int | None) -> bool:
    """Whether two publication dates lie at most so many days apart; unknown dates always do."""
    if within_days is None or left.published is None or right.published is None:
        return True
    days = [date.fromisoformat(article.published[:10]) for article in (left, right) if article.published]
    return abs((days[0] - days[1]).days) <= within_days


def _load(left_path: str, right_path: str) -> list[Article]:
    """The two articles, with ids of their own even where both paths are the same."""
    articles = []
    for path in (left_path, right_path):
        record = find_record(path)
        stripped = strip_pages([record], workers=1)
        if stripped.rejections:
            raise NoArticle(f"{path}: {stripped.rejections[0].reason}")
        articles.append(stripped.articles[0])
    return articles


def measure_articles(left: Article, right: Article) -> PairMeasures:
    """Everything that is measured on a pair, with the default settings."""
    settings = Settings()
    return _measure(prepare(left, settings=settings), prepare(right, settings=settings))[0]


def judge_pairs(
    articles: Sequence[Article], pairs: Iterable[tuple[str, str]], *, settings: Settings
) -> Iterator[Link]:
    """The verdict on each named pair, left id < right id, whether or not a run would compare the two."""
    shelf = Shelf(articles, settings=settings)
    for left_id, right_id in pairs:
        yield _compare(shelf.prepared(left_id), shelf.prepared(right_id), settings=settings)[0]


def measure_pairs(
    articles: Sequence[Article], pairs: Iterable[tuple[str, str]], *, settings: Settings
) -> Iterator[PairMeasures]:
    """Everything that is measured on each named pair, left id < right id."""
    shelf = Shelf(articles, settings=settings)
    for left_id, right_id in pairs:
        yield _measure(shelf.prepared(left_id), shelf.prepared(right_id))[0]


def _compare(
    left: PreparedArticle, right: PreparedArticle, *, settings: Settings
) -> tuple[Link, tuple[SharedPassage, ...]]:
    measures, passages = _measure(left, right)
    return judge_pair(left.article.id, right.article.id, measures=measures, settings=settings), passages


def _measure(left: PreparedArticle, right: PreparedArticle) -> tuple[PairMeasures, tuple[SharedPassage, ...]]:
    segments = align_sentences(left.sentences, right.sentences)
    passages = find_shared_passages(left, right, min_tokens=_PASSAGE_TOKENS)
    measures = measure_pair(
        left,
        right,
        overlap=measure_overlap(left.shingles, right.shingles),
        segments=segments,
        coverage=measure_coverage(segments, left.sentences, right.sentences),
        passages=passages,
    )
    return measures, passages


def _find_candidate(
    left: PreparedArticle, right: PreparedArticle, *, settings: Settings
) -> CandidatePair | None:
    if len(group_identical([left, right])) == 1:
        return CandidatePair(left_id=left.article.id, right_id=right.article.id, sources=("exact",))
    return next(iter(find_candidates([left, right], settings=settings)), None)
