from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

STORY = """\
The harbour board of Calder Bay voted on Tuesday to close the eastern ferry berth for eleven weeks.
Engineers found cracks in four of the nine steel piles that carry the ramp, the board said in a statement.
“We would rather lose a summer than a ship,” said Ines Vorhoff, who chairs the board.
Some 4,318 passengers a day use the berth in July, according to figures of the operator, Norrin Line.
Norrin said it would send the boats to the western quay and pay for buses between the two.
Shopkeepers on the eastern side fear for their trade. “Nobody walks two miles for an ice cream,” said one.
The repairs are to cost 2.6 million crowns, a third more than the board had set aside for them.
"""
OTHER = """\
Growers in the Alder valley expect the smallest pear harvest in three decades after a night of frost in May.
The cooperative at Brackley counts on 12,700 tonnes, less than half of last year's crop, its director said.
Prices have risen by a fifth since then, and cider makers have begun to buy fruit from abroad instead.
The agriculture ministry has promised loans without interest to farms that lost more than sixty per cent.
"""


def run(*arguments: str, stdin: bytes = b"", cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(ROOT / "bin" / "wirecopy"), *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env=environment, check=False)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "one.txt").write_text(STORY, encoding="utf-8")
    (folder / "two.txt").write_text(STORY.replace("eleven weeks", "twelve weeks"), encoding="utf-8")
    (folder / "other.txt").write_text(OTHER, encoding="utf-8")
    return folder


def test_clusters_as_json(pages: Path) -> None:
    done = run("clusters", "pages", "--json", cwd=pages.parent)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["version"] == 1
    assert [cluster["articles"] for cluster in found["clusters"]] == [["pages/one.txt", "pages/two.txt"]]
    assert [family["articles"] for family in found["families"]] == [["pages/one.txt", "pages/two.txt"]]
    (pair,) = found["pairs"]
    assert (pair["a"], pair["b"], pair["relation"]) == ("pages/one.txt", "pages/two.txt", "near_duplicate")
    assert found["counts"]["articles"] == 3
    assert found["settings"]["num_perm"] == 128


def test_the_order_of_paths_changes_nothing(pages: Path) -> None:
    names = [f"pages/{name}" for name in ("one.txt", "two.txt", "other.txt")]
    outputs = {run("clusters", *order, "--json", cwd=pages.parent).stdout for order in (names, names[::-1])}
    assert len(outputs) == 1


def test_json_lines_on_stdin() -> None:
    lines = [json.dumps({"id": name, "text": STORY}) for name in ("a", "b")]
    done = run("clusters", "-", "--json", stdin="\n".join(lines).encode())
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["pairs"][0]["relation"] == "identical"


def test_diff_marks_the_change_and_explain_names_the_evidence(pages: Path) -> None:
    one, two, other = (str(pages / name) for name in ("one.txt", "two.txt", "other.txt"))
    found = json.loads(run("diff", one, two, "--json").stdout)
    assert found["relation"] == "near_duplicate"
    assert any(
        (change["a_text"], change["b_text"]) == ("eleven", "twelve") for change in found["changes"]
    ) or any("eleven" in change["a_text"] and "twelve" in change["b_text"] for change in found["changes"])
    explained = json.loads(run("explain", one, other, "--json").stdout)
    assert explained["linked"] is False
    keys = {"evidence", "value", "needed", "met", "decides"}
    assert all(keys == reason.keys() for reason in explained["because"])
    assert [reason["evidence"] for reason in explained["because"] if reason["decides"]]


