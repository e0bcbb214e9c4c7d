"""Edits made on purpose: found, rightly classed and graded, and nothing else called factual."""

import gzip
import json
from collections import defaultdict
from pathlib import Path

import pytest

from boilerplate.records import Article
from dedup.compare.alignment import align_articles
from dedup.evaluate.changes import ChangeCounts, PlantedEdit, count_changes, sum_changes

pytestmark = pytest.mark.slow


def read_lines(path: Path) -> list[dict]:  # type: ignore[type-arg]
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[str, str]:
    folder = shared / "data" / "mutations"
    found = {line["id"]: line["text"] for line in read_lines(folder / "truth.jsonl.gz")}
    absent = {
        line["id"]: line["text"] for line in read_lines(folder / "lineage.jsonl.gz") if line.get("text")
    }
    return found | absent


@pytest.fixture(scope="module")
def counts(shared: Path, texts: dict[str, str]) -> dict[bool, ChangeCounts]:
    """By whether the planted edits are the only differences of a pair."""
    pairs = defaultdict(list)
    for line in read_lines(shared / "data" / "mutations" / "changes.jsonl"):
        pairs[line["a"], line["b"], line["only_planted"]].append(line)
    counted = defaultdict(list)
    for (left, right, is_only), lines in pairs.items():
        articles = (Article(id=name, sha256="", text=texts[name]) for name in (left, right))
        counted[is_only].append(
            count_changes(align_articles(*articles).changes, [read_edit(x) for x in lines])
        )
    return {is_only: sum_changes(found) for is_only, found in counted.items()}


def read_edit(line: dict) -> PlantedEdit:  # type: ignore[type-arg]
    return PlantedEdit(
        change_class=line["class"],
        severity=line["severity"],
        is_decoy=line["decoy"],
        left=tuple(line["a_span"]) if line["a_span"] else None,
        right=tuple(line["b_span"]) if line["b_span"] else None,
    )


def test_planted_edits_are_found_classed_and_graded(counts: dict[bool, ChangeCounts]) -> None:
    total = sum_changes(counts.values())
    assert total.planted == 599
    assert total.found / total.planted >= 0.98
    assert total.rightly_classed / total.found >= 0.97
    assert total.factual_found / total.factual >= 0.96


def test_nothing_else_is_called_factual(counts: dict[bool, ChangeCounts]) -> None:
    assert counts[True].false_factual == 0
    assert counts[False].false_factual <= 3
    assert sum(one.decoys_factual for one in counts.values()) == 0


def test_where_only_planted_edits_differ_nothing_else_is_reported(counts: dict[bool, ChangeCounts]) -> None:
    assert counts[True].reported <= 1.02 * counts[True].planted
