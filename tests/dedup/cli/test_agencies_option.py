"""``--agencies FILE``: reaches the stages, the workers and the cache, and is refused in one line."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner

from boilerplate.agency.choice import agencies_from, chosen_agencies
from boilerplate.cache import extraction_version
from boilerplate.records import Page
from boilerplate.strip import strip_pages
from boilerplate.task import answer_with_agencies, pack_task
from dedup.cli.clusters import clusters
from dedup.cli.diff import diff
from dedup.cli.explain import explain
from dedup.cli.extract import extract

TEXT = """The council voted on Monday to rebuild the ferry pier, which had been closed since a storm.
Work on the pier begins in spring, engineers say, and it will cost nine million crowns in all.
Gathered by KW"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def agencies(tmp_path: Path) -> Path:
    file = tmp_path / "agencies.json"
    added = {
        "agencies": [{"name": "Kelp Wire", "marks": ["KW"]}],
        "languages": {"en": {"with": ["gathered by"]}},
    }
    file.write_text(json.dumps(added), encoding="utf-8")
    return file


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_knows_the_agencies_of_the_file(page: Path, agencies: Path, workers: str) -> None:
    arguments = [str(page), "--json", "--workers", workers]
    plain = CliRunner().invoke(extract, arguments)
    told = CliRunner().invoke(extract, [*arguments, "--agencies", str(agencies)])
    assert json.loads(plain.stdout)["credits"] == []
    assert json.loads(told.stdout)["credits"] == [
        {"agency": "Kelp Wire", "kind": "contributor", "text": "Gathered by KW"}
    ]
    assert "Gathered" not in json.loads(told.stdout)["text"]
    assert chosen_agencies() is None


def test_a_cache_keeps_runs_with_other_agencies_apart(page: Path, agencies: Path, tmp_path: Path) -> None:
    arguments = [str(page), "--json", "--cache", str(tmp_path / "cache")]
    for _ in range(2):
        assert json.loads(CliRunner().invoke(extract, arguments).stdout)["credits"] == []
        told = CliRunner().invoke(extract, [*arguments, "--agencies", str(agencies)])
        assert len(json.loads(told.stdout)["credits"]) == 1
    with agencies_from(agencies):
        before = extraction_version()
        agencies.write_text("{}", encoding="utf-8")
        assert extraction_version() != before


@pytest.mark.parametrize("command", [clusters, diff, explain], ids=lambda command: command.name)
def test_other_commands_take_it_too(command: object, page: Path, agencies: Path) -> None:
    result = CliRunner().invoke(command, [str(page), str(page), "--json", "--agencies", str(agencies)])  # type: ignore[arg-type]
    assert result.exit_code == 0
    assert command is explain or "Kelp Wire" in result.stdout


@pytest.mark.parametrize("command", [clusters, diff], ids=lambda command: command.name)
def test_the_settings_name_the_file_and_what_it_held(command: Command, page: Path, agencies: Path) -> None:
    arguments = [str(page), str(page), "--json"]
    plain = json.loads(CliRunner().invoke(command, arguments).stdout)["settings"]
    told = json.loads(CliRunner().invoke(command, [*arguments, "--agencies", str(agencies)]).stdout)[
        "settings"
    ]
    digest = hashlib.sha256(agencies.read_bytes()).hexdigest()
    assert told == {**plain, "agencies": str(agencies), "agencies_sha256": digest}


def test_a_worker_that_is_not_forked_is_told_with_its_task(agencies: Path) -> None:
    page = Page(id="a", form="text", content=TEXT, sha256="0")
    assert b"Kelp Wire" in partial(answer_with_agencies, agencies)(pack_task(page))


def test_within_the_choice_pages_are_stripped_with_it(agencies: Path) -> None:
    page = Page(id="a", form="text", content=TEXT, sha256="0")
    with agencies_from(agencies):
        (article,) = strip_pages([page], workers=1).articles
    assert [credit.agency for credit in article.credits] == ["Kelp Wire"]
    (article,) = strip_pages([page], workers=1).articles
    assert article.credits == ()


def test_a_file_that_is_none_of_agencies_ends_the_run(page: Path, tmp_path: Path) -> None:
    file = tmp_path / "wrong.json"
    file.write_text('{"agents": []}', encoding="utf-8")
    result = CliRunner().invoke(extract, [str(page), "--agencies", str(file)])
    assert result.exit_code == 1
    assert "'agents' is no key of it" in str(result.exception)
    assert result.stdout == ""
