"""Make ``boilerplate/block_weights.json`` from labelled HTML pages.

    python tests/quality/train_blocks.py FOLDER            five folds by site, their scores, then the weights
    python tests/quality/train_blocks.py FOLDER --folds    the scores alone

FOLDER holds files of pages (``*.jsonl.gz``: id, url, html) and ``truth.jsonl.gz`` (id, text). A block is
labelled as story when more than half of its words are aligned to the human text. Pages with a JSON-LD body
are seen a second time without it. Fixed seeds: the same pages give the same weights.
"""

from __future__ import annotations

import difflib
import gzip
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from boilerplate.block_features import BlockTable, describe_blocks
from boilerplate.block_model import WEIGHTS_FILE, Forest, format_forest
from boilerplate.errors import UnreadablePage
from boilerplate.extract import read_page
from boilerplate.records import Page
from boilerplate.story import PageReading, choose_lines, find_reasons
from dedup.evaluate.extraction import ExtractionScore, score_extraction

Matrix = npt.NDArray[np.float64]
Bins = npt.NDArray[np.uint8]
TREES, DEPTH, RATE, BINS = 150, 5, 0.08, 48
SMOOTHING, LEAST_WEIGHT, ROW_SHARE, COLUMN_SHARE = 50.0, 60.0, 0.7, 0.3
WITHOUT_BODY = 0.5
FOLDS = 5
_TOKEN = re.compile(r"\w+")
_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])")


@dataclass(frozen=True)
class LabelledPage:
    """A page as the extractor reads it, which candidate blocks are story, and the human text."""

    id: str
    site: str
    reading: PageReading
    table: BlockTable
    bare: BlockTable | None
    labels: npt.NDArray[np.bool_]
    sizes: Matrix
    truth: str


@dataclass(frozen=True)
class Examples:
    """Rows to learn from, their labels and weights."""

    rows: Matrix
    labels: Matrix
    weights: Matrix


def load_pages(folder: Path) -> list[LabelledPage]:
    """Every page of the folder that has a human text and any block."""
    truths = {row["id"]: row["text"] for row in _read(folder / "truth.jsonl.gz")}
    files = sorted(file for file in folder.glob("*.jsonl.gz") if file.name != "truth.jsonl.gz")
    rows = (row for file in files for row in _read(file) if row["id"] in truths)
    pages = (_load_page(row, truths[row["id"]]) for row in rows)
    return [page for page in pages if page is not None]


