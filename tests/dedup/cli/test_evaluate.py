from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dedup.cli.evaluate import evaluate

STORY = (
    "The harbour board of Calder Bay voted on Tuesday to close the eastern ferry berth for eleven weeks.",
    "Engineers found cracks in four of the nine steel piles that carry the ramp, a statement said.",
    "Some 4,318 passengers a day use the berth in July, according to figures of the operator, Norrin Line.",
    "Norrin said it would send the boats to the western quay and pay for buses between the two.",
    "Shopkeepers on the eastern side fear for their trade and have written to the county council.",
    "The repairs are to cost 2.6 million crowns, a third more than the board had set aside for them.",
)
OTHER = (
    "Cider makers have begun to buy pears from abroad since a night of frost ruined the valley's crop.",
    "The cooperative at Brackley counts on 12,700 tonnes, less than half of what it took last year.",
    "Prices have risen by a fifth since then, and growers ask the ministry for loans without interest.",
)
WIRE = "\n".join(STORY)
EDITED = WIRE.replace("eleven weeks", "twelve weeks")
TEXTS = {"wire": WIRE, "edited": EDITED, "cut": "\n".join(STORY[:4]), "pears": "\n".join(OTHER)}
OUTLETS = {"wire": "calder.example", "edited": "bay.example", "cut": "calder.example", "pears": None}


def write_lines(path: Path, *lines: dict[str, Any]) -> str:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return str(path)


@pytest.fixture
def pages(tmp_path: Path) -> str:
    lines = ({"id": name, "text": text, "outlet": OUTLETS[name]} for name, text in TEXTS.items())
    return write_lines(tmp_path / "pages.jsonl", *lines)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(evaluate, list(arguments), catch_exceptions=False)


def run_json(*arguments: str) -> dict[str, Any]:
    done = (
        run(*arguments, "--json", "--workers", "1")
        if arguments[0] != "passages"
        else run(*arguments, "--json")
    )
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


PAIRS: tuple[dict[str, Any], ...] = (
    {"a": "edited", "b": "wire", "relation": "near_duplicate"},
    {"a": "cut", "b": "wire", "relation": "derived"},
    {"a": "cut", "b": "edited", "relation": "near_duplicate"},
    {"a": "pears", "b": "wire", "relation": "unrelated"},
)


def test_pairs(pages: str, tmp_path: Path) -> None:
    gold = write_lines(tmp_path / "gold.jsonl", *PAIRS)
    plot = tmp_path / "plot.svg"
    found = run_json("pairs", pages, "--gold", gold, "--plot", str(plot))
    assert (found["pairs"], found["accuracy"], found["link_accuracy"]) == (4, 0.75, 1.0)
    assert (found["apart"], found["apart_linked"], found["errors"], found["passed_over"]) == (1, 0, 1, 0)
    assert ["derived", "near_duplicate", 1] in found["confusion"]
    assert sum(one["verdicts"] for one in found["confidence_bins"]) == found["confidence_verdicts"] == 4
    assert plot.read_text(encoding="utf-8").startswith("<svg ")
    shown = run("pairs", pages, "--gold", gold).stdout
    for part in (
        "Found as, by what pairs are labelled",
        "Reliability of confidence",
        "Wrong verdicts, the surest 1",
    ):
        assert part in shown
    assert "derived   near_duplicate" in shown


def test_only_pairs_across_outlets(pages: str, tmp_path: Path) -> None:
    gold = write_lines(tmp_path / "gold.jsonl", *PAIRS[:1])
    assert run_json("pairs", pages, "--gold", gold)["false_links"] == 2
    assert run_json("pairs", pages, "--gold", gold, "--across-outlets")["false_links"] == 1
    assert run_json("pairs", pages, "--gold", gold, "--listed-only")["false_links"] == 0


def test_levels_of_copying(pages: str, tmp_path: Path) -> None:
    levels = (("edited", 3), ("cut", 2), ("pears", 0))
    lines = ({"a": name, "b": "wire", "level": level} for name, level in levels)
    found = run_json("pairs", pages, "--gold", write_lines(tmp_path / "gold.jsonl", *lines))
    assert (found["accuracy"], found["false_links"], found["degrees_pairs"]) == (1.0, 0, 3)
    assert found["degrees_pearson"] > 0.9


@pytest.mark.parametrize("kind", ["clusters", "families"])
def test_groups_from_pairs(pages: str, tmp_path: Path, kind: str) -> None:
    gold = write_lines(tmp_path / "gold.jsonl", *PAIRS)
    assert run_json("clusters", pages, "--gold", gold, "--of", kind)["adjusted_rand_index"] == 1.0


