"""Pages a second against trafilatura (precision, with metadata, one process) over the same pages in turn."""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
import trafilatura

from boilerplate.cache import ExtractionCache
from boilerplate.errors import UnreadablePage
from boilerplate.extract import extract_html
from boilerplate.lines import extract_text
from boilerplate.records import Article, Page
from boilerplate.strip import strip_pages

pytestmark = pytest.mark.benchmark

COUNT = 150


@pytest.fixture(scope="module")
def pages(shared: Path) -> list[Page]:
    found = []
    for name in ("scrapinghub", "newspaper4k-1"):
        with gzip.open(shared / "data" / "extraction" / f"{name}.jsonl.gz") as lines:
            for line in list(lines)[: COUNT // 2]:
                record = json.loads(line)
                content = record["html"].encode("utf-8", "replace")
                found.append(
                    Page(
                        id=record["id"],
                        form="html",
                        content=content,
                        sha256=sha256(content).hexdigest(),
                        url=record["url"],
                    )
                )
    return found


def run_trafilatura(pages: list[Page]) -> None:
    for page in pages:
        trafilatura.bare_extraction(
            page.content, favor_precision=True, include_comments=False, with_metadata=True, url=page.url
        )


def run_extraction(extract: Callable[[Page], Article], pages: list[Page]) -> None:
    for page in pages:
        try:
            extract(page)
        except UnreadablePage:
            continue


def cpu_seconds(task: Callable[[], object]) -> float:
    """What a task takes on all cores together, its worker processes included."""

    def spent() -> float:
        own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime

    before = spent()
    task()
    return spent() - before


def wall_seconds(task: Callable[[], object]) -> float:
    started = time.perf_counter()
    task()
    return time.perf_counter() - started


def tell(capsys: pytest.CaptureFixture[str], line: str) -> None:
    with capsys.disabled():
        print(f"\n{line}")


def test_per_core(pages: list[Page], capsys: pytest.CaptureFixture[str]) -> None:
    run_extraction(extract_html, pages[:5])
    theirs = min(cpu_seconds(lambda: run_trafilatura(pages)) for _ in range(2))
    ours = min(cpu_seconds(lambda: run_extraction(extract_html, pages)) for _ in range(2))
    rates = f"{len(pages) / ours:.0f} pages/s, trafilatura {len(pages) / theirs:.0f}"
    tell(capsys, f"per core: {rates}: {theirs / ours:.2f} ×")
    assert theirs / ours >= 1.7


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="needs two cores")
def test_two_cores(pages: list[Page], capsys: pytest.CaptureFixture[str]) -> None:
    run_extraction(extract_html, pages[:5])
    pairs = [
        (wall_seconds(lambda: run_trafilatura(pages)), wall_seconds(lambda: strip_pages(pages, workers=2)))
        for _ in range(3)
    ]
    theirs, ours = (min(times) for times in zip(*pairs, strict=True))
    tell(capsys, f"two cores, all stages: {len(pages) / ours:.0f} pages/s: {theirs / ours:.2f} × trafilatura")
    assert theirs / ours >= 3.2


def test_second_run(pages: list[Page], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run() -> None:
        strip_pages(pages, workers=2, cache=ExtractionCache(tmp_path))

    run_extraction(extract_html, pages[:5])
    first, second = cpu_seconds(run), min(cpu_seconds(run) for _ in range(3))
    tell(
        capsys,
        f"second run over {len(pages)} pages: {second:.2f} s after {first:.2f} s: {second / first:.3f}",
    )
    assert second <= 0.05 * first


def test_flattened_pages(pages: list[Page], capsys: pytest.CaptureFixture[str]) -> None:
    texts = []
    for page in pages:
        document = trafilatura.html2txt(page.content)
        texts.append(Page(id=page.id, form="text", content=document.replace(". ", ".\n"), sha256=page.sha256))
    took = cpu_seconds(lambda: run_extraction(extract_text, texts))
    tell(capsys, f"flattened, per core: {len(texts) / took:.0f} pages/s")
    assert len(texts) / took >= 200


def test_small_run_feels_instant(root: Path, samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = (
        "import pathlib, sys, trafilatura\n"
        "for path in sorted(pathlib.Path(sys.argv[1]).rglob('*.html')):\n"
        "    trafilatura.bare_extraction(path.read_bytes(), favor_precision=True, include_comments=False,"
        " with_metadata=True)"
    )
    commands = (
        [sys.executable, "-c", bare, str(samples)],
        [sys.executable, str(root / "bin" / "wirecopy"), "clusters", str(samples), "--json"],
    )

    def run(command: list[str]) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=root)

    pairs = [[wall_seconds(partial(run, command)) for command in commands] for _ in range(3)]
    theirs, ours = (min(times) for times in zip(*pairs, strict=True))
    tell(
        capsys,
        f"wirecopy clusters samples/: {ours:.2f} s, bare trafilatura {theirs:.2f} s: {ours / theirs:.2f}",
    )
    assert ours <= 1.5 * theirs
