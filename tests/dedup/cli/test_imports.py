"""What a command loads: the help hardly anything, and few texts nothing heavy that they do not need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_RUN = """
import sys
from dedup.cli.main import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""
_READY = """
import sys
from dedup.pages import extract_pages
from dedup.pipeline import find_copies, get_ready
from dedup.settings import Settings
stripped = extract_pages(["."], workers=1)
get_ready()
loaded = set(sys.modules)
assert len(find_copies(stripped, settings=Settings()).clusters) == 1
print(*set(sys.modules) - loaded)
"""
_STORY = """\
The salt works at Lower Pell closed on Monday after the brine pipe from the estuary burst for a third time.
About 340 people worked there, and the company said it would pay them until the end of the quarter.
“The pipe is older than anybody who ever mended it,” said Maud Ferrand, who has run the pans since 1998.
The council of Pell asked the ministry for 1.9 million crowns to lay a new one along the railway.
Until then the salt of the region comes by lorry from Anstrey, two hours up the coast.
"""

_NEVER = {"scipy", "numba", "llvmlite", "trafilatura", "lxml", "jinja2", "asyncio", "ssl", "email"}
_NEVER |= {"pyarrow", "fastwarc", "feedparser", "pandas", "matplotlib", "datasketch", "importlib.metadata"}
_HELP = {"numpy", "regex", "rich", "rapidfuzz", "boilerplate.strip", "dedup.pipeline", "dedup.records"}


def _load(*arguments: str, cwd: Path, root: Path) -> set[str]:
    """The modules that a run of the command has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(_STORY, encoding="utf-8")
    (tmp_path / "two.txt").write_text(_STORY.replace("Monday", "Tuesday"), encoding="utf-8")
    return tmp_path


def test_few_texts(pages: Path, root: Path) -> None:
    loaded = _load("clusters", ".", cwd=pages, root=root)
    assert "numpy" in loaded
    assert loaded & _NEVER == set()


def test_few_texts_as_json(pages: Path, root: Path) -> None:
    loaded = _load("clusters", "--json", ".", cwd=pages, root=root)
    assert "numpy" in loaded
    assert loaded & {*_NEVER, "rich"} <= {"importlib.metadata", "email"}


def test_the_help(tmp_path: Path, root: Path) -> None:
    loaded = _load("--help", cwd=tmp_path, root=root)
    assert "click" in loaded
    assert loaded & (_NEVER | _HELP) == set()


def test_what_is_ready_loads_nothing_more(pages: Path, root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _READY],
        capture_output=True,
        text=True,
        check=False,
        cwd=pages,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr
