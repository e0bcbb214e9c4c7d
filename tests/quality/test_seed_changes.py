"""The pair that was read by hand: every telling change found, nothing said of what is equal."""

import csv
import json
import re
from itertools import combinations
from pathlib import Path

import pytest

from boilerplate.records import Article
from dedup.compare.alignment import align_articles
from dedup.records import Alignment, Change

NEIGHBOURS = {"term": {"term", "other", "hedge"}, "other": {"other", "term"}, "hedge": {"hedge", "term"}}


def read_body(shared: Path, name: str) -> str:
    gold = {
        file["id"]: file for file in json.loads((shared / "seeds" / "gold.json").read_text("utf-8"))["files"]
    }
    first, last = gold[name]["article_lines"]
    lines = (shared / "seeds" / gold[name]["file"]).read_text("utf-8").split("\n")[first - 1 : last]
    credits = {credit["line"] - first for credit in gold[name]["credits"] if credit["kind"] != "in_text"}
    kept = [
        line for number, line in enumerate(lines) if number not in credits and line.strip() not in ("", "—")
    ]
    return "\n".join(kept)


@pytest.fixture(scope="module")
def bodies(shared: Path) -> tuple[str, str]:
    return read_body(shared, "000"), read_body(shared, "001")


@pytest.fixture(scope="module")
def alignment(bodies: tuple[str, str]) -> Alignment:
    left, right = (Article(id=name, sha256="", text=text) for name, text in zip("ab", bodies, strict=True))
    return align_articles(left, right)


def list_readings(reading: str) -> list[str]:
    parts = (part.strip(" …") for part in reading.split(" / "))
    return [re.sub(r"^[“\"]|[”\",]+$", "", part) for part in parts if part]


def meets(text: str, span: tuple[int, int] | None, readings: list[str]) -> bool:
    if span is None:
        return False
    for reading in readings:
        for found in re.finditer(re.escape(reading), text):
            if span[0] < found.end() and found.start() < span[1]:
                return True
    return False


def test_telling_changes_are_found_with_a_fitting_class(
    shared: Path, bodies: tuple[str, str], alignment: Alignment
) -> None:
    with (shared / "seeds" / "mutations.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["expected"] == "change"]

    def fits(change: Change, row: dict[str, str]) -> bool:
        classes = NEIGHBOURS.get(row["class"], {row["class"]})
        sides = ((bodies[0], change.left, row["reading_000"]), (bodies[1], change.right, row["reading_001"]))
        return change.change_class in classes and all(
            meets(text, span, list_readings(reading)) for text, span, reading in sides
        )

    found = [row for row in rows if any(fits(change, row) for change in alignment.changes)]
    graded = [
        row
        for row in found
        if any(fits(change, row) and change.severity == row["severity"] for change in alignment.changes)
    ]
    assert len(rows) == 20
    assert len(found) >= 19
    assert len(graded) >= 18


def test_equal_figures_quotations_and_wordings_are_silent(alignment: Alignment) -> None:
    assert [change for change in alignment.changes if change.change_class == "number"] == []
    quotes = [change for change in alignment.changes if change.change_class == "quote"]
    assert len(quotes) == 2
    assert not [change for change in alignment.changes if "more than" in change.left_text.casefold()[:10]]


def test_no_change_is_reported_twice(alignment: Alignment) -> None:
    for one, other in combinations(alignment.changes, 2):
        for mine, theirs in ((one.left, other.left), (one.right, other.right)):
            if mine and theirs:
                assert mine[1] <= theirs[0] or theirs[1] <= mine[0], (one, other)


def test_equal_sentences_are_never_shown_as_edited(bodies: tuple[str, str], alignment: Alignment) -> None:
    for segment in alignment.segments:
        texts = [
            [text[slice(*spans[index])] for index in indices]
            for text, spans, indices in (
                (bodies[0], alignment.left_sentences, segment.left),
                (bodies[1], alignment.right_sentences, segment.right),
            )
        ]
        if texts[0] == texts[1]:
            assert segment.kind == "verbatim"
            assert [edit.op for edit in segment.edits] == ["equal"]
    same = set(bodies[0].split("\n")) & set(bodies[1].split("\n"))
    assert same


def test_nearly_everything_of_both_sides_is_aligned(alignment: Alignment) -> None:
    assert min(alignment.left_coverage, alignment.right_coverage) >= 0.95


def test_derived_pairs_stand_out_from_topical_ones(shared: Path) -> None:
    texts = {name: read_body(shared, name) for name in ("000", "001", "002", "003", "004")}

    def cover(one: str, other: str) -> float:
        pair = align_articles(*(Article(id=name, sha256="", text=texts[name]) for name in (one, other)))
        return max(pair.left_coverage, pair.right_coverage)

    derived = [cover("000", "004"), cover("001", "004")]
    topical = [cover(*pair) for pair in (("000", "002"), ("000", "003"), ("001", "002"), ("001", "003"))]
    topical += [cover(*pair) for pair in (("002", "003"), ("002", "004"), ("003", "004"))]
    assert min(derived) >= 0.3
    assert max(topical) <= 0.06


def test_damaged_places_are_marked(shared: Path) -> None:
    text = read_body(shared, "003")
    pair = align_articles(*(Article(id=name, sha256="", text=text) for name in "ab"))
    places = [hole.left for hole in pair.holes if hole.left]
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines) + 1)]
    damaged = {max(n for n, start in enumerate(starts, 1) if start <= place[0]) for place in places}
    assert {2, 4, 5, 7, 11} <= damaged
