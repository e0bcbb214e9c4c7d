"""The stages strung together: pages in, reports out. The only module that knows their order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from os.path import abspath, relpath
from pathlib import PurePath

import numpy as np

from boilerplate.agency.choice import describe_agencies
from boilerplate.errors import MissingInput
from boilerplate.packed import PackedArticles
from boilerplate.read.paths import find_record
from boilerplate.records import Article, Rejection, Stripped
from boilerplate.strip import strip_pages
from dedup.engine.compare import compare_prepared, measure_prepared
from dedup.engine.crew import Doubt, compare_pairs
from dedup.engine.describe import MOST_LABELLED, describe_clusters, describe_families
from dedup.engine.judge import judge_proposed, relate_unlisted, spread_verdicts
from dedup.engine.local import propose_pairs
from dedup.engine.retrace import Run, retrace_pair
from dedup.engine.shelf import Shelf, prepare
from dedup.engine.weigh import weigh_links
from dedup.errors import NoArticle
from dedup.match.candidates import find_candidates
from dedup.match.commonness import mark_article
from dedup.match.exact import group_identical
from dedup.match.shingle import Hashes
from dedup.match.texts import PlacedTexts
from dedup.pages import Progress
from dedup.pages import extract_pages as extract_pages
from dedup.records import (
    CandidatePair,
    DiffReport,
    Explanation,
    Family,
    Link,
    PairMeasures,
    PreparedArticle,
    Report,
)
from dedup.relate.cluster import find_clusters, find_families
from dedup.relate.explain import explain_link, turn_explanation
from dedup.settings import Settings

_ANY_TEXT = (
    "“The lamp on the pier went out seven times,” said the keeper on Monday, 3 May.",
    "Nobody in Port Ellery could tell why, although the Harbour Board had spent 1,200 crowns on it in 2019.",
)
_NEAR_DUPLICATES_ONLY = (("near_duplicates_only", True),)


def find_copies(
    stripped: Stripped,
    *,
    settings: Settings,
    near_duplicates_only: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Which articles carry the same story, and which were made from it.

    The order of the articles changes nothing.
    Args:
        near_duplicates_only: look for copies of whole stories alone: no excerpts, no pieces made from others.
        workers: processes at most that compare pairs; None: one for each core.
    Cost: linear in the text, plus the alignment of each candidate pair that its figures leave in doubt.
    """
    shelf = _lay_out(stripped.articles, settings=settings)
    proposed = propose_pairs(shelf, settings=settings, stories_only=near_duplicates_only)
    judged = judge_proposed(proposed, shelf=shelf, workers=workers, progress=progress)
    links, unlisted = spread_verdicts(judged, proposed, shelf=shelf, stories_only=near_duplicates_only)
    clusters = describe_clusters(
        find_clusters(links, is_related=relate_unlisted(judged, proposed, shelf=shelf)),
        shelf=shelf,
        links=links,
        most_labelled=0 if near_duplicates_only else MOST_LABELLED,
        workers=workers,
        progress=progress,
    )
    unlabelled = sum(len(cluster.article_ids) - 1 - len(cluster.forms) for cluster in clusters)
    if near_duplicates_only:
        families = tuple(Family(id=cluster.id, article_ids=cluster.article_ids) for cluster in clusters)
    else:
        families = describe_families(find_families(links), clusters=clusters, shelf=shelf, links=links)
    counts = (
        ("pages", len(stripped.articles) + len(stripped.rejections)),
        ("articles", len(stripped.articles)),
        ("rejections", len(stripped.rejections)),
        ("candidate_pairs", proposed.candidates),
        ("pairs", len(links)),
        ("pairs_not_listed", unlisted),
        ("clusters", len(clusters)),
        ("families", len(families)),
        *proposed.counts,
        *judged.counts,
        *((("members_not_labelled", unlabelled),) if unlabelled else ()),
    )
    return Report(
        articles=shelf.labels,
        token_counts=shelf.list_counts(),
        clusters=clusters,
        families=families,
        links=links,
        rejections=stripped.rejections,
        settings=(
            *settings.as_pairs(),
            *_NEAR_DUPLICATES_ONLY[: int(near_duplicates_only)],
            *describe_agencies(),
        ),
        counts=counts,
    )


def get_ready() -> None:
    """Load whatever the stages load when they are first used, by a run over two texts that nobody reads.

    For whoever has time to spare before there is anything to compare: a small run takes twice as long else.
    """
    text = "\n".join(_ANY_TEXT)
    articles = [
        Article(id=name, sha256=name, text=text.replace("seven", name), language="en")
        for name in ("six", "eight")
    ]
    find_copies(Stripped(articles=tuple(articles), rejections=()), settings=Settings(), workers=1)


def _lay_out(articles: Sequence[Article], *, settings: Settings) -> Shelf:
    if isinstance(articles, PackedArticles):
        texts = PlacedTexts(articles.spill.held, articles.texts, read=articles.spill.read)
        return Shelf(articles, settings=settings, ids=articles.ids, labels=articles.labels, texts=texts)
    return Shelf(articles, settings=settings)


