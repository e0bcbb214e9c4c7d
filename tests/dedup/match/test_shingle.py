from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.match.shingle import build_shingle_set, hash_runs, hash_tokens
from dedup.match.verify import measure_overlap
from dedup.records import Overlap

words = st.lists(st.sampled_from(["ferry", "port", "inquiry", "captain", "17", "crew"]), max_size=30)


def overlap_of(left: list[str], right: list[str], size: int = 3) -> Overlap:
    return measure_overlap(
        build_shingle_set("a", hash_tokens(left), size=size),
        build_shingle_set("b", hash_tokens(right), size=size),
    )


@given(words, st.integers(1, 5))
def test_equal_runs_and_only_they_have_equal_hashes(tokens: list[str], size: int) -> None:
    runs = [tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1)]
    hashes = hash_runs(hash_tokens(tokens), size=size).tolist()
    assert len(hashes) == len(runs)
    assert len(set(hashes)) == len(set(runs)) == len(set(zip(hashes, runs, strict=True)))


@given(words, words)
def test_overlap_against_sets(left: list[str], right: list[str]) -> None:
    def shingles(tokens: list[str]) -> set[tuple[str, ...]]:
        size = min(3, max(1, len(tokens)))
        return {tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1)}

    a, b = shingles(left), shingles(right)
    found = overlap_of(left, right)
    assert found.jaccard == (len(a & b) / len(a | b) if a | b else 0)
    assert found.left_containment == (len(a & b) / len(a) if a else 0)
    assert found.right_containment == (len(a & b) / len(b) if b else 0)


@given(words, words)
def test_jaccard_is_symmetric_and_at_most_containment(left: list[str], right: list[str]) -> None:
    there, back = overlap_of(left, right), overlap_of(right, left)
    assert there.jaccard == back.jaccard
    assert there.left_containment == back.right_containment
    assert there.jaccard <= min(there.left_containment, there.right_containment)


def test_order_of_tokens_matters() -> None:
    assert hash_runs(hash_tokens(["port", "ferry"]), size=2) != hash_runs(
        hash_tokens(["ferry", "port"]), size=2
    )


def test_a_text_shorter_than_a_shingle_is_one_shingle() -> None:
    assert len(build_shingle_set("a", hash_tokens(["one", "two"]), size=3).hashes) == 1
    assert len(build_shingle_set("a", hash_tokens([]), size=3).hashes) == 0


def test_shingle_sets_are_sorted_and_read_only() -> None:
    hashes = build_shingle_set("a", hash_tokens(list("gfedcba")), size=2).hashes
    assert np.all(hashes[1:] > hashes[:-1])
    assert not hashes.flags.writeable
