"""Fitting the line network: forward, backward and Adam in plain numpy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from boilerplate.line_groups import Matrix
from boilerplate.line_model import Network

Array = npt.NDArray[np.float32]
Weights = dict[str, Array]
STEPS = (1, 2, 4, 8, 16)
WIDTH = 24
EPOCHS, BATCH, RATE, DECAY, DROPOUT, OVERLAP_LOSS = 12, 12, 3e-3, 0.01, 0.2, 3.0


@dataclass(frozen=True)
class Example:
    """What the network learns from: features, labels and weights of the lines of one page."""

    features: Matrix
    labels: Array
    weights: Array


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


def write_networks(networks: Sequence[Network], file: Path) -> None:
    """Write the weights of networks, one matrix row a line."""
    file.write_text("[" + ",\n".join(map(_show_network, networks)) + "]\n", encoding="utf-8")


def _show_network(network: Network) -> str:
    layers = ",\n".join(
        f'{{"step": {size},\n"bias": {_show(bias)},\n"taps": [{", ".join(map(_show_rows, taps))}]}}'
        for size, taps, bias in zip(network.steps, network.taps, network.tap_biases, strict=True)
    )
    return (
        f'{{"center": {_show(network.center)},\n"scale": {_show(network.scale)},\n'
        f'"entry": {_show_rows(network.entry)},\n"entry_bias": {_show(network.entry_bias)},\n'
        f'"layers": [{layers}],\n"exit": {_show(network.exit)},\n"exit_bias": {network.exit_bias:.3f}}}'
    )


def _show(value: Array | float | int) -> str:
    return json.dumps(np.round(np.asarray(value, dtype=np.float64), 4).tolist(), separators=(",", ":"))


def _show_rows(matrix: Array) -> str:
    return "[\n" + ",\n".join(map(_show, matrix)) + "\n]"
