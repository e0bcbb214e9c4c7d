import time

import pytest

from dedup.compare.holes import find_holes


def holes(text: str) -> list[str]:
    return [text[slice(*hole.left)] for hole in find_holes(text, "") if hole.left]


@pytest.mark.parametrize(
    ("text", "damaged"),
    [
        ("The frost began in . Ships waited.", ["in ."]),
        ("Each crew got 40 crowns – equivalent to – for a day.", ["equivalent to – "]),
        ("The port lost approximately crates of cod.", ["approximately crates"]),
        ("It lost 4,000 crates in alone, the office said.", ["in alone"]),
        ("The fee ( ) was paid.", ["( )"]),
        ("Prices rose by % in May.", ["%"]),
        ("The loan of $ was repaid.", ["$"]),
    ],
)
def test_finds_what_extraction_lost(text: str, damaged: list[str]) -> None:
    assert holes(text) == damaged


@pytest.mark.parametrize(
    "text",
    [
        "The house that she lives in, with her husband, froze.",
        "The man he spoke to – a pilot – had left.",
        "It cost approximately one crown, or approximately 5.",
        "Ahmad , the mate , left .",
        "Prices rose 5 % in May.",
        "They came in following the pilot.",
        "Where did the ships come from?",
    ],
)
def test_leaves_sound_text_alone(text: str) -> None:
    assert holes(text) == []


def test_both_sides_are_told_apart() -> None:
    (hole,) = find_holes("Sound.", "It began in . Then it ended.")
    assert hole.left is None
    assert hole.right == (9, 13)


def test_cost_is_linear_on_hostile_text() -> None:
    started = time.perf_counter()
    for unit in ("in ", " .", "( ", "approximately ", "$ ", "“ "):
        find_holes(unit * 20_000, "")
    assert time.perf_counter() - started < 3.0
