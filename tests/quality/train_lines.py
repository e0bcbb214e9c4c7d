"""Make ``boilerplate/line_weights.json`` from labelled flattened pages.

    python tests/quality/train_lines.py FOLDER [MORE]            five folds by site, scores, then weights
    python tests/quality/train_lines.py FOLDER [MORE] --folds    the scores alone

FOLDER holds ``pages.jsonl.gz`` (id, url, outlet, text) and ``truth.jsonl.gz`` (id, text); MORE, pages that
are learnt from but not scored, ``docs.jsonl.gz`` in place of the former. A line is labelled as story when
half of its word 4-grams stand in the human text. Beside the pages as they are, the network sees them in
other scripts, so that it does not lean on English or on letter case, with short chrome only, and human
texts alone, so that it knows clean articles. A page of MORE that shares text with a page of the fold under
test is not learnt from. Fixed seeds: the same pages give the same weights.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from flattened_score import Scores, count_shingles, read_gz, score_pages, tokenize
from other_scripts import SCRIPTS, write_in_script

from boilerplate.line_features import Line, Matrix, read_lines, split_lines
from boilerplate.line_model import Network
from boilerplate.lines import find_address_words

Array = npt.NDArray[np.float32]
Weights = dict[str, Array]
STEPS = (1, 2, 4, 8, 16)
WIDTH = 24
LONG_LINE = 10
FOLDS = 5
RUN = 12
PARTS = ("scrapinghub", "newspaper4k")
EPOCHS, BATCH, RATE, DECAY, DROPOUT, OVERLAP_LOSS = 12, 12, 3e-3, 0.01, 0.2, 3.0
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


@dataclass(frozen=True)
class Example:
    """What the network learns from: features, labels and weights of the lines of one page."""

    features: Matrix
    labels: Array
    weights: Array


def load_pages(folder: Path, name: str = "pages.jsonl.gz") -> list[LabelledPage]:
    """The labelled text pages of a folder."""
    truths = {row["id"]: row["text"] for row in read_gz(folder / "truth.jsonl.gz")}
    pages = []
    for row in read_gz(folder / name):
        if "text" not in row:
            continue
        lines = split_lines(row["text"])
        truth = truths[row["id"]]
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
            lines = [replace(line, text=write_in_script(line.text, script)) for line in page.lines]
            yield make_example(replace(page, lines=lines, hints=frozenset()))
        if choose.random() < 0.3 and (lines := split_lines(page.truth)):
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


def train(examples: Sequence[Example], *, seed: int = 0) -> Network:
    """Fit a network: cross-entropy and soft F1 of each page, Adam with a warm-up and a cosine."""
    rng = np.random.default_rng(seed)
    rows = np.vstack([example.features for example in examples])
    center, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    weights = start_weights(rows.shape[1], rng)
    moments = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in weights.items()}
    order = sorted(range(len(examples)), key=lambda index: len(examples[index].labels))
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    total, done = EPOCHS * len(batches), 0
    for _ in range(EPOCHS):
        for number in rng.permutation(len(batches)):
            batch = stack([examples[index] for index in batches[number]], center=center, scale=scale)
            gradients = find_gradients(weights, batch, rng=rng)
            done += 1
            step(weights, gradients, moments=moments, rate=find_rate(done / total), count=done)
    return to_network(weights, center=center, scale=scale)


def start_weights(features: int, rng: np.random.Generator) -> Weights:
    """Small random weights."""
    weights = {
        "entry": rng.normal(0, features**-0.5, (features, WIDTH)),
        "entry_bias": np.zeros(WIDTH),
        "exit": rng.normal(0, WIDTH**-0.5, WIDTH),
        "exit_bias": np.zeros(1),
    }
    for index in range(len(STEPS)):
        weights[f"taps{index}"] = rng.normal(0, 0.5 * (3 * WIDTH) ** -0.5, (3, WIDTH, WIDTH))
        weights[f"bias{index}"] = np.zeros(WIDTH)
    return {name: value.astype(np.float32) for name, value in weights.items()}


def stack(examples: Sequence[Example], *, center: Matrix, scale: Matrix) -> tuple[Array, Array, Array]:
    """Pages of different length in one block, with weight 0 behind their end."""
    longest = max(len(example.labels) for example in examples)
    inputs = np.zeros((len(examples), longest, len(center)), dtype=np.float32)
    labels, weights = (np.zeros((len(examples), longest), dtype=np.float32) for _ in range(2))
    for row, example in enumerate(examples):
        length = len(example.labels)
        inputs[row, :length] = np.clip((example.features - center) / scale, -5, 5)
        labels[row, :length] = example.labels
        weights[row, :length] = example.weights
    return inputs, labels, weights


def shift(block: Array, lines: int) -> Array:
    """The block moved down by so many lines, zeros moved in."""
    moved = np.zeros_like(block)
    if abs(lines) < block.shape[1]:
        if lines > 0:
            moved[:, lines:] = block[:, :-lines]
        elif lines < 0:
            moved[:, :lines] = block[:, -lines:]
        else:
            moved[:] = block
    return moved


def find_gradients(
    weights: Weights, batch: tuple[Array, Array, Array], *, rng: np.random.Generator
) -> Weights:
    """The gradients of the loss on one batch, by the chain rule, layer by layer from the last."""
    inputs, labels, line_weights = batch
    mask = (line_weights > 0).astype(np.float32)[..., None]

    def drop(state: Array) -> Array:
        return ((rng.random(state.shape, dtype=np.float32) > DROPOUT) / (1 - DROPOUT)).astype(np.float32)

    entered = inputs @ weights["entry"] + weights["entry_bias"]
    state = np.maximum(entered, 0) * mask
    tape = []
    for index, size in enumerate(STEPS):
        kept = drop(state)
        moved = [shift(state * kept, way * size) for way in (1, 0, -1)]
        taps = weights[f"taps{index}"]
        raw = moved[0] @ taps[0] + moved[1] @ taps[1] + moved[2] @ taps[2] + weights[f"bias{index}"]
        tape.append((kept, moved, raw))
        state = state + np.maximum(raw, 0) * mask
    kept = drop(state)
    last = state * kept
    slope = find_slope(last @ weights["exit"] + weights["exit_bias"], labels, line_weights)
    gradients = {"exit": np.einsum("bnh,bn->h", last, slope), "exit_bias": np.array([slope.sum()])}
    flow = slope[..., None] * weights["exit"] * kept
    for index in reversed(range(len(STEPS))):
        kept, moved, raw = tape[index]
        inner = flow * mask * (raw > 0)
        flat = inner.reshape(-1, WIDTH)
        gradients[f"bias{index}"] = flat.sum(axis=0)
        gradients[f"taps{index}"] = np.stack([part.reshape(-1, WIDTH).T @ flat for part in moved])
        taps = weights[f"taps{index}"]
        back = [shift(inner @ taps[way].T, (way - 1) * STEPS[index]) for way in range(3)]
        flow = flow + (back[0] + back[1] + back[2]) * kept
    first = (flow * mask * (entered > 0)).reshape(-1, WIDTH)
    gradients["entry"] = inputs.reshape(-1, inputs.shape[2]).T @ first
    gradients["entry_bias"] = first.sum(axis=0)
    return gradients


def find_slope(odds: Array, labels: Array, weights: Array) -> Array:
    """The derivative of the loss by the log-odds."""
    chance = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    hits = (chance * labels * weights).sum(axis=1, keepdims=True)
    both = ((chance + labels) * weights).sum(axis=1, keepdims=True) + 1e-6
    overlap = (2 * labels * weights * both - 2 * hits * weights) / both**2
    slope = (chance - labels) * weights / weights.sum()
    slope -= OVERLAP_LOSS * overlap * chance * (1 - chance) / len(labels)
    return np.asarray(slope, dtype=np.float32)


def find_rate(progress: float) -> float:
    """The step size: up for three tenths of the way, then down along a cosine."""
    if progress < 0.3:
        return RATE * progress / 0.3
    return float(RATE * 0.5 * (1 + np.cos(np.pi * (progress - 0.3) / 0.7)))


def step(
    weights: Weights, gradients: Weights, *, moments: dict[str, tuple[Array, Array]], rate: float, count: int
) -> None:
    """One step of Adam with decoupled decay, gradients clipped to length 1."""
    length = float(np.sqrt(sum(float((value**2).sum()) for value in gradients.values())))
    for name, value in weights.items():
        gradient = gradients[name] / max(length, 1.0)
        first, second = moments[name]
        first += 0.1 * (gradient - first)
        second += 0.001 * (gradient**2 - second)
        move = (first / (1 - 0.9**count)) / (np.sqrt(second / (1 - 0.999**count)) + 1e-8)
        value -= rate * (move + DECAY * value)


def to_network(weights: Weights, *, center: Matrix, scale: Matrix) -> Network:
    """The weights as the package reads them, rounded as its file is."""
    rounded = {name: np.round(value, 3) for name, value in weights.items()}
    layers = range(len(STEPS))
    return Network(
        center=np.round(center, 4).astype(np.float32),
        scale=np.round(scale, 4).astype(np.float32),
        entry=rounded["entry"],
        entry_bias=rounded["entry_bias"],
        steps=STEPS,
        taps=tuple(rounded[f"taps{index}"] for index in layers),
        tap_biases=tuple(rounded[f"bias{index}"] for index in layers),
        exit=rounded["exit"],
        exit_bias=float(rounded["exit_bias"][0]),
    )


def write_network(network: Network, file: Path) -> None:
    """Write the weights, one matrix row a line."""

    def show(value: Array | float | int) -> str:
        return json.dumps(np.round(np.asarray(value, dtype=np.float64), 4).tolist())

    def show_rows(matrix: Array) -> str:
        return "[\n" + ",\n".join(show(row) for row in matrix) + "\n]"

    layers = ",\n".join(
        f'{{"step": {size},\n"bias": {show(bias)},\n"taps": [{", ".join(show_rows(tap) for tap in taps)}]}}'
        for size, taps, bias in zip(network.steps, network.taps, network.tap_biases, strict=True)
    )
    file.write_text(
        f'{{"center": {show(network.center)},\n"scale": {show(network.scale)},\n'
        f'"entry": {show_rows(network.entry)},\n"entry_bias": {show(network.entry_bias)},\n'
        f'"layers": [{layers}],\n"exit": {show(network.exit)},\n"exit_bias": {network.exit_bias:.3f}}}\n',
        encoding="utf-8",
    )


def find_fold(outlet: str) -> int:
    """The fold of a site: all pages of one site lie in one fold."""
    return int(hashlib.md5(outlet.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def score(pages: Sequence[LabelledPage], odds: dict[str, Matrix], *, part: str) -> Scores:
    """How well the lines with odds above even match the human text."""
    chosen = [page for page in pages if page.id.startswith(part)]
    texts = [
        "\n".join(line.text for line, value in zip(page.lines, odds[page.id], strict=True) if value > 0)
        for page in chosen
    ]
    return score_pages(texts, [page.truth for page in chosen])


def judge_views(network: Network, page: LabelledPage) -> Iterator[tuple[str, Matrix]]:
    """The odds of a page's lines as it is, without its address, and in every other script."""
    yield "as it is", network.judge(read_lines(page.lines, hints=page.hints))
    yield "no address", network.judge(read_lines(page.lines))
    for script in SCRIPTS:
        lines = [replace(line, text=write_in_script(line.text, script)) for line in page.lines]
        yield script, network.judge(read_lines(lines))


