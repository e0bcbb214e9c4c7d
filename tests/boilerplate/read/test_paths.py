"""Paths → pages: which files are read, by what ids they go, and what bad input costs."""

from __future__ import annotations

import gzip
import hashlib
import io
import itertools
import json
import os
import random
from pathlib import Path, PurePath

import pytest

from boilerplate.errors import MissingInput
from boilerplate.read.paths import find_missing_paths, find_record, read_pages
from boilerplate.records import Page, Rejection

STORY = (
    "<html><body><article><p>The harbour of Port Ellery opened again on Monday.</p></article></body></html>"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: str, content: str | bytes = STORY) -> None:
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content if isinstance(content, bytes) else content.encode())


def ids(*paths: str) -> list[str]:
    return [record.id for record in read_pages(paths)]


def only(path: str) -> Page | Rejection:
    (record,) = read_pages([path])
    return record


def reason(path: str) -> str:
    record = only(path)
    assert isinstance(record, Rejection), record
    assert record.id == path
    assert "\n" not in record.reason
    return record.reason


class TestIds:
    def test_file_is_called_by_the_path_given(self, here: Path) -> None:
        put("samples/a.html")
        assert ids("samples/a.html") == ["samples/a.html"]
        assert ids("./samples/a.html") == ["samples/a.html"]
        assert ids(str(here / "samples/a.html")) == [f"{here}/samples/a.html"]

    @pytest.mark.parametrize("given", ["samples", "samples/", "./samples", "samples//"])
    def test_directory_is_joined_with_the_path_below(self, given: str) -> None:
        put("samples/b/c.html")
        put("samples/a.html")
        assert ids(given) == ["samples/a.html", "samples/b/c.html"]

    def test_order_of_paths_does_not_matter(self) -> None:
        for name in "abc":
            put(f"{name}.html")
        assert ids("c.html", "a.html", "b.html") == ids("a.html", "b.html", "c.html")

    def test_lines_are_numbered_unless_they_have_an_id(self) -> None:
        lines = [{"text": "one"}, {"id": "own", "text": "two"}, {"id": 7, "text": "three"}, {"text": "four"}]
        put("many.jsonl", "\n\n".join(json.dumps(line) for line in lines))
        assert ids("many.jsonl") == ["many.jsonl#1", "own", "7", "many.jsonl#4"]

    def test_name_that_is_no_utf8(self) -> None:
        with open(b"caf\xe9.txt", "wb") as file:  # noqa: PTH123 -- pathlib takes no bytes
            file.write(b"A text.")
        assert ids(".") == ["caf\ufffd.txt"]

    def test_folder_below_the_directory_is_kept(self) -> None:
        put("crawl/harbour-post/2026/01/a.html")
        put("crawl/b.html")
        folders = {page.id: page.folder for page in read_pages(["crawl"]) if isinstance(page, Page)}
        assert folders == {"crawl/harbour-post/2026/01/a.html": "harbour-post", "crawl/b.html": None}

    def test_folder_is_the_same_however_the_files_are_named(self, here: Path) -> None:
        files = ["crawl/harbour-post/2026/a.html", "crawl/echo/b.html", "crawl/echo/2025/c.html"]
        for file in files:
            put(file)
        put("crawl/many.jsonl", '{"text": "one"}')

        def folders(*paths: str) -> dict[str, str | None]:
            found = [page for page in read_pages(paths) if isinstance(page, Page)]
            return {PurePath(page.id).name: page.folder for page in found}

        expected = {"a.html": "harbour-post", "b.html": "echo", "c.html": "echo", "many.jsonl#1": None}
        assert folders("crawl") == folders(*files, "crawl/many.jsonl") == expected
        assert folders("crawl/../crawl/many.jsonl", str(here / "crawl/echo"), *files[:1]) == expected
        del expected["many.jsonl#1"]
        assert folders("crawl/harbour-post", "crawl/echo") == expected
        assert folders(*files[1:]) == {"b.html": None, "c.html": None}
        assert folders(files[0]) == {"a.html": None}


