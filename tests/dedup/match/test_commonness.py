from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.match import passages
from dedup.match.articles import match_articles
from dedup.match.commonness import (
    FULLY,
    PARTLY,
    WEIGHTLESS,
    Commonness,
    count_stories,
    mark_article,
    mark_common,
    weigh_passages,
)
from dedup.match.passages import RUN_TOKENS, PreparedSource, SharedPassages, TokenSource, collect_passages
from dedup.match.shingle import hash_runs, hash_tokens
from dedup.match.survey import Reader
from dedup.records import PreparedArticle
from dedup.settings import Settings

WORDS = [
    start + middle + end for start in "bdfgklmnprst" for middle in "aeiou" for end in ("n", "rt", "sk", "lo")
]
ABOUT = "Harbour Lines is the oldest ferry company of the northern bays and is committed to safe crossings. "


def write(source: random.Random, words: int) -> str:
    return " ".join(source.choices(WORDS, k=words)).capitalize() + ". "


def weigh(
    texts: list[str], pairs: list[tuple[int, int]], *, one_story: tuple[tuple[int, int], ...] = ()
) -> Commonness:
    reader = Reader(texts, range(len(texts)), Settings(), is_compiled=False)
    tokens = reader.hash(range(len(texts)))
    keys = [tokens.of(number).tobytes() for number in range(len(texts))]
    leaders = np.array([keys.index(key) for key in keys], dtype=np.int32)
    places = np.array(pairs, dtype=np.int32).reshape(-1, 2).T
    is_one_story = np.array([pair in one_story for pair in pairs], dtype=bool)
    shared = collect_passages(reader, leaders, pairs=places, is_one_story=is_one_story)
    unknown = collect_passages(reader, leaders, pairs=places, is_one_story=is_one_story & False)
    found, again = (weigh_passages(passages, is_one_story=is_one_story) for passages in (shared, unknown))
    assert_same(found, again)
    return found


def assert_same(one: Commonness | SharedPassages, other: Commonness | SharedPassages) -> None:
    for name in type(one).__slots__:
        if name != "is_compiled":
            assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_what_three_stories_share_carries_no_weight() -> None:
    source = random.Random(1)
    texts = [write(source, 90) + ABOUT for _ in range(3)]
    found = weigh(texts, list(combinations(range(3), 2)))
    assert found.weight.tolist() == [WEIGHTLESS] * 3
    assert not found.is_stock.any()
    is_common = mark_common(hash_tokens(texts[0].lower().replace(".", "").split()), found.runs)
    assert is_common.tolist() == [False] * 90 + [True] * len(ABOUT.split())


def test_what_two_stories_share_carries_weight() -> None:
    source = random.Random(2)
    texts = [write(source, 90) + ABOUT, write(source, 90) + ABOUT, write(source, 90)]
    found = weigh(texts, [(0, 1), (0, 2)])
    assert found.weight.tolist() == [FULLY, FULLY]
    assert len(found.runs) == 0


def test_copies_of_one_story_do_not_make_its_sentences_common() -> None:
    source = random.Random(3)
    quoted = write(source, 20)
    story = write(source, 80) + quoted + write(source, 80)
    texts = [story, story + write(source, 15), write(source, 10) + story, story, write(source, 100) + quoted]
    pairs = [(0, 1), (0, 2), (1, 2), (0, 4), (1, 4), (2, 4)]
    assert weigh(texts, pairs, one_story=((0, 1), (1, 2))).weight.tolist() == [FULLY] * 6
    assert weigh(texts, pairs).weight.tolist()[3:] == [WEIGHTLESS] * 3


def test_a_passage_of_their_own_beside_a_common_one() -> None:
    source = random.Random(4)
    own = write(source, 20)
    texts = [write(source, 90) + own + ABOUT, write(source, 90) + own + ABOUT, write(source, 90) + ABOUT]
    found = weigh(texts, [(0, 1), (0, 2), (1, 2)])
    assert found.weight.tolist() == [PARTLY, WEIGHTLESS, WEIGHTLESS]


def test_stories_of_stock_sentences() -> None:
    """Each shares another sentence with each of three others; a fifth has one from a single story."""
    source = random.Random(5)
    shared = {pair: write(source, 12) for pair in [*combinations(range(4), 2), (0, 4)]}
    texts = [
        "".join([write(source, 90), *(text for pair, text in shared.items() if number in pair)])
        for number in range(5)
    ]
    found = weigh(texts, list(shared))
    assert found.is_stock.tolist() == [True] * 6 + [False]
    assert found.weight.tolist() == [WEIGHTLESS] * 6 + [FULLY]
    assert len(found.runs) == 0


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=0, max_size=6), min_size=0, max_size=6),
    st.randoms(use_true_random=False),
)
def test_against_brute_force(texts_of_parts: list[list[int]], source: random.Random) -> None:
    parts = [" ".join(f"p{number}x{k}" for k in range(10)) for number in range(4)]
    texts = [
        " ".join([*(f"own{i}x{source.randrange(5)}x{k}" for k in range(60)), *(parts[part] for part in own)])
        for i, own in enumerate(texts_of_parts)
    ]
    pairs = list(combinations(range(len(texts)), 2))
    found = weigh(texts, pairs)
    spread: dict[int, set[str]] = defaultdict(set)
    runs = [set(hash_runs(hash_tokens(text.split()), size=RUN_TOKENS).tolist()) for text in texts]
    for text, own in zip(texts, runs, strict=True):
        for run in own:
            spread[run].add(text)
    assert found.runs.tolist() == sorted(run for run, owners in spread.items() if len(owners) >= 3)


