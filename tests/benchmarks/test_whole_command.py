"""The whole command over JSON Lines, from start to its JSON, beside gaoya on the same file.

``pytest --benchmark -s tests/benchmarks/test_whole_command.py`` prints the table; WIRECOPY_BENCH_SIZES sets
the sizes. They run one after the other; gaoya reads, signs and queries. The bounds are guards against getting
slower, not the aims.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER))

from composer import compose, invent_sentences, load_sentences  # noqa: E402

pytestmark = pytest.mark.benchmark

SIZES = [int(size) for size in os.environ.get("WIRECOPY_BENCH_SIZES", "10000").split(",")]
MOST_CPU_NEAR, MOST_CPU_ALL = 1_300.0, 3_500.0
"""CPU microseconds an article at most: for near-duplicates alone, and with excerpts and derived pieces."""
MEMORY_FACTOR, MEMORY_MB = 1.5, 400
"""Peak memory is at most so many times the text, and so much more."""
_COMMAND = "from dedup.cli.main import main; main()"


def measure(arguments: list[str], out: Path) -> tuple[float, float, float]:
    """Wall and CPU seconds of a process and the ones it starts, and the peak megabytes of the largest."""
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent.parent)}
    probe = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[2:], check=True, stdout=open(sys.argv[1], 'wb'));"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    peak = subprocess.run(
        [sys.executable, "-c", probe, str(out), *arguments],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, int(peak) / 1024


@pytest.mark.parametrize("size", SIZES)
def test_whole_command(size: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shared = Path(os.environ.get("WIRECOPY_SHARED", FOLDER.parent.parent.parent / "shared"))
    is_there = (shared / "data" / "sentences" / "sentences.jsonl.gz").is_file()
    path, text_bytes = tmp_path / "corpus.jsonl", 0
    with path.open("w", encoding="utf-8") as lines:
        for one in compose(load_sentences(shared) if is_there else invent_sentences(), size=size, seed="dev"):
            lines.write(json.dumps({"id": one.id, "text": one.text}) + "\n")
            text_bytes += len(one.text.encode())
    command = [sys.executable, "-c", _COMMAND, "clusters", "--json"]
    found, gaoya = tmp_path / "found.json", [sys.executable, str(FOLDER / "systems.py"), "gaoya"]
    measure([*command, str(path)], found)  # compiles what was not compiled yet
    spent = {
        "--near-duplicates": measure([*command, "--near-duplicates", str(path)], found),
        "with families": measure([*command, str(path)], found),
    }
    if importlib.util.find_spec("gaoya") is not None:
        spent["gaoya"] = measure([*gaoya, str(path), str(tmp_path / "gaoya.json")], found)
    with capsys.disabled():
        print(
            f"\n| {size:,} articles, {text_bytes / 1e6:.0f} MB of text | wall s | CPU s | peak MB |"
            "\n|---|---|---|---|"
        )
        for name, (wall, cpu, peak) in spent.items():
            print(f"| {name} | {wall:.1f} | {cpu:.1f} | {peak:.0f} |")
    assert spent["--near-duplicates"][1] <= MOST_CPU_NEAR * size / 1e6
    assert spent["with families"][1] <= MOST_CPU_ALL * size / 1e6
    for name in ("--near-duplicates", "with families"):
        assert spent[name][2] <= MEMORY_FACTOR * text_bytes / 1e6 + MEMORY_MB