class TestWhichFiles:
    def test_hidden_files_are_no_input(self) -> None:
        put("crawl/.git/config", "[core]")
        put("crawl/.DS_Store", b"\0\0\0")
        put("crawl/a.html")
        assert ids("crawl") == ["crawl/a.html"]

    def test_symbolic_links_inside_are_rejected_not_followed(self, here: Path) -> None:
        put("outside.html")
        put("crawl/a.html")
        Path("crawl/loop").symlink_to(here / "crawl")
        Path("crawl/out.html").symlink_to(here / "outside.html")
        page, loop, out = read_pages(["crawl"])
        assert isinstance(page, Page)
        assert (loop.id, out.id) == ("crawl/loop", "crawl/out.html")
        assert isinstance(loop, Rejection)
        assert "symbolic link" in loop.reason
        assert isinstance(out, Rejection)

    def test_symbolic_link_that_is_named_is_followed(self) -> None:
        put("outside.html")
        Path("named.html").symlink_to("outside.html")
        assert isinstance(only("named.html"), Page)

    def test_special_file_is_rejected(self) -> None:
        put("crawl/a.html")
        os.mkfifo("crawl/pipe")
        _, pipe = read_pages(["crawl"])
        assert pipe == Rejection(id="crawl/pipe", reason="neither a file nor a directory; remove it")

    def test_file_that_cannot_be_opened_costs_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        put("crawl/a.html")
        put("crawl/b.html")
        original = Path.open

        def refuse(path: Path, *args: object, **options: object) -> object:
            if path.name == "a.html":
                raise PermissionError(13, "Permission denied")
            return original(path, *args, **options)  # type: ignore[call-overload]

        monkeypatch.setattr(Path, "open", refuse)
        first, second = read_pages(["crawl"])
        assert first == Rejection(id="crawl/a.html", reason="cannot be read: Permission denied")
        assert isinstance(second, Page)


class TestMissing:
    def test_all_missing_paths_are_named_at_once(self) -> None:
        put("a.html")
        Path("loop").symlink_to("loop")
        with pytest.raises(
            MissingInput, match=r"gone\.html: No such file or directory; loop: Too many levels"
        ):
            read_pages(["a.html", "gone.html", "loop"])

    def test_found_beforehand(self) -> None:
        put("a.html")
        assert find_missing_paths(["a.html", "-", "gone"]) == (("gone", "No such file or directory"),)
        assert find_missing_paths(["nul\0"])[0][0] == "nul\0"


class TestContentDecides:
    @pytest.mark.parametrize(
        ("name", "content", "form"),
        [
            ("a.txt", STORY, "html"),
            ("a.html", "Plain words without any markup at all.", "text"),
            ("a.html", "<p>A fragment", "html"),
            ("a", STORY, "html"),
            ("a.md", "# A title\n\nAnd words below it.", "text"),
            ("a.xml", '<?xml version="1.0"?>\n<!DOCTYPE html><html><body>x</body></html>', "html"),
            ("a.html", "\ufeff  \n<!-- saved --><!doctype HTML><p>x", "html"),
            ("a.html", STORY.encode("utf-16"), "html"),
            ("a.txt", "Über 3 < 5 and 5 > 3.".encode("utf-16"), "text"),
            ("a.txt", "[Port Ellery] The harbour opened.", "text"),
            ("a.txt", "{curly} begins this line.", "text"),
            ("a.htm.gz", gzip.compress(STORY.encode()), "html"),
        ],
    )
    def test_form(self, name: str, content: str | bytes, form: str) -> None:
        put(name, content)
        page = only(name)
        assert isinstance(page, Page), page
        assert page.form == form
        assert page.id == name

    def test_json_lines_longer_than_what_gzip_gives_at_once(self) -> None:
        words = random.Random("long").sample(range(10**9), 3_000)
        line = json.dumps({"text": " ".join(map(str, words))})
        put("a", gzip.compress(f"{line}\n{line}\n".encode(), compresslevel=1))
        assert [isinstance(page, Page) for page in read_pages(["a"])] == [True, True]

    @pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.txt", "a", "a.json", "a.jsonl.gz"])
    def test_json_lines(self, name: str) -> None:
        content = b'{"text": "one"}\n{"html": "<p>two"}\n'
        put(name, gzip.compress(content) if name.endswith(".gz") else content)
        pages = list(read_pages([name]))
        assert [(page.id, page.form) for page in pages if isinstance(page, Page)] == [
            (f"{name}#1", "text"),
            (f"{name}#2", "html"),
        ]

    def test_sha256_is_of_the_input_bytes(self) -> None:
        put("a.html")
        page = only("a.html")
        assert isinstance(page, Page)
        assert page.sha256 == hashlib.sha256(STORY.encode()).hexdigest()
        assert page.content == STORY.encode()


