from __future__ import annotations

import random
from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.match import verbatim
from dedup.match.batch import hash_texts
from dedup.match.fast import is_compiler_installed
from dedup.match.quotations import list_quotations
from dedup.match.survey import Reader
from dedup.match.texts import Desk, TextBuffer
from dedup.match.verbatim import find_verbatim_pairs, list_sentences, spread_pairs
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


def write(source: random.Random, words: int) -> str:
    return " ".join(source.choices(WORDS, k=words)).capitalize() + ". "


def find(texts: list[str], stories: list[int] | None = None, *, is_compiled: bool) -> set[tuple[int, int]]:
    reader = Reader(texts, range(len(texts)), Settings(), is_compiled)
    labels = np.array(range(len(texts)) if stories is None else stories, dtype=np.int32)
    pairs = find_verbatim_pairs(reader, np.arange(len(texts)), labels)
    return {divmod(pair, len(texts)) for pair in pairs.tolist()}


@BOTH
def test_each_kind_of_passage(is_compiled: bool) -> None:
    source = random.Random(1)
    long, first, second, quotation = (write(source, words) for words in (16, 5, 6, 8))
    texts = [
        write(source, 20) + long + write(source, 20),
        write(source, 9) + long + first + second + write(source, 12),
        write(source, 30) + first + second + f"Then “{quotation[:-2]},” said the mate. " + write(source, 9),
        write(source, 10) + f"Nobody says “{quotation[:-2]}” here. " + write(source, 10),
        write(source, 10) + first + write(source, 10) + second + quotation,
    ]
    assert find(texts, is_compiled=is_compiled) == {(0, 1), (1, 2), (2, 3)}


@BOTH
def test_what_many_stories_have_proposes_nothing(is_compiled: bool) -> None:
    source = random.Random(2)
    sentence, quotation = write(source, 20), f"He said “{write(source, 12)[:-2]}”. "
    few = [write(source, 20) + sentence for _ in range(verbatim.SENTENCE_STORIES)]
    many = [write(source, 20) + quotation for _ in range(verbatim.QUOTATION_STORIES)]
    assert len(find(few, is_compiled=is_compiled)) == 6
    assert find([*few, write(source, 9) + sentence], is_compiled=is_compiled) == set()
    assert len(find(many, is_compiled=is_compiled)) == 120
    assert find([*many, write(source, 9) + quotation], is_compiled=is_compiled) == set()


@BOTH
def test_copies_of_one_story_count_once(is_compiled: bool) -> None:
    source = random.Random(3)
    sentence = write(source, 20)
    texts = [write(source, 20) + sentence for _ in range(9)]
    assert find(texts, [0] * 8 + [8], is_compiled=is_compiled) == {(0, 8)}


@BOTH
def test_nothing(is_compiled: bool) -> None:
    assert find([], is_compiled=is_compiled) == set()
    assert find(["", "?", "one", "one"], is_compiled=is_compiled) == set()


@BOTH
def test_neither_threads_nor_buffers_change_anything(
    is_compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = random.Random(5)
    passages = [write(source, 18) for _ in range(9)] + [f"„{write(source, 9)[:-2]}“. " for _ in range(9)]
    texts = ["".join([write(source, 9), *source.sample(passages, 3)]) for _ in range(30)]
    labels = np.arange(30, dtype=np.int32)
    found = find(texts, is_compiled=is_compiled)
    assert len(found) > 20
    monkeypatch.setattr(verbatim, "_TEXTS_AT_ONCE", 4)
    for given_texts in (texts, TextBuffer.from_strings(texts[::-1])):
        order = range(30) if given_texts is texts else range(29, -1, -1)
        reader = Reader(given_texts, order, Settings(), is_compiled, 3)
        pairs = find_verbatim_pairs(reader, np.arange(30), labels)
        assert {divmod(pair, 30) for pair in pairs.tolist()} == found


MARKS = '„“”«»「」『』"\n'
quoting = st.text(st.sampled_from([*MARKS, *MARKS, "a", "é", "’", "の", "😀", "、"]), max_size=40)
fillings = st.sampled_from([1, 2, 3, 7, 8, 9, 599, 600, 601]).map(lambda size: "aé、"[size % 3] * size)


@pytest.mark.skipif(not is_compiler_installed(), reason="the extra fast is not installed")
@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.one_of(quoting, fillings), max_size=4).map("".join), min_size=1, max_size=3))
def test_the_loop_finds_the_quotations_that_the_pattern_finds(texts: list[str]) -> None:
    found, owners = verbatim._locate_quotations(TextBuffer.from_strings(texts), range(len(texts)), Desk())
    expected = [(number, one) for number, text in enumerate(texts) for one in list_quotations(text)]
    assert list(zip(owners.tolist(), list(found)[::2], strict=True)) == expected


