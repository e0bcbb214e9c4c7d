"""What is common in a corpus carries no weight: runs of words that stand in many stories.

The paragraph in which a company tells of itself, a disclaimer, a famous sentence: two articles that share one
of these need not have it from each other. Counted are stories, not articles, since the many copies of one
report do not make its sentences common. Two articles compared alone have no corpus: there everything counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from dedup.match.passages import (
    RUN_TOKENS,
    Mask,
    SharedPassages,
    TokenSource,
    find_holders,
    label_stories,
)
from dedup.match.shingle import Hashes, hash_runs
from dedup.match.survey import Numbers, Owners
from dedup.records import PreparedArticle

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


def weigh_passages(shared: SharedPassages, *, is_one_story: Mask) -> Commonness:
    """Count in how many stories stands what candidate pairs of different stories share.

    Args:
        is_one_story: (p,) of which of all pairs it is known that both tell one story, whatever the words;
            those of which it was known when ``shared`` was collected are among them.
    Cost: linear in what is shared; nothing is read.
    """
    pairs = shared.pairs
    stories = label_stories(pairs[:, is_one_story], shared.articles, is_compiled=shared.is_compiled)
    ends = stories[pairs[:, shared.looked_at]]
    is_between = ends[0] != ends[1]
    own = np.diff(shared.bounds)
    is_wanted = np.zeros(len(shared.runs), dtype=bool)
    is_wanted[shared.shared[np.repeat(is_between, own)]] = True
    holders = shared.holders, shared.holder_bounds
    counts = _count_holders(holders, stories, is_compiled=shared.is_compiled)
    is_common = is_wanted & (counts >= COMMON_FROM)
    met = np.zeros(len(shared.shared) + 1, dtype=np.int64)
    np.cumsum(is_common[shared.shared], out=met[1:])
    common = np.diff(met[shared.bounds])
    between = shared.looked_at[is_between]
    is_stock = np.zeros(pairs.shape[1], dtype=bool)
    is_stock[between] = _find_stock(ends[:, is_between], shared.longest[is_between], shared.articles)
    weight = np.full(pairs.shape[1], FULLY, dtype=np.int8)
    weight[shared.looked_at[is_between & (common > 0)]] = PARTLY
    weight[shared.looked_at[is_between & (own > 0) & (common == own)]] = WEIGHTLESS
    weight[is_stock] = WEIGHTLESS
    return Commonness(stories=stories, runs=shared.runs[is_common], is_stock=is_stock, weight=weight)


def count_stories(source: TokenSource, numbers: Numbers, *, stories: Owners, wanted: Hashes) -> Numbers:
    """In how many stories each of the wanted runs, ascending and distinct, stands.

    Args:
        numbers: of the articles that are read, ascending.
        stories: (n,) a number for each article, the same for those that tell one story.
    """
    holders = find_holders(source, numbers, wanted)
    return _count_holders(holders, stories, is_compiled=source.is_compiled)


def _count_holders(found: tuple[Owners, Numbers], stories: Owners, *, is_compiled: bool) -> Numbers:
    """How many stories the articles of each run tell; ``found`` as ``find_holders`` gives it."""
    holders, bounds = found
    if is_compiled:
        from dedup.match.kernels.passages import count_different

        counts = np.zeros(len(bounds) - 1, dtype=np.int64)
        count_different(holders, bounds, stories, counts)
        return counts
    keys = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds)) << 32 | stories[holders]
    return np.bincount(np.unique(keys) >> 32, minlength=len(bounds) - 1)


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


def _find_stock(stories: Owners, longest: Owners, size: int) -> Mask:
    """Which pairs of stories both have more partners than a story with passages of its own.

    ``longest`` are the tokens of the longest passage that each two articles share.
    """
    levels = np.clip((PARTNER_SHARE * longest).astype(np.int64), RUN_TOKENS, SURE_TOKENS)
    low, high = np.sort(stories.astype(np.int64), axis=0)
    keys = low * size + high
    order = np.lexsort((-longest, keys))
    order = order[np.diff(keys[order], prepend=-1) != 0]  # of each two stories the longest passage
    low, high, most = low[order], high[order], longest[order]
    is_stock = np.zeros(len(longest), dtype=bool)
    for level in range(RUN_TOKENS, SURE_TOKENS + 1):
        ends = low[most >= level], high[most >= level]
        partners = np.bincount(np.concatenate(ends), minlength=size)
        is_full = partners > MOST_PARTNERS
        is_stock |= (levels == level) & is_full[stories[0]] & is_full[stories[1]]
    return is_stock
