"""The cache of extractions: same results, no stale ones, no harm from damage."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from boilerplate import cache as cache_module
from boilerplate import task
from boilerplate.cache import ExtractionCache, extraction_version
from boilerplate.errors import MissingInput, UnreadablePage
from boilerplate.packing import pack_outcome
from boilerplate.records import Article, Page, PageForm, Rejection, Stripped
from boilerplate.strip import strip_pages
from boilerplate.whole_file import write_if_possible

ARTICLE = Article(id="a", sha256="0", text="The ferry sailed.\nAgain.", title="Ferry")
KEY = hashlib.sha256(b"page").hexdigest()


def files(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]


def test_what_is_kept_is_found_by_a_later_run(tmp_path: Path) -> None:
    ExtractionCache(tmp_path / "new" / "cache").keep(KEY, pack_outcome(ARTICLE))
    later = ExtractionCache(tmp_path / "new" / "cache")
    assert later.find(KEY) == ARTICLE
    assert later.find(KEY[::-1]) is None


def test_rejections_are_kept_too(tmp_path: Path) -> None:
    cache = ExtractionCache(tmp_path)
    rejection = Rejection(id="", reason="no article on the page")
    cache.keep(KEY, pack_outcome(rejection))
    assert cache.find(KEY) == rejection


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[1]",
        b"[1]\n",
        b'{"id": 5}',
        b'{"id": 5}\n',
        b"\xff\xfe",
        b"[" * 100_000 + b"\n",
        b"cos\nx\n",
    ],
)
def test_damaged_file_is_a_miss_and_mended(tmp_path: Path, damage: bytes) -> None:
    cache = ExtractionCache(tmp_path)
    cache.keep(KEY, pack_outcome(ARTICLE))
    (path,) = files(tmp_path)
    path.write_bytes(damage)
    assert cache.find(KEY) is None
    cache.keep(KEY, pack_outcome(ARTICLE))
    assert cache.find(KEY) == ARTICLE
    assert files(tmp_path) == [path]


def test_other_code_or_libraries_are_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = extraction_version()
    assert before == extraction_version()
    with monkeypatch.context() as other:
        other.setattr("importlib.metadata.version", lambda _name: "0.0")
        assert extraction_version() != before
    (tmp_path / "extract.py").write_text("changed")
    monkeypatch.setattr(cache_module, "_CODE", tmp_path)
    assert extraction_version() != before


def test_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(MissingInput, match="no cache can be kept there"):
        ExtractionCache(tmp_path / "file")


def test_disk_that_fills_up_costs_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = ExtractionCache(tmp_path)

    def full(*_: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache.keep(KEY, pack_outcome(ARTICLE))
    assert cache.find(KEY) is None
    assert files(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the fake needs fork")
class TestInARun:
    @pytest.fixture
    def extractions(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
        log = tmp_path / "log"
        log.touch()

        def extract(page: Page) -> Article:
            with log.open("a") as file:
                file.write("x")
            if page.content == "refuse":
                raise UnreadablePage("no article on the page")
            if page.content == "break":
                raise KeyError("bug")
            return Article(id=page.id, sha256=page.sha256, text=str(page.content), title=page.title)

        def choose(form: PageForm) -> Callable[[Page], Article]:
            return extract

        monkeypatch.setattr(task, "load_extractor", choose)
        return lambda: len(log.read_text())

    def run(self, tmp_path: Path, *, title: str = "Ferry") -> Stripped:
        contents = [f"{name} sailed on and on over the water. " * 9 for name in ("Ada", "Bo")]
        pages = [
            Page(id=str(number), form="text", content=content, sha256=str(number), title=title)
            for number, content in enumerate([*contents, "refuse", "break"])
        ]
        return strip_pages(pages, workers=1, cache=ExtractionCache(tmp_path / "cache"))

    def test_second_run_extracts_only_what_broke(
        self, tmp_path: Path, extractions: Callable[[], int]
    ) -> None:
        first = self.run(tmp_path)
        assert extractions() == 4
        assert self.run(tmp_path) == first
        assert extractions() == 5

    def test_other_labels_are_another_page(self, tmp_path: Path, extractions: Callable[[], int]) -> None:
        self.run(tmp_path)
        assert {article.title for article in self.run(tmp_path, title="Boat").articles} == {"Boat"}
        assert extractions() == 8


def test_a_write_that_is_interrupted_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_if_possible(tmp_path / "kept", b"content")
    assert list(tmp_path.iterdir()) == []
