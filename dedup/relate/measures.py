"""What two articles have in common, in figures: everything a verdict may rest on."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.compare.mentions import measure_order
from dedup.records import Overlap, PairMeasures, PreparedArticle, Segment, SharedPassage

CLOSE_SIMILARITY = 0.5
"""From here two sentences are alike beyond chance, whatever the names in them."""

QUOTED_SIMILARITY = 0.8
"""From here a sentence counts as standing in both articles: a word or two may differ."""


def measure_pair(
    left: PreparedArticle,
    right: PreparedArticle,
    *,
    overlap: Overlap,
    segments: Sequence[Segment],
    coverage: tuple[float, float],
    close_coverage: tuple[float, float],
    passages: Sequence[SharedPassage],
) -> PairMeasures:
    """Gather the measures of a pair.

    Args:
        overlap, segments, passages, both coverages: of this very pair, left and right in this order.
    """
    is_left_shorter = (len(left.tokens.words), left.article.id) <= (len(right.tokens.words), right.article.id)
    shorter, longer = (left, right) if is_left_shorter else (right, left)
    left_names, right_names = (side.anchors.names | side.anchors.numbers for side in (left, right))
    names = left_names & right_names
    return PairMeasures(
        is_same_text=left.token_hashes.tobytes() == right.token_hashes.tobytes(),
        overlap=overlap,
        left_coverage=coverage[0],
        right_coverage=coverage[1],
        shorter_coverage=coverage[0] if is_left_shorter else coverage[1],
        close_coverage=close_coverage[0] if is_left_shorter else close_coverage[1],
        shorter_containment=overlap.left_containment if is_left_shorter else overlap.right_containment,
        quoted_tokens=max(
            (
                _segment_tokens(segment, left)
                for segment in segments
                if segment.similarity >= QUOTED_SIMILARITY
            ),
            default=0,
        ),
        longest_run=max((passage.tokens for passage in passages), default=0),
        name_share=len(names) / max(1, len(left_names if is_left_shorter else right_names)),
        order_share=measure_order(shorter.anchors.mentions, longer.anchors.mentions),
        fact_share=_share_facts(segments, left, right, is_left_shorter=is_left_shorter),
        names=tuple(sorted(names)),
        quotes=tuple(sorted(left.anchors.quotes & right.anchors.quotes)),
        agencies=tuple(sorted(_list_agencies(left) & _list_agencies(right))),
    )


def _share_facts(
    segments: Sequence[Segment], left: PreparedArticle, right: PreparedArticle, *, is_left_shorter: bool
) -> float:
    """The share of names and numbers in the shorter side's aligned sentences that stand in the other's.

    One half where there is next to none: half a hit in one is added, so few facts say little.
    """
    shorter = left if is_left_shorter else right
    facts = shorter.anchors.names | shorter.anchors.numbers
    found = told = 0
    for segment in segments:
        words = [
            {word for index in indices for word in side.sentences.words[index]}
            for side, indices in ((left, segment.left), (right, segment.right))
        ]
        if all(words):
            asked = facts & words[0 if is_left_shorter else 1]
            told += len(asked)
            found += len(asked & words[1 if is_left_shorter else 0])
    return (found + 0.5) / (told + 1)


def _segment_tokens(segment: Segment, left: PreparedArticle) -> int:
    return sum(len(left.sentences.words[index]) for index in segment.left)


def _list_agencies(article: PreparedArticle) -> set[str]:
    return {credit.agency for credit in article.article.credits}
