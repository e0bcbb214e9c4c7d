"""Make ``boilerplate/line_weights.json`` from labelled flattened pages.

    python tests/quality/train_lines.py FOLDER [MORE]            five folds by site, scores, then weights
    python tests/quality/train_lines.py FOLDER [MORE] --folds    the scores alone

FOLDER holds ``pages.jsonl.gz`` (id, url, outlet, text) and ``truth.jsonl.gz`` (id, text). MORE are folders
of pages that are learnt from but not scored, their text in ``docs.jsonl.gz``.

A line is labelled as story when half of its word 4-grams stand in the human text. Beside the pages as they
are, the networks see them in other scripts, so that they do not lean on English or on letter case, with
short chrome only, and human texts alone, so that they know clean articles. A page of MORE that shares text
or its site with a page of the fold under test is not learnt from. Fixed seeds: the same pages give the same
weights.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from flattened_score import Scores, count_shingles, read_gz, score_pages, tokenize
from line_training import Array, Example, train, write_networks
from other_scripts import SCRIPTS, write_in_script

from boilerplate.credits import take_credits
from boilerplate.line_context import read_lines
from boilerplate.line_features import Line, split_lines
from boilerplate.line_model import Network, judge_features
from boilerplate.lines import choose_lines, find_address_words
from boilerplate.records import Article

LONG_LINE = 10
FOLDS = 5
NETWORKS = 3
RUN = 12
SCORED_FILE, MORE_FILE = "pages.jsonl.gz", "docs.jsonl.gz"
PARTS = ("scrapinghub", "newspaper4k")
WEIGHTS_FILE = Path(__file__).resolve().parents[2] / "boilerplate" / "line_weights.json"


@dataclass(frozen=True)
class LabelledPage:
    """A page's lines, which of them are story, and the words of its address."""

    id: str
    outlet: str
    lines: list[Line]
    labels: Array
    truth: str
    hints: frozenset[str]


def load_pages(folder: Path, name: str) -> list[LabelledPage]:
    """The labelled pages in a file of a folder."""
    truths = {row["id"]: row["text"] for row in read_gz(folder / "truth.jsonl.gz")}
    pages = []
    for row in read_gz(folder / name):
        truth = truths[row["id"]]
        lines = split_lines(row.get("text", ""))
        if not lines or not truth.strip():
            continue
        pages.append(
            LabelledPage(
                id=row["id"],
                outlet=row["outlet"] or row["id"],
                lines=lines,
                labels=label_lines(lines, truth),
                truth=truth,
                hints=find_address_words(row["url"] or ""),
            )
        )
    return pages


def label_lines(lines: Sequence[Line], truth: str) -> Array:
    """1 for a line of the story; short lines count when they equal a truth line and stand near the story."""
    shingles = count_shingles(truth)
    short = {tuple(tokenize(line)) for line in truth.split("\n")}
    labels = np.zeros(len(lines), dtype=np.float32)
    is_long = np.zeros(len(lines), dtype=bool)
    for index, line in enumerate(lines):
        tokens = tokenize(line.text)
        if len(tokens) < 4:
            labels[index] = bool(tokens) and tuple(tokens) in short
            continue
        own = [tuple(tokens[start : start + 4]) for start in range(len(tokens) - 3)]
        labels[index] = sum(shingle in shingles for shingle in own) >= 0.5 * len(own)
        is_long[index] = labels[index] > 0 and len(tokens) >= 8
    places = np.flatnonzero(is_long)
    for place in np.flatnonzero((labels > 0) & ~is_long):
        if len(places) and not places[0] < place < places[-1]:
            labels[place] = np.abs(places - place).min() <= 6
    return labels


def make_examples(pages: Sequence[LabelledPage], *, seed: int) -> Iterator[Example]:
    """The pages as they are, and some again: in another script, with short chrome only, as clean text."""
    choose = random.Random(seed)
    for page in pages:
        yield make_example(page)
        if choose.random() < 0.5:
            script = choose.choice(SCRIPTS)
            lines = [line._replace(text=write_in_script(line.text, script)) for line in page.lines]
            yield make_example(replace(page, lines=lines, hints=frozenset()))
        if choose.random() < 0.6 and (lines := split_lines(page.truth)):
            labels = np.ones(len(lines), dtype=np.float32)
            yield make_example(replace(page, lines=lines, labels=labels, hints=frozenset()))
        if choose.random() < 0.4:
            yield make_example(leave_short_chrome(page, with_address=choose.random() < 0.5))


def leave_short_chrome(page: LabelledPage, *, with_address: bool) -> LabelledPage:
    """A page whose chrome is menus and labels: without the long lines above and below its story."""
    story = np.flatnonzero(page.labels)
    first, last = (story[0], story[-1]) if len(story) else (0, len(page.lines))
    kept = [
        index
        for index, line in enumerate(page.lines)
        if first <= index <= last or len(tokenize(line.text)) < LONG_LINE
    ]
    return replace(
        page,
        lines=[page.lines[index] for index in kept],
        labels=page.labels[kept],
        hints=page.hints if with_address else frozenset(),
    )


