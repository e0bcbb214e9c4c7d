"""The README's promises, kept as written."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest


def read_command(root: Path, number: int) -> str:
    text = (root / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- command {number} -->\n```sh\n(.+)\n```\n<!-- end -->", text)
    assert found, f"the README has no command {number} on one line"
    return found.group(1)


def test_both_commands_are_one_line_each(root: Path) -> None:
    assert "wirecopy clusters samples/" in read_command(root, 1)
    assert "pytest" in read_command(root, 2)


@pytest.mark.slow
def test_command_1_in_a_fresh_clone(root: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(root), str(clone)], check=True)
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV", "PIP_REQ"))
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", read_command(root, 1)],
        cwd=clone,
        env={**environment, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "7 clusters" in done.stdout
    assert "REJECTED" in done.stdout


def test_every_subcommand_and_input_is_documented(root: Path) -> None:
    from dedup.cli.main import cli

    text = (root / "README.md").read_text(encoding="utf-8")
    for name in cli.list_commands(None):  # type: ignore[arg-type]
        assert f"`wirecopy {name}" in text, name
    for suffix in (".html", ".jsonl", ".warc.gz", ".xml", ".json", ".csv", ".parquet", ".txt"):
        assert f"`{suffix}`" in text, suffix
