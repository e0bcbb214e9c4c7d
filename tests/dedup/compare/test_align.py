import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.compare.align import (
    _find_beads,
    align_sentences,
    measure_coverage,
    prepare_sentences,
    prepare_spans,
)
from dedup.compare.beads import _Codes
from dedup.records import Segment

STORY = [
    "The harbour of Varnholm froze over on Monday night, trapping eleven freighters.",
    "Port director Ilse Madsen said the ice was forty centimetres thick at the northern quay.",
    "“We have never seen anything like it in forty years,” Madsen told the regional council.",
    "Two icebreakers left the naval base at Tromsund and should arrive by Thursday.",
    "Fishermen from the island of Lund carried bread and diesel across the ice on sledges.",
    "The regional council promised compensation to every crew that loses a week of work.",
    "Insurers put the damage at nearly three million crowns so far.",
    "Meteorologists expect the cold to last until the middle of next month.",
]
OTHER = [
    "A bakery in Oldcastle won the county prize for its rye loaf.",
    "The jury praised the crust and the patience of the two bakers.",
    "Queues formed around the market square before sunrise.",
    "A second shop will open near the railway station in autumn.",
]
SENTENCES = st.lists(
    st.sampled_from(STORY + OTHER + ["Ice.", "It is.", "港口结冰了，船在外面等着。"]), max_size=9
)


def align(left: list[str], right: list[str]) -> tuple[Segment, ...]:
    return align_sentences(prepare_sentences("\n".join(left)), prepare_sentences("\n".join(right)))


def pairs(segments: tuple[Segment, ...]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(segment.left, segment.right) for segment in segments if segment.left and segment.right]


def test_equal_texts_align_verbatim_one_to_one() -> None:
    segments = align(STORY, STORY)
    assert pairs(segments) == [((i,), (i,)) for i in range(len(STORY))]
    assert {segment.kind for segment in segments} == {"verbatim"}


@settings(deadline=None)
@given(SENTENCES | st.lists(st.text("ab c", min_size=1, max_size=6).filter(str.strip), max_size=12))
def test_equal_texts_need_no_search(sentences: list[str]) -> None:
    side = prepare_sentences("\n".join(sentences))
    found = [(bead.left, bead.right, is_moved) for bead, is_moved in _find_beads(side, side)]
    assert found == [((i, i + 1), (i, i + 1), False) for i in range(len(sentences))]
    assert [segment.kind for segment in align_sentences(side, side)] == ["verbatim"] * len(sentences)


def test_dropped_and_added_sentences_stand_where_their_side_has_them() -> None:
    segments = align(STORY[:4] + STORY[5:], [*STORY[:2], OTHER[0], *STORY[2:]])
    assert [(s.kind, s.left, s.right) for s in segments if s.kind != "verbatim"] == [
        ("added", (), (2,)),
        ("added", (), (5,)),
    ]
    assert [s.left for s in segments] == [(0,), (1,), (), (2,), (3,), (), (4,), (5,), (6,)]


def test_a_split_sentence_is_one_segment() -> None:
    split = [
        "The harbour of Varnholm froze over on Monday night.",
        "Eleven freighters were trapped by the ice.",
        *STORY[1:],
    ]
    joined = [
        "The harbour of Varnholm froze over on Monday night and eleven freighters were trapped by the ice."
    ]
    assert pairs(align(joined + STORY[1:], split))[0] == ((0,), (0, 1))


def test_a_moved_passage_is_found_and_marked() -> None:
    segments = align(STORY, [*STORY[:1], *STORY[5:7], *STORY[1:5], STORY[7]])
    moved = [segment for segment in segments if segment.is_moved]
    assert {segment.left for segment in moved} == {(5,), (6,)}
    assert {segment.right for segment in moved} == {(1,), (2,)}


