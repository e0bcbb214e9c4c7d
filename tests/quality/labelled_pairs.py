"""Measured pairs with their labels: half of the invented families, and the sets beside the checkout.

The half held back is never read here.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boilerplate.credits import take_credits
from boilerplate.records import Article
from dedup.engine.compare import measure_prepared
from dedup.engine.shelf import prepare
from dedup.match.candidates import find_candidates
from dedup.records import PairMeasures, PreparedArticle
from dedup.settings import Settings

FAMILIES = Path(__file__).parent / "families"
COPIES = frozenset({"identical", "near_duplicate", "derived"})
APART = frozenset({"topical", "unrelated"})
SETTINGS = Settings()
SAME_WORDS = 0.6
"""Share of passages in common from which a pair rated as dissimilar is a copy all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPair:
    """``is_copy`` is None where the label is a matter of taste; ``accepted`` are the relations that count as
    right, none where the set does not say. ``story`` keeps pairs of one story in one fold."""

    set: str
    story: str
    measures: PairMeasures
    is_copy: bool | None
    accepted: frozenset[str]


def read_all(shared: Path) -> list[LabelledPair]:
    """Every labelled pair: of the families alone where there are no sets beside the checkout."""
    pairs = list(read_families())
    if shared.is_dir():
        for read in (read_mutations, read_copies, read_answers, read_same_event, read_rated):
            pairs += read(shared)
    return pairs


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as file
    ):
        for line in file:
            yield json.loads(line)


def prepare_texts(lines: Iterable[Mapping[str, Any]]) -> dict[str, PreparedArticle]:
    return {
        str(line["id"]): prepare(
            take_credits(Article(id=str(line["id"]), sha256="", text=str(line["text"]))), settings=SETTINGS
        )
        for line in lines
    }


def measure(articles: Mapping[str, PreparedArticle], one: str, other: str) -> PairMeasures:
    left, right = sorted((one, other))
    return measure_prepared(articles[left], articles[right])[0]


def read_families() -> Iterator[LabelledPair]:
    """Every pair inside a story of the tuning half."""
    lines: dict[str, dict[str, Any]] = {}
    for name in ("english", "languages", "templates"):
        lines |= {
            line["id"]: line for line in read_lines(FAMILIES / f"{name}.jsonl") if line["split"] == "tune"
        }
    articles = prepare_texts(lines.values())
    for pair in read_lines(FAMILIES / "pairs.jsonl"):
        if pair["a"] not in lines:
            continue
        line = lines[pair["a"]]
        kind = "templates" if line["how"] == "template" else line["language"]
        is_open = pair["relation"] == "quotes" or (
            pair["relation"] in COPIES and not COPIES.issuperset({*pair["accept"]} - {"identical"})
        )
        yield LabelledPair(
            set="english" if kind == "en" else kind if kind == "templates" else "languages",
            story=line["story"],
            measures=measure(articles, pair["a"], pair["b"]),
            is_copy=None if is_open else pair["relation"] in COPIES,
            accepted=_accept(pair),
        )


def read_mutations(shared: Path) -> Iterator[LabelledPair]:
    """Every scored pair of the synthetic families, and all candidates across them."""
    folder = shared / "mutations"
    lines = {line["id"]: line for line in read_lines(folder / "lineage.jsonl.gz")}
    articles = prepare_texts(read_lines(folder / "truth.jsonl.gz"))
    known = {(pair["a"], pair["b"]): pair for pair in read_lines(folder / "pairs.jsonl")}
    candidates = find_candidates(list(articles.values()), settings=SETTINGS)
    across = {(pair.left_id, pair.right_id) for pair in candidates} - known.keys()
    for (left, right), pair in known.items():
        if pair["scored"]:
            is_quote = pair["relation"] == "quotes"
            yield LabelledPair(
                set="mutations",
                story=str(pair["family"]),
                measures=measure(articles, left, right),
                is_copy=None if is_quote else pair["relation"] in COPIES,
                accepted=_accept(pair),
            )
    for left, right in sorted(across):
        story = str(lines[left]["family"] or left)
        yield LabelledPair(
            set="mutations",
            story=story,
            measures=measure(articles, left, right),
            is_copy=False,
            accepted=APART,
        )


def read_copies(shared: Path) -> Iterator[LabelledPair]:
    """Pages of different outlets: the copies, and the candidates that are none."""
    folder = shared / "copies"
    outlets = {line["id"]: line["outlet"] for line in read_lines(folder / "pages.jsonl.gz")}
    articles = prepare_texts(
        line for line in read_lines(folder / "truth.jsonl.gz") if len(line["text"]) > 200
    )
    tiers = {(pair["a"], pair["b"]): pair for pair in read_lines(folder / "pairs.jsonl")}
    for candidate in find_candidates(list(articles.values()), settings=SETTINGS):
        ids = candidate.left_id, candidate.right_id
        pair = tiers.get(ids, {"tier": "none", "scored": True})
        is_across = all(map(outlets.get, ids)) and outlets[ids[0]] != outlets[ids[1]]
        if is_across and (pair["scored"] or pair["tier"] == "template"):
            is_copy = pair["tier"] in ("copy", "partial")
            copied = {"copy": COPIES, "partial": COPIES}.get(pair["tier"], APART | {"quotes"})
            yield LabelledPair(
                set="copies",
                story=ids[0],
                measures=measure(articles, *ids),
                is_copy=is_copy,
                accepted=copied,
            )


def read_answers(shared: Path) -> Iterator[LabelledPair]:
    """Short answers, written from a source or not."""
    folder = shared / "reuse" / "clough_stevenson"
    articles = prepare_texts(read_lines(folder / "docs.jsonl.gz"))
    for pair in read_lines(folder / "pairs.jsonl"):
        yield LabelledPair(
            set="answers",
            story=pair["b"],
            measures=measure(articles, pair["a"], pair["b"]),
            is_copy=pair["copied"],
            accepted=COPIES | {"quotes"} if pair["copied"] else APART,
        )


def read_same_event(shared: Path) -> Iterator[LabelledPair]:
    """Reports of one event told apart: no copies."""
    pairs = list(read_lines(shared / "reuse" / "same_event" / "pairs.jsonl"))
    wanted = {pair[side] for pair in pairs for side in "ab"}
    lines = read_lines(shared / "extraction" / "truth.jsonl.gz")
    articles = prepare_texts(line for line in lines if line["id"] in wanted)
    for pair in pairs:
        yield LabelledPair(
            set="same event",
            story=pair["a"],
            measures=measure(articles, pair["a"], pair["b"]),
            is_copy=None if "derived" in pair["accept"] else False,
            accepted=APART | frozenset(pair["accept"]),
        )


def read_rated(shared: Path) -> Iterator[LabelledPair]:
    """Pairs in six languages that people rated as dissimilar, unless the same words stand in both."""
    folder = shared / "reuse" / "semeval22t8_non_english"
    articles = prepare_texts(read_lines(folder / "docs.jsonl.gz"))
    for pair in read_lines(folder / "pairs.jsonl.gz"):
        measures = measure(articles, pair["a"], pair["b"])
        if pair["overall"] >= 3 and measures.passage_share < SAME_WORDS:
            yield LabelledPair(
                set="rated", story=pair["a"], measures=measures, is_copy=False, accepted=APART | {"quotes"}
            )


def _accept(pair: Mapping[str, Any]) -> frozenset[str]:
    accepted = frozenset({pair["relation"], *pair["accept"]})
    return accepted | APART if accepted & APART else accepted