def _read(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _load_page(row: dict[str, Any], truth: str) -> LabelledPage | None:
    try:
        reading = read_page(Page(id=row["id"], form="html", content=row["html"], sha256="", url=row["url"]))
    except UnreadablePage:
        return None
    texts = [block.text for block in reading.blocks]
    bare = None
    if reading.survey is not None and any(reading.stated):
        no_body = [False] * len(texts)
        title = reading.metadata.title
        bare = describe_blocks(reading.survey, kept=reading.kept, stated=no_body, title=title)
    return LabelledPage(
        id=row["id"],
        site=_site(row["url"]) or row["id"],
        reading=reading,
        table=reading.table,
        bare=bare,
        labels=label_blocks(texts, truth),
        sizes=np.array([max(1, len(tokenize(text))) for text in texts], dtype=np.float64),
        truth=truth,
    )


def _site(url: str | None) -> str:
    parts = (urlsplit(url or "").hostname or "").split(".")
    return ".".join(
        parts[-3:] if len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 3 else parts[-2:]
    )


def tokenize(text: str) -> list[str]:
    """Words; characters where the script writes none."""
    return _TOKEN.findall(_UNSPACED.sub(r" \1 ", text))


def label_blocks(texts: Sequence[str], truth: str) -> npt.NDArray[np.bool_]:
    """Which blocks have more than half of their words in the longest alignment with the human text."""
    tokens = [tokenize(text) for text in texts]
    flat = [word for words in tokens for word in words]
    aligned = np.zeros(len(flat) + 1)
    matcher = difflib.SequenceMatcher(None, flat, tokenize(truth), autojunk=False)
    for start, _, size in matcher.get_matching_blocks():
        aligned[start : start + size] = 1
    ends = np.cumsum([0, *map(len, tokens)])
    sums = np.concatenate([[0.0], np.cumsum(aligned)])
    is_story: npt.NDArray[np.bool_] = sums[ends[1:]] - sums[ends[:-1]] > 0.5 * np.maximum(1, np.diff(ends))
    return is_story


def gather_examples(pages: Sequence[LabelledPage]) -> Examples:
    """The candidates of the pages; a block weighs as the root of its words."""
    rows, labels, weights = [], [], []
    for page in pages:
        for table, weight in ((page.table, 1.0), (page.bare, WITHOUT_BODY)):
            if table is not None:
                rows.append(table.rows)
                labels.append(page.labels[table.candidates].astype(np.float64))
                weights.append(weight * np.sqrt(page.sizes[table.candidates]))
    return Examples(rows=np.vstack(rows), labels=np.concatenate(labels), weights=np.concatenate(weights))


def train(examples: Examples, *, seed: int = 0) -> Forest:
    """Boost complete trees on the log loss, each on a sample of the rows and columns."""
    rng = np.random.default_rng(seed)
    cuts, bins = cut_into_bins(examples.rows)
    share = float(np.average(examples.labels, weights=examples.weights))
    start = float(np.log(share / (1 - share)))
    points = np.full(len(examples.labels), start)
    grown: list[tuple[npt.NDArray[np.intp], Matrix, Matrix]] = []
    for _ in range(TREES):
        probability = 1 / (1 + np.exp(-points))
        sampled = examples.weights * (rng.random(len(points)) < ROW_SHARE)
        gradient = sampled * (examples.labels - probability)
        curvature = sampled * probability * (1 - probability)
        columns = rng.choice(bins.shape[1], size=int(COLUMN_SHARE * bins.shape[1]), replace=False)
        tree, leaf = grow_tree(bins, cuts, gradient=gradient, curvature=curvature, columns=np.sort(columns))
        grown.append(tree)
        points += tree[2][leaf]
    return Forest(
        start=start,
        columns=np.array([tree[0] for tree in grown], dtype=np.intp),
        thresholds=np.array([tree[1] for tree in grown]),
        leaves=np.array([tree[2] for tree in grown]),
    )


def cut_into_bins(rows: Matrix) -> tuple[list[Matrix], Bins]:
    """Thresholds per column at its quantiles, and the number of thresholds each value is greater than."""
    cuts = []
    bins = np.empty(rows.shape, dtype=np.uint8)
    for column in range(rows.shape[1]):
        values = np.unique(rows[:, column])
        if len(values) > BINS:
            values = np.unique(np.quantile(rows[:, column], np.linspace(0, 1, BINS)))
        cuts.append((values[:-1] + values[1:]) / 2)
        bins[:, column] = np.searchsorted(cuts[-1], rows[:, column], side="left")
    return cuts, bins


def grow_tree(
    bins: Bins, cuts: list[Matrix], *, gradient: Matrix, curvature: Matrix, columns: npt.NDArray[np.intp]
) -> tuple[tuple[npt.NDArray[np.intp], Matrix, Matrix], npt.NDArray[np.intp]]:
    """One tree of full depth, level by level, and the leaf each row comes to."""
    inner = 2**DEPTH - 1
    features, thresholds = np.zeros(inner, dtype=np.intp), np.full(inner, np.inf)
    node = np.zeros(len(bins), dtype=np.intp)
    for level in range(DEPTH):
        width, first = 2**level, 2**level - 1
        best_gain = np.full(width, 1e-3)
        best = np.full((width, 2), -1)
        for column in columns:
            cells = (node - first) * BINS + bins[:, column]
            left_g, left_h = (
                np.bincount(cells, values, width * BINS)
                .astype(np.float64)
                .reshape(width, BINS)
                .cumsum(axis=1)
                for values in (gradient, curvature)
            )
            gain = find_gains(left_g, left_h)
            cut = gain.argmax(axis=1)
            better = gain[np.arange(width), cut] > best_gain
            best_gain[better] = gain[better, cut[better]]
            best[better] = np.column_stack([np.full(width, column), cut])[better]
        for offset in range(width):
            column, cut_index = best[offset]
            if column >= 0:
                features[first + offset] = column
                thresholds[first + offset] = cuts[column][cut_index]
        chosen = best[node - first]
        goes_right = (chosen[:, 0] >= 0) & (bins[np.arange(len(bins)), chosen[:, 0]] > chosen[:, 1])
        node = 2 * node + 1 + goes_right
    leaf = node - inner
    sums = (np.bincount(leaf, values, inner + 1) for values in (gradient, curvature))
    total_g, total_h = sums
    return (features, thresholds, RATE * total_g / (total_h + SMOOTHING)), leaf


def find_gains(left_g: Matrix, left_h: Matrix) -> Matrix:
    """What cutting after each bin gains; nothing where a side would have too little weight."""
    all_g, all_h = left_g[:, -1:], left_h[:, -1:]
    right_g, right_h = all_g - left_g, all_h - left_h
    gain = left_g**2 / (left_h + SMOOTHING) + right_g**2 / (right_h + SMOOTHING)
    gain -= all_g**2 / (all_h + SMOOTHING)
    return np.where(np.minimum(left_h, right_h) < LEAST_WEIGHT / 10, 0.0, gain)


def predict_text(page: LabelledPage, forest: Forest) -> str:
    """The text the extractor would give with this forest."""
    probabilities = np.zeros(len(page.labels))
    probabilities[page.table.candidates] = forest.predict(page.table.rows)
    return "\n".join(choose_lines(page.reading, find_reasons(page.reading, probabilities)))


def run_folds(pages: Sequence[LabelledPage]) -> dict[str, str]:
    """Every page's text by a forest that has seen no page of its site."""
    predicted: dict[str, str] = {}
    for fold in range(FOLDS):
        held = [page for page in pages if _fold(page.site) == fold]
        forest = train(gather_examples([page for page in pages if _fold(page.site) != fold]))
        predicted.update((page.id, predict_text(page, forest)) for page in held)
    return predicted


def _fold(site: str) -> int:
    return int(hashlib.md5(site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def score_parts(pages: Sequence[LabelledPage], predicted: dict[str, str]) -> dict[str, ExtractionScore]:
    """Scores by the part of the set, which is the first part of an id."""
    parts = sorted({page.id.split("/")[0] for page in pages})
    return {
        part: score_extraction(
            {page.id: predicted[page.id] for page in pages if page.id.startswith(f"{part}/")},
            {page.id: page.truth for page in pages if page.id.startswith(f"{part}/")},
        )
        for part in parts
    }


def main(arguments: Sequence[str]) -> None:
    """Print the scores of the folds and, unless told otherwise, write the weights."""
    pages = load_pages(Path(arguments[0]))
    for part, score in score_parts(pages, run_folds(pages)).items():
        print(f"{part:12} F1 {score.f1:.4f}  P {score.precision:.4f}  R {score.recall:.4f}")
    if "--folds" not in arguments:
        forest = train(gather_examples(pages))
        WEIGHTS_FILE.write_text(format_forest(forest), encoding="utf-8")
        final = {page.id: predict_text(page, forest) for page in pages}
        for part, score in score_parts(pages, final).items():
            print(f"{part:12} F1 {score.f1:.4f} with the final weights")


if __name__ == "__main__":
    main(sys.argv[1:])
