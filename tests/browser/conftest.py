"""A real browser: the system's Chromium, driven by Playwright, with everything that goes out watched.

WIRECOPY_CHROMIUM names another one. Without Playwright or a browser these tests skip and say so.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dedup.records import DiffReport
from dedup.report.html import render_diff_html

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@dataclass
class Opened:
    """A page in the browser with what it said and asked for while it was open."""

    page: Any
    address: str
    said: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)


Opener = Callable[..., Opened]


@pytest.fixture(scope="session")
def invented(root: Path) -> ModuleType:
    """The module that builds invented records, beside the tests of the reports."""
    name = "invented_reports"
    if name not in sys.modules:
        path = root / "tests" / "dedup" / "report" / "invented.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: wirecopy[browser]"
    )
    path = os.environ.get("WIRECOPY_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine (WIRECOPY_CHROMIUM names one)")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET, chromium_sandbox=False)
        yield chromium
        chromium.close()


@pytest.fixture
def open_diff(browser: Any, tmp_path: Path) -> Iterator[Opener]:
    """Write a comparison to a file and open it from there."""
    contexts: list[Any] = []

    def open_it(diff: DiffReport, *, width: int = 1280, scheme: str = "light", script: bool = True) -> Opened:
        path = tmp_path / f"diff-{len(contexts)}.html"
        path.write_text(render_diff_html(diff), encoding="utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        opened = Opened(page=context.new_page(), address=path.as_uri())
        opened.page.on("console", lambda message: opened.said.append(f"{message.type}: {message.text}"))
        opened.page.on("pageerror", lambda error: opened.said.append(f"error: {error}"))
        opened.page.on("dialog", lambda dialog: opened.said.append(f"dialog: {dialog.message}"))
        opened.page.on("request", lambda request: opened.requested.append(request.url))
        opened.page.goto(opened.address)
        return opened

    yield open_it
    for context in contexts:
        context.close()
