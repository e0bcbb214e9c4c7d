"""``wirecopy explain A B --among PATH``: the verdict of a run, asked for by its ids or by files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dedup.cli.clusters import clusters
from dedup.cli.explain import explain
from dedup.errors import NoArticle

STORY = """\
The lock keepers of the Wend canal will stop work for three days from Monday, their union said.
They want an eighth more pay and an end to night shifts that are worked alone.
“Nobody should open a gate of nine tonnes in the dark without a second pair of eyes,” said Oda Lindqvist.
The canal company called the demand out of proportion and offered two per cent.
Some 140 barges a day pass the eleven locks between Norrby and the sea, most of them with grain.
"""
OTHER = """\
A survey of the mountain huts above Tolm has found every second roof in need of repair before the winter.
The alpine club wants to raise 310,000 crowns for it and asks walkers for a night's fee more.
Its chair, Jonte Brask, said that the huts had been built for a third of the guests they have today.
The club keeps twenty-six of them, the oldest from the time of the first surveyors.
"""


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "one.txt").write_text(STORY, encoding="utf-8")
    (folder / "other.txt").write_text(OTHER, encoding="utf-8")
    copies = [{"id": "wire:7", "text": STORY.replace("three days", "four days")}, {"text": OTHER + STORY}]
    lines = "\n".join(map(json.dumps, copies))
    (folder / "many.jsonl").write_text(lines, encoding="utf-8")
    (folder / "empty.html").write_text("<p>", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def call(*arguments: str) -> Result:
    return CliRunner().invoke(
        explain, [*arguments, "--workers", "1"] if "--among" in arguments else arguments
    )


@pytest.mark.parametrize("other", ["wire:7", "pages/many.jsonl#1", "./pages/many.jsonl#1"])
@pytest.mark.parametrize("one", ["pages/one.txt", "pages//one.txt", "./pages/one.txt"])
def test_an_article_is_found_by_its_id_or_its_file(pages: Path, one: str, other: str) -> None:
    done = call(one, other, "--among", "pages", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["a"], found["b"]) == ("pages/one.txt", "wire:7")
    assert found["relation"] == "near_duplicate"
    assert found["among"]["articles"] == 4


def test_absolute_files_stand_for_relative_ids(pages: Path) -> None:
    done = call(str(pages / "other.txt"), str(pages / "one.txt"), "--among", "pages", "--json")
    assert json.loads(done.stdout)["a"] == "pages/other.txt"


def test_it_agrees_with_clusters_over_the_same_paths(pages: Path) -> None:
    names = sorted(str(path.relative_to(pages.parent)) for path in pages.iterdir())
    run = CliRunner().invoke(clusters, [*names, "--json"])
    for pair in json.loads(run.stdout)["pairs"]:
        done = call(pair["a"], pair["b"], "--among", *names, "--json")
        found = json.loads(done.stdout)
        for key in ("a", "b", "relation", "similarity", "confidence"):
            assert found[key] == pair[key]


def test_what_is_no_article_of_the_run_is_told(pages: Path) -> None:
    for given, said in (
        ("pages/none.txt", "no article of the run"),
        ("", "no article of the run"),
        ("pages/empty.html", "rejected"),
        ("pages/one.txt", "one article"),
    ):
        done = call("pages/one.txt", given, "--among", "pages")
        assert isinstance(done.exception, NoArticle)
        assert said in str(done.exception)


@pytest.mark.parametrize("options", [("pages",), ("--within", "3"), ("--workers", "2"), ("--cache", "kept")])
def test_what_needs_a_run_is_refused_without_one(pages: Path, options: tuple[str, ...]) -> None:
    done = call("pages/one.txt", "pages/other.txt", *options)
    assert done.exit_code == 2
    assert "--among" in done.stderr


def test_the_terminal_says_what_was_judged(pages: Path) -> None:
    alone = call("pages/one.txt", "pages/other.txt").stdout
    assert "Judged alone." in alone
    assert "confidence" in alone.lower()
    among = call("pages/one.txt", "pages/other.txt", "--among", "pages").stdout
    assert "Judged among 4 articles" in among
    assert "Judged alone" not in among


def test_json_without_a_run_says_so_in_a_key(pages: Path) -> None:
    found = json.loads(call("pages/one.txt", "pages/other.txt", "--json").stdout)
    assert found["among"] is None