def test_candidates_and_ablation(pages: str, tmp_path: Path) -> None:
    gold = write_lines(tmp_path / "gold.jsonl", *PAIRS)
    sources = {one["source"]: one for one in run_json("candidates", pages, "--gold", gold)["sources"]}
    assert (sources["both"]["recall"], sources["both"]["gold_pairs"]) == (1.0, 3)
    variants = {one["variant"]: one for one in run_json("ablation", pages, "--gold", gold)["variants"]}
    assert variants["whole"]["accuracy"] == 0.75
    assert len(variants) == 5
    assert "Recall against candidates" in run("candidates", pages, "--gold", gold).stdout
    assert "without sentence coverage" in run("ablation", pages, "--gold", gold).stdout


def change(**fields: Any) -> dict[str, Any]:
    start = WIRE.index("eleven")
    line = {"a": "wire", "b": "edited", "class": "number", "severity": "factual", "decoy": False}
    spans = {"a_span": [start, start + 6], "b_span": [start, start + 6], "only_planted": True}
    return {**line, **spans, **fields}


def test_changes(pages: str, tmp_path: Path) -> None:
    gold = write_lines(tmp_path / "gold.jsonl", change())
    found = run_json("changes", pages, "--gold", gold)
    assert (found["planted"], found["found"], found["rightly_classed"], found["factual_found"]) == (
        1,
        1,
        1,
        1,
    )
    assert (found["not_placed"], found["strays_per_pair"], found["only_planted_pairs"]) == (0, 0, 1)
    assert found["classes"]["number"]["found"] == 1
    assert "By the class of what was planted" in run("changes", pages, "--gold", gold).stdout


def test_places_of_other_texts_are_found_again(pages: str, tmp_path: Path) -> None:
    longer = {name: f"Calder Bay, a long way off, 4 May. {text}" for name, text in TEXTS.items()}
    texts = write_lines(
        tmp_path / "texts.jsonl", *({"id": name, "text": text} for name, text in longer.items())
    )
    start = longer["wire"].index("eleven")
    spans = [start, start + 6], [0, 4]
    gold = write_lines(
        tmp_path / "gold.jsonl",
        change(a_span=spans[0], b_span=spans[0]),
        change(a_span=None, b_span=spans[1]),
    )
    found = run_json("changes", pages, "--gold", gold, "--texts", texts)
    assert (found["planted"], found["found"]) == (2, 0.5)


def test_published_sets(tmp_path: Path) -> None:
    articles = {name: {"article": text, "byline": ""} for name, text in TEXTS.items()}
    (tmp_path / "articles.json").write_text(json.dumps(articles))
    (tmp_path / "links.json").write_text(json.dumps([["cut", "wire"], ["edited", "wire"]]))
    folder = str(tmp_path)
    assert run_json("clusters", folder, "--layout", "news-copy")["adjusted_rand_index"] == 1.0
    assert run_json("pairs", folder, "--layout", "news-copy")["accuracy"] == 1.0
    assert run_json("candidates", folder, "--layout", "news-copy")["sources"][0]["recall"] == 1.0


def test_passages(tmp_path: Path) -> None:
    for name in ("src", "susp", "02-kind"):
        (tmp_path / name).mkdir()
    copied, start = "\n".join(STORY), len("\n".join(OTHER)) + 1
    (tmp_path / "src" / "s.txt").write_text(copied, encoding="utf-8")
    (tmp_path / "susp" / "p.txt").write_text("\n".join((*OTHER, *STORY)), encoding="utf-8")
    (tmp_path / "02-kind" / "pairs").write_text("p.txt s.txt\n")
    (tmp_path / "02-kind" / "p-s.xml").write_text(
        f'<document><feature name="plagiarism" source_reference="s.txt" this_offset="{start}" '
        f'this_length="{len(copied)}" source_offset="0" source_length="{len(copied)}"/></document>'
    )
    found = run_json("passages", str(tmp_path), "--layout", "pan")
    assert (found["pairs"], found["plagdet"], found["granularity"]) == (1, 1.0, 1.0)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("pairs", "PAGES"), "--gold FILE"),
        (("passages", "PAGES"), "--layout"),
        (("pairs", "PAGES", "--layout", "meter"), "the folder of the set"),
        (("clusters", "PAGES", "--layout", "trec"), "'trec'"),
    ],
)
def test_wrong_usage(pages: str, arguments: tuple[str, ...], told: str) -> None:
    done = run(*(pages if argument == "PAGES" else argument for argument in arguments))
    assert done.exit_code == 2
    assert told in done.output


def test_every_evaluation_has_help() -> None:
    overview = run("--help").output
    for name, command in evaluate.commands.items():
        assert name in overview
        done = run(name, "--help")
        assert done.exit_code == 0
        assert command.help
        assert all(getattr(option, "help", "") or option.name == "paths" for option in command.params)
