from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from dedup.errors import InvalidGold
from dedup.evaluate.gold import read_gold_changes, read_gold_groups, read_gold_pairs, read_gold_texts
from dedup.evaluate.pairs import SAME_STORY


def write(path: Path, *lines: object) -> Path:
    text = "\n".join(json.dumps(line) for line in lines)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def test_texts_pairs_and_groups(tmp_path: Path) -> None:
    assert read_gold_texts(write(tmp_path / "t.jsonl.gz", {"id": "a", "text": "Pears."})) == {"a": "Pears."}
    (pair,) = read_gold_pairs(
        write(
            tmp_path / "p.jsonl",
            {"a": "b", "b": "a", "relation": "derived", "accept": ["quotes"], "scored": False},
        )
    )
    assert (pair.left_id, pair.right_id, pair.relation, pair.is_scored) == ("a", "b", "derived", False)
    assert pair.accepted == {"quotes"}
    lines = {"id": "a", "family": 3}, {"id": "b", "family": None}, {"docs": ["c", "d"]}
    absent = {"id": "e", "family": 3, "in_set": False}
    labels = write(tmp_path / "g.jsonl", *lines, absent)
    assert read_gold_groups(labels) == {"a": "3", "c": "2", "d": "2"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ([1], "not a JSON object"),
        ({"a": "x", "b": "y", "relation": "copied"}, "'copied'"),
        ({"a": 1, "b": "y", "relation": "quotes"}, '"a" is 1'),
        ({"a": "x", "b": "y", "relation": "quotes", "accept": "quotes"}, "list of relations"),
    ],
)
def test_bad_labels_name_their_line(tmp_path: Path, line: object, told: str) -> None:
    good = {"a": "x", "b": "y", "relation": "quotes"}
    with pytest.raises(InvalidGold, match=r"p\.jsonl:2") as caught:
        read_gold_pairs(write(tmp_path / "p.jsonl", good, line))
    assert told in str(caught.value)


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"\xff{")
    with pytest.raises(InvalidGold, match="not JSON Lines"):
        read_gold_texts(path)
    with pytest.raises(InvalidGold, match="cannot be read"):
        read_gold_texts(tmp_path / "none.jsonl")
    path.write_bytes(b"")
    with pytest.raises(InvalidGold, match="no labels"):
        read_gold_texts(path)
    with pytest.raises(InvalidGold, match="no group"):
        read_gold_groups(write(tmp_path / "g.jsonl", {"id": "a"}))


def test_tiers_levels_and_distances(tmp_path: Path) -> None:
    labels: list[dict[str, object]] = [
        {"tier": "copy"},
        {"tier": "partial", "scored": False},
        {"tier": "grey"},
        {"tier": "template", "scored": False},
        {"level": 0},
        {"level": 1},
        {"level": 3},
        {"overall": 1.5},
        {"overall": 4},
    ]
    lines = ({"a": "x", "b": "y", **label} for label in labels)
    found = [
        (pair.relation, pair.is_scored, pair.degree)
        for pair in read_gold_pairs(write(tmp_path / "p.jsonl", *lines))
    ]
    assert found == [
        ("near_duplicate", True, None),
        ("derived", False, None),
        ("topical", False, None),
        ("unrelated", True, None),
        ("topical", True, 0.0),
        ("derived", True, 1.0),
        ("near_duplicate", True, 3.0),
        ("topical", True, -1.5),
        ("unrelated", True, -4.0),
    ]


@pytest.mark.parametrize(
    ("label", "told"),
    [({"level": 4}, "level is 4"), ({"tier": "whole"}, "tier is 'whole'"), ({}, "no label")],
)
def test_other_labels_are_refused(tmp_path: Path, label: dict[str, object], told: str) -> None:
    with pytest.raises(InvalidGold, match=told):
        read_gold_pairs(write(tmp_path / "p.jsonl", {"a": "x", "b": "y", **label}))


def test_groups_of_labelled_pairs(tmp_path: Path) -> None:
    lines = [
        {"a": "b", "b": "a", "relation": "near_duplicate"},
        {"a": "b", "b": "c", "relation": "identical"},
        {"a": "c", "b": "d", "relation": "quotes"},
        {"a": "d", "b": "e", "relation": "topical"},
    ]
    path = write(tmp_path / "p.jsonl", *lines)
    assert read_gold_groups(path) == dict.fromkeys("abcd", "a")
    assert read_gold_groups(path, joined_by=SAME_STORY) == dict.fromkeys("abc", "a")


def test_changes(tmp_path: Path) -> None:
    line = {"a": "y", "b": "x", "class": "number", "severity": "style", "decoy": True, "a_span": [3, 5]}
    path = write(tmp_path / "c.jsonl", line, {**line, "b_span": [1, 2], "only_planted": True})
    first, second = read_gold_changes(path)
    assert (first.left_id, first.right_id, first.is_only_planted, second.is_only_planted) == (
        "y",
        "x",
        False,
        True,
    )
    (edit,) = first.edits
    assert (edit.change_class, edit.severity, edit.is_decoy) == ("number", "style", True)
    assert (edit.left, edit.right, second.edits[0].right) == ((3, 5), None, (1, 2))
    for key, value in (("class", "colour"), ("severity", "grave"), ("a_span", [5, 3]), ("b_span", "1-2")):
        with pytest.raises(InvalidGold, match=key):
            read_gold_changes(write(tmp_path / "c.jsonl", {**line, key: value}))
