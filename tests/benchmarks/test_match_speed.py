"""Speed and memory of finding near-duplicates, side by side with the usual libraries on one file.

``pytest --benchmark -s tests/benchmarks/test_match_speed.py`` prints the tables; WIRECOPY_BENCH_SIZES (such
as ``10000,100000,1000000``) sets the sizes, WIRECOPY_BENCH_PLOT names a file for a plot of cost against size.
Ratios count, since machines are noisy; CPU time, not wall time.
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
import random
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib import metadata
from itertools import pairwise
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER))

from composer import Composed, Sentences, compose  # noqa: E402
from corpora import find_truth, load_pool, write_corpus, write_lines  # noqa: E402
from plot import draw_costs  # noqa: E402
from systems import SYSTEMS  # noqa: E402

from dedup.match.articles import match_articles  # noqa: E402
from dedup.settings import Settings  # noqa: E402

pytestmark = pytest.mark.benchmark

SIZES = [int(size) for size in os.environ.get("WIRECOPY_BENCH_SIZES", "10000").split(",")]
SLOW_FROM, ALONE_FROM = 30_000, 300_000
"""Articles from which the slow systems are left out, and all but the fastest two."""
NEEDS = {"gaoya": "gaoya", "rensa": "rensa", "datasketch-xxhash": "xxhash", "text-dedup": "text_dedup"}
FLOORS, QUARTER_FLOOR = {"gaoya": 25, "datasketch": 100}, 12
"""How many times faster than these the way from texts to verified pairs is at least."""
MOST_GROWTH = 1.15
"""Exponent of the growth of CPU time with size."""
CHANCE = 0.06
"""Recall differs by this much from seed to seed where the pairs are some hundreds."""
PRODUCT = {"wirecopy-default", "wirecopy-families"}
"""Systems that look for all pairs of one story."""
REST = {"load", "read"}
"""Stages that are no part of the way from texts to verified pairs."""
COSTS: dict[str, dict[int, float]] = {}
"""CPU seconds from text to pairs by system and size."""
MARKS = re.compile(r"[^\x00-\x7f“”‘’–—…]")
CYRILLIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопярстувшжыз")


@dataclass
class Outcome:
    stages: dict[str, float]
    cpu: float
    wall: float
    memory_mb: float
    recall: float
    precision: float
    size: int

    @property
    def per_article(self) -> float:
        """CPU microseconds from text to verified pairs."""
        spent = sum(seconds for stage, seconds in self.stages.items() if stage not in REST)
        return spent / self.size * 1e6


@pytest.fixture(scope="session")
def pool() -> Sentences:
    return load_pool()


def run(name: str, path: Path, *, truth: set[tuple[int, int]], size: int) -> Outcome:
    result = path.with_suffix(f".{name}.json")
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(FOLDER.parent.parent)}
    for variable in ("OMP_NUM_THREADS", "RAYON_NUM_THREADS", "NUMBA_NUM_THREADS"):
        environment[variable] = "1"
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, str(FOLDER / "systems.py"), name, str(path), str(result)],
        env=environment,
        check=True,
    )
    wall = time.perf_counter() - start
    report = json.loads(result.read_text(encoding="utf-8"))
    found = {(left, right) for left, right in report["pairs"]}
    right_ones = len(found & truth)
    return Outcome(
        stages=report["stages"],
        cpu=report["cpu"],
        wall=wall,
        memory_mb=report["memory_mb"],
        recall=right_ones / max(1, len(truth)),
        precision=right_ones / max(1, len(found)),
        size=size,
    )


def choose_systems(size: int) -> list[str]:
    names = []
    for name in SYSTEMS:
        package = NEEDS.get(name, "numba" if name.startswith("wirecopy") else "datasketch")
        if importlib.util.find_spec(package) is None:
            print(f"{name}: left out, {package} is not installed")
        elif (size > SLOW_FROM and name.startswith(("rensa", "datasketch", "text-dedup"))) or (
            size > ALONE_FROM and name in ("gaoya", "wirecopy-strings", "wirecopy-families")
        ):
            print(f"{name}: left out at {size:,} articles, it takes minutes and gigabytes")
        else:
            names.append(name)
    return names


def show(outcomes: dict[str, Outcome], title: str) -> None:
    print(f"\n{title}")
    print("| system | µs CPU an article | of that | CPU s | wall s | peak MB | recall | precision |")
    print("|---|---|---|---|---|---|---|---|")
    for name, outcome in outcomes.items():
        stages = ", ".join(
            f"{stage} {seconds / outcome.size * 1e6:.1f}" for stage, seconds in outcome.stages.items()
        )
        print(
            f"| {name} | {outcome.per_article:.1f} | {stages} | {outcome.cpu:.1f} | {outcome.wall:.1f} "
            f"| {outcome.memory_mb:.0f} | {outcome.recall:.3f} | {outcome.precision:.3f} |"
        )


def name_versions() -> str:
    packages = ("numba", "numpy", "datasketch", "gaoya", "rensa", "xxhash")
    found = [
        f"{package} {metadata.version(package)}" for package in packages if importlib.util.find_spec(package)
    ]
    return f"Python {sys.version.split()[0]}, {', '.join(found)}"


@pytest.mark.parametrize("size", SIZES)
def test_side_by_side(size: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "corpus.jsonl"
    size, text_bytes, truth, stories = write_corpus(path, size=size)
    with capsys.disabled():
        outcomes = {
            name: run(name, path, truth=stories if name in PRODUCT else truth, size=size)
            for name in choose_systems(size)
        }
        show(outcomes, f"{size:,} articles, {text_bytes / size:,.0f} bytes each; {name_versions()}")
    for name, outcome in outcomes.items():
        COSTS.setdefault(name, {})[size] = outcome.per_article * size / 1e6
    ours = outcomes["wirecopy"]
    assert ours.precision >= 0.999
    for peer, least in FLOORS.items():
        if peer in outcomes:
            assert ours.recall >= outcomes[peer].recall - CHANCE
            assert outcomes[peer].per_article / ours.per_article >= least


def test_growth_with_size(capsys: pytest.CaptureFixture[str]) -> None:
    """Runs after the sizes. Memory is what else grows, and is in the tables."""
    grown = {name: costs for name, costs in COSTS.items() if len(costs) > 1}
    if not grown:
        pytest.skip("fewer than two sizes were run")
    with capsys.disabled():
        print("\n| system | CPU grows with the number of articles to the power of |\n|---|---|")
        for name, costs in grown.items():
            print(f"| {name} | {measure_exponent(costs):.2f} |")
    if plot := os.environ.get("WIRECOPY_BENCH_PLOT"):
        Path(plot).write_text(draw_costs(COSTS), encoding="utf-8")
    for name, costs in grown.items():
        assert not name.startswith("wirecopy") or measure_exponent(costs) <= MOST_GROWTH, name


def measure_exponent(costs: dict[int, float]) -> float:
    """The slope between the smallest and the largest size, both on logarithmic scales."""
    low, high = min(costs), max(costs)
    return math.log(costs[high] / costs[low]) / math.log(high / low)


def put_into_cyrillic(text: str) -> str:
    """The text in Cyrillic letters, as a stand-in for one in a language that uses them."""
    return MARKS.sub("", text.lower()).translate(CYRILLIC)


def test_a_quarter_in_another_script(
    pool: Sentences, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = [
        Composed(id=d.id, story=d.story, text=put_into_cyrillic(d.text) if d.story % 4 == 0 else d.text)
        for d in compose(pool, size=10_000, seed="dev")
    ]
    path = tmp_path / "corpus.jsonl"
    write_lines(documents, path)
    truth = find_truth(documents)
    with capsys.disabled():
        names = [name for name in choose_systems(10_000) if name in ("wirecopy", "wirecopy-strings", "gaoya")]
        outcomes = {name: run(name, path, truth=truth, size=10_000) for name in names}
        show(outcomes, "10,000 articles, a quarter of them in Cyrillic letters")
    if "gaoya" in outcomes:
        assert outcomes["gaoya"].per_article / outcomes["wirecopy"].per_article >= QUARTER_FLOOR


def spend(texts: list[str]) -> float:
    """CPU seconds to match the texts with the product's settings."""
    ids = [f"{number:07}" for number in range(len(texts))]
    start = time.process_time()
    match_articles(ids, texts, settings=Settings(), is_compiled=True)
    return time.process_time() - start


