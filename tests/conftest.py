"""Options and fixtures of the whole test suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the long checks too")
    parser.addoption("--update-golden", action="store_true", help="write the golden outputs anew")
    parser.addoption("--benchmark", action="store_true", help="run the speed comparisons too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    off = [mark for mark in ("slow", "benchmark") if not config.getoption(f"--{mark}")]
    deselected = [item for item in items if any(item.get_closest_marker(mark) for mark in off)]
    if deselected:
        config.hook.pytest_deselected(items=deselected)
        items[:] = [item for item in items if item not in deselected]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The shipped sample pages."""
    return ROOT / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The labelled sets, where they are laid beside the checkout; skips where they are not."""
    folder = Path(os.environ.get("WIRECOPY_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("no labelled sets beside the checkout (WIRECOPY_SHARED names another folder)")
    return folder
