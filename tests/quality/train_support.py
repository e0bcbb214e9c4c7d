"""Make ``dedup/relate/support.json``: how sure a pair is alone, and in the light of other articles.

    python tests/quality/train_support.py            prints the weights and the folds' figures
    python tests/quality/train_support.py --write    writes them too

To be run after ``train_rewording.py``, on whose probabilities these rest. Learnt on the tuning half of the
invented families, the weights of a pair alone also on the labelled sets beside the checkout. Every
probability that the last regression learns from, and every figure printed, is of stories that the weights
have not seen.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from labelled_pairs import SETTINGS, LabelledPair, read_all
from train_rewording import RELATE, ROOT, fit, fit_named

from dedup.relate import support
from dedup.relate.relation import find_rule, name_relation
from dedup.relate.support import DOUBTFUL, log_odds, measure_support

OWN = ("english", "languages", "templates")
ALONE = {"english": 8.0, "languages": 3.0, "mutations": 4.0, "copies": 4.0, "rated": 2.0, "same event": 3.0}
ALONE |= {"templates": 2.0}
"""What each set counts for."""

list_alone = partial(support.list_alone, settings=SETTINGS)
COPIES = ("identical", "near_duplicate", "derived")
Table = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A pair with its probability alone and its support, by weights that have not seen its story."""

    pair: LabelledPair
    alone: float
    support: float


def main() -> None:
    pairs = read_all(ROOT.parent / "shared" / "data")
    tables = {"alone": fit_named(told(pairs), list_alone, shares=ALONE)}
    rated = rate_unseen(pairs, shares=ALONE)
    tables["supported"] = learn_supported(rated)
    report(rated)
    print(json.dumps(tables, indent=1))
    if "--write" in sys.argv[1:]:
        (RELATE / "support.json").write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")


def told(pairs: Sequence[LabelledPair]) -> list[LabelledPair]:
    return [pair for pair in pairs if pair.is_copy is not None]


def rate_unseen(pairs: Sequence[LabelledPair], *, shares: Mapping[str, float]) -> list[Rated]:
    """The pairs of the invented families, each story rated by weights that have not seen it."""
    rated: list[Rated] = []
    for story in sorted({pair.story for pair in pairs if pair.set in OWN}):
        table = fit_named([pair for pair in told(pairs) if pair.story != story], list_alone, shares=shares)
        own = [pair for pair in pairs if pair.story == story and pair.set in OWN]
        alone = [rate(table, list_alone(pair.measures)) for pair in own]
        rated += add_support(own, alone)
    return rated


def add_support(pairs: Sequence[LabelledPair], alone: Sequence[float]) -> list[Rated]:
    partners: dict[str, dict[str, float]] = defaultdict(dict)
    for pair, probability in zip(pairs, alone, strict=True):
        left, right = pair.measures.overlap.left_id, pair.measures.overlap.right_id
        if probability >= DOUBTFUL:
            partners[left][right] = partners[right][left] = probability
    return [
        Rated(
            pair=pair,
            alone=probability,
            support=measure_support(
                partners[pair.measures.overlap.left_id], partners[pair.measures.overlap.right_id]
            ),
        )
        for pair, probability in zip(pairs, alone, strict=True)
    ]


def learn_supported(rated: Sequence[Rated]) -> Table:
    """The weights of a pair's own probability and of its support, from the English families."""
    used = [one for one in rated if one.pair.set == "english" and one.pair.is_copy is not None]
    design = np.array([(log_odds(one.alone), one.support) for one in used])
    labels = np.array([float(bool(one.pair.is_copy)) for one in used])
    found = fit(design, labels, np.ones(len(used)))
    return {
        name: round(float(value), 2)
        for name, value in zip(("intercept", "alone", "support"), (found[-1], *found[:-1]), strict=True)
    }


def report(rated: Sequence[Rated]) -> None:
    """Copies against all others in each family set, by the rules and with support."""
    print("stories not seen by the weights:")
    for kind in OWN:
        own = [one for one in rated if one.pair.set == kind and one.pair.is_copy is not None]
        by_rules = [is_copy_by_rules(one.pair) for one in own]
        for threshold in (2.0, 0.5, 0.6, 0.65, 0.7, 0.8):
            weights = learn_supported([one for one in rated if one.pair.set == "english"])
            found = [
                rule or rate(weights, {"alone": log_odds(one.alone), "support": one.support}) >= threshold
                for one, rule in zip(own, by_rules, strict=True)
            ]
            hits = sum(bool(one.pair.is_copy) and copy for one, copy in zip(own, found, strict=True))
            false = sum(found) - hits
            missed = sum(bool(one.pair.is_copy) for one in own) - hits
            shown = "rules" if threshold > 1 else f"from {threshold:g}"
            score = 2 * hits / max(1, 2 * hits + false + missed)
            print(f"  {kind:10} {shown:9} F1 {score:.3f}, {false} false, {missed} missed")


def is_copy_by_rules(pair: LabelledPair) -> bool:
    rule = find_rule(pair.measures, settings=SETTINGS)
    return name_relation(rule, pair.measures, settings=SETTINGS) in COPIES


def rate(table: Table, features: Mapping[str, float]) -> float:
    score = table["intercept"] + sum(table[name] * value for name, value in features.items())
    return float(1 / (1 + np.exp(-score)))


if __name__ == "__main__":
    main()
