from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest

from dedup.match import articles, plain, rare, survey
from dedup.match.articles import Matches, match_articles
from dedup.match.candidates import find_candidates
from dedup.match.fast import is_compiler_installed
from dedup.match.verify import measure_overlap
from dedup.records import PreparedArticle
from dedup.settings import Settings

WORDS = [
    start + middle + end for start in "bdfgklmnprst" for middle in "aeiou" for end in ("n", "rt", "sk", "lo")
]
BOTH = pytest.mark.parametrize(
    "is_compiled",
    [
        False,
        pytest.param(
            True,
            marks=pytest.mark.skipif(not is_compiler_installed(), reason="the extra fast is not installed"),
        ),
    ],
)
SETTINGS = Settings()


def write(source: random.Random, sentences: int = 14) -> list[str]:
    return [
        " ".join(source.choices(WORDS, k=source.randint(6, 14))).capitalize() + "." for _ in range(sentences)
    ]


def edit(text: str, source: random.Random, edits: int) -> str:
    words = text.split(" ")
    for _ in range(edits):
        words[source.randrange(len(words))] = source.choice(WORDS)
    return " ".join(words)


def make_corpus(seed: int, stories: int = 30) -> dict[str, str]:
    """Stories with copies of several kinds, an excerpt each third time, an equal text, an empty one."""
    source = random.Random(seed)
    texts: dict[str, str] = {"empty-a": "", "empty-b": " — "}
    for story in range(stories):
        sentences = write(source)
        texts[f"{story:03}"] = " ".join(sentences)
        texts[f"{story:03}-cut"] = " ".join(sentences[: source.randint(4, 10)])
        texts[f"{story:03}-edit"] = edit(" ".join(sentences), source, source.randint(2, 40))
        if story % 3 == 0:
            texts[f"{story:03}-quote"] = " ".join(write(source) + sentences[3:5])
        if story % 5 == 0:
            texts[f"{story:03}-same"] = " ".join(sentences).upper()
    return texts


def match(texts: dict[str, str], *, is_compiled: bool, settings: Settings = SETTINGS) -> Matches:
    return match_articles(list(texts), list(texts.values()), settings=settings, is_compiled=is_compiled)


def named(found: Matches) -> dict[tuple[str, str], tuple[bool, int]]:
    return {
        (found.ids[left], found.ids[right]): (bool(lsh), int(shared))
        for (left, right), lsh, shared in zip(
            found.pairs.T.tolist(), found.by_signature, found.shared_anchors, strict=True
        )
    }


@BOTH
def test_pairs_are_those_of_the_small_path(
    prepare: Callable[[str, str], PreparedArticle], is_compiled: bool
) -> None:
    texts = make_corpus(1)
    found = match(texts, is_compiled=is_compiled)
    leaders = [found.ids[i] for i in np.unique(found.leaders) if found.token_counts[i]]
    prepared = {article_id: prepare(article_id, texts[article_id]) for article_id in leaders}
    expected = {
        (pair.left_id, pair.right_id): ("lsh" in pair.sources, pair.shared_anchors)
        for pair in find_candidates(list(prepared.values()), settings=SETTINGS)
    }
    assert named(found) == expected
    assert any(shared and not lsh for lsh, shared in expected.values())
    for place, (left, right) in enumerate(found.pairs.T.tolist()):
        overlap = measure_overlap(prepared[found.ids[left]].shingles, prepared[found.ids[right]].shingles)
        assert found.jaccard[place] == overlap.jaccard
        assert found.containment[0, place] == overlap.left_containment
        assert found.containment[1, place] == overlap.right_containment


@BOTH
def test_equal_words_have_one_leader(is_compiled: bool) -> None:
    texts = make_corpus(2)
    found = match(texts, is_compiled=is_compiled)
    leader_of = {found.ids[i]: found.ids[leader] for i, leader in enumerate(found.leaders.tolist())}
    assert leader_of["005-same"] == "005"
    assert leader_of["005-cut"] == "005-cut"
    assert not {"005-same", "empty-a", "empty-b"} & {found.ids[i] for i in found.pairs.ravel().tolist()}


