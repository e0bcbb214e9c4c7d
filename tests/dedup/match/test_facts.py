from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.match import facts
from dedup.match.facts import (
    HARD,
    LETTER,
    TABLE_SIZE,
    FactCounts,
    build_fact_table,
    count_facts,
    hash_facts,
    list_facts,
)
from dedup.match.fast import is_compiler_installed
from dedup.match.survey import Reader
from dedup.match.texts import Desk
from dedup.settings import Settings

needs_compiler = pytest.mark.skipif(not is_compiler_installed(), reason="the extra fast is not installed")
PARTS = ["in Ostrava", "by Jana Malá", "ΐ Ωμέγα", "ß STRASSE", "1,200 of", "17", "3:2,", "٣٤", "², Ärger"]
PARTS += [
    "ǅ İzmir",
    "a \U00010400\U00010428 b",
    "x \U00020000",
    "é A\u0301B",
    "A",
    "go. Then",
    "\n",
    "1.",
    "😀",
]
pieced = st.lists(st.sampled_from(PARTS), max_size=12).map(" ".join)
pieced |= st.text("aZÀĲǅ1٣², .:;-\n\u0301\ud800", max_size=60)
TEXTS = [
    "Then in Ostrava 17 of 1,200 met Malá and Ross.",
    "They met in Ross, near Ostrava, 17 times in 2020.",
    "",
    "7",
]


def read(texts: list[str], *, is_compiled: bool, threads: int = 1) -> Reader:
    return Reader(texts, range(len(texts)), Settings(), is_compiled, threads)


def listed(counts: FactCounts) -> list[list[int]]:
    return [
        counts.facts.tolist(),
        counts.shared.tolist(),
        counts.numbers.tolist(),
        counts.shared_numbers.tolist(),
    ]


def test_a_glance_finds_names_and_numbers() -> None:
    found = list_facts("Yesterday the mayor of Ostrava, Jana Malá, paid 1,200 crowns to 17 crews.")
    assert found == {"ostrava", "jana", "malá", "1,200", "17"}


@pytest.mark.parametrize("is_compiled", [False, pytest.param(True, marks=needs_compiler)])
def test_what_pairs_have_in_common(is_compiled: bool) -> None:
    pairs = np.array([(0, 1), (1, 0), (0, 2), (2, 0), (3, 1)], dtype=np.int32).T
    counts = count_facts(read(TEXTS, is_compiled=is_compiled), pairs)
    assert listed(counts) == [[5, 4, 5, 0, 1], [3, 3, 0, 0, 0], [2, 2, 2, 0, 1], [1, 1, 0, 0, 0]]


@needs_compiler
@settings(max_examples=300, deadline=None)
@given(st.lists(pieced, min_size=1, max_size=4))
def test_the_loop_finds_what_the_pattern_finds(texts: list[str]) -> None:
    found, offsets = hash_facts(texts, range(len(texts)), Desk())
    for number, text in enumerate(texts):
        own = found[offsets[number] : offsets[number + 1]]
        assert sorted(own.tolist()) == sorted(facts._hash_plain(list_facts(text)).tolist())


def test_every_letter_is_folded_as_python_does() -> None:
    classes, forms = build_fact_table()
    assert len(classes) == TABLE_SIZE
    for point in np.flatnonzero((classes & (LETTER | HARD)) == LETTER).tolist():
        form = int(forms[point]) if point < len(forms) else 0
        size = -(-form.bit_length() // 8)
        assert chr(point).casefold() == (form.to_bytes(size, "little").decode() if form else chr(point))


@needs_compiler
def test_texts_too_long_for_the_loop() -> None:
    long = " ".join(f"in Ostrava {number}" for number in range(20_000))
    found, offsets = hash_facts([TEXTS[0], long, TEXTS[1]], range(3), Desk())
    assert np.diff(offsets).tolist() == [5, 20_001, 4]
    assert sorted(found[5:-4].tolist()) == sorted(facts._hash_plain(list_facts(long)).tolist())


@pytest.mark.parametrize("is_compiled", [False, pytest.param(True, marks=needs_compiler)])
def test_neither_parts_nor_threads_change_anything(
    is_compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [" ".join(PARTS[number % 7 :: number % 3 + 1]) for number in range(14)]
    pairs = np.array(list(combinations(range(14), 2)), dtype=np.int32).T
    whole = listed(count_facts(read(texts, is_compiled=False), pairs))
    monkeypatch.setattr(facts, "_PAIRS_AT_ONCE", 5)
    assert listed(count_facts(read(texts, is_compiled=is_compiled, threads=3), pairs)) == whole
    assert all(len(set(row)) > 2 for row in whole)
