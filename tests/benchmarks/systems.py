"""The systems compared, each run as a process of its own on one file of JSON Lines.

``python systems.py NAME FILE RESULT`` reads ``id`` and ``text`` of each line, finds the pairs that are
near-duplicates by word 5-grams (128 permutations, 16 bands of 8, Jaccard similarity from .7) and writes them
with what they cost to RESULT. ``wirecopy`` works on UTF-8 that lies end to end, ``wirecopy-strings`` on
Python strings as its peers do. ``wirecopy-default`` and ``wirecopy-families`` use the product's own settings:
they give the pairs one of which is covered by the other from .6 on. ``text-dedup`` is a command of its own,
which reads, groups and writes and tells no pairs.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

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


def read_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Id and text of each line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            yield document["id"], document["text"]


def read_strings(path: Path, clock: Clock) -> list[str]:
    """The texts as Python strings."""
    texts = [text for _, text in read_lines(path)]
    clock.stop("read")
    return texts


def read_buffer(path: Path, clock: Clock) -> tuple[list[str], Sequence[str]]:
    """Ids, and the texts as UTF-8 end to end in one buffer."""
    import numpy as np

    from dedup.match.texts import PADDING, TextBuffer

    buffer = np.empty(path.stat().st_size + PADDING, np.uint8)  # takes up only as much as is written
    ids, offsets, room = [], [0], buffer.data
    for article_id, text in read_lines(path):
        encoded = text.encode()
        ids.append(article_id)
        offsets.append(offsets[-1] + len(encoded))
        room[offsets[-2] : offsets[-1]] = encoded
    buffer[offsets[-1] : offsets[-1] + PADDING] = 0
    clock.stop("read")
    return ids, TextBuffer(buffer, offsets)


def run_wirecopy(path: Path, clock: Clock) -> Pairs:
    return _run_floor(read_buffer(path, clock)[1], clock)


def run_wirecopy_strings(path: Path, clock: Clock) -> Pairs:
    return _run_floor(read_strings(path, clock), clock)


def _run_floor(texts: Sequence[str], clock: Clock) -> Pairs:
    from dedup.match.articles import measure_articles, propose_pairs
    from dedup.match.survey import Reader, survey_texts
    from dedup.settings import Settings

    settings = Settings(shingle_size=SIZE, num_perm=PERMUTATIONS, bands=BANDS, rows=ROWS)
    warm_texts = [texts[place % 100] + " More follows." * (place // 100) for place in range(200)]
    for kind in (texts[:100], warm_texts):
        warm = Reader(kind, range(len(kind)), settings, True)
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


def run_wirecopy_default(path: Path, clock: Clock) -> Pairs:
    return _run_product(path, clock, with_anchors=False)


def run_wirecopy_families(path: Path, clock: Clock) -> Pairs:
    return _run_product(path, clock, with_anchors=True)


def _run_product(path: Path, clock: Clock, *, with_anchors: bool) -> Pairs:
    from dedup.match.articles import match_articles
    from dedup.settings import Settings

    ids, texts = read_buffer(path, clock)
    settings = Settings()
    warm = [texts[place % 50] + " More follows." * (place // 50) for place in range(100)]
    match_articles(ids[:100], warm, settings=settings, with_anchors=with_anchors, is_compiled=True)
    clock.stop("load")
    found = match_articles(ids, texts, settings=settings, with_anchors=with_anchors, is_compiled=True)
    clock.stop("match")
    places = {article_id: place for place, article_id in enumerate(ids)}
    order = [places[article_id] for article_id in found.ids]
    near = found.pairs[:, found.coverage.max(axis=0) >= 0.6]
    print(json.dumps({"candidates": found.pairs.shape[1], "counts": dict(found.counts)}), file=sys.stderr)
    return {(min(a, b), max(a, b)) for a, b in ((order[x], order[y]) for x, y in near.T.tolist())}


def run_text_dedup(path: Path, clock: Clock) -> Pairs:
    options = {
        "--path": "json",
        "--data_files": str(path),
        "--split": "train",
        "--column": "text",
        "--ngram": str(SIZE),
        "--num_perm": str(PERMUTATIONS),
        "--threshold": str(THRESHOLD),
        "--b": str(BANDS),
        "--r": str(ROWS),
        "--num_proc": "1",
    }
    with TemporaryDirectory() as folder:
        words = [word for option in options.items() for word in option]
        subprocess.run(
            [sys.executable, "-m", "text_dedup.minhash", *words, "--cache_dir", folder, "--output", folder],
            check=True,
            capture_output=True,
        )
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    clock.stages["everything"] = usage.ru_utime + usage.ru_stime
    return set()


def run_gaoya(path: Path, clock: Clock) -> Pairs:
    from gaoya.minhash import MinHashStringIndex  # type: ignore[import-untyped]

    texts = read_strings(path, clock)
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


def run_rensa(path: Path, clock: Clock) -> Pairs:
    from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]

    texts = read_strings(path, clock)
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


def run_datasketch(path: Path, clock: Clock) -> Pairs:
    return _run_datasketch(read_strings(path, clock), clock, None)


def run_datasketch_xxhash(path: Path, clock: Clock) -> Pairs:
    from xxhash import xxh32_intdigest

    return _run_datasketch(read_strings(path, clock), clock, xxh32_intdigest)


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


SYSTEMS: dict[str, Callable[[Path, Clock], Pairs]] = {
    "wirecopy": run_wirecopy,
    "wirecopy-strings": run_wirecopy_strings,
    "wirecopy-default": run_wirecopy_default,
    "wirecopy-families": run_wirecopy_families,
    "gaoya": run_gaoya,
    "rensa": run_rensa,
    "datasketch": run_datasketch,
    "datasketch-xxhash": run_datasketch_xxhash,
    "text-dedup": run_text_dedup,
}


def main(name: str, path: str, result: str) -> None:
    clock = Clock()
    pairs = SYSTEMS[name](Path(path), clock)
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    report = {
        "stages": clock.stages,
        "cpu": sum(usage.ru_utime + usage.ru_stime for usage in usages),
        "memory_mb": max(usage.ru_maxrss for usage in usages) / 1024,
        "pairs": sorted(pairs),
    }
    Path(result).write_text(json.dumps(report), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
