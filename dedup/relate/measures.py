"""What two articles have in common, in figures: everything a verdict may rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from dedup.compare.mentions import measure_order
from dedup.compare.terms import stem_word
from dedup.records import Overlap, PairMeasures, PreparedArticle, Segment, SharedPassage
from dedup.relate.frame import ALIKE_SIMILARITY, Aligned, count_common_values, find_edge, share_conflicts
from dedup.tokens import is_unspaced

CLOSE_SIMILARITY = 0.5
"""From here two sentences are alike beyond chance, whatever the names in them."""

QUOTED_SIMILARITY = 0.8
"""From here a sentence counts as standing in both articles: a word or two may differ."""

COMMON_SHARE = 0.5
"""Share of its tokens from which a sentence or passage is common where those are."""


def measure_pair(
    left: PreparedArticle,
    right: PreparedArticle,
    *,
    overlap: Overlap,
    segments: Sequence[Segment],
    coverage: tuple[float, float],
    passages: Sequence[SharedPassage],
) -> PairMeasures:
    """Gather the measures of a pair.

    Args:
        overlap, segments, coverage, passages: of this very pair, left and right in this order.
    """
    is_left_shorter = (len(left.tokens.words), left.article.id) <= (len(right.tokens.words), right.article.id)
    shorter, longer = (left, right) if is_left_shorter else (right, left)
    aligned = [
        Aligned(*((s.left, s.right) if is_left_shorter else (s.right, s.left)), s.similarity)
        for s in segments
        if s.left and s.right
    ]
    is_common = _find_common_sentences(shorter)
    telling = [a for a in aligned if not all(is_common[index] for index in a.shorter)]
    facts = shorter.anchors.names | shorter.anchors.numbers
    shared = facts & (longer.anchors.names | longer.anchors.numbers)
    return PairMeasures(
        is_same_text=left.token_hashes.tobytes() == right.token_hashes.tobytes(),
        overlap=overlap,
        left_coverage=coverage[0],
        right_coverage=coverage[1],
        shorter_coverage=coverage[0] if is_left_shorter else coverage[1],
        alike_coverage=_cover(shorter, [a for a in telling if a.similarity >= ALIKE_SIMILARITY]),
        close_coverage=_cover_narrative(shorter, [a for a in telling if a.similarity >= CLOSE_SIMILARITY]),
        shorter_containment=overlap.left_containment if is_left_shorter else overlap.right_containment,
        narrative_containment=_contain_narrative(shorter, longer),
        passage_share=min(
            1.0, sum(passage.tokens for passage in passages) / max(1, len(shorter.tokens.words))
        ),
        quoted_tokens=max(
            (_count_words(shorter, a.shorter) for a in telling if a.similarity >= QUOTED_SIMILARITY),
            default=0,
        ),
        longest_run=max((_count_equivalents(passage, left) for passage in passages), default=0),
        name_share=(len(shared) + 0.5) / (len(facts) + 1),
        rare_share=_share_rare(shorter, longer),
        order_share=measure_order(shorter.anchors.mentions, longer.anchors.mentions),
        fact_share=_share_facts(shorter, longer, aligned),
        conflict_share=share_conflicts(shorter, longer, aligned),
        common_values=count_common_values(shorter, longer),
        quote_share=_share_quotes(shorter, longer),
        edge=find_edge(shorter, longer, aligned),
        names=tuple(sorted(shared)),
        quotes=tuple(sorted(left.anchors.quotes & right.anchors.quotes)),
        agencies=tuple(sorted(_list_agencies(left) & _list_agencies(right))),
    )


def _find_common_sentences(article: PreparedArticle) -> list[bool]:
    """Which sentences of an article are common in the corpus: by half of their tokens or more."""
    if not article.is_common.any():
        return [False] * len(article.sentences.spans)
    bounds = np.array(article.sentences.spans, dtype=np.int64).reshape(-1, 2)
    places = np.searchsorted(article.tokens.starts, bounds)
    common = np.concatenate(([0], np.cumsum(article.is_common)))
    counts = common[places[:, 1]] - common[places[:, 0]]
    is_common: list[bool] = (counts >= COMMON_SHARE * np.maximum(1, places[:, 1] - places[:, 0])).tolist()
    return is_common


def _cover(article: PreparedArticle, aligned: Iterable[Aligned]) -> float:
    """The share of an article's words that lie in its aligned sentences."""
    total = len(article.tokens.words)
    return sum(_count_words(article, a.shorter) for a in aligned) / total if total else 0.0


