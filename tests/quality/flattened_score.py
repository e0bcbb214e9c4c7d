"""How much of a page's human text a prediction has: the shingle score of the article-extraction benchmark."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af])")
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class Scores:
    """Means over pages: precision over those with any prediction, recall over all."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)

    def __str__(self) -> str:
        return f"F1 {self.f1:.4f}  P {self.precision:.4f}  R {self.recall:.4f}"


def read_gz(file: Path) -> Iterator[dict[str, Any]]:
    """The objects of a gzip'd JSON Lines file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def tokenize(text: str) -> list[str]:
    """Words; characters where the script writes none."""
    return _TOKEN.findall(_UNSPACED.sub(r" \1 ", text))


def count_shingles(text: str) -> Counter[tuple[str, ...]]:
    """The multiset of word 4-grams; a shorter text is one shingle."""
    tokens = tokenize(text)
    if len(tokens) < 4:
        return Counter([tuple(tokens)] if tokens else [])
    return Counter(tuple(tokens[start : start + 4]) for start in range(len(tokens) - 3))


def score_pages(texts: Sequence[str], truths: Sequence[str]) -> Scores:
    """Mean precision and recall of predicted texts."""
    precisions, recalls = [], []
    for text, truth in zip(texts, truths, strict=True):
        predicted, wanted = count_shingles(text), count_shingles(truth)
        common = (predicted & wanted).total()
        if predicted:
            precisions.append(common / predicted.total())
        recalls.append(common / max(wanted.total(), 1))
    return Scores(sum(precisions) / max(len(precisions), 1), sum(recalls) / max(len(recalls), 1))
