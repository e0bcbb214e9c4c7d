"""The five articles that the project was born from, with the answers found by reading them."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import regex

from boilerplate.records import Article
from dedup.pipeline import compare_files, explain_files, extract_pages, find_copies
from dedup.records import DiffReport, Report, Span
from dedup.settings import Settings

_CLASSES_NEAR = {
    "term": {"term", "other", "hedge", "negation"},
    "hedge": {"hedge", "term", "other"},
    "other": {"other", "term"},
}


@dataclass(frozen=True)
class Seeds:
    folder: Path
    gold: dict[str, object]
    paths: dict[str, str]

    def name(self, path: str) -> str:
        return next(name for name, known in self.paths.items() if known == path)


@pytest.fixture(scope="module")
def seeds(shared: Path) -> Seeds:
    folder = shared / "seeds"
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    return Seeds(folder, gold, {file["id"]: str(folder / file["file"]) for file in gold["files"]})


@pytest.fixture(scope="module")
def report(seeds: Seeds) -> Report:
    return find_copies(extract_pages(list(seeds.paths.values())), settings=Settings())


@pytest.fixture(scope="module")
def diff(seeds: Seeds) -> DiffReport:
    return compare_files(seeds.paths["000"], seeds.paths["001"], settings=Settings())


@pytest.fixture(scope="module")
def mutations(seeds: Seeds) -> list[dict[str, str]]:
    with (seeds.folder / "mutations.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["expected"] == "change"]


def test_clusters_families_and_relations(seeds: Seeds, report: Report) -> None:
    assert [[seeds.name(i) for i in cluster.article_ids] for cluster in report.clusters] == seeds.gold[
        "clusters"
    ]
    assert [[seeds.name(i) for i in family.article_ids] for family in report.families] == seeds.gold[
        "families"
    ]
    linked = {(seeds.name(link.left_id), seeds.name(link.right_id)): link.relation for link in report.links}
    assert linked == {("000", "001"): "near_duplicate", ("000", "004"): "derived", ("001", "004"): "derived"}


def test_every_pair_has_its_relation(seeds: Seeds) -> None:
    for pair in seeds.gold["pairs"]:  # type: ignore[attr-defined]
        explanation = explain_files(seeds.paths[pair["a"]], seeds.paths[pair["b"]], settings=Settings())
        assert explanation.link.relation == pair["relation"], pair


def test_the_hard_negative_is_explained(seeds: Seeds) -> None:
    explanation = explain_files(seeds.paths["000"], seeds.paths["003"], settings=Settings())
    assert not explanation.link.is_linked
    longest = explanation.shared[0]
    assert longest.tokens == 6
    assert explanation.shared[0].text == longest.text
    run = next(reason for reason in explanation.link.evidence if "run of words" in reason.name)
    assert run.value == 6
    assert "quotes from" in run.needed


def article_of(seeds: Seeds, name: str) -> Article:
    (article,) = extract_pages([seeds.paths[name]]).articles
    return article


def words(text: str) -> list[str]:
    return regex.findall(r"[\p{L}\p{N}]+", text.casefold())


def test_the_flattened_page_gives_its_article_and_nothing_else(seeds: Seeds) -> None:
    file = next(file for file in seeds.gold["files"] if file["id"] == "001")  # type: ignore[attr-defined]
    lines = Path(seeds.paths["001"]).read_text(encoding="utf-8").split("\n")
    body = [line.strip() for line in lines[file["article_lines"][0] - 1 : 113] if line.strip()]
    kept = article_of(seeds, "001").text.split("\n")
    lost = sum(len(words(line)) for line in body if line not in kept)
    let_through = sum(len(words(line)) for line in kept if line not in body)
    total = sum(len(words(line)) for line in body)
    chrome = sum(len(words(line)) for line in lines) - total
    assert lost <= 0.01 * total
    assert let_through <= 0.01 * chrome


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_credits(seeds: Seeds, name: str) -> None:
    file = next(file for file in seeds.gold["files"] if file["id"] == name)  # type: ignore[attr-defined]
    found = [(credit.agency, credit.kind) for credit in article_of(seeds, name).credits]
    assert sorted(found) == sorted((credit["agency"], credit["kind"]) for credit in file["credits"])


def pieces(reading: str) -> list[str]:
    """The passages a row names; alternatives and elisions cut it."""
    cut = regex.split(r" / |…|/", reading.replace("(absent)", ""))
    return [piece.strip(' .“”",') for piece in cut if piece.strip(' .“”",')]


def occurrences(text: str, reading: str) -> list[Span]:
    found = []
    for piece in pieces(reading):
        start = text.casefold().find(piece.casefold())
        if start >= 0:
            found.append((start, start + len(piece)))
    return found


def touches(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def inside_shown_edit(diff: DiffReport, row: dict[str, str]) -> bool:
    lefts = occurrences(diff.left.text, row["reading_000"])
    rights = occurrences(diff.right.text, row["reading_001"])
    edits = [
        edit
        for segment in diff.alignment.segments
        for edit in segment.edits
        if edit.op != "equal" and not edit.is_trivial
    ]
    return any(
        any(touches(edit.left, span) for span in lefts) or any(touches(edit.right, span) for span in rights)
        for edit in edits
    )


def is_classed(diff: DiffReport, row: dict[str, str]) -> bool:
    lefts = occurrences(diff.left.text, row["reading_000"])
    rights = occurrences(diff.right.text, row["reading_001"])
    fitting = _CLASSES_NEAR.get(row["class"], {row["class"]})
    return any(
        change.change_class in fitting
        and (
            any(change.left and touches(change.left, span) for span in lefts)
            and (not change.right or any(touches(change.right, span) for span in rights))
        )
        for change in diff.alignment.changes
    )


def test_planted_and_real_changes_are_shown(diff: DiffReport, mutations: list[dict[str, str]]) -> None:
    assert len(mutations) == 20
    shown = [row["n"] for row in mutations if inside_shown_edit(diff, row)]
    classed = [row["n"] for row in mutations if is_classed(diff, row)]
    print("not shown:", [row["n"] for row in mutations if row["n"] not in shown])
    print("not classed:", [row["n"] for row in mutations if row["n"] not in classed])
    assert len(shown) >= 17
    assert len(classed) >= 10


def test_no_false_number_change_and_no_edit_in_equal_sentences(diff: DiffReport) -> None:
    assert [change for change in diff.alignment.changes if change.change_class == "number"] == []
    for segment in diff.alignment.segments:
        if segment.kind == "verbatim":
            assert all(edit.op == "equal" or edit.is_trivial for edit in segment.edits)


def test_the_stripped_credit_and_both_headlines_are_kept(diff: DiffReport) -> None:
    assert {credit.kind for credit in diff.left.credits} == {"contributor"}
    assert {credit.kind for credit in diff.right.credits} == {"contributor", "copyright"}
    assert diff.right.title
