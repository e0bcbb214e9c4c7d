"""The compiled loops over pairs again, in NumPy: the same results, for few articles or without numba."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

import numpy as np
import numpy.typing as npt

from dedup.match.batch import IS_CHARACTER, STARTS_SENTENCE, HashBatch, Marks, Offsets
from dedup.match.shingle import RUN_FACTOR, Hashes, hash_runs
from dedup.match.signing import Values

Owners = npt.NDArray[np.int32]
Shares = npt.NDArray[np.float32]


def find_colliding_pairs(
    values: Values, numbers: Offsets, bands: int, rows: int, most: int
) -> tuple[Hashes, int]:
    """The pairs of articles whose signatures agree on a whole band; see the compiled loop of this name."""
    found: set[int] = set()
    passed_over = 0
    for row in _make_keys(values[numbers], bands, rows):
        order = np.argsort(row, kind="stable")
        ends = np.flatnonzero(np.diff(row[order])) + 1
        skipped = 0
        for members in np.split(order, ends):
            if len(members) > 1:
                pairs = list(_pair_bucket(members.tolist(), most))
                found.update(pairs)
                skipped += len(members) * (len(members) - 1) // 2 - len(pairs)
        passed_over = max(passed_over, skipped)
    return np.fromiter(found, dtype=np.uint64, count=len(found)), passed_over


def _make_keys(values: Values, bands: int, rows: int) -> Hashes:
    """The key of each band of each signature, (bands, signatures); two rows or fewer lose nothing."""
    split = values[:, : bands * rows].reshape(len(values), bands, rows)
    keys = np.zeros((bands, len(values)), dtype=np.uint64)
    for row in range(rows):
        if row > 1:
            keys *= np.uint64(RUN_FACTOR)
            keys ^= keys >> np.uint64(29)
        keys = keys << np.uint64(32) | split[:, :, row].T if row < 2 else keys ^ split[:, :, row].T
    return keys


def count_agreeing(values: Values, pairs: Offsets, out: Owners) -> None:
    """In how many values the signatures of each pair (2, pairs) agree."""
    out[:] = (values[pairs[0]] == values[pairs[1]]).sum(axis=1)


def lead_stories(values: Values, rows: int, least: int) -> Owners:
    """The first signature that is nearly the same, for each; see the compiled loop of this name."""
    leaders = np.arange(len(values), dtype=np.int32)
    bands = values.shape[1] // rows
    first: list[dict[bytes, int]] = [{} for _ in range(bands)]
    for article, signature in enumerate(values):
        keys = [signature[band * rows : (band + 1) * rows].tobytes() for band in range(bands)]
        for band, key in enumerate(keys):
            other = first[band].get(key)
            if other is not None and (signature == values[other]).sum() >= least:
                leaders[article] = other
                break
        else:
            for band, key in enumerate(keys):
                first[band].setdefault(key, article)
    return leaders


def measure_pairs(
    tokens: HashBatch, size: int, pairs: Owners, rule: tuple[float, int]
) -> tuple[Owners, Owners, Shares]:
    """Shared and distinct shingles, and coverages, of pairs of texts; see the compiled loop of this name."""
    runs = [_list_runs(tokens.of(number), size) for number in range(len(tokens))]
    distinct = np.array([len(np.unique(hashes)) for hashes in runs], dtype=np.int32)
    shared = np.zeros(pairs.shape[1], dtype=np.int32)
    coverage = np.zeros(pairs.shape, dtype=np.float32)
    for pair, (left, right) in enumerate(pairs.T.tolist()):
        shared[pair] = len(np.intersect1d(runs[left], runs[right]))
        for row, (one, other) in enumerate(((left, right), (right, left))):
            marks = tokens.marks[tokens.offsets[one] : tokens.offsets[one + 1]]
            coverage[row, pair] = _cover_sentences(np.isin(runs[one], runs[other]), marks, size, rule)
    return shared, distinct, coverage


def _pair_bucket(members: Sequence[int], most: int) -> Iterator[int]:
    for place, article in enumerate(members[1:], start=1):
        others = {members[0], *members[max(0, place - most if place < most else place - 1) : place]}
        for other in others:
            yield other << 32 | article


def _list_runs(hashes: Hashes, size: int) -> Hashes:
    return hash_runs(hashes, size=min(size, max(1, len(hashes))))


def _cover_sentences(
    is_shared: npt.NDArray[np.bool_], marks: Marks, size: int, rule: tuple[float, int]
) -> np.float32:
    least, shortest = np.float32(rule[0]), rule[1]
    covered = start = 0
    for end in range(1, len(marks) + 1):
        if end < len(marks) and (end - start < shortest or not marks[end] & STARTS_SENTENCE):
            continue
        shingles = max(1, end - start - size + 1)
        if int(is_shared[start : start + shingles].sum()) >= float(least) * shingles:
            covered += end - start
        start = end
    return np.float32(covered / len(marks)) if len(marks) else np.float32(0)


def label_parts(pairs: Owners, size: int) -> Owners:
    """For each article the smallest one that a chain of pairs leads to."""
    roots = list(range(size))
    for left, right in pairs.T.tolist():
        low, high = sorted((_find_root(roots, left), _find_root(roots, right)))
        roots[high] = low
    return np.array([_find_root(roots, article) for article in range(size)], dtype=np.int32)


def _find_root(roots: list[int], article: int) -> int:
    while roots[article] != article:
        roots[article] = roots[roots[article]]
        article = roots[article]
    return article


def list_anchors(tokens: HashBatch, functions: Hashes, sampling: int) -> tuple[Hashes, Offsets]:
    """The distinct anchors of each text in a sample, end to end, and where each text's begin."""
    parts = []
    for number in range(len(tokens)):
        hashes = tokens.of(number)
        marks = tokens.marks[tokens.offsets[number] : tokens.offsets[number + 1]]
        content = hashes[~np.isin(hashes, functions) & ((marks & IS_CHARACTER) == 0)]
        found = np.unique(np.concatenate((hash_runs(content, size=2), hash_runs(hashes, size=5))))
        parts.append(found[(found >> np.uint64(8) & np.uint64(sampling - 1)) == 0])
    offsets = np.zeros(len(parts) + 1, dtype=np.int64)
    np.cumsum([len(part) for part in parts], out=offsets[1:])
    return np.concatenate([np.empty(0, dtype=np.uint64), *parts]), offsets


