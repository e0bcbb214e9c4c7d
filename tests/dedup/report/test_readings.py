from __future__ import annotations

from types import ModuleType

import pytest

from dedup.report.readings import clip, narrow, read_changes, read_holes


def test_a_change_shows_both_readings_in_context(invented: ModuleType) -> None:
    change = read_changes(invented.make_harbour_diff())[0]
    assert (change.number, change.word, change.severity) == (1, "number", "factual")
    assert (change.left.text, change.left.paragraph) == ("14 weeks", 2)
    assert change.left.before == "The harbour of Varnholm reopened on Tuesday after "
    assert change.right.after == " of repairs, the port authority claimed."


def test_a_side_with_nothing_has_no_place(invented: ModuleType) -> None:
    hedge = next(each for each in read_changes(invented.make_harbour_diff()) if each.word == "certainty")
    assert hedge.left.text == "about"
    assert hedge.right.paragraph is None


def test_context_stays_in_the_sentence_and_is_cut_at_words(invented: ModuleType) -> None:
    long = "word " * 40
    texts = (f"{long}nine {long}end.", f"{long}ten {long}end.")
    made = [invented.kept("Before."), invented.Passage("light", *texts)]
    change = read_changes(invented.make_diff(made, changes=[("number", "factual", "nine", "ten")]))[0]
    assert change.left.before.startswith("… word")
    assert change.left.after.endswith("word …")
    assert len(change.left.before) <= 60
    assert "Before" not in change.left.before


@pytest.mark.parametrize(("room", "before", "after"), [(24, "… after ", " of …"), (0, "… ", " …")])
def test_context_narrows_to_the_room_there_is(
    invented: ModuleType, room: int, before: str, after: str
) -> None:
    reading = narrow(read_changes(invented.make_harbour_diff())[0].left, room)
    assert (reading.before, reading.text, reading.after) == (before, "14 weeks", after)


def test_text_without_spaces_is_cut_between_signs(invented: ModuleType) -> None:
    reading = narrow(read_changes(invented.make_chinese_diff())[1].left, 8)
    assert (reading.before, reading.text, reading.after) == ("…霍尔姆港", "星期二", "重新开放…")


def test_a_hole_is_shown_where_it_is(invented: ModuleType) -> None:
    (hole,) = read_holes(invented.make_harbour_diff())
    assert (hole.letter, hole.place.text, hole.place.paragraph) == ("A", "began in and", 6)
    assert hole.place.before == "Freight "


@pytest.mark.parametrize(
    ("text", "clipped"), [("one two three", "one two…"), ("short", "short"), ("x" * 20, "x" * 9 + "…")]
)
def test_a_long_line_is_clipped_at_a_word(text: str, clipped: str) -> None:
    assert clip(text, 10) == clipped