class TestBadInput:
    def test_empty(self) -> None:
        put("a.html", b"")
        put("b.txt", b" \n\t ")
        assert "empty" in reason("a.html")
        assert "empty" in reason("b.txt")

    @pytest.mark.parametrize(
        "content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)) * 9, b"\0" * 500]
    )
    def test_binary(self, content: bytes) -> None:
        put("a.html", content)
        assert "binary" in reason("a.html")

    def test_style_sheet(self) -> None:
        put("a.css", "body { color: red }")
        assert "no page" in reason("a.css")

    def test_unknown_xml(self) -> None:
        put("a.xml", "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>")
        assert "XML" in reason("a.xml")

    def test_page_too_big(self) -> None:
        put("a.html", STORY.encode() + b"x" * 20_000_001)
        assert "20 MB" in reason("a.html")

    @pytest.mark.parametrize(
        "packed",
        [
            gzip.compress(STORY.encode())[:-12],
            b"\x1f\x8bnot gzip at all",
            gzip.compress(STORY.encode())[:-8] + b"12345678",
        ],
    )
    def test_broken_gzip(self, packed: bytes) -> None:
        put("a.html.gz", packed)
        assert "gzip" in reason("a.html.gz")

    def test_gzip_that_breaks_off_keeps_what_came_before(self) -> None:
        lines = "".join(json.dumps({"text": os.urandom(500).hex()}) + "\n" for _ in range(2000))
        put("a.jsonl.gz", gzip.compress(lines.encode())[:-500])
        *pages, last = read_pages(["a.jsonl.gz"])
        assert len(pages) > 1800
        assert isinstance(last, Rejection)
        assert "breaks off" in last.reason

    def test_table_in_gzip_that_breaks_off_comes_to_an_end(self) -> None:
        rows = "".join(f"{os.urandom(500).hex()}\n" for _ in range(2000))
        put("a.csv.gz", gzip.compress(f"text\n{rows}".encode())[:-500])
        *pages, last = itertools.islice(read_pages(["a.csv.gz"]), 3_000)
        assert 1800 < len(pages) <= 2000
        assert isinstance(last, Rejection)
        assert "breaks off" in last.reason

    def test_gzip_bomb(self) -> None:
        put("a.jsonl.gz", gzip.compress(b"\0" * 10 + b"x" * 200_000_000, compresslevel=9))
        put("b.jsonl.gz", gzip.compress(b'{"text": "' + b"x" * 200_000_000, compresslevel=9))
        assert isinstance(only("a.jsonl.gz"), Rejection)
        *_, last = read_pages(["b.jsonl.gz"])
        assert isinstance(last, Rejection)
        assert "bytes of gzip" in last.reason

    def test_one_bad_file_costs_itself(self) -> None:
        put("crawl/a.html", b"")
        put("crawl/b.html")
        first, second = read_pages(["crawl"])
        assert isinstance(first, Rejection)
        assert isinstance(second, Page)


class TestStdin:
    def test_lines(self) -> None:
        stdin = io.BytesIO(b'{"text": "one"}\n{"text": "two", "id": "x"}')
        assert [record.id for record in read_pages(["-"], stdin=stdin)] == ["-#1", "x"]

    def test_not_connected(self) -> None:
        with pytest.raises(MissingInput, match="stdin"):
            read_pages(["-"])


class TestFindRecord:
    def test_file_and_numbered_record(self) -> None:
        put("a.html")
        put("many.jsonl", '{"text": "one"}\n{"id": "own", "text": "two"}')
        assert find_record("a.html").id == "a.html"
        assert find_record("many.jsonl#2").id == "own"

    def test_file_whose_name_has_a_number_sign(self) -> None:
        put("a#2")
        assert find_record("a#2").id == "a#2"

    @pytest.mark.parametrize(
        "path", ["many.jsonl", "many.jsonl#3", "many.jsonl#0", "gone.html", "gone#1", ".", "-"]
    )
    def test_no_one_record(self, path: str) -> None:
        put("many.jsonl", '{"text": "one"}\n{"text": "two"}')
        with pytest.raises(MissingInput, match=r"Give"):
            find_record(path)


def test_an_empty_name_is_not_the_folder_one_is_in() -> None:
    assert find_missing_paths(["", "-"]) == (("''", "an empty name"),)
