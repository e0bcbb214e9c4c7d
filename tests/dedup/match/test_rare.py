from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.function_words import FUNCTION_WORDS
from dedup.match import plain, rare
from dedup.match.rare import AnchoredPairs, find_rare_pairs
from dedup.match.shingle import Hashes, hash_tokens
from dedup.match.survey import Numbers, Owners, Reader
from dedup.settings import Settings

WORDS = [
    start + middle + end for start in "bdfgklmnprst" for middle in "aeiou" for end in ("n", "rt", "sk", "lo")
]
LOW = np.uint64(0xFF)


def write(source: random.Random, words: int) -> str:
    return " ".join(source.choices(WORDS, k=words)).capitalize() + ". "


def make_texts(count: int) -> list[str]:
    """Articles with some sentences that others have too, in scripts with and without spaces."""
    source = random.Random(1)
    pool = [*(write(source, 15) for _ in range(2 * count)), "今日は港で船が三隻動いた。"]
    return ["".join([write(source, 30), *source.sample(pool, 4)]) for _ in range(count)]


def find(texts: list[str], *, is_compiled: bool, threads: int = 1) -> AnchoredPairs:
    reader = Reader(texts, range(len(texts)), Settings(), is_compiled, threads)
    stories = np.arange(len(texts), dtype=np.int32) // 2 * 2
    return find_rare_pairs(reader, np.arange(len(texts)), stories)


def describe(found: AnchoredPairs) -> tuple[list[list[int]], list[int], int, int]:
    return found.pairs.tolist(), found.shared.tolist(), found.most_articles, found.sampling


@pytest.mark.parametrize("entries", [rare._ENTRIES, 3_000])
def test_neither_loops_nor_threads_nor_parts_change_anything(
    monkeypatch: pytest.MonkeyPatch, entries: int
) -> None:
    pytest.importorskip("numba", reason="the extra fast is not installed")
    texts = make_texts(120)
    monkeypatch.setattr(rare, "FILTERED_FROM", 50)
    monkeypatch.setattr(rare, "_ENTRIES", entries)
    expected = describe(find(texts, is_compiled=False))
    assert len(expected[1])
    assert expected[3] == (1 if entries > 3_000 else 4)
    for name in ("_TEXTS_AT_ONCE", "_LEAST_RANKED", "_PARTS_PER_THREAD", "_LEAST_ROOM", "_ROOM"):
        monkeypatch.setattr(rare, name, 1)
    for threads in (1, 2, 5):
        assert describe(find(texts, is_compiled=True, threads=threads)) == expected
    assert describe(find(texts, is_compiled=False, threads=3)) == expected


def test_room_for_anchors_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = make_texts(60)
    expected = describe(find(texts, is_compiled=False))
    make_sieve = rare._make_sieve

    def expect_nothing(reader: Reader, numbers: Numbers) -> rare._Sieve:
        sieve = make_sieve(reader, numbers)
        return rare._Sieve(counts=sieve.counts, most=sieve.most, expected=0, sampling=sieve.sampling)

    monkeypatch.setattr(rare, "_LEAST_ROOM", 1)
    monkeypatch.setattr(rare, "_TEXTS_AT_ONCE", 7)
    monkeypatch.setattr(rare, "_make_sieve", expect_nothing)
    assert describe(find(texts, is_compiled=False)) == expected


def test_nothing() -> None:
    for is_compiled in (False, True):
        if is_compiled:
            pytest.importorskip("numba", reason="the extra fast is not installed")
        assert describe(find([], is_compiled=is_compiled))[:2] == ([[], []], [])
        assert describe(find(["", "Why?", "Why?", "", "one"], is_compiled=is_compiled))[:2] == ([[], []], [])


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9)), max_size=90),
    st.lists(st.integers(0, 3), min_size=10, max_size=10),
    st.tuples(st.integers(2, 5), st.integers(2, 3), st.integers(0, 2), st.integers(1, 10)),
)
def test_partners_against_brute_force(
    entries: list[tuple[int, int]], stories: list[int], bounds: tuple[int, int, int, int]
) -> None:
    pytest.importorskip("numba", reason="the extra fast is not installed")
    limit, least, most_stories, _ = bounds
    packed = np.array(sorted({anchor << 8 | article for anchor, article in entries}), dtype=np.uint64)
    labels = np.array(stories, dtype=np.int32)
    pairs, shared = plain.rank_partners(packed, LOW, labels, limit, least, most_stories)
    expected = dict(zip(pairs.tolist(), shared.tolist(), strict=True))
    assert rank(packed, labels, bounds) == expected


def rank(packed: Hashes, stories: Owners, bounds: tuple[int, int, int, int]) -> dict[int, int]:
    from dedup.match.kernels.anchors import weigh_anchors
    from dedup.match.kernels.partners import group_members, list_own, rank_partners

    limit, least, most_stories, at_once = bounds
    sizes = weigh_anchors(packed, LOW, limit)
    entries = int((sizes * np.arange(limit + 1))[2:].sum())
    members, own = np.empty((2, entries), dtype=np.int32)
    owned = np.zeros(len(stories) + 1, dtype=np.int64)
    group_members(packed, LOW, sizes, members, owned)
    list_own(members, owned, own)
    found: dict[int, int] = {}
    for start in range(0, len(stories), at_once):
        out = np.empty(200, np.uint64), np.empty(200, np.int32)
        ends = start, min(start + at_once, len(stories))
        size = rank_partners((members, owned, own), stories, ends, (least, most_stories), out)
        found |= dict(zip(out[0][:size].tolist(), out[1][:size].tolist(), strict=True))
    return found


def test_every_grammar_word_is_found_and_no_other() -> None:
    pytest.importorskip("numba", reason="the extra fast is not installed")
    from dedup.match.kernels.anchors import index_functions, list_content
    from dedup.match.kernels.sets import SLOT_FACTOR

    functions = np.unique(hash_tokens(sorted(FUNCTION_WORDS)))
    inverse = pow(int(SLOT_FACTOR), -1, 1 << 64)
    crowd = np.array([(place << 54) * inverse % (1 << 64) for place in range(40)], np.uint64)
    assert len(index_functions(crowd)) > 4 * len(crowd)  # eight of them belong into each of the first slots
    for entries in (functions, crowd, functions[:0]):
        table = index_functions(entries)
        words = np.concatenate((entries, hash_tokens([word + "zz" for word in WORDS])))
        out = np.empty(len(words) + 1, np.uint64)
        count = list_content(words, np.zeros(len(words), np.uint8), table, out)
        assert out[:count].tolist() == words[len(entries) :].tolist()
