"""A corpus of any size with known near-duplicates, the same bytes for the same seed and size.

Documents are put together from single sentences, a fifth of them being damaged copies of others: sentences
dropped, the end cut off, blocks in another order, words exchanged. The sentences are those of the labelled
sets beside the checkout where they are there, else invented words.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha1
from itertools import pairwise
from pathlib import Path

_VOCABULARY_SENTENCES = 20_000
_WORD = re.compile(r"[a-z]{4,}")
_SYLLABLES = "ba cor del fen gri hol jas kem lin mor nuv pel quo ras sto tur ven wix yar zol".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """One document; those with one ``story`` are near-duplicates of one another and of nothing else."""

    id: str
    story: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentences:
    """The raw material: sentences in a fixed order and the words that replace others."""

    sentences: tuple[str, ...]
    vocabulary: tuple[str, ...]


@lru_cache(maxsize=1)
def load_sentences(folder: Path) -> Sentences:
    """The sentences of the labelled sets in ``folder``."""
    with gzip.open(folder / "data" / "sentences" / "sentences.jsonl.gz", "rt", encoding="utf-8") as lines:
        return _gather([json.loads(line)["s"] for line in lines])


@lru_cache(maxsize=1)
def invent_sentences(count: int = 70_000) -> Sentences:
    """As many sentences of invented words, their frequencies falling as those of real ones do."""
    source = random.Random("sentences")
    words = sorted({"".join(source.choices(_SYLLABLES, k=source.randint(1, 4))) for _ in range(30_000)})
    source.shuffle(words)
    weights = [1 / (rank + 3) for rank in range(len(words))]
    sentences = []
    for _ in range(count):
        chosen = source.choices(words, weights, k=source.randint(6, 40))
        if source.random() < 0.3:
            chosen[source.randrange(len(chosen))] = str(source.randint(100, 99_999))
        sentences.append(" ".join(chosen).capitalize() + ".")
    return _gather(sentences)


def compose(pool: Sentences, *, size: int, seed: str) -> list[Composed]:
    """The documents in the order of the file."""
    documents = [
        Composed(id=f"o{story:07d}", story=story, text=" ".join(_write_original(pool, story, seed)))
        for story in range(size - size // 5)
    ]
    for story, copies in _draw_clusters(size, seed):
        original = _write_original(pool, story, seed)
        for number in range(copies):
            source = random.Random(f"{seed}:copy:{story}:{number}")
            sentences = [_salt(s, source, 0.02, pool.vocabulary) for s in _damage(original, source, pool)]
            documents.append(Composed(id=f"o{story:07d}c{number}", story=story, text=" ".join(sentences)))
    return sorted(documents, key=lambda document: sha1(f"{seed}:{document.id}".encode()).digest())


def multiply(documents: Sequence[Composed], times: int) -> Iterator[Composed]:
    """The documents over and over, each time in another alphabet, so that no two times have words in common.

    Capitals take part; what else there is stays as it is. The first time is the documents themselves.
    """
    letters = "abcdefghijklmnopqrstuvwxyz"
    for time in range(times):
        shuffled = list(letters)
        if time:
            random.Random(f"alphabet:{time}").shuffle(shuffled)
        table = str.maketrans(letters + letters.upper(), "".join(shuffled) + "".join(shuffled).upper())
        for document in documents:
            yield Composed(
                id=f"{document.id}t{time}" if time else document.id,
                story=document.story * times + time,
                text=document.text.translate(table) if time else document.text,
            )


def _gather(sentences: Sequence[str]) -> Sentences:
    words = {word for s in sentences[:_VOCABULARY_SENTENCES] for word in _WORD.findall(s)}
    return Sentences(tuple(sentences), tuple(sorted(words)))


def _write_original(pool: Sentences, story: int, seed: str) -> list[str]:
    source = random.Random(f"{seed}:orig:{story}")
    count = source.randint(15, 40)
    chosen = source.sample(range(len(pool.sentences)), count)
    return [_salt(pool.sentences[place], source, 0.15, pool.vocabulary) for place in chosen]


def _draw_clusters(size: int, seed: str) -> Iterator[tuple[int, int]]:
    """Which story has how many copies."""
    left, story = size // 5, 0
    while left:
        source = random.Random(f"{seed}:size:{story}")
        drawn = source.choices([1, 2, 3, source.randint(4, 9)], [50, 25, 12, 13])[0]
        copies = min(left, drawn)
        yield story, copies
        left -= copies
        story += 1


def _damage(original: list[str], source: random.Random, pool: Sentences) -> list[str]:
    count = len(original)
    kind = source.random()
    if kind < 0.30:
        share = source.uniform(0.1, 0.3)
        return [sentence for sentence in original if source.random() >= share]
    if kind < 0.55:
        return original[: max(3, round(count * source.uniform(0.4, 0.8)))]
    if kind < 0.70:
        cuts = source.randint(2, 5)
        places = [0, *sorted(source.sample(range(1, count), min(cuts, count - 1))), count]
        blocks = [original[start:end] for start, end in pairwise(places)]
        source.shuffle(blocks)
        return [sentence for block in blocks for sentence in block]
    share = source.uniform(0.05, 0.20)
    return [_salt(sentence, source, share, pool.vocabulary) for sentence in original]


def _salt(sentence: str, source: random.Random, share: float, vocabulary: Sequence[str]) -> str:
    return " ".join(
        source.choice(vocabulary) if source.random() < share and word.isalpha() and word.islower() else word
        for word in sentence.split(" ")
    )