def make_example(page: LabelledPage) -> Example:
    """Features of a page; a line weighs as the root of its words, a page as much as any other."""
    weights = np.sqrt([max(len(tokenize(line.text)), 1) for line in page.lines])
    return Example(
        features=read_lines(page.lines, hints=page.hints),
        labels=page.labels,
        weights=(weights / weights.sum()).astype(np.float32),
    )


def find_fold(outlet: str) -> int:
    """The fold of a site: all pages of one site lie in one fold."""
    return int(hashlib.md5(outlet.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def score(pages: Sequence[LabelledPage], texts: dict[str, str], *, part: str) -> Scores:
    """How well the chosen lines match the human text."""
    chosen = [page for page in pages if page.id.startswith(part)]
    return score_pages([texts[page.id] for page in chosen], [page.truth for page in chosen])


def leave_out_credits(text: str) -> str:
    """A text without its credits, which human texts keep in part and articles never do."""
    return take_credits(Article(id="", sha256="", text=text)).text


def train_networks(examples: Sequence[Example]) -> list[Network]:
    """Networks whose mean decides, alike but for their start."""
    return [train(examples, seed=seed) for seed in range(NETWORKS)]


def choose(
    networks: Sequence[Network], page: LabelledPage, lines: Sequence[Line], hints: frozenset[str]
) -> str:
    """The lines of the page that are chosen where it looks like ``lines``."""
    verdict = judge_features(networks, read_lines(lines, hints=hints))
    return "\n".join(page.lines[index].text for index in choose_lines(lines, verdict))


def choose_views(networks: Sequence[Network], page: LabelledPage) -> Iterator[tuple[str, str]]:
    """The lines chosen from a page as it is, without its address, and in every other script."""
    yield "as it is", choose(networks, page, page.lines, page.hints)
    yield "no address", choose(networks, page, page.lines, frozenset())
    for script in SCRIPTS:
        lines = [line._replace(text=write_in_script(line.text, script)) for line in page.lines]
        yield script, choose(networks, page, lines, frozenset())


def leave_apart(
    pages: Sequence[LabelledPage], more: Sequence[LabelledPage], *, fold: int
) -> list[LabelledPage]:
    """The pages of ``more`` that share neither a site nor a run of words with a page of the fold."""
    held = [page for page in pages if find_fold(page.outlet) == fold]
    sites = {find_site(page.outlet) for page in held}
    runs = {run for page in held for run in find_runs(page.truth)}
    return [
        page
        for page in more
        if find_site(page.outlet) not in sites and runs.isdisjoint(find_runs(page.truth))
    ]


def find_site(outlet: str) -> str:
    """The part of a host that all pages of a publisher share."""
    parts = outlet.split(".")
    return ".".join(parts[-3:] if len(parts[-1]) == 2 and len(parts) > 2 else parts[-2:])


def find_runs(text: str) -> Iterator[tuple[str, ...]]:
    """The runs of words of a text."""
    tokens = tokenize(text)
    return (tuple(tokens[start : start + RUN]) for start in range(len(tokens) - RUN + 1))


def cross_validate(pages: Sequence[LabelledPage], more: Sequence[LabelledPage]) -> None:
    """Print the scores of every part, each page judged by networks that have not seen its site."""
    found: dict[str, dict[str, str]] = {}
    kept, clean = 0, [line for page in pages for line in split_lines(page.truth)]
    for fold in range(FOLDS):
        seen = [page for page in pages if find_fold(page.outlet) != fold]
        networks = train_networks(
            [*make_examples(seen, seed=fold), *map(make_example, leave_apart(pages, more, fold=fold))]
        )
        for page in pages:
            if find_fold(page.outlet) == fold:
                for view, text in choose_views(networks, page):
                    found.setdefault(view, {})[page.id] = text
                lines = split_lines(page.truth)
                text = choose(networks, replace(page, lines=lines), lines, frozenset()) if lines else ""
                kept += text.count("\n") + bool(text)
    bare_pages = [replace(page, truth=leave_out_credits(page.truth)) for page in pages]
    bare = {page: leave_out_credits(text) for page, text in found["as it is"].items()}
    for part in PARTS:
        for view, texts in found.items():
            print(f"{part:12} {view:11} {score(pages, texts, part=part)}")
        print(f"{part:12} no credits  {score(bare_pages, bare, part=part)}")
    print(f"clean texts: {kept / len(clean):.4f} of {len(clean)} lines kept")


def main(arguments: Sequence[str]) -> None:
    """Cross-validate; without --folds also write the weights made from all pages."""
    folders = [Path(argument) for argument in arguments if argument != "--folds"]
    pages = load_pages(folders[0], SCORED_FILE)
    more = [page for folder in folders[1:] for page in load_pages(folder, MORE_FILE)]
    cross_validate(pages, more)
    if "--folds" not in arguments:
        networks = train_networks([*make_examples(pages, seed=0), *map(make_example, more)])
        write_networks(networks, WEIGHTS_FILE)
        texts = {page.id: choose(networks, page, page.lines, page.hints) for page in pages}
        for part in PARTS:
            print(f"{part:12} training    {score(pages, texts, part=part)}")


if __name__ == "__main__":
    main(sys.argv[1:])