def test_a_long_quotation_stands_out_among_turns_of_phrase() -> None:
    source = random.Random(7)
    phrases = {pair: write(source, 9) for pair in combinations(range(4), 2)}
    quotation = write(source, 26)
    texts = [
        "".join([write(source, 90), *(text for pair, text in phrases.items() if number in pair)])
        + (quotation if number < 2 else "")
        for number in range(4)
    ]
    found = weigh(texts, list(phrases))
    assert found.weight.tolist() == [FULLY] + [WEIGHTLESS] * 5


def test_nothing() -> None:
    found = weigh([], [])
    assert len(found.runs) == len(found.weight) == 0
    assert mark_common(np.empty(0, dtype=np.uint64), found.runs).tolist() == []


@given(st.lists(st.integers(0, 2), max_size=40), st.sets(st.integers(0, 40), max_size=4))
def test_marks_against_brute_force(words: list[int], starts: set[int]) -> None:
    hashes = hash_tokens([str(word) for word in words])
    runs = hash_runs(hashes, size=RUN_TOKENS)
    chosen = np.unique(runs[[start for start in sorted(starts) if start < len(runs)]])
    covered = {
        place for start, run in enumerate(runs) if run in chosen for place in range(start, start + RUN_TOKENS)
    }
    assert np.flatnonzero(mark_common(hashes, chosen)).tolist() == sorted(covered)


def test_a_marked_article(prepare: Callable[[str, str], PreparedArticle]) -> None:
    article = prepare("a", ABOUT + "Nobody was hurt.")
    runs = np.sort(hash_runs(article.token_hashes, size=RUN_TOKENS)[:2])
    assert mark_article(article, runs).is_common.tolist() == [place < RUN_TOKENS + 1 for place in range(20)]
    assert mark_article(article, runs[:0], is_stock=True).is_common.all()
    assert mark_article(article, runs[:0], is_stock=True).anchors.names == article.anchors.names
    assert not article.is_common.any()


def test_names_of_common_runs_alone_do_not_count(prepare: Callable[[str, str], PreparedArticle]) -> None:
    about = "Based in Calder Bay, the firm of Ines Vorhoff runs 412 ships."
    article = prepare("a", f"The mate blamed Ottilie Brandt for 318 delays in Calder. {about}")
    runs = np.sort(hash_runs(prepare("b", about).token_hashes, size=RUN_TOKENS))
    anchors = mark_article(article, runs).anchors
    assert anchors.names == {"ottilie", "brandt", "calder"}
    assert anchors.numbers == {"318"}
    assert anchors.mentions == ("ottilie", "brandt", "318", "calder")
    assert not article.anchors.names <= anchors.names


@pytest.mark.parametrize("threads", [1, 3])
def test_every_source_gives_the_same(
    prepare: Callable[[str, str], PreparedArticle], monkeypatch: pytest.MonkeyPatch, threads: int
) -> None:
    pytest.importorskip("numba")
    monkeypatch.setattr(passages, "_PAIRS_AT_ONCE", 7)
    monkeypatch.setattr(passages, "_TEXTS_AT_ONCE", 5)
    words = random.Random(6)
    pool = [write(words, 14) for _ in range(30)]
    texts = ["".join([write(words, 40), *words.sample(pool, 4)]) for _ in range(40)]
    texts[7] = texts[7] * 2
    found = match_articles([f"{i:02}" for i in range(40)], texts, settings=Settings(), is_compiled=True)
    sources: list[TokenSource] = [
        Reader(texts, range(40), Settings(), kind, threads) for kind in (False, True)
    ]
    sources.append(PreparedSource([prepare(f"{i:02}", text) for i, text in enumerate(texts)]))
    is_one_story = found.jaccard >= 0.5
    expected, *others = [
        collect_passages(source, found.leaders, pairs=found.pairs, is_one_story=is_one_story)
        for source in sources
    ]
    weighed = weigh_passages(expected, is_one_story=is_one_story)
    for other in others:
        assert len(other.shared) == len(expected.shared)
        assert_same(weighed, weigh_passages(other, is_one_story=is_one_story))
    assert len(weighed.runs)
    assert weighed.is_stock.any()
    stories = np.arange(40, dtype=np.int32) // 2
    counts = [
        count_stories(source, np.arange(40), stories=stories, wanted=expected.runs).tolist()
        for source in sources
    ]
    assert counts[0] == counts[1] == counts[2]
    assert min(counts[0]) >= 1
    assert max(counts[0]) > 2
