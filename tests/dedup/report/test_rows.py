from __future__ import annotations

from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.records import DiffReport
from dedup.report.escape import scrub
from dedup.report.rows import Row, build_rows

WORDS = st.lists(
    st.sampled_from("quay lock ferry crane gull 14 Vidović said".split()), min_size=1, max_size=5
)
KINDS = st.sampled_from(["verbatim", "light", "reworded", "dropped", "added"])


@st.composite
def passages(draw: st.DrawFn) -> list[tuple[str, str, str, bool, int | None]]:
    made = []
    for index in range(draw(st.integers(1, 12))):
        kind = draw(KINDS)
        left = f"{' '.join(draw(WORDS))} {index}." if kind != "added" else ""
        right = f"{' '.join(draw(WORDS))} {index}." if kind != "dropped" else ""
        right = left if kind == "verbatim" else right
        is_pair = bool(left and right)
        place = draw(st.none() | st.integers(0, 11)) if is_pair else None
        made.append((kind, left, right, draw(st.booleans()), place))
    return made


def draw_column(rows: tuple[Row, ...], side: str) -> str:
    cells = [row.left if side == "left" else row.right for row in rows]
    return "\n".join(
        "".join(piece.text for run in cell.runs for piece in run.pieces) for cell in cells if cell
    )


def assert_readable(diff: DiffReport) -> None:
    rows = build_rows(diff)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert draw_column(rows, "left").split() == scrub(diff.left.text).split()
    assert draw_column(rows, "right").split() == scrub(diff.right.text).split()
    for row in rows:
        assert row.left or row.right
        assert row.is_moved == (row.other_row is not None) == (row.other_paragraph is not None)
        if row.other_row is not None:
            assert rows[row.other_row - 1].other_row == row.number


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(made=passages())
def test_each_column_holds_its_article_in_its_own_order(invented: ModuleType, made: list[Any]) -> None:
    assert_readable(invented.make_diff([invented.Passage(*each) for each in made]))


def test_the_invented_pairs_are_readable(invented: ModuleType) -> None:
    for name in ("harbour", "arabic", "chinese", "hostile"):
        assert_readable(getattr(invented, f"make_{name}_diff")())


def test_inline_holds_both_readings(invented: ModuleType) -> None:
    diff = invented.make_harbour_diff()
    pieces = [piece for row in build_rows(diff) for run in row.inline for piece in run.pieces]
    left = " ".join(piece.text for piece in pieces if piece.op != "insert")
    for reading in ("Tuesday", "relieved", "islands", "The toll was first proposed"):
        assert reading in left
    inserted = " ".join(piece.text for piece in pieces if piece.op == "insert")
    for reading in ("Wednesday", "furious", "isles", "The council meets again"):
        assert reading in inserted


def test_every_change_has_one_place_to_link_to_on_each_side(invented: ModuleType) -> None:
    diff = invented.make_harbour_diff()
    rows = build_rows(diff)
    for side in ("left", "right"):
        cells = [row.left if side == "left" else row.right for row in rows]
        firsts = [run.change for cell in cells if cell for run in cell.runs if run.is_first]
        expected = [n for n, c in enumerate(diff.alignment.changes, 1) if getattr(c, side)]
        assert sorted(n for n in firsts if n) == expected


def test_a_moved_passage_stands_twice_and_says_where_else(invented: ModuleType) -> None:
    moved = [row for row in build_rows(invented.make_harbour_diff()) if row.is_moved]
    assert [(bool(row.left), bool(row.right), row.other_paragraph) for row in moved] == [
        (False, True, 6),
        (True, False, 5),
    ]


def test_only_what_nobody_changed_counts_as_the_same(invented: ModuleType) -> None:
    same = [row for row in build_rows(invented.make_harbour_diff()) if row.is_same]
    assert {row.kind for row in same} == {"verbatim"}
    typographic = invented.make_diff([invented.Passage("light", "A – b.", "A - b.", opens=True)])
    assert build_rows(typographic)[0].is_same
    holed = invented.make_diff([invented.kept("It began in .")], holes=[("left", "in .")])
    assert not build_rows(holed)[0].is_same


def test_what_only_one_side_has_shares_its_rows_by_paragraph(invented: ModuleType) -> None:
    first, second = build_rows(invented.make_harbour_diff())[:2]
    assert first.left
    assert first.right
    assert first.left.is_whole
    assert second.left is None
    assert second.right
