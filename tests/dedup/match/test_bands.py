from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from dedup.errors import SignatureMismatch
from dedup.match.bands import find_candidate_pairs
from dedup.match.signature import build_signature
from dedup.records import ShingleSet, Signature


def shingle_set(article_id: str, values: object) -> ShingleSet:
    return ShingleSet(article_id=article_id, hashes=np.unique(np.array(values, dtype=np.uint64)))


def test_signatures_estimate_jaccard() -> None:
    generator = np.random.default_rng(7)
    for shared in (100, 300, 500):
        pool = generator.integers(0, 2**63, size=1000 - shared, dtype=np.uint64)
        left, right = shingle_set("a", pool[:500]), shingle_set("b", pool[500 - shared :])
        signatures = [build_signature(side, num_perm=128, seed=1) for side in (left, right)]
        estimate = float(np.mean(signatures[0].values == signatures[1].values))
        assert abs(estimate - shared / (1000 - shared)) < 4 * 0.044


def test_collision_rate_follows_the_s_curve() -> None:
    generator = np.random.default_rng(11)
    found = total = 0
    signatures: list[Signature] = []
    for number in range(150):
        pool = generator.integers(0, 2**63, size=160, dtype=np.uint64)
        for side, values in (("a", pool[:100]), ("b", pool[60:])):
            signatures.append(build_signature(shingle_set(f"{number:03}{side}", values), num_perm=32, seed=1))
    pairs = {(p.left_id, p.right_id) for p in find_candidate_pairs(signatures, bands=8, rows=2)}
    for number in range(150):
        total += 1
        found += (f"{number:03}a", f"{number:03}b") in pairs
    expected = 1 - (1 - 0.25**2) ** 8
    assert abs(found / total - expected) < 0.15


def test_pairs_are_those_that_agree_on_a_band() -> None:
    generator = np.random.default_rng(3)
    signatures = [
        Signature(article_id=name, values=generator.integers(0, 3, size=12, dtype=np.uint32), seed=1)
        for name in "abcdefghij"
    ]
    oracle = {
        (left.article_id, right.article_id)
        for left, right in combinations(signatures, 2)
        if any((left.values[i : i + 3] == right.values[i : i + 3]).all() for i in range(0, 12, 3))
    }
    found = [(p.left_id, p.right_id) for p in find_candidate_pairs(signatures, bands=4, rows=3)]
    assert len(found) == len(set(found))
    assert set(found) == oracle


def test_mixed_signatures_are_refused() -> None:
    one = build_signature(shingle_set("a", [1, 2]), num_perm=16, seed=1)
    other = build_signature(shingle_set("b", [1, 2]), num_perm=16, seed=2)
    with pytest.raises(SignatureMismatch, match="one seed"):
        list(find_candidate_pairs([one, other], bands=8, rows=2))
