"""Make ``dedup/relate/rewording.json`` and ``confidence.json``: the weights that verdicts on pairs rest on.

    python tests/quality/train_rewording.py            prints the weights and the folds' figures
    python tests/quality/train_rewording.py --write    writes them too

Learnt on the tuning half of the invented families and on the labelled sets beside the checkout where they are
(``labelled_pairs.py``). The wording is learnt on all but the English families, where it shows little; the
telling on what the wording leaves open. Ridge-penalised logistic regression by Newton's method; folds by
story; every figure printed is of stories that the weights have not seen.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from unittest.mock import patch
from zlib import crc32

import numpy as np
import numpy.typing as npt
from labelled_pairs import COPIES, SETTINGS, LabelledPair, read_all

from dedup.records import PairMeasures
from dedup.relate import confidence, rewording
from dedup.relate.relation import find_rule, name_relation

ROOT = Path(__file__).resolve().parents[2]
RELATE = ROOT / "dedup" / "relate"
FOLDS = 5
RIDGE = 0.3
LEARNT = 0.25
"""The sum of all weights of pairs, as a share of their number: a set of thousands counts as some hundreds."""
WORDING = {"mutations": 4.0, "copies": 3.0, "answers": 2.0, "languages": 1.5, "templates": 1.5, "rated": 1.5}
WORDING |= {"same event": 1.0}
TELLING = {"english": 8.0, "mutations": 4.0, "copies": 4.0, "rated": 4.0, "same event": 3.0, "languages": 2.0}
TELLING |= {"answers": 1.5, "templates": 0.5, "quotations": 3.0}
"""What each set counts for; copies and others of a set count for half of that each."""

Floats = npt.NDArray[np.float64]
Weights = dict[str, dict[str, float]]
Verdict = tuple[LabelledPair, bool, Mapping[str, float], str]
Features = Callable[[PairMeasures], Mapping[str, float]]


def main() -> None:
    pairs = read_all(ROOT.parent / "shared" / "data")
    folds = assign_folds(pairs)
    verdicts: list[Verdict] = []
    for fold in range(FOLDS):
        weights = learn([pair for pair, other in zip(pairs, folds, strict=True) if other != fold])
        held = [pair for pair, other in zip(pairs, folds, strict=True) if other == fold]
        verdicts += judge(held, weights)
    report(verdicts)
    curve = learn_confidence(verdicts)
    weights = learn(pairs)
    print(json.dumps({"rewording": weights, "confidence": curve}, indent=1))
    if "--write" in sys.argv[1:]:
        for name, table in (("rewording", weights), ("confidence", curve)):
            (RELATE / f"{name}.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def assign_folds(pairs: Sequence[LabelledPair]) -> list[int]:
    """Stories dealt out evenly over the folds within the English families, by their names elsewhere."""
    english = sorted({pair.story for pair in pairs if pair.set == "english"})
    return [
        english.index(pair.story) % FOLDS if pair.set == "english" else crc32(pair.story.encode()) % FOLDS
        for pair in pairs
    ]


def learn(pairs: Sequence[LabelledPair]) -> Weights:
    """The weights of both regressions."""
    wording = fit_named(
        [pair for pair in pairs if pair.is_copy is not None], rewording.list_wording, shares=WORDING
    )
    with use({"wording": wording}):
        left = [pair for pair in pairs if rewording.rate_wording(pair.measures) < SETTINGS.copied_probability]
    return {"wording": wording, "telling": fit_named(left, rewording.list_telling, shares=TELLING)}


def fit_named(
    pairs: Sequence[LabelledPair], features: Features, *, shares: Mapping[str, float]
) -> dict[str, float]:
    """The intercept and the weight of each feature; a quotation counts as no copy."""
    kinds = ["quotations" if is_quote(pair) else pair.set for pair in pairs]
    used = [
        (pair, kind) for pair, kind in zip(pairs, kinds, strict=True) if shares.get(kind) and is_told(pair)
    ]
    labels = np.array([bool(pair.is_copy) for pair, _ in used], dtype=np.float64)
    counts = Counter(zip((kind for _, kind in used), labels.tolist(), strict=True))
    weights = np.array(
        [shares[kind] / counts[kind, label] for (_, kind), label in zip(used, labels, strict=True)]
    )
    weights *= LEARNT * len(used) / weights.sum()
    design = np.array([list(features(pair.measures).values()) for pair, _ in used])
    found = fit(design, labels, np.minimum(weights, 25 * weights.mean()))
    names = list(features(used[0][0].measures))
    table = {"intercept": round(float(found[-1]), 2)}
    return table | {name: round(float(value), 2) for name, value in zip(names, found[:-1], strict=True)}


def is_told(pair: LabelledPair) -> bool:
    """Whether the label says something about copying."""
    return pair.is_copy is not None or is_quote(pair)


def is_quote(pair: LabelledPair) -> bool:
    return pair.accepted == {"quotes"}


def fit(features: Floats, labels: Floats, weights: Floats) -> Floats:
    """The coefficients of features scaled to unit spread, scaled back; the intercept last."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    design = np.column_stack(((features - mean) / spread, np.ones(len(features))))
    penalty = RIDGE * np.diag([1.0] * features.shape[1] + [0.0])
    found = np.zeros(design.shape[1])
    for _ in range(60):
        expected = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        slope = design.T @ (weights * (labels - expected)) - penalty @ found
        curvature = (design * (weights * expected * (1 - expected) + 1e-9)[:, None]).T @ design + penalty
        step = np.linalg.solve(curvature, slope)
        found = found + step
        if np.abs(step).max() < 1e-8:
            break
    coefficients = found[:-1] / spread
    return np.append(coefficients, found[-1] - coefficients @ mean)