def find_shared_folds(pages: Sequence[LabelledPage], more: Sequence[LabelledPage]) -> list[set[int]]:
    """For every page of ``more`` the folds with a page that has a run of words in common with it."""
    fold_of: dict[tuple[str, ...], set[int]] = {}
    for page in pages:
        tokens = tokenize(page.truth)
        for start in range(len(tokens) - RUN + 1):
            fold_of.setdefault(tuple(tokens[start : start + RUN]), set()).add(find_fold(page.outlet))
    shared = []
    for page in more:
        tokens = tokenize(page.truth)
        runs = (tuple(tokens[start : start + RUN]) for start in range(len(tokens) - RUN + 1))
        shared.append({fold for run in runs for fold in fold_of.get(run, ())})
    return shared


def cross_validate(pages: Sequence[LabelledPage], more: Sequence[LabelledPage]) -> None:
    """Print the scores of every part, each page judged by a network that has not seen its site."""
    found: dict[str, dict[str, Matrix]] = {}
    clean = [0, 0]
    shared = find_shared_folds(pages, more)
    for fold in range(FOLDS):
        seen = [page for page in pages if find_fold(page.outlet) != fold]
        apart = [page for page, folds in zip(more, shared, strict=True) if fold not in folds]
        network = train([*make_examples(seen, seed=fold), *map(make_example, apart)])
        for page in pages:
            if find_fold(page.outlet) == fold:
                for view, odds in judge_views(network, page):
                    found.setdefault(view, {})[page.id] = odds
                lines = split_lines(page.truth)
                clean[0] += sum(network.judge(read_lines(lines)) > 0) if lines else 0
                clean[1] += len(lines)
    for part in PARTS:
        for view, odds_of in found.items():
            print(f"{part:12} {view:11} {score(pages, odds_of, part=part)}")
    print(f"clean texts: {clean[0] / clean[1]:.4f} of {clean[1]} lines kept")


def main(arguments: Sequence[str]) -> None:
    """Cross-validate; without --folds also write the weights made from all pages."""
    folders = [Path(argument) for argument in arguments if argument != "--folds"]
    pages = load_pages(folders[0])
    more = [page for folder in folders[1:] for page in load_pages(folder, "docs.jsonl.gz")]
    cross_validate(pages, more)
    if "--folds" not in arguments:
        network = train([*make_examples(pages, seed=0), *map(make_example, more)])
        write_network(network, WEIGHTS_FILE)
        odds = {page.id: network.judge(read_lines(page.lines, hints=page.hints)) for page in pages}
        for part in PARTS:
            print(f"{part:12} training    {score(pages, odds, part=part)}")


if __name__ == "__main__":
    main(sys.argv[1:])
