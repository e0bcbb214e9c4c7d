"""One pair of prepared articles, measured and judged."""

from __future__ import annotations

from dedup.compare.align import align_sentences, measure_coverage
from dedup.match.verify import measure_overlap
from dedup.records import Link, PairMeasures, PreparedArticle, SharedPassage
from dedup.relate.measures import measure_pair
from dedup.relate.passages import find_shared_passages
from dedup.relate.relation import judge_pair
from dedup.settings import Settings

_PASSAGE_TOKENS = 5


def compare_prepared(
    left: PreparedArticle, right: PreparedArticle, *, settings: Settings
) -> tuple[Link, tuple[SharedPassage, ...]]:
    """The verdict on a pair, left id < right id, and the passages in common that it may rest on."""
    measures, passages = measure_prepared(left, right)
    return judge_pair(left.article.id, right.article.id, measures=measures, settings=settings), passages


def measure_prepared(
    left: PreparedArticle, right: PreparedArticle
) -> tuple[PairMeasures, tuple[SharedPassage, ...]]:
    """Everything that is measured on a pair, and the passages in common."""
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
