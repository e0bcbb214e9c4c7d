from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.match.anchors import find_anchored_pairs, is_telling_number
from dedup.records import AnchorSet, PreparedArticle

TEXT = (
    "The harbour board met on Tuesday in Calder Bay. Its chair, Ines Vorhoff, said 4,318 passengers had been "
    "told “to stay below deck” by the crew.\nWhat Comes Next\nNobody knows, said Vorhoff."
)


def anchor_set(article_id: str, hashes: object) -> AnchorSet:
    empty: frozenset[str] = frozenset()
    array = np.unique(np.array(hashes, dtype=np.uint64))
    return AnchorSet(
        article_id=article_id,
        names=empty,
        numbers=empty,
        mentions=(),
        quoted_words=empty,
        quotes=empty,
        hashes=array,
    )


def test_names_numbers_and_quotes(prepare: Callable[[str, str], PreparedArticle]) -> None:
    anchors = prepare("a", TEXT).anchors
    assert anchors.names == {"tuesday", "calder", "bay", "ines", "vorhoff"}
    assert anchors.numbers == {"4318"}
    assert anchors.quotes == {"to stay below deck"}


def test_scripts_without_case_or_spaces_have_anchors(prepare: Callable[[str, str], PreparedArticle]) -> None:
    text = "港务局周二在卡尔德湾开会,讨论渡轮事故的调查结果。"
    anchors = prepare("a", text).anchors
    assert len(anchors.hashes) > 10
    assert anchors.names == frozenset()


def test_telling_numbers() -> None:
    assert is_telling_number("4318")
    assert is_telling_number("12.75")
    assert not is_telling_number("2024")
    assert not is_telling_number("12")


@given(st.lists(st.sets(st.integers(0, 12), max_size=8), max_size=7), st.integers(2, 4), st.integers(1, 3))
def test_pairs_against_brute_force(found_in: list[set[int]], max_articles: int, min_shared: int) -> None:
    sets = [anchor_set(f"{number:02}", sorted(anchors)) for number, anchors in enumerate(found_in)]
    spread = Counter(anchor for anchors in found_in for anchor in anchors)
    oracle = {}
    for left, right in combinations(range(len(found_in)), 2):
        shared = sum(spread[anchor] <= max_articles for anchor in found_in[left] & found_in[right])
        if shared >= min_shared:
            oracle[f"{left:02}", f"{right:02}"] = shared
    pairs = list(find_anchored_pairs(sets[::-1], max_articles=max_articles, min_shared=min_shared))
    assert {(pair.left_id, pair.right_id): pair.shared_anchors for pair in pairs} == oracle
    assert [(pair.left_id, pair.right_id) for pair in pairs] == sorted(oracle)
