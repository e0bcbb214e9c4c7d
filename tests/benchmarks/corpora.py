"""The corpora that are measured on: where their sentences come from, their files, their exact truth."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from composer import Composed, Sentences, compose, invent_sentences, load_sentences, multiply
from systems import THRESHOLD, list_shingles, measure_jaccard

Pairs = set[tuple[int, int]]

COMPOSED = 100_000
"""Articles that are composed; from here on the corpus is these in several alphabets."""


def load_pool() -> Sentences:
    """The labelled sentences beside the checkout where they are there, else invented ones."""
    folder = Path(os.environ.get("WIRECOPY_SHARED", Path(__file__).parents[3] / "shared"))
    is_there = (folder / "data" / "sentences" / "sentences.jsonl.gz").is_file()
    return load_sentences(folder) if is_there else invent_sentences()


def write_lines(documents: Iterable[Composed], path: Path) -> int:
    """Write JSON Lines; returns the bytes of the texts."""
    size = 0
    with path.open("w", encoding="utf-8") as lines:
        for document in documents:
            lines.write(json.dumps({"id": document.id, "text": document.text}) + "\n")
            size += len(document.text.encode())
    return size


def find_truth(documents: Sequence[Composed], threshold: float = THRESHOLD) -> Pairs:
    """The pairs of one story that are at least as similar as the threshold, by exact sets; all pairs at 0."""
    stories: dict[int, list[int]] = {}
    for place, document in enumerate(documents):
        stories.setdefault(document.story, []).append(place)
    truth = set()
    for places in stories.values():
        shingles = (
            {place: list_shingles(documents[place].text) for place in places} if len(places) > 1 else {}
        )
        for left, right in combinations(places, 2):
            if measure_jaccard(shingles[left], shingles[right]) >= threshold:
                truth.add((left, right))
    return truth


def write_corpus(path: Path, *, size: int) -> tuple[int, int, Pairs, Pairs]:
    """Write a corpus of about ``size`` articles.

    Returns: how many articles, the bytes of their texts, the places of the pairs that are similar from
        THRESHOLD on, and of all pairs of one story.
    """
    documents = compose(load_pool(), size=min(size, COMPOSED), seed="dev")
    times = size // len(documents)
    written = write_lines(multiply(documents, times), path)
    similar, related = (
        {
            (left + shift, right + shift)
            for left, right in pairs
            for shift in range(0, times * len(documents), len(documents))
        }
        for pairs in (find_truth(documents), find_truth(documents, 0.0))
    )
    return times * len(documents), written, similar, related