def test_reworded_sentences_are_told_from_lightly_edited_ones() -> None:
    edited = list(STORY)
    edited[1] = "Port director Ilse Madsen said the ice was forty centimetres thick at the southern quay."
    edited[3] = "By Thursday a pair of icebreakers is due from the Tromsund naval base."
    kinds = {segment.left: segment.kind for segment in align(STORY, edited)}
    assert kinds[(1,)] == "light"
    assert kinds[(3,)] == "reworded"


def test_unrelated_texts_share_nothing() -> None:
    left, right = prepare_sentences("\n".join(STORY)), prepare_sentences("\n".join(OTHER))
    segments = align_sentences(left, right)
    assert not pairs(segments)
    assert measure_coverage(segments, left, right) == (0.0, 0.0)


def test_coverage_weighs_sentences_by_their_words() -> None:
    left, right = prepare_sentences(f"{STORY[0]}\nQuite so."), prepare_sentences(STORY[0])
    coverage = measure_coverage(align_sentences(left, right), left, right)
    assert coverage[0] == pytest.approx(12 / 14)
    assert coverage[1] == 1.0


@pytest.mark.parametrize(("left", "right"), [([], []), ([], STORY), (STORY, [])])
def test_an_empty_side_is_no_trouble(left: list[str], right: list[str]) -> None:
    segments = align(left, right)
    assert len(segments) == len(left) + len(right)
    assert not pairs(segments)


def test_a_moved_sentence_is_not_taken_for_a_weak_likeness_in_its_old_place() -> None:
    weak = "Port director Ilse Madsen opened a school for pilots at the northern quay of Lund."
    left = [*STORY[:3], STORY[1].replace("forty", "sixty"), *STORY[3:]]
    right = [*STORY[:1], weak, *STORY[2:], STORY[1]]
    kinds = {segment.left: (segment.kind, segment.right) for segment in align(left, right)}
    assert kinds[(1,)] == ("verbatim", (len(right) - 1,))


def test_lines_without_words_answer_to_each_other() -> None:
    lines = [*STORY[:3], "* * *", *STORY[3:]]
    assert pairs(align(lines, lines)) == [((i,), (i,)) for i in range(len(lines))]


def test_thousands_of_equal_lines_are_paired_in_order() -> None:
    lines = ["Share this story"] * 3000
    segments = align(lines, lines[:2900])
    assert pairs(segments) == [((i,), (i,)) for i in range(2900)]


def test_a_word_keeps_its_code_where_two_threads_ask_for_it_at_once() -> None:
    codes = _Codes()
    asked = [codes.__missing__(word) for word in ("port", "port", "quay", "port")]
    assert asked[0] == asked[1] == asked[3] == codes["port"] != asked[2]


def test_sentences_cut_elsewhere_can_be_aligned() -> None:
    text = "One ship sank. Two ships came back."
    side = prepare_spans(text, [(0, 14), (15, 35)])
    assert pairs(align_sentences(side, side)) == [((0,), (0,)), ((1,), (1,))]


@settings(deadline=None)
@given(SENTENCES, SENTENCES)
def test_segments_partition_the_sentences_and_mirror(left: list[str], right: list[str]) -> None:
    segments = align(left, right)
    assert sorted(i for segment in segments for i in segment.left) == list(range(len(left)))
    assert sorted(j for segment in segments for j in segment.right) == list(range(len(right)))
    mirrored = align(right, left)
    assert sorted((s.left, s.right, s.similarity, s.is_moved) for s in segments) == sorted(
        (s.right, s.left, s.similarity, s.is_moved) for s in mirrored
    )
    for segment in segments:
        assert 0.0 <= segment.similarity <= 1.0
        assert (segment.kind == "dropped") == (not segment.right)
        assert (segment.kind == "added") == (not segment.left)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_what_only_one_side_has_never_breaks_the_order_of_the_other(seed: int) -> None:
    generator = random.Random(seed)
    left = [s for s in STORY if generator.random() < 0.7]
    right = [s for s in STORY if generator.random() < 0.7]
    in_order = [s for s in align(left, right) if not s.is_moved]
    assert [i for s in in_order for i in s.left] == list(range(len(left)))
    assert [j for s in in_order for j in s.right] == list(range(len(right)))
