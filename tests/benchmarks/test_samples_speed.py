"""The main job on the sample pages against what extraction alone costs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark

_ROUNDS = 5
_BARE = """
import sys
from pathlib import Path
from trafilatura import bare_extraction
for name in sys.argv[1:]:
    bare_extraction(Path(name).read_bytes(), favor_precision=True, include_comments=False, with_metadata=True)
"""


def wall(command: list[str], root: Path) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True)
    assert done.returncode == 0, done.stderr
    return time.perf_counter() - started


def test_clusters_of_the_samples_against_trafilatura_alone(root: Path) -> None:
    """Whole processes, turn and turn about, the best of each: at most 1.5 times as long."""
    pages = [str(path) for path in sorted((root / "samples").rglob("*.htm*")) if path.stat().st_size]
    ours = [sys.executable, "bin/wirecopy", "clusters", "samples", "--json"]
    bare = [sys.executable, "-c", _BARE, *pages]
    times = [(wall(ours, root), wall(bare, root)) for _ in range(_ROUNDS)]
    mine, theirs = (min(column) for column in zip(*times, strict=True))
    ratio = mine / theirs
    print(f"\nclusters samples/ {mine:.2f} s, trafilatura on {len(pages)} pages {theirs:.2f} s: {ratio:.2f}")
    assert ratio <= 1.5