def count_anchors(anchors: Hashes, counts: Marks) -> None:
    """Count anchors by the first bits of their hash, up to 255."""
    places, found = np.unique(_place(anchors, counts), return_counts=True)
    counts[places] = np.minimum(counts[places] + found, 255)


def sum_counts(counts: Marks, most: int) -> int:
    """The sum of all counts from two to ``most``."""
    return int(counts[(counts >= 2) & (counts <= most)].sum(dtype=np.int64))


def pack_anchors(
    anchors: Hashes, owners: npt.NDArray[np.int64], counts: Marks, most: int, low: np.uint64
) -> Hashes:
    """Hash and article of each anchor that may be rare."""
    count = counts[_place(anchors, counts)]
    kept = (count >= 2) & (count <= most)
    packed: Hashes = (anchors[kept] & ~low) | owners[kept].astype(np.uint64)
    return packed


def weigh_anchors(packed: Hashes, low: np.uint64, most: int) -> Offsets:
    """How many anchors stand in one article, in two, and so on up to ``most``."""
    sizes = np.array([len(group) for group in _split(packed, low)], dtype=np.int64)
    return np.bincount(sizes[sizes <= most], minlength=most + 1)


def pair_anchors(packed: Hashes, low: np.uint64, most: int) -> Hashes:
    """left << 32 | right for each pair of articles of each anchor found in at most ``most`` articles."""
    keys = [
        left << 32 | right
        for group in _split(packed, low)
        if len(group) <= most
        for left, right in combinations((group & low).tolist(), 2)
    ]
    return np.array(keys, dtype=np.uint64)


def rank_partners(
    packed: Hashes, low: np.uint64, stories: Owners, most_articles: int, least: int, most_stories: int
) -> tuple[Hashes, Owners]:
    """The pairs of each article with those of other stories that share most anchors with it, and how many."""
    shared: dict[int, Counter[int]] = {}
    for group in _split(packed, low):
        if 1 < len(group) <= most_articles:
            for one, other in permutations((group & low).tolist(), 2):
                if stories[one] != stories[other]:
                    shared.setdefault(one, Counter())[other] += 1
    found = {}
    for article, counts in shared.items():
        best: dict[int, int] = {}
        for other, count in counts.items():
            best[int(stories[other])] = max(best.get(int(stories[other]), 0), count)
        next_best = sorted(best.values(), reverse=True)[most_stories:]
        needed = max(least, next_best[0] + 1 if next_best else 0)
        for other, count in counts.items():
            if count >= needed:
                found[min(article, other) << 32 | max(article, other)] = count
    return np.array(list(found), dtype=np.uint64), np.array(list(found.values()), dtype=np.int32)


def _split(packed: Hashes, low: np.uint64) -> list[Hashes]:
    """The entries of each anchor."""
    groups = np.split(packed, np.flatnonzero(np.diff(packed & ~low)) + 1)
    return groups if len(packed) else []


def _place(anchors: Hashes, counts: Marks) -> npt.NDArray[np.int64]:
    places: npt.NDArray[np.int64] = (anchors >> np.uint64(65 - len(counts).bit_length())).astype(np.int64)
    return places
