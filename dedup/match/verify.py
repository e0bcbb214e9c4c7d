"""Candidate pairs → exact overlap of their shingle sets."""

from __future__ import annotations

import numpy as np

from dedup.records import Overlap, ShingleSet


def measure_overlap(left: ShingleSet, right: ShingleSet) -> Overlap:
    """Exact Jaccard similarity and both containments.

    Two empty sets have overlap 0: nothing is shared.
    Cost: O(n log n) in the two sizes.
    """
    shared = len(np.intersect1d(left.hashes, right.hashes, assume_unique=True))
    union = len(left.hashes) + len(right.hashes) - shared
    return Overlap(
        left_id=left.article_id,
        right_id=right.article_id,
        jaccard=shared / union if union else 0.0,
        left_containment=shared / len(left.hashes) if len(left.hashes) else 0.0,
        right_containment=shared / len(right.hashes) if len(right.hashes) else 0.0,
    )
