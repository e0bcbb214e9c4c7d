"""A run over many articles, asked why it did, or did not, link two of them.

Runs keep no evidence of most pairs: figures settle the clear ones, and other processes hand back verdicts
alone. So the pair is compared once more, with the marks it had in the run, and what the other articles had
to do with it is looked up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from dedup.engine.compare import compare_prepared, measure_prepared
from dedup.engine.crew import Doubt
from dedup.engine.judge import Judged, are_close_in_time
from dedup.engine.local import Proposed
from dedup.engine.shelf import Shelf
from dedup.match.commonness import count_stories, mark_article
from dedup.match.passages import RUN_TOKENS, PreparedSource
from dedup.match.shingle import hash_runs
from dedup.match.signature import build_signature
from dedup.records import Explanation, Link, PairMeasures, PreparedArticle, Relation, SharedPassage
from dedup.relate.explain import Barrier, Course, explain_in_run
from dedup.relate.identical import link_identical, rename_link
from dedup.relate.measures import COMMON_SHARE
from dedup.relate.relation import judge_pair, name_relation
from dedup.relate.support import list_supporters

Ids = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """A run with all that led to its verdicts."""

    shelf: Shelf
    proposed: Proposed
    judged: Judged


def retrace_pair(run: Run, left_id: str, right_id: str) -> Explanation:
    """Why the run links two of its articles, left id < right id, or does not.

    Cost: that of comparing the pair, and one reading of all texts to count what both share.
    """
    settings = run.shelf.settings
    left, right = run.shelf.prepared(left_id), run.shelf.prepared(right_id)
    alone, passages = compare_prepared(left, right, settings=settings)
    leaders = _find_leaders(run.proposed, left_id, right_id)
    doubt = _find_doubt(run.judged, leaders)
    weighed = _weigh_passages(run, left, passages, doubt)
    course = _follow(run, leaders, weighed if doubt else None)
    if not are_close_in_time(left.article, right.article, within_days=settings.within_days):
        course = replace(course, barrier="dates")
    ids = left_id, right_id
    sides = ids if leaders[0] == leaders[1] else leaders
    measures = _measure(run, sides, doubt)
    link = _settle(
        _rename(judge_pair(*sides, measures=measures, settings=settings), ids, run.proposed),
        _find_verdict(run, leaders, ids),
        barrier=course.barrier,
        elsewise=name_relation("names", measures, settings=settings),
    )
    return explain_in_run(
        link,
        alone=alone.relation,
        articles=len(run.shelf),
        course=course,
        passages=weighed,
        settings=settings,
    )


def _settle(own: Link, verdict: Link | None, *, barrier: Barrier, elsewise: Relation) -> Link:
    """The verdict of the run with the evidence of the pair's own comparison.

    Args:
        own: what this comparison came to.
        elsewise: the relation of the two where something keeps the run from linking them.
    """
    if barrier and own.is_linked:
        verdict = replace(own, relation=elsewise, confidence=1 - own.confidence)
    elif barrier or verdict is None:
        return own
    if verdict.relation == own.relation:
        return replace(verdict, evidence=own.evidence)
    undecided = tuple(replace(evidence, is_decisive=False) for evidence in own.evidence)
    return replace(verdict, evidence=undecided)


def _find_leaders(proposed: Proposed, left_id: str, right_id: str) -> Ids:
    leader_of = {member: leader for leader, ids in proposed.members.items() for member in ids}
    low, high = sorted(leader_of.get(article_id, article_id) for article_id in (left_id, right_id))
    return low, high


def _find_doubt(judged: Judged, leaders: Ids) -> Doubt | None:
    """How the pair was marked when it was judged again, or would have been if it had been."""
    if judged.weighed is None:
        return None
    doubts = chain(judged.weighed.dropped, judged.weighed.in_doubt)
    return next((doubt for doubt in doubts if (doubt.left_id, doubt.right_id) == leaders), None)


def _measure(run: Run, sides: Ids, doubt: Doubt | None) -> PairMeasures:
    left, right = map(run.shelf.prepared, sides)
    if doubt is not None and run.judged.weighed is not None:
        runs = run.judged.weighed.common_runs
        left, right = (mark_article(side, runs, is_stock=doubt.is_stock) for side in (left, right))
    return measure_prepared(left, right)[0]


def _find_verdict(run: Run, leaders: Ids, ids: Ids) -> Link | None:
    """The run's verdict on the pair, under its own ids; None if it was not compared."""
    if leaders[0] == leaders[1]:
        return link_identical(ids)[0][0]
    found = _find_link(run.judged.links, leaders)
    return None if found is None else _rename(found, ids, run.proposed)


def _rename(link: Link, ids: Ids, proposed: Proposed) -> Link:
    """The verdict on two leaders, or on the articles themselves, under the ids of the articles."""
    leaders = link.left_id, link.right_id
    is_in_order = ids[0] == leaders[0] or ids[0] in proposed.members.get(leaders[0], ())
    return rename_link(link, *(ids if is_in_order else ids[::-1]))


def _find_link(links: Sequence[Link], ids: Ids) -> Link | None:
    return next((link for link in links if (link.left_id, link.right_id) == ids), None)


