"""Both sources of candidate pairs together: LSH for whole-story copies, anchors for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from dedup.match.anchors import find_anchored_pairs
from dedup.match.bands import find_candidate_pairs
from dedup.match.signature import build_signature
from dedup.records import CandidatePair, PreparedArticle
from dedup.settings import Settings


def find_candidates(prepared: Sequence[PreparedArticle], *, settings: Settings) -> tuple[CandidatePair, ...]:
    """Every pair of articles that either source proposes, once, ascending by its two ids."""
    signatures = [
        build_signature(article.shingles, num_perm=settings.num_perm, seed=settings.seed)
        for article in prepared
    ]
    found: dict[tuple[str, str], CandidatePair] = {}
    for pair in chain(
        find_candidate_pairs(signatures, bands=settings.bands, rows=settings.rows),
        find_anchored_pairs(
            [article.anchors for article in prepared],
            max_articles=settings.max_anchor_articles,
            min_shared=settings.min_shared_anchors,
        ),
    ):
        key = pair.left_id, pair.right_id
        known = found.get(key)
        found[key] = pair if known is None else replace(pair, sources=known.sources + pair.sources)
    return tuple(found[key] for key in sorted(found))
