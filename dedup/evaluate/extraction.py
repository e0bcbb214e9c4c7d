"""Extracted text against the text a person cut out of the page.

Source: the scrapinghub article extraction benchmark: multisets of 4-token shingles per page, means of page
precision and page recall, F1 of the two means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

_SHINGLE = 4
_UNSPACED = re.compile(r"([぀-ヿ㐀-䶿一-鿿豈-﫿ｦ-ﾟ가-힯ᄀ-ᇿ])")
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionScore:
    """``precision`` is the mean over pages with a prediction, ``recall`` over all, ``f1`` of these two."""

    pages: int
    empty: int
    precision: float
    recall: float
    f1: float


def score_extraction(predicted: Mapping[str, str], truth: Mapping[str, str]) -> ExtractionScore:
    """Score predictions by id; a page of the truth without a prediction counts as an empty one."""
    scores = {page: score_page(predicted.get(page, ""), text) for page, text in truth.items()}
    nonempty = [page for page in truth if _TOKEN.search(predicted.get(page, ""))]
    precision = sum(scores[page][0] for page in nonempty) / len(nonempty) if nonempty else 0.0
    recall = sum(score[1] for score in scores.values()) / len(scores) if scores else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return ExtractionScore(
        pages=len(truth), empty=len(truth) - len(nonempty), precision=precision, recall=recall, f1=f1
    )


def score_page(predicted: str, truth: str) -> tuple[float, float]:
    """Precision and recall of one page's text in shingles; both 0 where nothing is shared."""
    left, right = _shingles(predicted), _shingles(truth)
    shared = sum((left & right).values())
    if not shared:
        return 0.0, 0.0
    return shared / sum(left.values()), shared / sum(right.values())


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(_UNSPACED.sub(r" \1 ", text))
    if not tokens:
        return Counter()
    return Counter(tuple(tokens[i : i + _SHINGLE]) for i in range(max(1, len(tokens) - _SHINGLE + 1)))
