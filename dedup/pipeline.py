"""The stages strung together: pages in, reports out. The only module that knows their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from boilerplate.cache import ExtractionCache
from boilerplate.read.paths import find_record, read_pages
from boilerplate.records import Article, Stripped
from boilerplate.strip import strip_pages
from dedup.compare.align import align_sentences, measure_coverage, prepare_sentences
from dedup.compare.alignment import align_articles
from dedup.errors import NoArticle
from dedup.match.candidates import find_candidates
from dedup.match.exact import group_identical
from dedup.match.prepare import prepare_article
from dedup.match.verify import measure_overlap
from dedup.records import (
    CandidatePair,
    Cluster,
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
from dedup.relate.forms import label_forms
from dedup.relate.identical import link_identical, spread_link
from dedup.relate.lead import choose_lead
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
    Cost: linear in the text, plus the alignment of each candidate pair.
    """
    prepared = {article.id: _prepare(article, settings=settings) for article in stripped.articles}

    def is_allowed(left_id: str, right_id: str) -> bool:
        return are_close_in_time(
            prepared[left_id].article, prepared[right_id].article, within_days=settings.within_days
        )

    members = {ids[0]: ids for ids in group_identical(prepared.values())}
    candidates = find_candidates([prepared[leader] for leader in members], settings=settings)
    links: list[Link] = []
    unlisted = 0
    for ids in members.values():
        found, left_out = link_identical(ids)
        links += [link for link in found if is_allowed(link.left_id, link.right_id)]
        unlisted += left_out
    for done, pair in enumerate(candidates, start=1):
        link, _ = _compare(prepared[pair.left_id], prepared[pair.right_id], settings=settings)
        if link.is_linked:
            found, left_out = spread_link(link, members=members, is_allowed=is_allowed)
            links += found
            unlisted += left_out
        if progress is not None:
            progress("pairs compared", done, len(candidates))
    clusters = _describe_clusters(find_clusters(links), prepared=prepared, links=links)
    families = find_families(links)
    return Report(
        articles=stripped.articles,
        token_counts=tuple(len(prepared[article.id].tokens.words) for article in stripped.articles),
        clusters=clusters,
        families=families,
        links=tuple(sorted(links, key=lambda link: (link.left_id, link.right_id))),
        rejections=stripped.rejections,
        settings=settings.as_pairs(),
        counts=(
            ("pages", len(stripped.articles) + len(stripped.rejections)),
            ("articles", len(stripped.articles)),
            ("rejections", len(stripped.rejections)),
            ("candidate_pairs", len(candidates)),
            ("pairs", len(links)),
            ("pairs_not_listed", unlisted),
            ("clusters", len(clusters)),
            ("families", len(families)),
        ),
    )


def compare_files(left_path: str, right_path: str, *, settings: Settings) -> DiffReport:
    """How the article in one file differs from that in another.

    Args:
        left_path, right_path: a file of one article, or ``file#N`` for the Nth of its articles.
    Raises: MissingInput: no such file or record. NoArticle: a page holds none, with the reason.
    """
    left, right = (_prepare(article, settings=settings) for article in _load(left_path, right_path))
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
    left, right = (_prepare(article, settings=settings) for article in _load(left_path, right_path))
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


def _prepare(article: Article, *, settings: Settings) -> PreparedArticle:
    return prepare_article(
        article, sentences=prepare_sentences(article.text), shingle_size=settings.shingle_size
    )


def measure_articles(left: Article, right: Article) -> PairMeasures:
    """Everything that is measured on a pair, with the default settings."""
    settings = Settings()
    return _measure(_prepare(left, settings=settings), _prepare(right, settings=settings))[0]


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


def _describe_clusters(
    clusters: Sequence[Cluster], *, prepared: Mapping[str, PreparedArticle], links: Sequence[Link]
) -> tuple[Cluster, ...]:
    """Choose each cluster's lead and label the other members by what became of its text."""
    articles = {article_id: article.article for article_id, article in prepared.items()}
    counts = {article_id: len(article.tokens.words) for article_id, article in prepared.items()}
    cluster_of = {member: cluster.id for cluster in clusters for member in cluster.article_ids}
    inside: dict[str, list[Link]] = {}
    for link in links:
        if cluster_of.get(link.left_id, "") == cluster_of.get(link.right_id):
            inside.setdefault(cluster_of[link.left_id], []).append(link)
    described = []
    for cluster in clusters:
        lead_id, reason = choose_lead(
            cluster, articles=articles, token_counts=counts, links=inside.get(cluster.id, ())
        )
        lead = prepared[lead_id]
        forms = []
        for member in cluster.article_ids:
            if member != lead_id:
                segments = align_sentences(lead.sentences, prepared[member].sentences)
                forms.append((member, label_forms(lead, prepared[member], segments=segments)))
        described.append(replace(cluster, lead_id=lead_id, lead_reason=reason, forms=tuple(forms)))
    return tuple(described)


def _find_candidate(
    left: PreparedArticle, right: PreparedArticle, *, settings: Settings
) -> CandidatePair | None:
    if len(group_identical([left, right])) == 1:
        return CandidatePair(left_id=left.article.id, right_id=right.article.id, sources=("exact",))
    return next(iter(find_candidates([left, right], settings=settings)), None)
