from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from boilerplate.records import Article
from dedup.evaluate.passages import Passage, find_passages, score_passages

SPAN = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: (pair[0], pair[0] + pair[1]))
PASSAGES = st.lists(st.tuples(SPAN, SPAN), max_size=4)


def test_half_a_passage_and_a_false_one() -> None:
    gold: list[Passage] = [((0, 10), (20, 30))]
    found: list[Passage] = [((0, 5), (20, 25)), ((50, 60), (50, 60))]
    score = score_passages([(found, gold), ([((0, 1), (0, 1))], []), ([], [])])
    assert (score.pairs, score.passages, score.found) == (3, 1, 1)
    assert (score.pairs_apart, score.pairs_alarmed) == (2, 1)
    assert (score.recall, score.granularity) == (0.5, 1.0)
    assert math.isclose(score.precision, 1 / 3)
    assert math.isclose(score.plagdet, 0.4)


def test_a_passage_found_in_pieces_costs_granularity() -> None:
    gold: list[Passage] = [((0, 10), (0, 10))]
    score = score_passages([([((0, 5), (0, 5)), ((5, 10), (5, 10))], gold)])
    assert (score.precision, score.recall, score.granularity) == (1.0, 1.0, 2.0)
    assert math.isclose(score.plagdet, 1 / math.log2(3))


@given(PASSAGES, PASSAGES)
def test_scores_are_shares(found: list[Passage], gold: list[Passage]) -> None:
    score = score_passages([(found, gold)])
    assert all(0 <= share <= 1 for share in (score.precision, score.recall, score.plagdet))
    assert score.granularity >= 1


@given(PASSAGES.filter(bool))
def test_finding_exactly_what_was_copied_is_complete(gold: list[Passage]) -> None:
    score = score_passages([(gold, gold)])
    assert math.isclose(score.precision, 1)
    assert math.isclose(score.recall, 1)
    assert score.found == len(gold)


STORY = (
    "The harbour board of Calder Bay voted on Tuesday to close the eastern ferry berth for eleven weeks.",
    "Engineers found cracks in four of the nine steel piles that carry the ramp, a statement said.",
    "Some 4,318 passengers a day use the berth in July, according to figures of the operator, Norrin Line.",
)
OTHER = (
    "Cider makers have begun to buy pears from abroad since a night of frost ruined the valley's crop.",
    "The cooperative at Brackley counts on 12,700 tonnes, less than half of what it took last year.",
)


def test_a_block_set_into_another_text_is_one_passage() -> None:
    texts = "\n".join(STORY), "\n".join((*OTHER, *STORY))
    left, right = (Article(id=str(place), sha256="", text=text) for place, text in enumerate(texts))
    start = texts[1].index(STORY[0])
    assert find_passages(left, right) == [((0, len(texts[0])), (start, len(texts[1])))]
