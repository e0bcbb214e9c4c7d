"""Sentences whose common origin is known: the links between them found, and no others."""

import gzip
import json
import random
from pathlib import Path

import pytest

from boilerplate.records import Article
from dedup.compare.align import align_sentences, prepare_spans
from dedup.compare.alignment import align_articles
from dedup.evaluate.changes import (
    LinkCounts,
    OriginSentence,
    add_counts,
    count_index_links,
    count_links,
)
from dedup.records import SentenceSet

SAMPLE = 400


def read_lines(path: Path) -> list[dict]:  # type: ignore[type-arg]
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.slow
def test_links_between_sentences_of_one_origin(shared: Path) -> None:
    folder = shared / "data" / "mutations"
    texts = {line["id"]: line["text"] for line in read_lines(folder / "truth.jsonl.gz")}
    lineage = {line["id"]: line for line in read_lines(folder / "lineage.jsonl.gz") if line["sentences"]}
    pairs = [line for line in read_lines(folder / "pairs.jsonl") if {line["a"], line["b"]} <= lineage.keys()]
    random.Random(5).shuffle(pairs)
    counts: list[LinkCounts] = []
    for pair in pairs[:SAMPLE]:
        articles = (Article(id=name, sha256="", text=texts[name]) for name in (pair["a"], pair["b"]))
        sides = [
            [OriginSentence(span=(s[0], s[1]), origins=frozenset(s[3])) for s in lineage[name]["sentences"]]
            for name in (pair["a"], pair["b"])
        ]
        counts.append(count_links(align_articles(*articles), *sides))
    assert add_counts(counts).f1 >= 0.994


def prepare(sentences: list[str]) -> SentenceSet:
    spans, at = [], 0
    for sentence in sentences:
        spans.append((at, at + len(sentence)))
        at += len(sentence) + 1
    return prepare_spans("\n".join(sentences), spans)


def test_links_between_two_retellings_of_a_fable(shared: Path) -> None:
    pairs = read_lines(shared / "data" / "reuse" / "aesop" / "pairs.jsonl.gz")
    counts = [
        count_index_links(
            align_sentences(prepare(pair["sents_a"]), prepare(pair["sents_b"])),
            [(i, j) for i, j in pair["gold"]],
        )
        for pair in pairs
    ]
    assert add_counts(counts).f1 >= 0.6
