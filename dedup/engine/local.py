"""Runs on one machine: which pairs are proposed, and which of them need no alignment.

Few articles are prepared one by one and matched through datasketch; from some thousands on the batch kernels
of ``dedup.match.articles`` do the same over contiguous buffers, and a pair whose figures leave no doubt gets
its verdict from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dedup.compare.align import align_sentences
from dedup.engine.figures import APART, IN_DOUBT, ONE_STORY, Codes, find_shorter, judge_by_figures
from dedup.engine.shelf import Shelf
from dedup.match.articles import COMPILED_FROM, Matches, match_articles
from dedup.match.candidates import find_candidates
from dedup.match.exact import group_identical
from dedup.match.fast import is_compiler_installed
from dedup.match.survey import Reader
from dedup.records import Cluster, Evidence, FormLabel, Link, Overlap, Relation
from dedup.relate.forms import label_forms
from dedup.relate.lead import choose_lead
from dedup.settings import Settings

BATCHES_FROM = 2_000
"""Articles from which batches are matched instead of prepared articles."""

MOST_COMPARED = 2_000
"""Candidate pairs beyond which figures settle the clear ones over few articles too."""

MOST_LABELLED = 2_000
"""Cluster members whose form is labelled in one run; further ones are counted."""

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
    pairs of leaders that are clear already, ``in_doubt`` the pairs to compare; ``candidates`` is how many
    pairs were proposed, and ``counts`` say what was capped.
    """

    members: Mapping[str, tuple[str, ...]]
    links: Sequence[Link]
    in_doubt: Sequence[tuple[str, str]]
    candidates: int
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
    pairs = [(pair.left_id, pair.right_id) for pair in find_candidates(leaders, settings=settings)]
    if len(pairs) > MOST_COMPARED:
        return _propose_from_batches(shelf, settings=settings, stories_only=stories_only)
    return Proposed(
        members={leader: ids for leader, ids in groups.items() if len(ids) > 1},
        links=(),
        in_doubt=pairs,
        candidates=len(pairs),
        counts=(),
    )


def _propose_from_batches(shelf: Shelf, *, settings: Settings, stories_only: bool) -> Proposed:
    texts = shelf.texts
    matches = match_articles(shelf.ids, texts, settings=settings, with_anchors=not stories_only)
    shelf.note_counts(matches.token_counts)
    is_compiled = len(shelf) >= COMPILED_FROM and is_compiler_installed()
    reader = Reader(texts, range(len(shelf)), settings, is_compiled)
    codes = judge_by_figures(matches, reader, settings=settings, stories_only=stories_only)
    doubtful = matches.pairs[:, codes == IN_DOUBT].T.tolist()
    ids = shelf.ids
    return Proposed(
        members=_group_members(matches, ids),
        links=list(_link_clear_pairs(matches, codes, ids)),
        in_doubt=_gather_parts([(ids[left], ids[right]) for left, right in doubtful]),
        candidates=len(codes),
        counts=(
            *matches.counts,
            ("pairs_clear_by_figures", len(codes) - len(doubtful)),
        ),
    )


def describe_clusters(
    clusters: Sequence[Cluster], *, shelf: Shelf, links: Sequence[Link]
) -> tuple[tuple[Cluster, ...], int]:
    """Choose each cluster's lead and label the other members by what became of its text.

    Returns: the clusters, and how many members are not labelled.
    """
    cluster_of = {member: cluster.id for cluster in clusters for member in cluster.article_ids}
    inside: dict[str, list[Link]] = {}
    for link in links:
        home = cluster_of.get(link.left_id)
        if home is not None and home == cluster_of.get(link.right_id):
            inside.setdefault(home, []).append(link)
    described = []
    left = MOST_LABELLED
    for cluster in clusters:
        articles = {member: shelf.label(member) for member in cluster.article_ids}
        counts = {member: shelf.count_tokens(member) for member in cluster.article_ids}
        lead_id, reason = choose_lead(
            cluster, articles=articles, token_counts=counts, links=inside.get(cluster.id, ())
        )
        forms = _label_members(cluster, lead_id, shelf) if left > 0 else ()
        left -= len(forms)
        described.append(replace(cluster, lead_id=lead_id, lead_reason=reason, forms=forms))
    others = len(cluster_of) - len(clusters)
    return tuple(described), others - sum(len(cluster.forms) for cluster in described)


def _label_members(
    cluster: Cluster, lead_id: str, shelf: Shelf
) -> tuple[tuple[str, tuple[FormLabel, ...]], ...]:
    lead = shelf.prepared(lead_id)
    forms = []
    for member in cluster.article_ids:
        if member != lead_id:
            other = shelf.prepared(member)
            segments = align_sentences(lead.sentences, other.sentences)
            forms.append((member, label_forms(lead, other, segments=segments)))
    return tuple(forms)


def _gather_parts(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs with those of one story together, so that each article is made ready once."""
    roots: dict[str, str] = {}
    for left, right in pairs:
        low, high = sorted((_find_root(roots, left), _find_root(roots, right)))
        roots[high] = low
    return sorted(pairs, key=lambda pair: (_find_root(roots, pair[0]), pair))


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
        )