def use(weights: Weights) -> AbstractContextManager[object]:
    """Let the package rate with these weights for a while."""
    return patch.object(rewording, "load_weights", lambda: weights)


def judge(pairs: Sequence[LabelledPair], weights: Weights) -> list[Verdict]:
    """Each pair with whether the verdict is right, what the confidence rests on, and the relation."""
    judged: list[Verdict] = []
    with use(weights):
        for pair in pairs:
            rule = find_rule(pair.measures, settings=SETTINGS)
            relation = name_relation(rule, pair.measures, settings=SETTINGS)
            margins = confidence.list_margins(pair.measures, settings=SETTINGS, rule=rule)
            judged.append((pair, relation in pair.accepted, margins, relation))
    return judged


def report(verdicts: Sequence[Verdict]) -> None:
    """What was right in each set, and copies against all others."""
    print("stories not seen by the weights:")
    for name in sorted({pair.set for pair, *_ in verdicts}):
        own = [verdict for verdict in verdicts if verdict[0].set == name]
        copies = [
            (pair.is_copy, relation in COPIES) for pair, _, _, relation in own if pair.is_copy is not None
        ]
        hits, false, missed = (copies.count(kind) for kind in ((True, True), (False, True), (True, False)))
        print(
            f"{name:12} {len(own):5} pairs, right {sum(right for _, right, *_ in own) / len(own):.4f}; "
            f"copies F1 {2 * hits / max(1, 2 * hits + false + missed):.3f}, {false} false, {missed} missed"
        )


def learn_confidence(
    verdicts: Sequence[Verdict],
) -> dict[str, float]:
    """The curve over the verdicts' margins; each set counts by the root of its size."""
    sizes = Counter(pair.set for pair, *_ in verdicts)
    weights = np.array([sizes[pair.set] ** -0.5 for pair, *_ in verdicts])
    weights *= LEARNT * len(verdicts) / weights.sum()
    design = np.array([list(margins.values()) for _, _, margins, _ in verdicts])
    labels = np.array([float(right) for _, right, *_ in verdicts])
    folds = np.array(assign_folds([pair for pair, *_ in verdicts]))
    rated = np.zeros(len(labels))
    for fold in range(FOLDS):
        inside = folds != fold
        found = fit(design[inside], labels[inside], weights[inside])
        rated[~inside] = 1 / (1 + np.exp(-(design[~inside] @ found[:-1] + found[-1])))
    print("confidence, by folds:")
    for low in np.arange(0.0, 1.0, 0.1):
        bin_of = (rated >= low) & (rated < low + 0.1)
        if bin_of.any():
            sure, right = rated[bin_of].mean(), labels[bin_of].mean()
            print(f"  {low:.1f}: {bin_of.sum():5} verdicts, sure {sure:.3f}, right {right:.3f}")
    found = fit(design, labels, weights)
    table = {"intercept": round(float(found[-1]), 2)}
    return table | {
        name: round(float(value), 2) for name, value in zip(verdicts[0][2], found[:-1], strict=True)
    }


if __name__ == "__main__":
    main()