def compare_files(left_path: str, right_path: str, *, settings: Settings) -> DiffReport:
    """How the article in one file differs from that in another.

    Args:
        left_path, right_path: a file of one article, or ``file#N`` for the Nth of its articles.
    Raises: MissingInput: no such file or record. NoArticle: a page holds none, with the reason.
    """
    from dedup.compare.alignment import align_articles  # the changes take as long to load as all the rest

    left, right = (prepare(article, settings=settings) for article in _load(left_path, right_path))
    link, _ = compare_prepared(left, right, settings=settings)
    return DiffReport(
        left=left.article,
        right=right.article,
        link=link,
        alignment=align_articles(left.article, right.article),
        settings=(*settings.as_pairs(), *describe_agencies()),
    )


def explain_files(left_path: str, right_path: str, *, settings: Settings) -> Explanation:
    """Why the articles in two files are, or are not, linked. Arguments and errors as ``compare_files``."""
    left, right = (prepare(article, settings=settings) for article in _load(left_path, right_path))
    link, passages = compare_prepared(left, right, settings=settings)
    return explain_link(link, passages=passages, candidate=_find_candidate(left, right, settings=settings))


def explain_among(
    given: tuple[str, str],
    stripped: Stripped,
    *,
    settings: Settings,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """Why a run over many articles links two of them, or does not.

    Args:
        given: the two, by their ids in the run or as files that are part of it.
        workers, progress: as for ``find_copies``, whose verdict is the one explained.
    Raises: NoArticle: one of the two is no article of the run, or both are the same one.
    """
    shelf = _lay_out(stripped.articles, settings=settings)
    left_id, right_id = (_find_id(name, shelf, stripped.rejections) for name in given)
    if left_id == right_id:
        raise NoArticle(f"{given[0]} and {given[1]}: one article, {left_id}. Give two that differ")
    proposed = propose_pairs(shelf, settings=settings)
    judged = judge_proposed(proposed, shelf=shelf, workers=workers, progress=progress)
    low, high = sorted((left_id, right_id))
    explanation = retrace_pair(Run(shelf=shelf, proposed=proposed, judged=judged), low, high)
    return explanation if left_id == low else turn_explanation(explanation, text=shelf.article(high).text)


def _find_id(given: str, shelf: Shelf, rejections: Iterable[Rejection]) -> str:
    """The id of the article that a user means by an id or a path."""
    relative, absolute = relpath(given or "."), abspath(given)  # noqa: PTH100 -- no link is followed in an id
    names = [given, *(PurePath(path).as_posix() for path in (given, relative, absolute))]
    with suppress(MissingInput):
        names.append(find_record(given).id)
    for name in names:
        place = bisect_left(shelf.ids, name)
        if place < len(shelf) and shelf.ids[place] == name:
            return name
    reasons = [rejection.reason for rejection in rejections if rejection.id in names]
    reason = f"rejected: {reasons[0]}" if reasons else "no article of the run"
    raise NoArticle(f"{given}: {reason}. Give an id as `wirecopy clusters` prints it for the same paths")


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
    return measure_prepared(prepare(left, settings=settings), prepare(right, settings=settings))[0]


def judge_pairs(
    articles: Sequence[Article], pairs: Iterable[tuple[str, str]], *, settings: Settings
) -> Iterator[Link]:
    """The verdict on each named pair, left id < right id, whether or not a run would compare the two."""
    shelf = Shelf(articles, settings=settings)
    for left_id, right_id in pairs:
        yield compare_prepared(shelf.prepared(left_id), shelf.prepared(right_id), settings=settings)[0]


def measure_pairs(
    articles: Sequence[Article],
    pairs: Iterable[tuple[str, str]],
    *,
    settings: Settings,
    is_weighed: bool = True,
) -> Iterator[PairMeasures]:
    """Everything that is measured on each named pair, left id < right id.

    Args:
        is_weighed: whether passages that many stories have carry no weight, as in a run over all articles.
    """
    shelf = Shelf(articles, settings=settings)
    doubts: dict[tuple[str, str], Doubt] = {}
    runs: Hashes = np.empty(0, dtype=np.uint64)
    if is_weighed:
        proposed = propose_pairs(shelf, settings=settings)
        compared = compare_pairs(proposed.in_doubt, shelf=shelf)
        if proposed.corpus is not None:
            weighed = weigh_links(proposed.corpus, [*proposed.links, *filter(None, compared)])
            runs = weighed.common_runs
            doubts = {(d.left_id, d.right_id): d for d in chain(weighed.dropped, weighed.in_doubt)}
    for ids in pairs:
        left, right = map(shelf.prepared, ids)
        if ids in doubts:
            left, right = (mark_article(one, runs, is_stock=doubts[ids].is_stock) for one in (left, right))
        yield measure_prepared(left, right)[0]


def _find_candidate(
    left: PreparedArticle, right: PreparedArticle, *, settings: Settings
) -> CandidatePair | None:
    if len(group_identical([left, right])) == 1:
        return CandidatePair(left_id=left.article.id, right_id=right.article.id, sources=("exact",))
    return next(iter(find_candidates([left, right], settings=settings)), None)
