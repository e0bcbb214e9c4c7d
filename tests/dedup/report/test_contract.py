from __future__ import annotations

import json
import random
from dataclasses import replace
from importlib.resources import files
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dedup.records import Report
from dedup.report.contract import (
    clusters_to_json,
    diff_to_json,
    dump_clusters,
    explain_to_json,
    extract_to_json,
)
from dedup.report.entries import dump_json

DIFFS = ("harbour", "arabic", "chinese", "hostile")


def close(schema: Any) -> Any:
    """The schema, with no key allowed that it does not name: additions need a line in the schema too."""
    if isinstance(schema, list):
        return [close(member) for member in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: close(value) for key, value in schema.items()}
    if "properties" in schema and schema.get("type") == "object":
        closed["additionalProperties"] = False
    return closed


def load_schema(name: str) -> dict[str, Any]:
    text = files("dedup.report").joinpath("schemas", f"{name}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def validate(document: object, name: str) -> None:
    Draft202012Validator(close(load_schema(name))).validate(json.loads(dump_json(document)))


@pytest.mark.parametrize("name", ["extract", "clusters", "diff", "explain"])
def test_the_published_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(load_schema(name))
    Draft202012Validator.check_schema(close(load_schema(name)))


@pytest.mark.parametrize("name", DIFFS)
def test_a_diff_keeps_to_its_schema(invented: ModuleType, name: str) -> None:
    validate(diff_to_json(getattr(invented, f"make_{name}_diff")()), "diff")


def test_the_other_documents_keep_to_their_schemas(invented: ModuleType) -> None:
    report = invented.make_report()
    validate(extract_to_json(invented.make_extracted()), "extract")
    validate(extract_to_json(report.rejections[0]), "extract")
    validate(clusters_to_json(report), "clusters")
    validate(explain_to_json(invented.make_explanation()), "explain")
    validate(explain_to_json(invented.make_explanation_in_run()), "explain")


def test_a_schema_refuses_what_the_contract_does_not_know(invented: ModuleType) -> None:
    document = diff_to_json(invented.make_harbour_diff())
    validator = Draft202012Validator(load_schema("diff"))
    for broken in ({"relation": "copied"}, {"version": 2}, {"scores": {"jaccard": 1.2}}):
        assert not validator.is_valid(document | broken)


def test_offsets_cut_the_readings_out_of_the_text_beside_them(invented: ModuleType) -> None:
    document: Any = diff_to_json(invented.make_harbour_diff())
    for change in document["changes"]:
        for side in ("a", "b"):
            if change[side] is None:
                assert change[f"{side}_text"] == ""
            else:
                start, end = change[side]
                assert document[side]["text"][start:end] == change[f"{side}_text"]


def test_the_order_of_records_never_shows(invented: ModuleType) -> None:
    report: Report = invented.make_report()
    expected = dump_json(clusters_to_json(report))
    for seed in range(5):
        shuffle = random.Random(seed).sample
        numbers = shuffle(range(len(report.articles)), len(report.articles))
        again = replace(
            report,
            articles=tuple(report.articles[number] for number in numbers),
            token_counts=tuple(report.token_counts[number] for number in numbers),
            links=tuple(shuffle(report.links, len(report.links))),
            rejections=tuple(shuffle(report.rejections, len(report.rejections))),
            settings=tuple(shuffle(report.settings, len(report.settings))),
            counts=tuple(shuffle(report.counts, len(report.counts))),
        )
        assert dump_json(clusters_to_json(again)) == expected


@pytest.mark.parametrize("piece", [1, 2, 1_000])
def test_a_long_document_comes_in_pieces(
    invented: ModuleType, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr("dedup.report.entries._PIECE", piece)
    report: Report = invented.make_report()
    for one in (report, replace(report, clusters=(), families=(), links=(), rejections=())):
        pieces = list(dump_clusters(one))
        assert "".join(pieces) == dump_json(clusters_to_json(one))
        assert len(pieces) > 9 + 2 * bool(one.links)


def test_only_linked_pairs_are_listed(invented: ModuleType) -> None:
    document: Any = clusters_to_json(invented.make_report())
    assert [(pair["a"], pair["b"]) for pair in document["pairs"]] == [
        ("pages/a.html", "pages/b.html"),
        ("pages/a.html", "pages/c.html"),
        ("pages/b.html", "pages/d.html"),
    ]


def test_output_is_utf_8_whatever_the_text_holds(invented: ModuleType) -> None:
    hostile = invented.make_hostile_diff()
    line = dump_json(diff_to_json(hostile))
    assert "\n" not in line
    assert json.loads(line.encode("utf-8"))["a"]["text"] == hostile.left.text