def _follow(run: Run, leaders: Ids, weighed: Sequence[SharedPassage] | None) -> Course:
    """What became of the pair on its way through the run."""
    judged, proposed = run.judged, run.proposed
    final, before = (_find_link(links, leaders) for links in (judged.links, judged.by_themselves))
    settled = _find_link(proposed.links, leaders)
    place = _find_place(proposed, leaders)
    sources, shared_anchors = _find_sources(run, leaders, place)
    agreeing, rare = (0, None) if sources else _measure_nearness(run, leaders)
    telling = None if weighed is None else sum(not passage.is_common for passage in weighed)
    return Course(
        settled=() if settled is None or final is not settled else settled.evidence,
        supported=() if final is None or final is before else final.evidence[:1],
        barrier=_find_barrier(run, leaders, is_judged=final is not None, is_proposed=bool(sources)),
        proposed_by=sources,
        shared_anchors=shared_anchors,
        agreeing_bands=agreeing,
        rare_anchors=rare,
        telling_passages=telling,
        supporters=list_supporters(judged.by_themselves, left_id=leaders[0], right_id=leaders[1]),
    )


def _find_barrier(run: Run, leaders: Ids, *, is_judged: bool, is_proposed: bool) -> Barrier:
    """What keeps a pair without a verdict from being linked; in a crowd its own comparison tells."""
    crowds = run.proposed.crowds
    is_passed_over = crowds is not None and crowds.tell_one_story(*map(run.shelf.find, leaders))
    if is_judged or leaders[0] == leaders[1] or is_passed_over:
        return ""
    if not is_proposed:
        return "not compared"
    weighed = run.judged.weighed
    if weighed is not None and leaders in {(doubt.left_id, doubt.right_id) for doubt in weighed.dropped}:
        return "common passages"
    is_compared = leaders in {(doubt.left_id, doubt.right_id) for doubt in run.proposed.in_doubt}
    return "given up" if is_compared else "figures"


def _find_place(proposed: Proposed, leaders: Ids) -> int | None:
    """Where the pair stands among the candidates."""
    corpus = proposed.corpus
    if corpus is None:
        return None
    numbers = np.array([bisect_left(corpus.ids, article_id) for article_id in leaders])
    places = np.flatnonzero((numbers == corpus.pairs.T).all(axis=1))
    return int(places[0]) if len(places) else None


def _find_sources(run: Run, leaders: Ids, place: int | None) -> tuple[tuple[str, ...], int]:
    """What proposed the pair, and how many rare anchors the run counted in both."""
    if leaders[0] == leaders[1]:
        return ("exact",), 0
    corpus = run.proposed.corpus
    if corpus is None or place is None:
        is_through_others = _find_link(run.judged.by_themselves, leaders) is not None
        return (("others",) if is_through_others else ()), 0
    shared = int(corpus.shared_anchors[place])
    by_signature = ("lsh",) if corpus.by_signature[place] else ()
    return (*by_signature, *(("anchors",) if shared else ())), shared


def _measure_nearness(run: Run, leaders: Ids) -> tuple[int, int | None]:
    """How near a pair that was not proposed came to it: bands that agree, rare anchors in common."""
    settings = run.shelf.settings
    sides = [run.shelf.prepared(article_id) for article_id in leaders]
    values = [
        build_signature(side.shingles, num_perm=settings.num_perm, seed=settings.seed).values
        for side in sides
    ]
    agree = (values[0] == values[1])[: settings.bands * settings.rows].reshape(settings.bands, settings.rows)
    corpus = run.proposed.corpus
    if corpus is None or not isinstance(corpus.source, PreparedSource):
        return int(agree.all(axis=1).sum()), None
    shared = np.intersect1d(sides[0].anchors.hashes, sides[1].anchors.hashes, assume_unique=True)
    holders = np.zeros(len(shared), dtype=np.int64)
    for article in corpus.source.prepared:
        holders += np.isin(shared, article.anchors.hashes, assume_unique=True)
    return int(agree.all(axis=1).sum()), int((holders <= settings.max_anchor_articles).sum())


def _weigh_passages(
    run: Run, left: PreparedArticle, passages: Sequence[SharedPassage], doubt: Doubt | None
) -> tuple[SharedPassage, ...]:
    """The passages with the number of stories that have each, and whether that took its weight from it."""
    corpus, weighed = run.proposed.corpus, run.judged.weighed
    if corpus is None or weighed is None or not passages:
        return tuple(passages)
    firsts = [int(np.searchsorted(left.tokens.starts, passage.left[0])) for passage in passages]
    bounds = [slice(first, first + one.tokens) for first, one in zip(firsts, passages, strict=True)]
    runs = [hash_runs(left.token_hashes[bound], size=RUN_TOKENS) for bound in bounds]
    wanted = np.unique(np.concatenate(runs))
    numbers = np.flatnonzero(corpus.leaders == np.arange(len(corpus.leaders)))
    counts = count_stories(corpus.source, numbers, stories=weighed.stories, wanted=wanted)
    marked = left.is_common
    if doubt is not None:
        marked = mark_article(left, weighed.common_runs, is_stock=doubt.is_stock).is_common
    return tuple(
        replace(
            passage,
            stories=int(counts[np.searchsorted(wanted, own)].max(initial=0)),
            is_common=bool(marked[bound].mean() >= COMMON_SHARE),
        )
        for passage, own, bound in zip(passages, runs, bounds, strict=True)
    )
