"""What the articles of candidate pairs share word for word, and which articles have it.

Only what candidate pairs share is looked for, so memory follows the pairs and not the corpus.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dedup.match import plain
from dedup.match.batch import HashBatch
from dedup.match.shingle import Hashes, hash_runs
from dedup.match.survey import Numbers, Owners
from dedup.match.texts import Desk, do_parts
from dedup.records import PreparedArticle

RUN_TOKENS = 8
"""Tokens of a run that is counted: shorter ones are turns of phrase."""

_PAIRS_AT_ONCE, _TEXTS_AT_ONCE = 1_024, 256

Mask = npt.NDArray[np.bool_]


class TokenSource(Protocol):
    """Where the token hashes of numbered articles come from (``survey.Reader``)."""

    @property
    def is_compiled(self) -> bool:
        """Whether there are so many that compiled loops are worth loading."""

    @property
    def threads(self) -> int:
        """How many may ask at once."""

    def __len__(self) -> int:
        """How many articles."""

    def hash(self, numbers: Sequence[int], *, desk: Desk | None = None) -> HashBatch:
        """The token hashes of the articles of these numbers, on the desk if one is given."""


@dataclass(frozen=True, slots=True)
class PreparedSource:
    """Few articles that are prepared already."""

    prepared: Sequence[PreparedArticle]

    @property
    def is_compiled(self) -> bool:
        """Few articles need no compiled loop."""
        return False

    @property
    def threads(self) -> int:
        """Nor threads."""
        return 1

    def __len__(self) -> int:
        """How many articles."""
        return len(self.prepared)

    def hash(self, numbers: Sequence[int], *, desk: Desk | None = None) -> HashBatch:
        """Their token hashes, without marks."""
        parts = [self.prepared[number].token_hashes for number in numbers]
        offsets = np.zeros(len(parts) + 1, dtype=np.int64)
        np.cumsum([len(part) for part in parts], out=offsets[1:])
        hashes = np.concatenate([np.empty(0, dtype=np.uint64), *parts])
        return HashBatch(hashes=hashes, offsets=offsets, marks=np.empty(0, dtype=np.uint8))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SharedPassages:
    """Runs of ``RUN_TOKENS`` tokens that the two articles of pairs share.

    ``articles`` is how many there are, ``pairs`` (2, p) are all pairs and ``looked_at`` (q,) the places of
    those that were looked at. ``runs`` (r,) are the runs, ascending; ``shared`` those of each pair looked at,
    by their places, and ``bounds`` (q + 1,) where each pair's begin; ``longest`` (q,) are the tokens of its
    longest passage. ``holders`` are the articles that have each run, ascending; where each run's begin, say
    the ``holder_bounds`` (r + 1,). ``is_compiled`` tells whether compiled loops are worth loading.
    """

    articles: int
    is_compiled: bool
    pairs: Owners
    looked_at: Numbers
    runs: Hashes
    shared: Owners
    bounds: Numbers
    longest: Owners
    holders: Owners
    holder_bounds: Numbers


def collect_passages(
    source: TokenSource, leaders: Owners, *, pairs: Owners, is_one_story: Mask
) -> SharedPassages:
    """Find what pairs of articles share, and every article that has it.

    Args:
        source: all articles.
        leaders: (n,) the first article with the words of each; it alone is read.
        pairs: (2, p) of the numbers of leaders, left < right, best with those of one left together.
        is_one_story: (p,) of which pairs it is known already that both tell one story: what they share, and
            what others of the same story share with one another, is not looked for.
    Cost: linear in the text of the articles, and of one article for each pair.
    """
    stories = label_stories(pairs[:, is_one_story], len(source), is_compiled=source.is_compiled)
    looked_at = np.flatnonzero(stories[pairs[0]] != stories[pairs[1]])
    found, counts, rows = _list_shared_runs(source, pairs[:, looked_at])
    runs = found.copy()
    runs.sort()
    runs = runs[np.append(np.full(min(len(runs), 1), fill_value=True), runs[1:] != runs[:-1])]
    numbers = np.flatnonzero(leaders == np.arange(len(leaders)))
    holders, holder_bounds = find_holders(source, numbers, runs)
    return SharedPassages(
        articles=len(source),
        is_compiled=source.is_compiled,
        pairs=pairs,
        looked_at=looked_at,
        runs=runs,
        shared=_locate(source, found, runs),
        bounds=_add_up(counts),
        longest=np.where(rows > 0, rows + RUN_TOKENS - 1, 0).astype(np.int32),
        holders=holders,
        holder_bounds=holder_bounds,
    )


def find_holders(source: TokenSource, numbers: Numbers, runs: Hashes) -> tuple[Owners, Numbers]:
    """The articles, of these numbers, in which each of the runs stands, and where those of each run begin.

    Args:
        numbers: ascending, and so are the articles of each run; one that has a run twice may be there twice.
        runs: distinct, ascending.
    """
    counts = np.zeros(len(numbers), dtype=np.int64)
    parts = [np.empty(0, dtype=np.int32)] * len(range(0, len(numbers), _TEXTS_AT_ONCE))
    find = _prepare_search(source, runs)

    def find_part(bounds: slice, desk: Desk) -> None:
        tokens = source.hash(numbers[bounds].tolist(), desk=desk)
        parts[bounds.start // _TEXTS_AT_ONCE] = find(tokens, counts[bounds], desk)

    if len(runs):
        do_parts(find_part, len(numbers), at_once=_TEXTS_AT_ONCE, threads=source.threads)
    places = np.concatenate([np.empty(0, dtype=np.int32), *parts])
    bounds = np.zeros(len(runs) + 1, dtype=np.int64)
    if source.is_compiled:
        from dedup.match.kernels.passages import turn_holders

        holders = np.empty(len(places), dtype=np.int32)
        turn_holders(places, counts, numbers, bounds, holders)
        return holders, bounds
    np.cumsum(np.bincount(places, minlength=len(runs)), out=bounds[1:])
    return np.repeat(numbers, counts).astype(np.int32)[np.argsort(places, kind="stable")], bounds


def _prepare_search(source: TokenSource, runs: Hashes) -> Callable[[HashBatch, Numbers, Desk], Owners]:
    """How the places of these runs in texts are found: those of each text, and how many they are."""
    if not source.is_compiled:
        return partial(_search_plain, runs)
    from dedup.match.kernels.passages import find_runs, index_runs

    index = index_runs(runs)

    def search(tokens: HashBatch, counts: Numbers, desk: Desk) -> Owners:
        out = desk.take("places", len(tokens.hashes), np.int32)
        find_runs((tokens.hashes, tokens.offsets), RUN_TOKENS, index, out, counts)
        return out[: counts.sum()].copy()

    return search


def _search_plain(runs: Hashes, tokens: HashBatch, counts: Numbers, desk: Desk) -> Owners:  # noqa: ARG001
    found = [np.empty(0, dtype=np.int64)]
    for text in range(len(tokens)):
        own = hash_runs(tokens.of(text), size=RUN_TOKENS)
        places = np.searchsorted(runs, own)
        found.append(places[runs.take(places, mode="clip") == own])
        counts[text] = len(found[-1])
    return np.concatenate(found).astype(np.int32)


def _locate(source: TokenSource, found: Hashes, runs: Hashes) -> Owners:
    """The place of each run that was found."""
    if not source.is_compiled:
        return np.searchsorted(runs, found).astype(np.int32)
    from dedup.match.kernels.passages import index_runs, locate_runs

    places = np.empty(len(found), dtype=np.int32)
    locate_runs(index_runs(runs), found, places)
    return places


def label_stories(pairs: Owners, articles: int, *, is_compiled: bool) -> Owners:
    """For each article the smallest one that a chain of pairs leads to."""
    pairs = np.ascontiguousarray(pairs)
    if not is_compiled:
        return plain.label_parts(pairs, articles)
    from dedup.match.kernels.pairs import label_parts

    return label_parts(pairs, articles)


def _list_shared_runs(source: TokenSource, pairs: Owners) -> tuple[Hashes, Owners, Owners]:
    """The runs that the two articles of each pair share, how many they are, the most of them in a row."""
    counts, rows = np.zeros((2, pairs.shape[1]), dtype=np.int32)
    found = [np.empty(0, dtype=np.uint64)] * (len(range(0, len(counts), _PAIRS_AT_ONCE)) + 1)
    list_shared = _list_shared_compiled if source.is_compiled else _list_shared_plain

    def list_part(bounds: slice, desk: Desk) -> None:
        numbers, local = np.unique(pairs[:, bounds], return_inverse=True)
        tokens = source.hash(numbers.tolist(), desk=desk)
        places: Owners = np.ascontiguousarray(local.reshape(2, -1), dtype=np.int32)
        runs = list_shared(tokens, places, (counts[bounds], rows[bounds]), desk)
        found[bounds.start // _PAIRS_AT_ONCE] = runs

    do_parts(list_part, len(counts), at_once=_PAIRS_AT_ONCE, threads=source.threads)
    return np.concatenate(found), counts, rows


def _list_shared_compiled(tokens: HashBatch, pairs: Owners, out: tuple[Owners, Owners], desk: Desk) -> Hashes:
    from dedup.match.kernels.passages import list_shared_runs

    runs = desk.take("runs", int(np.diff(tokens.offsets)[pairs[1]].sum()), np.uint64)
    size = list_shared_runs((tokens.hashes, tokens.offsets), pairs, RUN_TOKENS, (runs, *out))
    return runs[:size].copy()


def _list_shared_plain(
    tokens: HashBatch,
    pairs: Owners,
    out: tuple[Owners, Owners],
    desk: Desk,  # noqa: ARG001
) -> Hashes:
    found = [np.empty(0, np.uint64)]
    counts, rows = out
    every = [hash_runs(tokens.of(place), size=RUN_TOKENS) for place in range(len(tokens))]
    runs, known = _index_runs(every)
    sets = [frozenset(own.values()) for own in known]
    for place, (left, right) in enumerate(pairs.T.tolist()):
        if shared := sets[left] & sets[right]:
            found.append(runs[sorted(shared)])
            counts[place] = len(shared)
            rows[place] = _measure_longest([spot for spot, run in known[right].items() if run in shared])
    return np.concatenate(found)


def _index_runs(rows: Sequence[Hashes]) -> tuple[Hashes, list[dict[int, int]]]:
    """The distinct runs, and where in each row which of them stands, those of one place alone left out."""
    every = np.concatenate([np.empty(0, np.uint64), *rows])
    runs, numbers, counts = np.unique(every, return_inverse=True, return_counts=True)
    is_met = counts[numbers] > 1
    known = []
    start = 0
    for row in rows:
        spots = np.flatnonzero(is_met[start : start + len(row)])
        known.append(dict(zip(spots.tolist(), numbers[start + spots].tolist(), strict=True)))
        start += len(row)
    return runs, known


def _measure_longest(spots: Sequence[int]) -> int:
    """The longest row of neighbouring numbers; they ascend."""
    longest = length = 1
    for one, other in pairwise(spots):
        length = length + 1 if other == one + 1 else 1
        longest = max(longest, length)
    return longest


def _add_up(counts: Owners) -> Numbers:
    """Where the entries of each begin, and where the last ones end."""
    bounds = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=bounds[1:])
    return bounds
