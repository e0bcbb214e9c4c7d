from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from dedup.errors import InvalidGold
from dedup.evaluate.gold import read_gold_groups, read_gold_pairs, read_gold_texts


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
    labels = write(
        tmp_path / "g.jsonl", {"id": "a", "family": 3}, {"id": "b", "family": None}, {"docs": ["c", "d"]}
    )
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