@given(st.lists(st.integers(0, 5), max_size=8), st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5))))
def test_spreading_against_brute_force(labels: list[int], linked: set[tuple[int, int]]) -> None:
    stories = np.array([labels.index(label) for label in labels], dtype=np.int32)
    size = len(stories)
    chosen = {(a, b) for a, b in linked if a < b and a in stories and b in stories}
    pairs = spread_pairs(np.array(sorted(a * size + b for a, b in chosen), dtype=np.int64), stories)
    oracle = {
        tuple(sorted((one, other)))
        for a, b in chosen
        for one, other in product(
            np.flatnonzero(stories == a).tolist(), np.flatnonzero(stories == b).tolist()
        )
    }
    assert [divmod(pair, size) for pair in pairs.tolist()] == sorted(oracle)


hashes = st.integers(0, 40).map(lambda number: number * 0x0123456789ABCDEF % 2**64)


@given(st.lists(st.lists(st.tuples(hashes, st.integers(0, 3)), max_size=8), max_size=5))
def test_what_is_there_once_is_dropped(given_parts: list[list[tuple[int, int]]]) -> None:
    every = [one for part in given_parts for one in part]
    parts = [
        (np.array([one[0] for one in part], np.uint64), np.array([one[1] for one in part], np.int32))
        for part in given_parts
    ]
    kept = verbatim._drop_lone(parts)
    counts = Counter(passage for passage, _ in every)
    found = zip(kept[0].tolist(), kept[1].tolist(), strict=True)
    assert sorted(found) == sorted(one for one in every if counts[one[0]] > 1)


def test_crowds_send_their_first_articles() -> None:
    stories = np.zeros(100, dtype=np.int32)
    stories[99] = 99
    assert len(spread_pairs(np.array([99]), stories)) == verbatim.MOST_MEMBERS


def test_texts_do_not_run_into_each_other() -> None:
    texts = ["Alpha beta gamma delta epsilon.", "Zeta eta theta iota kappa.", "", "Lambda."]
    tokens = hash_texts(texts, is_compiled=False, with_marks=True)
    long, seams = list_sentences(tokens)
    assert len(long[0]) == len(seams[0]) == 0


@pytest.mark.skipif(not is_compiler_installed(), reason="the extra fast is not installed")
@given(
    st.lists(
        st.lists(st.integers(1, 40), max_size=6).map(
            lambda sizes: " ".join(" ".join(WORDS[size : size + size]) + "." for size in sizes)
        ),
        max_size=4,
    )
)
@settings(deadline=None)
def test_the_loop_lists_the_sentences_and_seams(texts: list[str]) -> None:
    tokens = hash_texts(texts, is_compiled=False, with_marks=True)
    fast, slow = (verbatim._list_sentences(tokens, Desk(), is_compiled=flag) for flag in (True, False))
    assert sorted(zip(*map(list, fast), strict=True)) == sorted(zip(*map(list, slow), strict=True))


def test_quotations_as_they_stand() -> None:
    assert list_quotations('He said “not now” and "never mind", she «oui».') == [
        "“not now”",
        '"never mind"',
        "«oui»",
    ]