def test_the_html_report_is_written_whole(pages: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    done = run("diff", str(pages / "one.txt"), str(pages / "two.txt"), "--html", str(report))
    assert done.returncode == 0, done.stderr
    assert report.read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    missing = run(
        "diff", str(pages / "one.txt"), str(pages / "two.txt"), "--html", str(tmp_path / "no" / "x.html")
    )
    assert missing.returncode == 1
    assert missing.stderr.decode().count("\n") == 1
    assert [path.name for path in tmp_path.glob("*.html")] == ["report.html"]


def test_the_report_never_overwrites_what_it_was_made_from(pages: Path) -> None:
    one, two = str(pages / "one.txt"), str(pages / "two.txt")
    for target in (one, "/dev/null"):
        done = run("diff", one, two, "--html", target)
        assert (done.returncode, done.stderr.decode().count("\n")) == (1, 1)
    assert (pages / "one.txt").read_text(encoding="utf-8") == STORY
    assert not Path("/dev/null").is_file()


def test_a_full_or_closed_output_is_one_line_and_exit_1(pages: Path) -> None:
    for arguments in (["extract", str(pages)], ["clusters", str(pages), "--json"]):
        command = [sys.executable, str(ROOT / "bin" / "wirecopy"), *arguments]
        for redirect in (">/dev/full", ">&-"):
            line = " ".join(map(shlex.quote, command)) + f" {redirect}"
            done = subprocess.run(line, shell=True, capture_output=True, cwd=ROOT, check=False)
            assert done.returncode == 1
            assert done.stderr.decode().count("\n") == 1


def test_a_closed_input_matters_only_where_it_is_to_be_read(pages: Path) -> None:
    launcher = shlex.join([sys.executable, str(ROOT / "bin" / "wirecopy")])
    for given, code, said in (("pages", 0, b""), ("-", 1, b"wirecopy: -: nothing is connected to stdin")):
        command = ["sh", "-c", f"exec {launcher} extract --json {given} <&-"]
        done = subprocess.run(command, capture_output=True, cwd=pages.parent, check=False)
        assert (done.returncode, len(done.stdout.splitlines())) == (code, 0 if code else 3), done.stderr
        assert done.stderr.startswith(said)
        assert b"Traceback" not in done.stderr


def test_equal_input_gives_byte_equal_output_whatever_the_hash_seed(tmp_path: Path) -> None:
    lines = (
        (ROOT / "tests" / "quality" / "families" / "english.jsonl").read_text(encoding="utf-8").splitlines()
    )
    some = tmp_path / "some.jsonl"
    some.write_text("\n".join(lines[:28]), encoding="utf-8")
    outputs = set()
    for seed in ("0", "1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, str(ROOT / "bin" / "wirecopy"), "clusters", str(some), "--json"]
        outputs.add(subprocess.run(command, capture_output=True, env=environment, check=True).stdout)
    assert len(outputs) == 1


def test_fail_on(pages: Path) -> None:
    one, two = str(pages / "one.txt"), str(pages / "two.txt")
    assert run("diff", one, two, "--fail-on", "factual").returncode == 1
    assert run("diff", one, one, "--fail-on", "style").returncode == 0


@pytest.mark.parametrize("command", ["extract", "clusters"])
def test_a_missing_path_is_one_line_and_exit_1(command: str, tmp_path: Path) -> None:
    done = run(command, str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.decode().count("\n") == 1
    assert "nowhere" in done.stderr.decode()


def test_wrong_usage_is_exit_2() -> None:
    assert run("clusters").returncode == 2
    assert run("clusters", "samples", "--within", "-1").returncode == 2
    assert run("nonsense").returncode == 2


def test_an_empty_name_is_refused(pages: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    for arguments, code in ((["extract", ""], 1), (["extract", str(pages), "--cache", ""], 2)):
        done = run(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (code, b"")
        assert b"an empty name" in done.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_bad_pages_cost_only_themselves(pages: Path) -> None:
    (pages / "empty.html").write_bytes(b"")
    (pages / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (pages / "broken.html").write_bytes(b"<html><body><div><p>" + STORY.encode().replace(b"\n", b"<p><b>"))
    (pages / "latin.txt").write_bytes(
        STORY.replace("crowns", "couronnes dévaluées").encode("latin-1", "replace")
    )
    (pages / "lines.jsonl").write_text(json.dumps({"id": "good", "text": OTHER}) + '\n{"text": \n[1, 2]\n')
    (pages / "loop").symlink_to(pages)
    secret = pages / "secret.txt"
    secret.write_text(STORY)
    secret.chmod(0)
    done = run("clusters", "pages", "--json", cwd=pages.parent)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    reasons = {rejection["id"]: rejection["reason"] for rejection in found["rejections"]}
    assert {"pages/empty.html", "pages/binary.txt", "pages/loop"} <= reasons.keys()
    assert sum(article_id.startswith("pages/lines.jsonl") for article_id in reasons) == 2
    assert all(reason and "\n" not in reason for reason in reasons.values())
    members = {article["id"] for article in found["articles"]}
    assert {"pages/one.txt", "pages/two.txt", "pages/other.txt", "pages/broken.html", "good"} <= members
    if os.geteuid() != 0:
        assert "pages/secret.txt" in reasons
    assert found["counts"]["rejections"] == len(reasons)


def test_help_of_every_command_and_version() -> None:
    overview = run("--help").stdout.decode()
    for command in ("extract", "clusters", "diff", "explain"):
        assert command in overview
        assert run(command, "--help").returncode == 0
    assert run("--version").stdout.decode().startswith("wirecopy ")


def test_a_closed_pipe_is_no_traceback(pages: Path) -> None:
    command = f"{sys.executable} {ROOT}/bin/wirecopy extract {pages} --json | head -c 1"
    done = subprocess.run(command, shell=True, capture_output=True, cwd=ROOT, check=False)
    assert b"Traceback" not in done.stderr


def test_evaluate(pages: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"a": "pages/one.txt", "b": "pages/two.txt", "relation": "near_duplicate"}))
    done = run("evaluate", "pairs", "pages", "--gold", str(gold), "--json", cwd=pages.parent)
    assert json.loads(done.stdout)["accuracy"] == 1.0
    gold.write_text(json.dumps({"docs": ["pages/one.txt", "pages/two.txt"]}))
    done = run("evaluate", "clusters", "pages", "--gold", str(gold), "--json", cwd=pages.parent)
    assert json.loads(done.stdout)["adjusted_rand_index"] == 1.0
    gold.write_text(json.dumps({"id": "pages/one.txt", "text": STORY}))
    done = run("evaluate", "extraction", "pages", "--gold", str(gold), "--json", cwd=pages.parent)
    assert json.loads(done.stdout)["f1"] > 0.95
    gold.write_text(json.dumps({"a": "nobody", "b": "pages/two.txt", "relation": "derived"}))
    done = run("evaluate", "pairs", "pages", "--gold", str(gold), cwd=pages.parent)
    assert "1 labelled ids are not among the pages, such as 'nobody'" in done.stderr.decode()
    gold.write_text("nonsense")
    done = run("evaluate", "pairs", "pages", "--gold", str(gold), cwd=pages.parent)
    assert (done.returncode, done.stderr.decode().count("\n")) == (1, 1)


def test_the_cache_changes_nothing(pages: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    outputs = {
        run("clusters", "pages", "--json", *extra, cwd=pages.parent).stdout
        for extra in ([], ["--cache", str(cache)], ["--cache", str(cache)])
    }
    assert len(outputs) == 1
    assert any(path.is_file() for path in cache.rglob("*"))


@pytest.mark.parametrize("command", ["clusters", "extract"])
def test_a_folder_without_a_page_is_noted(tmp_path: Path, command: str) -> None:
    (tmp_path / "empty").mkdir()
    done = run(command, "empty", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == [
        "wirecopy: empty: no pages found; give files, or folders that hold some"
    ]
