"""The systems compared, each run as a process of its own on one file of JSON Lines.

``python systems.py NAME FILE RESULT`` reads ``id`` and ``text`` of each line, finds the pairs that are
near-duplicates by word 5-grams (128 permutations, 16 bands of 8, Jaccard similarity from .7) and writes them
with what they cost to RESULT. ``wirecopy-default`` and ``wirecopy-families`` use the product's own settings:
they give the pairs one of which is covered by the other from .6 on.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

Pairs = set[tuple[int, int]]
Stages = dict[str, float]

SIZE, PERMUTATIONS, BANDS, ROWS, THRESHOLD = 5, 128, 16, 8, 0.7
_WORD = re.compile(r"\w+")


def list_shingles(text: str) -> set[str]:
    """The word 5-grams of a text, as the peers that bring no tokenizer of their own are given them."""
    words = _WORD.findall(text.lower())
    return {" ".join(words[place : place + SIZE]) for place in range(max(1, len(words) - SIZE + 1))}


def measure_jaccard(left: set[str], right: set[str]) -> float:
    """The exact Jaccard similarity."""
    return len(left & right) / len(left | right)


class Clock:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.stages: Stages = {}
        self._last = time.process_time()

    def stop(self, stage: str) -> None:
        """Book what has passed since the last stop on a stage."""
        now = time.process_time()
        self.stages[stage] = self.stages.get(stage, 0.0) + now - self._last
        self._last = now


def run_wirecopy(ids: list[str], texts: list[str], clock: Clock) -> Pairs:
    from dedup.match.articles import measure_articles, propose_pairs
    from dedup.match.survey import Reader, survey_texts
    from dedup.settings import Settings

    settings = Settings(shingle_size=SIZE, num_perm=PERMUTATIONS, bands=BANDS, rows=ROWS)
    warm = Reader(texts[:50] + [text + " More follows." for text in texts[:50]], range(100), settings, True)
    measure_articles(warm, propose_pairs(warm, survey_texts(warm))[0])
    clock.stop("load")
    reader = Reader(texts, range(len(texts)), settings, True)
    survey = survey_texts(reader)
    clock.stop("sign")
    pairs, _ = propose_pairs(reader, survey)
    clock.stop("bands")
    measures = measure_articles(reader, pairs)
    union = measures.shingles[pairs].sum(axis=0) - measures.shared
    found = pairs[:, measures.shared >= THRESHOLD * union]
    clock.stop("verify")
    equal = [(int(leader), place) for place, leader in enumerate(survey.leaders) if leader != place]
    return {(left, right) for left, right in found.T.tolist()} | set(equal)


def run_wirecopy_default(ids: list[str], texts: list[str], clock: Clock) -> Pairs:
    return _run_product(ids, texts, clock, with_anchors=False)


def run_wirecopy_families(ids: list[str], texts: list[str], clock: Clock) -> Pairs:
    return _run_product(ids, texts, clock, with_anchors=True)


def _run_product(ids: list[str], texts: list[str], clock: Clock, *, with_anchors: bool) -> Pairs:
    from dedup.match.articles import match_articles
    from dedup.settings import Settings

    settings = Settings()
    warm = texts[:50] + [text + " More follows." for text in texts[:50]]
    match_articles(ids[:100], warm, settings=settings, with_anchors=with_anchors, is_compiled=True)
    clock.stop("load")
    found = match_articles(ids, texts, settings=settings, with_anchors=with_anchors, is_compiled=True)
    clock.stop("match")
    places = {article_id: place for place, article_id in enumerate(ids)}
    order = [places[article_id] for article_id in found.ids]
    near = found.pairs[:, found.coverage.max(axis=0) >= 0.6]
    print(json.dumps({"candidates": found.pairs.shape[1], "counts": dict(found.counts)}), file=sys.stderr)
    return {(min(a, b), max(a, b)) for a, b in ((order[x], order[y]) for x, y in near.T.tolist())}


def run_gaoya(ids: list[str], texts: list[str], clock: Clock) -> Pairs:
    from gaoya.minhash import MinHashStringIndex  # type: ignore[import-untyped]

    index = MinHashStringIndex(32, THRESHOLD, BANDS, ROWS, None, "word", True, (SIZE, SIZE))
    for place, text in enumerate(texts):
        index.insert_document(place, text)
    clock.stop("sign")
    pairs = {
        (min(place, other), max(place, other))
        for place, text in enumerate(texts)
        for other in index.query(text)
    }
    clock.stop("query")
    return {pair for pair in pairs if pair[0] != pair[1]}


def run_rensa(ids: list[str], texts: list[str], clock: Clock) -> Pairs:
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]

    shingles = [list_shingles(text) for text in texts]
    clock.stop("shingles")
    hashes = RMinHash.from_token_sets([list(found) for found in shingles], PERMUTATIONS, 1)
    clock.stop("sign")
    index = RMinHashLSH(THRESHOLD, PERMUTATIONS, BANDS)
    index.insert_many(hashes)
    pairs = {
        (min(place, other), max(place, other))
        for place, others in enumerate(index.query_all(hashes))
        for other in others
        if other != place
    }
    clock.stop("query")
    found = _verify(pairs, shingles)
    clock.stop("verify")
    return found


def run_datasketch(ids: list[str], texts: list[str], clock: Clock) -> Pairs:
    return _run_datasketch(texts, clock, None)


def run_datasketch_xxhash(ids: list[str], texts: list[str], clock: Clock) -> Pairs:
    from xxhash import xxh32_intdigest

    return _run_datasketch(texts, clock, xxh32_intdigest)


def _run_datasketch(texts: list[str], clock: Clock, hash_shingle: Callable[[bytes], int] | None) -> Pairs:
    from datasketch import MinHash, MinHashLSH

    shingles = [list_shingles(text) for text in texts]
    clock.stop("shingles")
    minhashes = []
    for found in shingles:
        minhash = MinHash(num_perm=PERMUTATIONS, hashfunc=hash_shingle)
        minhash.update_batch([shingle.encode() for shingle in found])
        minhashes.append(minhash)
    clock.stop("sign")
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    pairs: Pairs = set()
    for place, minhash in enumerate(minhashes):
        pairs.update((other, place) for other in index.query(minhash))
        index.insert(place, minhash)
    clock.stop("query")
    verified = _verify(pairs, shingles)
    clock.stop("verify")
    return verified


def _verify(pairs: Iterable[tuple[int, int]], shingles: list[set[str]]) -> Pairs:
    return {
        (left, right)
        for left, right in pairs
        if measure_jaccard(shingles[left], shingles[right]) >= THRESHOLD
    }


SYSTEMS: dict[str, Callable[[list[str], list[str], Clock], Pairs]] = {
    "wirecopy": run_wirecopy,
    "wirecopy-default": run_wirecopy_default,
    "wirecopy-families": run_wirecopy_families,
    "gaoya": run_gaoya,
    "rensa": run_rensa,
    "datasketch": run_datasketch,
    "datasketch-xxhash": run_datasketch_xxhash,
}


def main(name: str, path: str, result: str) -> None:
    clock = Clock()
    with Path(path).open(encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    ids, texts = [d["id"] for d in documents], [d["text"] for d in documents]
    del documents
    clock.stop("read")
    memory_read = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pairs = SYSTEMS[name](ids, texts, clock)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    report = {
        "stages": clock.stages,
        "cpu": usage.ru_utime + usage.ru_stime,
        "memory_mb": usage.ru_maxrss / 1024,
        "memory_read_mb": memory_read / 1024,
        "pairs": sorted(pairs),
    }
    Path(result).write_text(json.dumps(report), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
