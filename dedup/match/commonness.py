"""What is common in a corpus carries no weight: runs of words that stand in many stories.

The paragraph in which a company tells of itself, a disclaimer, a famous sentence: two articles that share one
of these need not have it from each other. Counted are stories, not articles, since the many copies of one
report do not make its sentences common. Only what candidate pairs share is counted, so memory follows the
pairs and not the corpus. Two articles compared alone have no corpus: there everything counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dedup.match import plain
from dedup.match.batch import HashBatch
from dedup.match.shingle import Hashes, hash_runs
from dedup.match.survey import Numbers, Owners, list_batches
from dedup.records import PreparedArticle

RUN_TOKENS = 8
"""Tokens of a run that is counted: shorter ones are turns of phrase."""
COMMON_FROM = 3
"""Stories from which a run is common."""
MOST_PARTNERS = 2
"""Other stories with which a story may share passages. Where both of two have more, they are made of stock
sentences, and one more of these in common proves nothing."""
PARTNER_SHARE, SURE_TOKENS = 0.5, 12
"""Length from which a passage counts for that: this share of the one in question, at most so many tokens.
A quotation of some length stands out among turns of phrase."""
WEIGHTLESS, PARTLY, FULLY = 0, 1, 2
"""What of the passages that a pair shares carries weight."""

_PAIRS_AT_ONCE = 8_192

Mask = npt.NDArray[np.bool_]


class TokenSource(Protocol):
    """Where the token hashes of numbered articles come from (``survey.Reader``)."""

    @property
    def is_compiled(self) -> bool:
        """Whether there are so many that compiled loops are worth loading."""

    def __len__(self) -> int:
        """How many articles."""

    def hash(self, numbers: Sequence[int]) -> HashBatch:
        """The token hashes of the articles of these numbers."""


@dataclass(frozen=True, slots=True)
class PreparedSource:
    """Few articles that are prepared already."""

    prepared: Sequence[PreparedArticle]

    @property
    def is_compiled(self) -> bool:
        """Few articles need no compiled loop."""
        return False

    def __len__(self) -> int:
        """How many articles."""
        return len(self.prepared)

    def hash(self, numbers: Sequence[int]) -> HashBatch:
        """Their token hashes, without marks."""
        parts = [self.prepared[number].token_hashes for number in numbers]
        offsets = np.zeros(len(parts) + 1, dtype=np.int64)
        np.cumsum([len(part) for part in parts], out=offsets[1:])
        hashes = np.concatenate([np.empty(0, dtype=np.uint64), *parts])
        return HashBatch(hashes=hashes, offsets=offsets, marks=np.empty(0, dtype=np.uint8))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Commonness:
    """What the articles of a corpus have in common beyond their stories.

    ``runs`` are the runs of ``RUN_TOKENS`` tokens that stand in ``COMMON_FROM`` stories or more; uint64,
    sorted. ``is_stock`` (p,) says of each candidate pair whether both its stories share passages with so many
    others that one in common proves nothing. ``weight`` (p,) says what of a pair's passages carries weight:
    nothing, a part, everything; a pair without any, and one of a single story, keeps its full weight.
    ``stories`` (n,) is the first article of the story that each tells.
    """

    stories: Owners
    runs: Hashes
    is_stock: Mask
    weight: npt.NDArray[np.int8]


def weigh_passages(source: TokenSource, leaders: Owners, *, pairs: Owners, is_one_story: Mask) -> Commonness:
    """Count in how many stories stands what candidate pairs of different stories share.

    Args:
        source: all articles.
        leaders: (n,) the first article with the words of each; it alone is read.
        pairs: (2, p) of the numbers of leaders, left < right.
        is_one_story: (p,) of which pairs it is known that both tell one story, whatever the words.
    Cost: linear in the text of the articles, and of those of the pairs once for each pair.
    """
    stories = plain.label_parts(pairs[:, is_one_story], len(source))
    between = np.flatnonzero(stories[pairs[0]] != stories[pairs[1]])
    shared, owners, longest = _list_shared_runs(source, pairs[:, between])
    wanted, places = np.unique(shared, return_inverse=True)
    numbers = np.flatnonzero(leaders == np.arange(len(leaders)))
    is_common = count_stories(source, numbers, stories=stories, wanted=wanted) >= COMMON_FROM
    runs = np.bincount(owners, minlength=len(between))
    common = np.bincount(owners[is_common[places]], minlength=len(between))
    is_stock = np.zeros(pairs.shape[1], dtype=bool)
    is_stock[between] = _find_stock(stories[pairs[:, between]], longest, len(source))
    weight = np.full(pairs.shape[1], FULLY, dtype=np.int8)
    weight[between[common > 0]] = PARTLY
    weight[between[(runs > 0) & (common == runs)]] = WEIGHTLESS
    weight[is_stock] = WEIGHTLESS
    return Commonness(stories=stories, runs=wanted[is_common], is_stock=is_stock, weight=weight)


def mark_common(token_hashes: Hashes, runs: Hashes) -> Mask:
    """Which tokens of an article lie in one of these runs of ``RUN_TOKENS`` tokens, sorted."""
    found = hash_runs(token_hashes, size=RUN_TOKENS)
    places = np.searchsorted(runs, found)  # not isin, which sorts the runs once more for every article
    starts = np.flatnonzero(runs.take(places, mode="clip") == found) if len(runs) else places[:0]
    steps = np.zeros(len(token_hashes) + 1, dtype=np.int64)
    np.add.at(steps, starts, 1)
    np.subtract.at(steps, starts + RUN_TOKENS, 1)
    is_common: Mask = np.cumsum(steps)[:-1] > 0
    return is_common


def mark_article(article: PreparedArticle, runs: Hashes, *, is_stock: bool = False) -> PreparedArticle:
    """The article with its common tokens marked: those in common runs, all of them in a stock pair.

    Names and numbers that stand in common runs alone are left out of its anchors.
    """
    is_common = mark_common(article.token_hashes, runs)
    own = {word for word, common in zip(article.tokens.words, is_common, strict=True) if not common}
    anchors = replace(
        article.anchors,
        names=article.anchors.names & own,
        numbers=article.anchors.numbers & own,
        mentions=tuple(word for word in article.anchors.mentions if word in own),
        quoted_words=article.anchors.quoted_words & own,
    )
    is_common |= is_stock
    is_common.flags.writeable = False
    return replace(article, is_common=is_common, anchors=anchors)


def _list_shared_runs(source: TokenSource, pairs: Owners) -> tuple[Hashes, Numbers, Numbers]:
    """What the two articles of each pair share: runs and the places of their pairs; the longest passage."""
    found, owners = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    longest = np.zeros(pairs.shape[1], dtype=np.int64)
    list_shared = _list_shared_compiled if source.is_compiled else _list_shared_plain
    for start in range(0, pairs.shape[1], _PAIRS_AT_ONCE):
        part = pairs[:, start : start + _PAIRS_AT_ONCE]
        numbers, local = np.unique(part.astype(np.int64), return_inverse=True)
        runs, places, rows = list_shared(source, numbers, local.reshape(2, -1))
        found.append(runs)
        owners.append(places + start)
        longest[start : start + len(rows)] = np.where(rows > 0, rows + RUN_TOKENS - 1, 0)
    return np.concatenate(found), np.concatenate(owners), longest


def _list_shared_compiled(
    source: TokenSource, numbers: Numbers, pairs: Numbers
) -> tuple[Hashes, Numbers, Owners]:
    """Of places in ``numbers``: shared runs, the places of their pairs, the most runs in a row of each."""
    from dedup.match.kernels.passages import list_shared_runs

    tokens = source.hash(numbers.tolist())
    room = int(np.diff(tokens.offsets)[pairs[1]].sum())
    runs, owners = np.empty(room, np.uint64), np.empty(room, np.int32)
    rows = np.zeros(pairs.shape[1], dtype=np.int32)
    places = np.ascontiguousarray(pairs, dtype=np.int32)
    count = list_shared_runs((tokens.hashes, tokens.offsets), places, RUN_TOKENS, (runs, owners, rows))
    return runs[:count].copy(), owners[:count].astype(np.int64), rows


def _list_shared_plain(
    source: TokenSource, numbers: Numbers, pairs: Numbers
) -> tuple[Hashes, Numbers, Owners]:
    found, owners = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    rows = np.zeros(pairs.shape[1], dtype=np.int32)
    runs, known = _index_runs([hash_runs(hashes, size=RUN_TOKENS) for hashes in _read(source, numbers)])
    sets = [frozenset(own.values()) for own in known]
    for place, (left, right) in enumerate(pairs.T.tolist()):
        if shared := sets[left] & sets[right]:
            found.append(runs[sorted(shared)])
            owners.append(np.full(len(shared), place))
            rows[place] = _measure_longest([spot for spot, run in known[right].items() if run in shared])
    return np.concatenate(found), np.concatenate(owners), rows


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


def _read(source: TokenSource, numbers: Numbers) -> Iterator[Hashes]:
    for batch in list_batches(numbers):
        tokens = source.hash(batch)
        yield from (tokens.of(place) for place in range(len(tokens)))


def count_stories(source: TokenSource, numbers: Numbers, *, stories: Owners, wanted: Hashes) -> Numbers:
    """In how many stories each of the wanted runs, sorted and distinct, stands.

    Args:
        numbers: of the articles that are read.
        stories: (n,) a number for each article, the same for those that tell one story.
    """
    keys = [np.empty(0, np.int64)]
    find = _find_runs_compiled if source.is_compiled else _find_runs_plain
    if len(wanted):
        keys += find(source, numbers, stories, wanted)
    return np.bincount(np.unique(np.concatenate(keys)) >> 32, minlength=len(wanted))


def _find_runs_compiled(
    source: TokenSource, numbers: Numbers, stories: Owners, wanted: Hashes
) -> Iterator[Numbers]:
    """place << 32 | story for each of the wanted runs that stands in each article."""
    from dedup.match.kernels.passages import find_runs, index_runs

    index = index_runs(wanted)
    for batch in list_batches(numbers):
        tokens = source.hash(batch)
        out = np.empty(len(tokens.hashes), dtype=np.int64)
        owners = np.ascontiguousarray(stories[batch], dtype=np.int32)
        count = find_runs((tokens.hashes, tokens.offsets), owners, RUN_TOKENS, index, out)
        yield np.unique(out[:count])


def _find_runs_plain(
    source: TokenSource, numbers: Numbers, stories: Owners, wanted: Hashes
) -> Iterator[Numbers]:
    for batch in list_batches(numbers):
        tokens = source.hash(batch)
        owners = np.repeat(stories[batch], np.diff(tokens.offsets)).astype(np.int64)
        texts = np.repeat(np.arange(len(batch)), np.diff(tokens.offsets))
        starts = np.flatnonzero(texts[: max(0, len(texts) - RUN_TOKENS + 1)] == texts[RUN_TOKENS - 1 :])
        runs = hash_runs(tokens.hashes, size=RUN_TOKENS)[starts]
        spots = np.minimum(np.searchsorted(wanted, runs), len(wanted) - 1)
        is_wanted = wanted[spots] == runs
        yield np.unique(spots[is_wanted] << 32 | owners[starts[is_wanted]])


def _find_stock(stories: Owners, longest: Numbers, size: int) -> Mask:
    """Which pairs of stories both have more partners than a story with passages of its own.

    ``longest`` are the tokens of the longest passage that each two articles share.
    """
    levels = np.clip((PARTNER_SHARE * longest).astype(np.int64), RUN_TOKENS, SURE_TOKENS)
    low, high = np.sort(stories.astype(np.int64), axis=0)
    keys = low * size + high
    is_stock = np.zeros(len(longest), dtype=bool)
    for level in range(RUN_TOKENS, SURE_TOKENS + 1):
        ends = np.divmod(np.unique(keys[longest >= level]), max(size, 1))
        partners = np.bincount(np.concatenate(ends), minlength=size)
        is_full = partners > MOST_PARTNERS
        is_stock |= (levels == level) & is_full[stories[0]] & is_full[stories[1]]
    return is_stock
