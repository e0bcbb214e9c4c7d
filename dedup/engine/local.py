"""Runs on one machine: which pairs are proposed, and which of them need no alignment.

Few articles are prepared one by one and matched through datasketch; from some thousands on the batch kernels
of ``dedup.match.articles`` do the same over contiguous buffers, and a pair whose figures leave no doubt gets
its verdict from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from boilerplate.workers import count_cores
from dedup.engine.crew import Doubt
from dedup.engine.crowds import Crowds
from dedup.engine.figures import judge_little, settle_common
from dedup.engine.pair_figures import APART, IN_DOUBT, ONE_STORY, Codes, find_shorter
from dedup.engine.shelf import Shelf
from dedup.engine.stories import find_stories, leave_out_little, settle_parts
from dedup.engine.weigh import Corpus, collect_shared
from dedup.match.articles import COMPILED_FROM, Matches, match_articles
from dedup.match.candidates import find_candidates
from dedup.match.exact import group_identical
from dedup.match.fast import is_compiler_installed
from dedup.match.passages import PreparedSource
from dedup.match.survey import Owners, Reader
from dedup.match.texts import return_memory
from dedup.match.verify import measure_overlap
from dedup.records import CandidatePair, Evidence, Link, Overlap, PreparedArticle, Relation
from dedup.settings import Settings

BATCHES_FROM = 2_000
"""Articles from which batches are matched instead of prepared articles."""

MOST_COMPARED = 2_000
"""Candidate pairs beyond which figures settle the clear ones over few articles too."""

COMPILED_FROM_PAIRS = 4_000
"""Candidate pairs from which compiled loops are worth loading over few articles: versions of one story."""

CLEAR_CONFIDENCE = 0.99
"""Of a verdict by figures: none of 1,800 on families of known lineage differs from that of the alignment."""

_STORY: tuple[Relation, str] = "near_duplicate", "shingles in common"
_QUOTATION: tuple[Relation, str] = "quotes", "a passage in common, and little else"
_BY_FIGURES: Mapping[Relation, tuple[Evidence, ...]] = {
    relation: (
        Evidence(name=name, value="clear", needed=f"{relation} if clear", met="yes", is_decisive=True),
    )
    for relation, name in (_STORY, _QUOTATION)
}
"""What such a verdict rests on, once for all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What a run has to look at.

    ``members`` are the articles equal to each leader that has any, itself first; ``links`` the verdicts on
    pairs of leaders that are clear already, ``in_doubt`` the pairs to compare, ``corpus`` what the passages
    they share are weighed by, if at all; ``candidates`` is how many pairs were proposed, ``common`` how many
    of them rest on what many stories have, ``crowds`` are those among the articles of a big run, and
    ``counts`` say what was capped.
    """

    members: Mapping[str, tuple[str, ...]]
    links: Sequence[Link]
    in_doubt: Sequence[Doubt]
    corpus: Corpus | None
    candidates: int
    common: int
    crowds: Crowds | None
    counts: tuple[tuple[str, int], ...]


def propose_pairs(
    shelf: Shelf, *, settings: Settings, stories_only: bool = False, batches_from: int = BATCHES_FROM
) -> Proposed:
    """Collapse equal articles and find the pairs of the others that are worth comparing.

    Args:
        stories_only: whether copies of whole stories alone are looked for.
    """
    if len(shelf) >= batches_from:
        return _propose_from_batches(shelf, settings=settings, stories_only=stories_only)
    prepared = [shelf.prepared(article_id) for article_id in shelf.ids]
    groups = {ids[0]: ids for ids in group_identical(prepared)}
    leaders = [article for article in prepared if article.article.id in groups]
    candidates = find_candidates(leaders, settings=settings)
    if len(candidates) > MOST_COMPARED:
        return _propose_from_batches(
            shelf, settings=settings, stories_only=stories_only, pairs=len(candidates)
        )
    places = {article.article.id: place for place, article in enumerate(leaders)}
    pairs = (
        np.array([(places[pair.left_id], places[pair.right_id]) for pair in candidates], dtype=np.int32)
        .reshape(-1, 2)
        .T
    )
    ids = list(places)
    return Proposed(
        members={leader: ids for leader, ids in groups.items() if len(ids) > 1},
        links=(),
        in_doubt=_list_doubts(pairs, ids),
        corpus=_describe_corpus(leaders, pairs, candidates),
        candidates=len(candidates),
        common=0,
        crowds=None,
        counts=(),
    )


def _describe_corpus(
    prepared: Sequence[PreparedArticle], pairs: Owners, candidates: Sequence[CandidatePair]
) -> Corpus:
    overlaps = (
        measure_overlap(prepared[left].shingles, prepared[right].shingles) for left, right in pairs.T.tolist()
    )
    containment = np.array(
        [max(overlap.left_containment, overlap.right_containment) for overlap in overlaps], dtype=np.float64
    )
    source, leaders = PreparedSource(prepared), np.arange(len(prepared), dtype=np.int32)
    return Corpus(
        source=source,
        ids=[article.article.id for article in prepared],
        leaders=leaders,
        pairs=pairs,
        by_signature=np.array(["lsh" in pair.sources for pair in candidates], dtype=bool),
        shared_anchors=np.array([pair.shared_anchors for pair in candidates], dtype=np.int32),
        containment=containment,
        passages=collect_shared(source, leaders, pairs=pairs, containment=containment),
    )


def _describe_matches(matches: Matches, reader: Reader, ids: Sequence[str]) -> Corpus:
    containment = matches.containment.max(axis=0)
    return Corpus(
        source=reader,
        ids=ids,
        leaders=matches.leaders,
        pairs=matches.pairs,
        by_signature=matches.by_signature,
        shared_anchors=matches.shared_anchors,
        containment=containment,
        passages=collect_shared(reader, matches.leaders, pairs=matches.pairs, containment=containment),
    )


def _propose_from_batches(
    shelf: Shelf, *, settings: Settings, stories_only: bool, pairs: int = 0
) -> Proposed:
    is_many = len(shelf) >= COMPILED_FROM or pairs >= COMPILED_FROM_PAIRS
    is_compiled = is_many and is_compiler_installed()
    reader = Reader(shelf.texts, range(len(shelf)), settings, is_compiled, count_cores())
    matches = match_articles(
        shelf.ids,
        shelf.texts,
        settings=settings,
        with_anchors=not stories_only,
        is_compiled=is_compiled,
        threads=reader.threads,
    )
    shelf.note_counts(matches.token_counts)
    return_memory()
    crowds = Crowds(matches, reader)
    codes, passed_over = crowds.settle(find_stories(matches, reader))
    ids = shelf.ids
    corpus, common = None, 0
    if stories_only:
        codes = settle_parts(matches, reader, leave_out_little(matches, codes))
    else:
        corpus = _describe_matches(matches, reader, ids)
        settled = settle_common(matches, reader, codes, passages=corpus.passages, settings=settings)
        common = int((settled != codes).sum())
        codes = judge_little(matches, reader, settled, settings=settings)
    return_memory()
    in_doubt = _list_doubts(matches.pairs[:, codes == IN_DOUBT], ids)
    return Proposed(
        members=_group_members(matches, ids),
        links=list(_link_clear_pairs(matches, codes, ids)),
        in_doubt=in_doubt,
        corpus=corpus,
        candidates=len(codes),
        common=common,
        crowds=crowds,
        counts=(
            *matches.counts,
            *((("pairs_passed_over_in_crowds", passed_over),) if passed_over else ()),
            ("pairs_clear_by_figures", len(codes) - len(in_doubt) - passed_over),
        ),
    )


def _list_doubts(pairs: Owners, ids: Sequence[str]) -> list[Doubt]:
    """The pairs in doubt, those of one story together."""
    return _gather_parts([Doubt(left_id=ids[left], right_id=ids[right]) for left, right in pairs.T.tolist()])


def _gather_parts(doubts: Sequence[Doubt]) -> list[Doubt]:
    """The pairs with those of one story together, so that each article is made ready once."""
    roots: dict[str, str] = {}
    for doubt in doubts:
        low, high = sorted((_find_root(roots, doubt.left_id), _find_root(roots, doubt.right_id)))
        roots[high] = low
    return sorted(doubts, key=lambda doubt: (_find_root(roots, doubt.left_id), doubt.left_id, doubt.right_id))


def _find_root(roots: dict[str, str], article_id: str) -> str:
    while (above := roots.setdefault(article_id, article_id)) != article_id:
        roots[article_id] = roots.setdefault(above, above)
        article_id = above
    return article_id


def _group_members(matches: Matches, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    members: dict[str, list[str]] = {}
    for number in np.flatnonzero(matches.leaders != np.arange(len(matches.leaders))).tolist():
        leader = ids[matches.leaders[number]]
        members.setdefault(leader, [leader]).append(ids[number])
    return {leader: tuple(group) for leader, group in members.items()}


def _link_clear_pairs(matches: Matches, codes: Codes, ids: Sequence[str]) -> Iterator[Link]:
    """The pairs linked by their figures alone, in the order of their ids."""
    chosen = np.flatnonzero((codes != IN_DOUBT) & (codes != APART))
    shorter = find_shorter(matches)[chosen]
    pairs, containment = matches.pairs[:, chosen], matches.containment[:, chosen]
    coverage = matches.coverage[:, chosen].astype(np.float64)
    places = np.arange(len(chosen))
    similarity = (coverage[shorter, places] + containment[shorter, places]) / 2
    rows = zip(
        *pairs.tolist(),
        (codes[chosen] == ONE_STORY).tolist(),
        matches.jaccard[chosen].tolist(),
        *containment.tolist(),
        *coverage.tolist(),
        similarity.tolist(),
        strict=True,
    )
    for left, right, is_story, jaccard, in_right, in_left, left_coverage, right_coverage, alike in rows:
        relation: Relation = "near_duplicate" if is_story else "quotes"
        yield Link(
            left_id=ids[left],
            right_id=ids[right],
            relation=relation,
            overlap=Overlap(
                left_id=ids[left],
                right_id=ids[right],
                jaccard=jaccard,
                left_containment=in_right,
                right_containment=in_left,
            ),
            left_coverage=left_coverage,
            right_coverage=right_coverage,
            evidence=_BY_FIGURES[relation],
            similarity=alike,
            confidence=CLEAR_CONFIDENCE,
            alone=float(is_story),
        )
