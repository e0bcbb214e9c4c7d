"""Verdicts weighed by what is common in the corpus, once they say which articles tell one story.

Rewordings of a report share few of its words, so figures alone would take them for stories of their own and
the report's sentences for common ones. Passages only ever add links: what has none is not looked at again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedup.engine.crew import Doubt
from dedup.match.commonness import FULLY, WEIGHTLESS, Commonness, weigh_passages
from dedup.match.passages import SharedPassages, TokenSource, collect_passages
from dedup.match.shingle import Hashes
from dedup.match.survey import Owners
from dedup.records import Link

ONE_STORY_CONTAINMENT = 0.45
"""Share of either article's shingles in the other from which both tell one story, where stories are counted;
the paragraph in which a company tells of itself makes up a third of a release."""
ONE_STORY_COVERAGE = 0.6
"""The same for the share of the shorter article that the other answers to, in a piece made from another."""

_TOLD_AGAIN = frozenset({"identical", "near_duplicate"})
_BY_PASSAGES = frozenset({"derived", "quotes"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Corpus:
    """What passages are weighed by.

    ``source`` reads the articles, which are numbered in the order of ``ids``; ``leaders`` (n,) are the first
    with the words of each; ``pairs`` (2, p) of leaders are the candidates, ``by_signature`` and
    ``shared_anchors`` (p,) say what proposed each, ``containment`` (p,) how much of either is in the other;
    ``passages`` are what the pairs share.
    """

    source: TokenSource
    ids: Sequence[str]
    leaders: Owners
    pairs: Owners
    by_signature: npt.NDArray[np.bool_]
    shared_anchors: Owners
    containment: npt.NDArray[np.float64]
    passages: SharedPassages


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weighed:
    """Links that carry no weight, links to judge again, and the runs of words that many stories have.

    ``stories`` (n,) is the first article of the story that each article of the corpus tells.
    """

    stories: Owners
    dropped: Sequence[Doubt]
    in_doubt: Sequence[Doubt]
    common_runs: Hashes


def collect_shared(
    source: TokenSource, leaders: Owners, *, pairs: Owners, containment: npt.NDArray[np.float64]
) -> SharedPassages:
    """What pairs of leaders share that do not tell one story by their containment alone.

    Cost: that of ``collect_passages``.
    """
    is_one_story = containment >= ONE_STORY_CONTAINMENT
    return collect_passages(source, leaders, pairs=pairs, is_one_story=is_one_story)


def weigh_links(corpus: Corpus, links: Sequence[Link]) -> Weighed:
    """Find the links that rest on what many stories have.

    Args:
        links: the verdicts on pairs of leaders; those that are not links may be left out.
    Cost: that of ``weigh_passages``.
    """
    places = _locate(corpus, [link for link in links if link.is_linked])
    common = _weigh(corpus, places)
    dropped: list[Doubt] = []
    in_doubt: list[Doubt] = []
    for place, link in places.items():
        if link.relation in _BY_PASSAGES and common.weight[place] != FULLY:
            is_lost = link.relation == "quotes" and common.weight[place] == WEIGHTLESS
            (dropped if is_lost else in_doubt).append(
                Doubt(
                    left_id=link.left_id,
                    right_id=link.right_id,
                    is_marked=True,
                    is_stock=bool(common.is_stock[place]),
                )
            )
    return Weighed(stories=common.stories, dropped=dropped, in_doubt=in_doubt, common_runs=common.runs)


def _locate(corpus: Corpus, links: Sequence[Link]) -> dict[int, Link]:
    """The links by the places of their pairs, ascending; those on other pairs are left out."""
    numbers = {article_id: number for number, article_id in enumerate(corpus.ids)}
    size = len(numbers)
    found = {numbers[link.left_id] * size + numbers[link.right_id]: link for link in links}
    keys = corpus.pairs[0].astype(np.int64) * size + corpus.pairs[1]
    places = np.flatnonzero(np.isin(keys, np.array(list(found), dtype=np.int64)))
    return {place: found[key] for place, key in zip(places.tolist(), keys[places].tolist(), strict=True)}


def _weigh(corpus: Corpus, links: dict[int, Link]) -> Commonness:
    is_one_story = corpus.containment >= ONE_STORY_CONTAINMENT
    for place, link in links.items():
        is_one_story[place] |= link.relation in _TOLD_AGAIN or (
            link.relation == "derived" and max(link.left_coverage, link.right_coverage) >= ONE_STORY_COVERAGE
        )
    return weigh_passages(corpus.passages, is_one_story=is_one_story)
