"""The whole command over JSON Lines, from start to its JSON, beside gaoya on the same file.

``pytest --benchmark -s tests/benchmarks/test_whole_command.py`` prints the tables; WIRECOPY_BENCH_SIZES sets
the sizes, the first of them that of the floods. Everything runs one after the other; gaoya reads, signs and
queries. The bounds are guards against getting slower, not the aims.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER))

from composer import Composed, compose  # noqa: E402
from corpora import COMPOSED, Pairs, load_pool, write_corpus, write_lines  # noqa: E402

pytestmark = pytest.mark.benchmark

SIZES = [int(size) for size in os.environ.get("WIRECOPY_BENCH_SIZES", "10000").split(",")]
MOST_CPU_NEAR, MOST_CPU_ALL = 1_300.0, 3_500.0
"""CPU microseconds an article at most: for near-duplicates alone, and with excerpts and derived pieces."""
MEMORY_FACTOR, MEMORY_MB = 1.5, 400
"""Peak memory is at most so many times the text, and so much more."""
MOST_BOILERPLATE = 2.0
"""Times the cost of articles without it."""
LEAST_RECALL, LEAST_PRECISION = 0.995, 0.999
NEAR, ALL, PEER = "near-duplicates alone", "with families", "gaoya"
_COMMAND = [sys.executable, "-c", "from dedup.cli.main import main; main()", "clusters", "--json"]
_SAME_STORY = {"identical", "near_duplicate"}


@dataclass(frozen=True)
class Spent:
    """What a process and those it started cost; the memory is that of the largest of them."""

    wall: float
    cpu: float
    peak_mb: float


def measure(arguments: list[str], out: Path) -> Spent:
    """Run a command, its output in a file."""
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
    return Spent(wall, cpu, int(peak) / 1024)


def read_pairs(out: Path, path: Path) -> Pairs:
    """The places of the pairs that the command says are one story."""
    with path.open(encoding="utf-8") as lines:
        places = {json.loads(line)["id"]: place for place, line in enumerate(lines)}
    pairs = json.loads(out.read_bytes())["pairs"]
    found = ((places[p["a"]], places[p["b"]]) for p in pairs if p["relation"] in _SAME_STORY)
    return {(min(pair), max(pair)) for pair in found}


@pytest.mark.parametrize("size", SIZES)
def test_whole_command(size: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "corpus.jsonl", tmp_path / "out.json"
    size, text_bytes, similar, related = write_corpus(path, size=size)
    measure([*_COMMAND, str(path)], out) if size <= COMPOSED else None  # compiles what was not compiled yet
    spent = {NEAR: measure([*_COMMAND, "--near-duplicates", str(path)], out)}
    found = {NEAR: read_pairs(out, path)}
    spent[ALL] = measure([*_COMMAND, str(path)], out)
    found[ALL] = read_pairs(out, path)
    if importlib.util.find_spec(PEER) is not None:
        result = tmp_path / "gaoya.json"
        spent[PEER] = measure([sys.executable, str(FOLDER / "systems.py"), PEER, str(path), str(result)], out)
        found[PEER] = {(left, right) for left, right in json.loads(result.read_bytes())["pairs"]}
    with capsys.disabled():
        _show(spent, found, similar, related, f"{size:,} articles, {text_bytes / 1e6:.0f} MB of text")
    assert spent[NEAR].cpu <= MOST_CPU_NEAR * size / 1e6
    assert spent[ALL].cpu <= MOST_CPU_ALL * size / 1e6
    for name in (NEAR, ALL):
        assert spent[name].peak_mb <= MEMORY_FACTOR * text_bytes / 1e6 + MEMORY_MB
        assert len(found[name] & similar) >= LEAST_RECALL * len(similar)
        assert len(found[name] & related) >= LEAST_PRECISION * len(found[name])


def _show(
    spent: dict[str, Spent], found: dict[str, Pairs], similar: Pairs, related: Pairs, title: str
) -> None:
    peer = spent.get(PEER)
    print(f"\n{title}, {len(related):,} pairs of one story, {len(similar):,} of them similar")
    print("| | wall s | CPU s | peak MB | wall to gaoya's | of the similar | of all | precision |")
    print("|---|---|---|---|---|---|---|---|")
    for name, one in spent.items():
        ratio = f"{one.wall / peer.wall:.2f}" if peer else ""
        shares = (
            len(found[name] & similar) / len(similar),
            len(found[name] & related) / len(related),
            len(found[name] & (similar if name == PEER else related)) / max(1, len(found[name])),
        )
        print(f"| {name} | {one.wall:.1f} | {one.cpu:.1f} | {one.peak_mb:.0f} | {ratio} |", end="")
        print("".join(f" {share:.4f} |" for share in shares))


def test_floods(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One article over and over costs less than different ones, boilerplate at most twice what none costs."""
    size = SIZES[0]
    documents = compose(load_pool(), size=size * 5 // 4, seed="dev")
    texts = [document.text for document in documents if "c" not in document.id][:size]
    boilerplate = texts[0][:2_000]
    part = texts[: max(size * 2 // 5, 1)]
    floods = {
        "different": texts,
        "one article": [texts[0]] * size,
        "no boilerplate": [text[:3_350] for text in part],
        "60 % boilerplate": [text[:1_350] + " " + boilerplate for text in part],
    }
    spent = {name: _measure_flood(flood, tmp_path) for name, flood in floods.items()}
    with capsys.disabled():
        print("\n| the whole command over | articles | wall s | CPU s | peak MB |\n|---|---|---|---|---|")
        for name, one in spent.items():
            print(f"| {name} | {len(floods[name]):,} | {one.wall:.1f} | {one.cpu:.1f} | {one.peak_mb:.0f} |")
    assert spent["one article"].cpu <= spent["different"].cpu
    assert spent["60 % boilerplate"].cpu <= MOST_BOILERPLATE * spent["no boilerplate"].cpu


def _measure_flood(texts: Iterable[str], folder: Path) -> Spent:
    path = folder / "flood.jsonl"
    write_lines((Composed(id=f"{n:07}", story=n, text=text) for n, text in enumerate(texts)), path)
    return measure([*_COMMAND, str(path)], folder / "out.json")