def test_floods_stay_linear(pool: Sentences, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("numba", reason="the extra fast is not installed")
    texts = [document.text for document in compose(pool, size=12_000, seed="dev") if "c" not in document.id]
    texts = texts[:9_600]
    spend(texts[:6_000])
    boilerplate = texts[0][:2_000]
    template = texts[1].split()[:200]
    source = random.Random("tables")
    floods = {
        "different": texts,
        "one article": [texts[0]] * len(texts),
        "near copies": [" ".join(exchange(texts[0].split(), source)) for _ in texts],
        "60 % boilerplate": [text[:1_350] + " " + boilerplate for text in texts],
        "no boilerplate": [
            text[:1_350] + " " + other[:2_000] for text, other in pairwise([*texts, texts[0]])
        ],
        "tables": [
            " ".join(
                word if place % 5 else str(source.randrange(10_000)) for place, word in enumerate(template)
            )
            for _ in texts
        ],
    }
    spent = {name: spend(flood) for name, flood in floods.items()}
    with capsys.disabled():
        print(f"\n{len(texts):,} articles of a kind, µs CPU an article")
        for name, seconds in spent.items():
            print(f"| {name} | {seconds / len(texts) * 1e6:.1f} |")
    assert spent["one article"] <= spent["different"]
    assert spent["60 % boilerplate"] <= 2 * spent["no boilerplate"]
    assert spent["tables"] <= 2 * spent["different"]


def exchange(words: list[str], source: random.Random) -> list[str]:
    for _ in range(5):
        words[source.randrange(len(words))] = str(source.randrange(10_000))
    return words