@pytest.mark.skipif(not is_compiler_installed(), reason="the extra fast is not installed")
@pytest.mark.parametrize("is_large", [False, True])
def test_compiled_and_plain_agree_to_the_bit(is_large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if is_large:
        for module in (survey, rare, articles):
            monkeypatch.setattr(module, "FILTERED_FROM", 50)
        monkeypatch.setattr(survey, "MOST_STORIES", 6)
        monkeypatch.setattr(survey, "_SAMPLE", 80)
        monkeypatch.setattr(rare, "STEPS_PER_ARTICLE", 400)
        monkeypatch.setattr(rare, "MOST_STORIES", 1)
        monkeypatch.setattr(rare, "_ENTRIES", 6000)
        monkeypatch.setattr(articles, "MOST_IN_BUCKET", 3)
    footer = " All rights reserved by the harbour desk of this paper."
    texts = {article_id: text + footer for article_id, text in make_corpus(3, stories=40).items()}
    fast, slow = (match(texts, is_compiled=is_compiled) for is_compiled in (True, False))
    for name in Matches.__slots__:
        assert np.array_equal(getattr(fast, name), getattr(slow, name)), name
    if is_large:
        assert dict(fast.counts)["common_shingles"] > 0
        assert dict(fast.counts)["pairs_passed_over"] > 0


@BOTH
def test_a_flood_of_copies_stays_one_cluster_and_linear(
    is_compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "FILTERED_FROM", 50)
    monkeypatch.setattr(rare, "FILTERED_FROM", 50)
    monkeypatch.setattr(articles, "FILTERED_FROM", 50)
    monkeypatch.setattr(survey, "MOST_STORIES", 20)
    monkeypatch.setattr(articles, "MOST_IN_BUCKET", 4)
    source = random.Random(6)
    text = " ".join(write(source))
    texts = {f"{number:03}": edit(text, source, 4) for number in range(150)}
    texts |= {f"other-{number:03}": " ".join(write(source)) for number in range(50)}
    found = match(texts, is_compiled=is_compiled)
    near = found.pairs[:, found.jaccard >= 0.5]
    parts = plain.label_parts(near, len(found.ids))
    assert len(set(parts[:150].tolist())) == 1
    assert len(set(parts[150:].tolist())) == 50
    assert found.pairs.shape[1] < 20 * len(texts)
    assert dict(found.counts)["pairs_passed_over"] > 1000


@BOTH
def test_order_of_the_articles_is_irrelevant(is_compiled: bool) -> None:
    texts = make_corpus(4, stories=12)
    shuffled = list(texts.items())
    random.Random(4).shuffle(shuffled)
    one, other = (match(dict(items), is_compiled=is_compiled) for items in (texts.items(), shuffled))
    assert named(one) == named(other)
    assert np.array_equal(one.coverage, other.coverage)


@BOTH
def test_the_number_of_threads_changes_nothing(is_compiled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "_PAIRS_AT_ONCE", 10)
    texts = make_corpus(8, stories=12)
    one, many = (
        match_articles(
            list(texts), list(texts.values()), settings=SETTINGS, is_compiled=is_compiled, threads=threads
        )
        for threads in (1, 3)
    )
    assert one.pairs.shape[1] > 30
    for name in Matches.__slots__:
        assert np.array_equal(getattr(one, name), getattr(many, name)), name


@BOTH
def test_nothing_and_next_to_nothing(is_compiled: bool) -> None:
    assert match({}, is_compiled=is_compiled).pairs.shape == (2, 0)
    assert match({"a": "one"}, is_compiled=is_compiled).pairs.shape == (2, 0)
    assert match({"a": "", "b": "?"}, is_compiled=is_compiled).pairs.shape == (2, 0)


def test_coverage_follows_whole_sentences() -> None:
    source = random.Random(5)
    sentences = write(source)
    texts = {"a": " ".join(sentences), "b": " ".join(sentences[:7] + write(source, 7))}
    found = match(texts, is_compiled=False)
    words = [len(sentence.split()) for sentence in sentences]
    assert found.coverage[0, 0] == pytest.approx(sum(words[:7]) / sum(words), abs=0.05)


def test_articles_of_one_story_are_paired_unless_they_are_a_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "MOST_IN_BUCKET", 5)
    source = random.Random(7)
    labels = [source.randrange(60) for _ in range(150)] + [99] * 6
    stories = np.array([labels.index(label) for label in labels], dtype=np.int32)
    expected = {
        pair
        for label in set(labels)
        if 2 < labels.count(label) <= 5
        for pair in combinations([place for place, other in enumerate(labels) if other == label], 2)
    }
    found = articles._pair_up(stories).T.tolist()
    assert sorted(map(tuple, found)) == sorted(expected)
    assert articles._pair_up(np.arange(2, dtype=np.int32)).shape == (2, 0)
