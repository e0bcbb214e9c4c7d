"""Runs on one machine: which pairs are proposed, and which of them need no alignment.

Few articles are prepared one by one and matched through datasketch; from some thousands on the batch kernels
of ``dedup.match.articles`` do the same over contiguous buffers, and a pair whose figures leave no doubt gets
its verdict from them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dedup.compare.align import align_sentences
from dedup.engine.shelf import Shelf
from dedup.match.articles import Matches, match_articles
from dedup.match.candidates import find_candidates
from dedup.match.exact import group_identical
from dedup.records import CandidatePair, Cluster, Evidence, FormLabel, Link, Overlap
from dedup.relate.forms import label_forms
from dedup.relate.lead import choose_lead
from dedup.settings import Settings

BATCHES_FROM = 2_000
"""Articles from which batches are matched instead of prepared articles."""

CLEAR_COVERAGE, CLEAR_CONTAINMENT = 0.8, 0.6
"""From these shares of the shorter article a pair is one story, whatever the alignment would add: the quick
coverage is within .007 of the aligned one on average, and forms filled in anew share fewer shingles."""

MOST_LABELLED = 5_000
"""Cluster members whose form is labelled in one run; further ones are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What a run has to look at.

    ``members`` are the articles equal to each leader, itself first; ``candidates`` are pairs of leaders, or
    their links where the verdict is clear; ``counts`` say what was capped.
    """

    members: Mapping[str, tuple[str, ...]]
    candidates: Sequence[CandidatePair | Link]
    counts: tuple[tuple[str, int], ...]


def propose_pairs(shelf: Shelf, *, settings: Settings, batches_from: int = BATCHES_FROM) -> Proposed:
    """Collapse equal articles and find the pairs of the others that are worth comparing."""
    if len(shelf.articles) < batches_from:
        prepared = [shelf.prepared(article_id) for article_id in shelf.articles]
        groups = {ids[0]: ids for ids in group_identical(prepared)}
        leaders = [article for article in prepared if article.article.id in groups]
        return Proposed(members=groups, candidates=find_candidates(leaders, settings=settings), counts=())
    ids = sorted(shelf.articles)
    texts = [shelf.articles[article_id].text for article_id in ids]
    matches = match_articles(ids, texts, settings=settings)
    shelf.note_counts(dict(zip(matches.ids, matches.token_counts.tolist(), strict=True)))
    members: dict[str, list[str]] = {}
    for article_id, leader in zip(matches.ids, matches.leaders.tolist(), strict=True):
        members.setdefault(matches.ids[leader], []).append(article_id)
    return Proposed(
        members={leader: tuple(sorted(group)) for leader, group in members.items()},
        candidates=_judge_clear_pairs(matches),
        counts=matches.counts,
    )


def describe_clusters(
    clusters: Sequence[Cluster], *, shelf: Shelf, links: Sequence[Link]
) -> tuple[Cluster, ...]:
    """Choose each cluster's lead and label the other members by what became of its text."""
    cluster_of = {member: cluster.id for cluster in clusters for member in cluster.article_ids}
    inside: dict[str, list[Link]] = {}
    for link in links:
        if cluster_of.get(link.left_id, "") == cluster_of.get(link.right_id):
            inside.setdefault(cluster_of[link.left_id], []).append(link)
    described = []
    left = MOST_LABELLED
    for cluster in clusters:
        counts = {member: shelf.count_tokens(member) for member in cluster.article_ids}
        lead_id, reason = choose_lead(
            cluster, articles=shelf.articles, token_counts=counts, links=inside.get(cluster.id, ())
        )
        forms = _label_members(cluster, lead_id, shelf) if left > 0 else ()
        left -= len(forms)
        described.append(replace(cluster, lead_id=lead_id, lead_reason=reason, forms=forms))
    return tuple(described)


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


def _judge_clear_pairs(matches: Matches) -> list[CandidatePair | Link]:
    """The pairs in the order of their ids, as links where the shorter article's figures leave no doubt."""
    judged: list[CandidatePair | Link] = []
    containment, jaccard = matches.containment, matches.jaccard
    for place, (left, right) in enumerate(matches.pairs.T.tolist()):
        shorter = 0 if matches.token_counts[left] <= matches.token_counts[right] else 1
        left_id, right_id = matches.ids[left], matches.ids[right]
        shares = [float(share) for share in (*containment[:, place], *matches.coverage[:, place])]
        if shares[2 + shorter] >= CLEAR_COVERAGE and shares[shorter] >= CLEAR_CONTAINMENT:
            overlap = Overlap(
                left_id=left_id,
                right_id=right_id,
                jaccard=float(jaccard[place]),
                left_containment=shares[0],
                right_containment=shares[1],
            )
            judged.append(_link_clearly(overlap, coverage=(shares[2], shares[3]), shown=shares[2 + shorter]))
            continue
        shared_anchors = int(matches.shared_anchors[place])
        sources = [("lsh", bool(matches.by_signature[place])), ("anchors", shared_anchors > 0)]
        judged.append(
            CandidatePair(
                left_id=left_id,
                right_id=right_id,
                sources=tuple(source for source, has_proposed in sources if has_proposed),
                shared_anchors=shared_anchors,
            )
        )
    return judged


def _link_clearly(overlap: Overlap, *, coverage: tuple[float, float], shown: float) -> Link:
    evidence = Evidence(
        name="coverage of the shorter article by its shingles",
        value=shown,
        needed=f"near_duplicate from {CLEAR_COVERAGE:g}, if {CLEAR_CONTAINMENT:g} of the shingles agree",
        met="yes",
        is_decisive=True,
    )
    return Link(
        left_id=overlap.left_id,
        right_id=overlap.right_id,
        relation="near_duplicate",
        overlap=overlap,
        left_coverage=coverage[0],
        right_coverage=coverage[1],
        evidence=(evidence,),
    )
