"""Make ``dedup/relate/rewording.json``: the weights that tell a rewording from an independent report.

    python tests/quality/train_rewording.py            prints the weights and the folds' figures
    python tests/quality/train_rewording.py --write    writes them too

Learnt on the half of the invented families that is there to tune on, and on the labelled sets beside the
checkout where they are: only on pairs that the rules for close and reworded copies leave open. The half held
back is never read. Ridge-penalised logistic regression by Newton's method; folds by story.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt

from boilerplate.credits import take_credits
from boilerplate.records import Article
from dedup.pipeline import measure_articles
from dedup.records import PairMeasures
from dedup.relate.relation import is_copied
from dedup.relate.rewording import list_features
from dedup.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
FAMILIES = Path(__file__).parent / "families"
WEIGHTS = ROOT / "dedup" / "relate" / "rewording.json"
COPIES = {"identical", "near_duplicate", "derived"}
FOLDS = 8
RIDGE = 1.0
Floats = npt.NDArray[np.float64]
Labelled = tuple[PairMeasures, bool, str]


def read_lines(path: Path) -> Iterator[dict[str, object]]:
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as file
    ):
        for line in file:
            yield json.loads(line)


def read_families() -> Iterator[Labelled]:
    """Every pair inside a story of the tuning half; round-ups count as no copies."""
    articles: dict[str, Article] = {}
    stories: dict[str, str] = {}
    for name in ("english", "languages", "templates"):
        for line in read_lines(FAMILIES / f"{name}.jsonl"):
            if line["split"] == "tune":
                article = Article(id=str(line["id"]), sha256="", text=str(line["text"]))
                articles[article.id] = take_credits(article)
                stories[article.id] = str(line["story"])
    for pair in read_lines(FAMILIES / "pairs.jsonl"):
        left, right = str(pair["a"]), str(pair["b"])
        if left in articles:
            yield measure_articles(articles[left], articles[right]), pair["relation"] in COPIES, stories[left]


def read_same_event(folder: Path) -> Iterator[Labelled]:
    """Reports of one event told apart, each with each: no copies."""
    texts = {
        str(line["id"]): str(line["text"]) for line in read_lines(folder / "extraction" / "truth.jsonl.gz")
    }
    for line in read_lines(folder / "reuse" / "same_event" / "pairs.jsonl"):
        left, right = (Article(id=str(line[side]), sha256="", text=texts[str(line[side])]) for side in "ab")
        if "derived" not in line["accept"]:  # type: ignore[operator]
            yield measure_articles(left, right), False, left.id


def read_unrelated(folder: Path) -> Iterator[Labelled]:
    """Articles of the synthetic families, each against the next few: no copies across families."""
    families = {
        str(line["id"]): line["family"] for line in read_lines(folder / "mutations" / "lineage.jsonl.gz")
    }
    texts = [
        Article(id=str(line["id"]), sha256="", text=str(line["text"]))
        for line in read_lines(folder / "mutations" / "truth.jsonl.gz")
    ][::4]
    for left, right in combinations(texts, 2):
        if families[left.id] != families[right.id] and hash_close(left.id, right.id):
            yield measure_articles(left, right), False, left.id


def hash_close(left: str, right: str) -> bool:
    """A fixed one in forty of all pairs."""
    return (int(left[1:]) * 7919 + int(right[1:])) % 40 == 0


def fit(features: Floats, labels: Floats, weights: Floats) -> Floats:
    """The coefficients, the intercept last."""
    design = np.column_stack((features, np.ones(len(features))))
    penalty = RIDGE * np.diag([1.0] * features.shape[1] + [0.0])
    found = np.zeros(design.shape[1])
    for _ in range(50):
        expected = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (weights * (labels - expected)) - penalty @ found
        curvature = (design * (weights * expected * (1 - expected))[:, None]).T @ design + penalty
        step = np.linalg.solve(curvature, slope)
        found = found + step
        if np.abs(step).max() < 1e-8:
            break
    return found


def main() -> None:
    shared = ROOT.parent / "shared" / "data"
    labelled = list(read_families())
    own = len(labelled)
    if shared.is_dir():
        labelled += [*read_same_event(shared), *read_unrelated(shared)]
    settings = Settings()
    weight = [3.0 if place < own else 1.0 for place in range(len(labelled))]
    kept = [place for place, (measures, _, _) in enumerate(labelled) if not is_copied(measures, settings)]
    names = list(list_features(labelled[0][0]))
    features = np.array([list(list_features(labelled[place][0]).values()) for place in kept])
    labels = np.array([float(labelled[place][1]) for place in kept])
    weights = np.array([weight[place] for place in kept])
    stories = sorted({labelled[place][2] for place in kept})
    fold_of = {story: number % FOLDS for number, story in enumerate(stories)}
    folds = np.array([fold_of[labelled[place][2]] for place in kept])
    rated = np.zeros(len(kept))
    for fold in range(FOLDS):
        inside = folds != fold
        found = fit(features[inside], labels[inside], weights[inside])
        rated[~inside] = 1 / (1 + np.exp(-(features[~inside] @ found[:-1] + found[-1])))
    called = rated >= settings.reworded_probability
    hits = float((called & (labels == 1)).sum())
    print(f"{len(kept)} open pairs, {int(labels.sum())} copies; folds by story:")
    print(f"precision {hits / max(1, called.sum()):.3f}, recall {hits / max(1, labels.sum()):.3f}")
    found = fit(features, labels, weights)
    table = {"intercept": round(float(found[-1]), 3)}
    table |= {name: round(float(value), 3) for name, value in zip(names, found[:-1], strict=True)}
    print(json.dumps(table, indent=1))
    if "--write" in sys.argv[1:]:
        WEIGHTS.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
