"""The invented families are well formed, complete and nobody's but ours."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pytest

from dedup.records import LINKED, Relation
from dedup.tokens import tokenize

FOLDER = Path(__file__).parent / "families"
FILES = ("english", "languages", "templates")
KEYS = ["id", "outlet", "title", "published", "language", "text", "story", "how", "split"]
NEVER_LINKED = {"independent", "same_release", "other_event", "template", "same_topic"}
COPIES = {"new_lede", "spun", "round_trip", "reworded", "reworded_total", "cut"}
ENGLISH_WITNESSES = COPIES | {
    "wire",
    "third_party",
    "roundup",
    "update",
    "independent",
    "same_release",
    "other_event",
}
OTHER_WITNESSES = {"wire", "verbatim", "cut", "edited", "update"}
ASKED_LANGUAGES = {"ar", "zh", "ja", "ru", "el", "de", "es", "th"}
FOREIGN_RUN = 10
UNSPACED = {"zh": 16, "ja": 20, "th": 48}
"""How many tokens (single characters there) stand for a run of words."""


def load(name: str) -> list[dict[str, Any]]:
    lines = (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def words(text: str) -> tuple[str, ...]:
    return tokenize(text).words


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    tokens = words(text)
    return {tokens[i : i + length] for i in range(len(tokens) - length + 1)}


def group_by_story(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["story"]].append(row)
    return found


@pytest.fixture(scope="module")
def articles() -> dict[str, list[dict[str, Any]]]:
    return {name: load(name) for name in FILES}


@pytest.fixture(scope="module")
def stories(articles: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return group_by_story([row for rows in articles.values() for row in rows])


@pytest.fixture(scope="module")
def pairs() -> list[dict[str, Any]]:
    return load("pairs")


def test_every_line_has_the_keys_in_order(articles: dict[str, list[dict[str, Any]]]) -> None:
    for row in (row for rows in articles.values() for row in rows):
        assert list(row) == KEYS
        assert row["split"] in ("tune", "held")
        assert row["text"].strip() == row["text"]
        assert row["title"]
        assert row["outlet"]
        assert row["published"] is None or len(row["published"]) == len("2025-01-31")


def test_ids_are_unique_and_sorted(articles: dict[str, list[dict[str, Any]]]) -> None:
    for rows in articles.values():
        ids = [row["id"] for row in rows]
        assert ids == sorted(set(ids))


def test_a_story_lies_in_one_split_and_language(stories: dict[str, list[dict[str, Any]]]) -> None:
    for rows in stories.values():
        assert len({(row["split"], row["language"]) for row in rows}) == 1


def test_english_has_ten_complete_events(articles: dict[str, list[dict[str, Any]]]) -> None:
    events = group_by_story(articles["english"])
    assert len(events) >= 10
    for story, rows in events.items():
        assert {row["how"] for row in rows} >= ENGLISH_WITNESSES, story
        wire = next(row for row in rows if row["how"] == "wire")
        assert 250 <= len(words(wire["text"])) <= 600, story


def test_every_language_has_two_complete_stories(articles: dict[str, list[dict[str, Any]]]) -> None:
    by_language: dict[str, list[list[dict[str, Any]]]] = defaultdict(list)
    for rows in group_by_story(articles["languages"]).values():
        by_language[rows[0]["language"]].append(rows)
    assert set(by_language) >= ASKED_LANGUAGES
    for language, found in by_language.items():
        assert {rows[0]["split"] for rows in found} == {"tune", "held"}, language
        for rows in found:
            assert {row["how"] for row in rows} >= OTHER_WITNESSES
        assert sum(row["how"] in NEVER_LINKED for rows in found for row in rows) >= 3


def test_every_kind_of_template_is_in_both_halves(articles: dict[str, list[dict[str, Any]]]) -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for story, rows in group_by_story(articles["templates"]).items():
        assert len(rows) >= 3, story
        kinds[story.split("-")[1]].add(rows[0]["split"])
    assert len(kinds) >= 8
    assert all(halves == {"tune", "held"} for halves in kinds.values())


def test_half_of_the_stories_are_held_back(articles: dict[str, list[dict[str, Any]]]) -> None:
    for rows in articles.values():
        halves = Counter(found[0]["split"] for found in group_by_story(rows).values())
        assert halves["tune"] == halves["held"]


def test_pairs_are_all_pairs_inside_stories(
    stories: dict[str, list[dict[str, Any]]], pairs: list[dict[str, Any]]
) -> None:
    expected = {
        pair for rows in stories.values() for pair in combinations(sorted(row["id"] for row in rows), 2)
    }
    assert len(pairs) == len(expected)
    assert {(pair["a"], pair["b"]) for pair in pairs} == expected


def test_relations_are_the_contracts_and_never_accept_both_sides_of_a_link(
    stories: dict[str, list[dict[str, Any]]], pairs: list[dict[str, Any]]
) -> None:
    how = {row["id"]: row["how"] for rows in stories.values() for row in rows}
    for pair in pairs:
        assert pair["relation"] in pair["accept"]
        assert set(pair["accept"]) <= set(get_args(Relation))
        if {how[pair["a"]], how[pair["b"]]} & NEVER_LINKED:
            assert not set(pair["accept"]) & LINKED
        elif "wire" in (how[pair["a"]], how[pair["b"]]):
            assert set(pair["accept"]) <= LINKED


def test_equal_words_are_labelled_identical(
    stories: dict[str, list[dict[str, Any]]], pairs: list[dict[str, Any]]
) -> None:
    text = {row["id"]: words(row["text"]) for rows in stories.values() for row in rows}
    for pair in pairs:
        if text[pair["a"]] == text[pair["b"]]:
            assert pair["relation"] == "identical"


def test_english_rewordings_run_from_light_to_total(stories: dict[str, list[dict[str, Any]]]) -> None:
    for story, rows in stories.items():
        source = next((row for row in rows if row["how"] == "wire"), None)
        if source is None or not story.startswith("en-"):
            continue
        known = runs(source["text"], 3)
        kept = {
            row["how"]: len(runs(row["text"], 3) & known) / len(runs(row["text"], 3))
            for row in rows
            if row["how"] in ("spun", "reworded", "reworded_total", "round_trip")
        }
        assert kept["reworded_total"] <= kept["reworded"] < 0.5, story
        assert kept["reworded_total"] < 0.10, story
        assert kept["round_trip"] < 0.4, story
        assert kept["spun"] < 0.6, story


def test_nothing_is_taken_from_the_seeds(articles: dict[str, list[dict[str, Any]]], shared: Path) -> None:
    foreign: set[tuple[str, ...]] = set()
    for path in sorted((shared / "seeds").glob("*.txt")):
        foreign |= runs(path.read_text("utf-8", errors="replace"), FOREIGN_RUN)
    assert foreign
    for row in (row for rows in articles.values() for row in rows):
        assert not runs(row["text"], FOREIGN_RUN) & foreign, row["id"]


def test_no_run_is_shared_between_stories(stories: dict[str, list[dict[str, Any]]]) -> None:
    owner: dict[tuple[str, ...], str] = {}
    for story, rows in stories.items():
        if rows[0]["how"] == "template":
            continue
        length = UNSPACED.get(rows[0]["language"], FOREIGN_RUN)
        for run in {run for row in rows for run in runs(row["text"], length)}:
            assert owner.setdefault(run, story) == story, " ".join(run)


def test_the_readme_states_the_counts(
    articles: dict[str, list[dict[str, Any]]], pairs: list[dict[str, Any]]
) -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    for name, rows in articles.items():
        halves = Counter(found[0]["split"] for found in group_by_story(rows).values())
        assert f"| `{name}.jsonl` | {halves['tune']} + {halves['held']} | {len(rows)} |" in readme
    assert f"| `pairs.jsonl` | | {len(pairs)} |" in readme
