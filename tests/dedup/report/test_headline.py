from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dedup.report.escape import scrub_line
from dedup.report.headline import compare_headlines


def say(pieces: tuple[object, ...]) -> list[tuple[str, str]]:
    return [(piece.op, piece.text) for piece in pieces]  # type: ignore[attr-defined]


def test_headlines_are_compared_word_by_word() -> None:
    left, right = compare_headlines("Harbour reopens after 1.4 weeks", "Harbour open after 16 weeks")
    assert ("delete", "1.4") in say(left)
    assert ("insert", "16") in say(right)
    assert ("equal", "Harbour ") in say(left)


def test_chinese_headlines_are_compared_sign_by_sign() -> None:
    left, right = compare_headlines("港口重新开放", "港口再次开放")
    assert say(left) == [("equal", "港口"), ("delete", "重新"), ("equal", "开放")]
    assert say(right) == [("equal", "港口"), ("insert", "再次"), ("equal", "开放")]


def test_headlines_with_little_in_common_are_left_unmarked() -> None:
    left, right = compare_headlines("Harbour reopens", "Council fights over toll")
    assert {op for op, _ in say(left) + say(right)} == {"equal"}


def test_a_missing_headline_is_empty() -> None:
    left, right = compare_headlines(None, "Harbour reopens")
    assert left == ()
    assert say(right) == [("equal", "Harbour reopens")]


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_rebuild_both_headlines(first: str, second: str) -> None:
    left, right = compare_headlines(first, second)
    assert "".join(piece.text for piece in left) == scrub_line(first)
    assert "".join(piece.text for piece in right) == scrub_line(second)