def _cover_narrative(article: PreparedArticle, aligned: Iterable[Aligned]) -> float:
    """The share of an article's words outside quotations that lie in its aligned sentences."""
    bounds = np.array(article.sentences.spans, dtype=np.int64).reshape(-1, 2)
    places = np.searchsorted(article.tokens.starts, bounds)
    unquoted = np.concatenate(([0], np.cumsum(~article.is_quoted)))
    counts = unquoted[places[:, 1]] - unquoted[places[:, 0]]
    total = int(counts.sum())
    return sum(int(counts[index]) for a in aligned for index in a.shorter) / total if total else 0.0


def _contain_narrative(shorter: PreparedArticle, longer: PreparedArticle) -> float:
    hashes = shorter.narrative.hashes
    shared = np.intersect1d(hashes, longer.shingles.hashes, assume_unique=True)
    return len(shared) / len(hashes) if len(hashes) else 0.0


def _share_rare(shorter: PreparedArticle, longer: PreparedArticle) -> float:
    """The share of the names and numbers told once that the other article has; one half where it has none.

    What an event is about stands in every report of it, and more than once; what is told in passing does not.
    """
    once = [word for word, count in Counter(shorter.anchors.mentions).items() if count == 1]
    found = sum(word in longer.anchors.names or word in longer.anchors.numbers for word in once)
    return (found + 0.5) / (len(once) + 1)


def _share_quotes(shorter: PreparedArticle, longer: PreparedArticle) -> float:
    """The stems that both quote, as a share of those that the one that quotes less does.

    Half a hit in two is added, so a single word in quotation marks says little.
    """
    ours, theirs = ({stem_word(word) for word in side.anchors.quoted_words} for side in (shorter, longer))
    return (len(ours & theirs) + 0.5) / (min(len(ours), len(theirs)) + 2)


def _share_facts(shorter: PreparedArticle, longer: PreparedArticle, aligned: Iterable[Aligned]) -> float:
    """The share of names and numbers in aligned sentences that stand in their counterparts.

    One half where there is next to none: half a hit in one is added, so few facts say little.
    """
    facts = shorter.anchors.names | shorter.anchors.numbers
    found = told = 0
    for pair in aligned:
        asked = facts & _words(shorter, pair.shorter).keys()
        told += len(asked)
        found += len(asked & _words(longer, pair.longer).keys())
    return (found + 0.5) / (told + 1)


def _words(article: PreparedArticle, indices: Iterable[int]) -> Counter[str]:
    return Counter(word for index in indices for word in article.sentences.words[index])


def _count_words(article: PreparedArticle, indices: Iterable[int]) -> int:
    return sum(len(article.sentences.words[index]) for index in indices)


def _count_equivalents(passage: SharedPassage, left: PreparedArticle) -> int:
    """The length of a passage in words; two characters of a script without spaces count as one.

    What is common in the corpus does not count, nor does a passage most of which is common.
    """
    first = int(np.searchsorted(left.tokens.starts, passage.left[0]))
    words = left.tokens.words[first : first + passage.tokens]
    is_common = left.is_common[first : first + passage.tokens]
    if is_common.sum() >= COMMON_SHARE * len(words):
        return 0
    telling = [word for word, common in zip(words, is_common, strict=True) if not common]
    characters = sum(map(is_unspaced, telling))
    return len(telling) - characters + characters // 2


def _list_agencies(article: PreparedArticle) -> set[str]:
    return {credit.agency for credit in article.article.credits}
