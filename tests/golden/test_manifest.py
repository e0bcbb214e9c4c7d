"""The manifest of the sample pages says what is there, agrees with itself, and holds nobody else's text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

LINKED = {"identical", "near_duplicate", "derived", "quotes"}
CLUSTERED = {"identical", "near_duplicate"}
CREDIT_KINDS = {"dateline", "byline", "contributor", "copyright", "in_text"}
HOW_IN_CLUSTER = {
    "original", "verbatim", "cut_from_bottom", "new_lede", "update", "reworded", "round_trip",
    "altered_quotes", "one_number_changed", "broken_html",
}  # fmt: skip
HOW_LINKED = {"third_party_rewrite": "derived", "round_up": "quotes"}
HOW_ALONE = {"independent", "other_language", "unrelated"}
HOW_REJECTED = {"index", "empty", "cookie_wall", "paywall"}
RESERVED = (".example", ".ampproject.org", "schema.org", "ogp.me", "w3.org")
RUN = 12


@pytest.fixture(scope="module")
def manifest(samples: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((samples / "MANIFEST.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def pages(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {page["id"]: page for page in manifest["pages"]}


def page_files(samples: Path) -> list[Path]:
    return sorted(path for path in samples.rglob("*") if path.is_file() and path.name != "MANIFEST.json")


def read_text(path: Path) -> str:
    return path.read_bytes().decode("windows-1252" if path.suffix == ".htm" else "utf-8")


def runs_of(text: str) -> set[str]:
    tokens = re.findall(r"\w+", text.casefold())
    return {" ".join(tokens[start : start + RUN]) for start in range(len(tokens) - RUN + 1)}


def record_of(samples: Path, page: dict[str, Any]) -> dict[str, Any]:
    lines = (samples / page["path"]).read_text(encoding="utf-8").splitlines()
    found: dict[str, Any] = json.loads(lines[page["record"] - 1])
    return found


def pairs_inside(groups: list[list[str]]) -> Iterator[tuple[str, str]]:
    for group in groups:
        yield from combinations(sorted(group), 2)


def test_every_file_is_listed_and_every_listed_file_is_there(manifest: dict[str, Any], samples: Path) -> None:
    listed = {page["path"] for page in manifest["pages"]}
    assert listed == {path.relative_to(samples).as_posix() for path in page_files(samples)}


def test_the_corpus_is_as_wide_as_promised(manifest: dict[str, Any], samples: Path) -> None:
    articles = [page for page in manifest["pages"] if page["expected"] == "article"]
    assert len(manifest["pages"]) >= 30
    assert len({page["outlet"] for page in articles}) >= 10
    assert len(manifest["clusters"]) >= 4
    assert {page["language"] for page in articles} >= {"en", "de", "es"}
    assert sum(path.suffix == ".txt" for path in page_files(samples)) >= 5


def test_ids_are_formed_as_the_command_forms_them(manifest: dict[str, Any], samples: Path) -> None:
    for page in manifest["pages"]:
        if "record" in page:
            assert page["id"] == record_of(samples, page)["id"]
        else:
            assert page["id"] == f"samples/{page['path']}"
    assert len({page["id"] for page in manifest["pages"]}) == len(manifest["pages"])


def test_every_record_of_a_feed_is_listed(manifest: dict[str, Any], samples: Path) -> None:
    listed = {(page["path"], page["record"]) for page in manifest["pages"] if "record" in page}
    there = {
        (path.relative_to(samples).as_posix(), number)
        for path in page_files(samples)
        if path.suffix == ".jsonl"
        for number, _ in enumerate(read_text(path).splitlines(), start=1)
    }
    assert listed == there


def test_every_how_is_described_and_present(manifest: dict[str, Any]) -> None:
    known = HOW_IN_CLUSTER | set(HOW_LINKED) | HOW_ALONE | HOW_REJECTED
    assert set(manifest["how"]) == known
    assert {page["how"] for page in manifest["pages"]} == known


def test_rejected_pages_are_those_without_an_article(pages: dict[str, dict[str, Any]]) -> None:
    for page in pages.values():
        assert page["expected"] == ("rejected" if page["how"] in HOW_REJECTED else "article"), page["id"]
        assert (page["story"] is None) == (page["how"] in HOW_REJECTED), page["id"]


def test_made_from_names_a_page_of_the_same_story(pages: dict[str, dict[str, Any]]) -> None:
    for page in pages.values():
        source = page["made_from"]
        copied = page["how"] in (HOW_IN_CLUSTER | set(HOW_LINKED)) - {"original"}
        assert (source is not None) == copied, page["id"]
        if source is not None and page["how"] != "round_up":
            assert pages[source]["story"] == page["story"], page["id"]


def test_credits_name_a_declared_agency_and_stand_in_the_page(
    manifest: dict[str, Any], samples: Path
) -> None:
    agencies = {agency["name"] for agency in manifest["agencies"]}
    kinds = set()
    for page in manifest["pages"]:
        text = re.sub(r"<[^>]+>|\\n", " ", read_text(samples / page["path"]).replace("&amp;", "&"))
        for credit in page["credits"]:
            assert credit["agency"] in agencies
            assert " ".join(credit["text"].split()) in " ".join(text.split()), (page["id"], credit)
            kinds.add(credit["kind"])
    assert kinds == CREDIT_KINDS


def test_titles_stand_in_the_page(manifest: dict[str, Any], samples: Path) -> None:
    for page in manifest["pages"]:
        if page["title"] is not None:
            text = read_text(samples / page["path"]).replace("&amp;", "&").replace("&#x27;", "'")
            assert page["title"] in text, page["id"]


def test_clusters_and_families_are_disjoint_groups(manifest: dict[str, Any]) -> None:
    for groups in (manifest["clusters"], manifest["families"]):
        members = [member for group in groups for member in group]
        assert len(members) == len(set(members))
        assert all(len(group) >= 2 and group == sorted(group) for group in groups)


def test_every_cluster_lies_inside_one_family(manifest: dict[str, Any]) -> None:
    for cluster in manifest["clusters"]:
        assert sum(set(cluster) <= set(family) for family in manifest["families"]) == 1


def test_groups_hold_the_pages_that_were_copied_and_no_other(
    manifest: dict[str, Any], pages: dict[str, dict[str, Any]]
) -> None:
    clustered = {member for group in manifest["clusters"] for member in group}
    related = {member for group in manifest["families"] for member in group}
    assert clustered == {ident for ident, page in pages.items() if page["how"] in HOW_IN_CLUSTER}
    assert related - clustered == {ident for ident, page in pages.items() if page["how"] in HOW_LINKED}
    for cluster in manifest["clusters"]:
        assert len({pages[member]["story"] for member in cluster}) == 1


def test_relations_agree_with_clusters_and_families(manifest: dict[str, Any]) -> None:
    pairs = {(row["a"], row["b"]): row["relation"] for row in manifest["relations"]}
    assert len(pairs) == len(manifest["relations"])
    assert all(a < b for a, b in pairs)
    assert set(pairs.values()) == LINKED
    near = {pair for pair, relation in pairs.items() if relation in CLUSTERED}
    assert near == set(pairs_inside(manifest["clusters"]))
    assert set(pairs) <= set(pairs_inside(manifest["families"]))
    assert {end for pair in pairs for end in pair} == {
        member for family in manifest["families"] for member in family
    }


def test_a_retelling_or_round_up_has_its_own_relation_to_each_copy(
    manifest: dict[str, Any], pages: dict[str, dict[str, Any]]
) -> None:
    for row in manifest["relations"]:
        if row["relation"] not in CLUSTERED:
            hows = {pages[row["a"]]["how"], pages[row["b"]]["how"]} & set(HOW_LINKED)
            assert [HOW_LINKED[how] for how in hows] == [row["relation"]]


def test_pages_link_to_reserved_domains_alone(samples: Path) -> None:
    for path in page_files(samples):
        for url in re.findall(r"https?://[^\s\"'<>]+", read_text(path)):
            host = urlsplit(url).hostname or ""
            assert host.endswith(RESERVED), (path.name, url)


def test_no_text_is_shared_with_the_labelled_sets(samples: Path, shared: Path) -> None:
    seeds = sorted((shared / "seeds").glob("*.txt"))
    assert seeds
    foreign = set().union(*(runs_of(path.read_text(encoding="utf-8")) for path in seeds))
    for path in page_files(samples):
        assert not runs_of(read_text(path)) & foreign, path.name
