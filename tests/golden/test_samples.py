"""The command on ``samples/``: its verdicts against the manifest, its outputs byte for byte.

``pytest tests/golden --update-golden`` writes the outputs anew; read the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).parent / "outputs"
FERRY = (
    "samples/harbour-courier/ferry-inquiry-patras.html",
    "samples/newsburrow/ferry-operator-ignored-warnings.txt",
)
OUTPUTS = {
    "clusters.json": ("clusters", "samples/", "--json"),
    "clusters.txt": ("clusters", "samples/"),
    "diff.json": ("diff", *FERRY, "--json"),
    "diff.txt": ("diff", *FERRY),
    "explain.txt": ("explain", FERRY[0], "samples/coastal-observer/poros-without-a-ferry.html"),
}


@pytest.fixture(scope="module")
def run(root: Path) -> Callable[..., str]:
    def call(*arguments: str) -> str:
        environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONPATH": str(root)}
        command = [sys.executable, str(root / "bin" / "wirecopy"), *arguments]
        done = subprocess.run(command, capture_output=True, cwd=root, env=environment, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8")

    return call


@pytest.fixture(scope="module")
def manifest(samples: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((samples / "MANIFEST.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def report(run: Callable[..., str]) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(run("clusters", "samples/", "--json"))
    return loaded


def groups(found: list[dict[str, Any]]) -> list[list[str]]:
    return sorted(group["articles"] for group in found)


def test_clusters_and_families(report: dict[str, Any], manifest: dict[str, Any]) -> None:
    assert groups(report["clusters"]) == sorted(sorted(ids) for ids in manifest["clusters"])
    assert groups(report["families"]) == sorted(sorted(ids) for ids in manifest["families"])


def test_relations(report: dict[str, Any], manifest: dict[str, Any]) -> None:
    found = {(pair["a"], pair["b"]): pair["relation"] for pair in report["pairs"]}
    expected = {tuple(sorted((pair["a"], pair["b"]))): pair["relation"] for pair in manifest["relations"]}
    assert found == expected


def test_only_pages_without_an_article_are_rejected(report: dict[str, Any], manifest: dict[str, Any]) -> None:
    rejected = {rejection["id"] for rejection in report["rejections"]}
    expected = {page["id"] for page in manifest["pages"] if page["expected"] == "rejected"}
    assert rejected == {*expected, "samples/MANIFEST.json"}


def test_credits(report: dict[str, Any], manifest: dict[str, Any]) -> None:
    """No credit is made up, and most are found; these agencies are known by their form alone."""
    found = {
        article["id"]: {(credit["agency"], credit["kind"]) for credit in article["credits"]}
        for article in report["articles"]
    }
    total = hits = 0
    for page in manifest["pages"]:
        if page["expected"] == "article":
            expected = {(credit["agency"], credit["kind"]) for credit in page["credits"]}
            assert found[page["id"]] <= expected, page["id"]
            total += len(expected)
            hits += len(found[page["id"]])
    print(f"{hits} of {total} credits found")
    assert hits >= 0.75 * total


@pytest.mark.parametrize("name", OUTPUTS)
def test_output_is_as_it_was(name: str, run: Callable[..., str], request: pytest.FixtureRequest) -> None:
    output = run(*OUTPUTS[name])
    golden = GOLDEN / name
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(output, encoding="utf-8", newline="\n")
    assert output == golden.read_text(encoding="utf-8")
