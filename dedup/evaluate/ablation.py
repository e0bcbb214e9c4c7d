"""What each part of detection is worth: a run without it, against the same labels.

Every candidate pair is measured in full; the variants differ in which candidates they keep and in what the
verdict sees. Without document frequency nothing is too common to count, neither as an anchor (within a wide
limit) nor as a passage in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from boilerplate.records import Article
from dedup.evaluate.candidates import Proposals, propose, score_candidates
from dedup.evaluate.clusters import join_pairs, score_groups
from dedup.evaluate.pairs import SAME_STORY, GoldPair, Pair, score_pairs
from dedup.records import LINKED, CandidatePair, Link, PairMeasures, Relation
from dedup.relate.cluster import find_clusters, find_families
from dedup.relate.identical import link_identical, spread_link
from dedup.relate.relation import judge_pair
from dedup.settings import Settings

LOOSE_ANCHOR_ARTICLES = 100
"""Without document frequency an anchor counts in so many articles; with no limit every pair would be
compared."""

Measure = Callable[[Iterable[Pair]], Iterator[PairMeasures]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AblationRow:
    """One variant of a run: its candidates, and how its verdicts and groups agree with the labels."""

    variant: str
    candidates_per_article: float
    candidate_recall: float
    accuracy: float
    near_duplicate_f1: float
    copy_f1: float
    false_links: int
    clusters_rand: float
    families_rand: float


def compare_variants(
    articles: Sequence[Article],
    gold: Sequence[GoldPair],
    *,
    settings: Settings,
    measure: Measure,
    measure_unweighed: Measure,
) -> list[AblationRow]:
    """Run the whole and the variants without one part each, the whole first.

    Args:
        measure: yields the measures of each pair of ids, in their order; ``measure_unweighed`` the same
            without regard to what is common in the corpus.
    """
    whole = propose(articles, settings=settings)
    loose = propose(articles, settings=replace(settings, max_anchor_articles=LOOSE_ANCHOR_ARTICLES))
    measures, unweighed = _measure(whole, measure), _measure(loose, measure_unweighed)
    uncovered = {pair: _hide_coverage(one) for pair, one in measures.items()}
    variants: tuple[tuple[str, Proposals, Mapping[Pair, PairMeasures]], ...] = (
        ("whole", whole, measures),
        ("without signatures", _keep(whole, "anchors"), measures),
        ("without rare anchors", _keep(whole, "lsh"), measures),
        ("without sentence coverage", whole, uncovered),
        ("without document frequency", loose, unweighed),
    )
    rows = []
    for variant, proposals, seen in variants:
        links = find_links(proposals, seen, settings=settings)
        rows.append(_score(variant, proposals, links, gold))
    return rows


def _measure(proposals: Proposals, measure: Measure) -> dict[Pair, PairMeasures]:
    ids = [(pair.left_id, pair.right_id) for pair in proposals.pairs]
    return dict(zip(ids, measure(ids), strict=True))


def find_links(
    proposals: Proposals, measures: Mapping[Pair, PairMeasures], *, settings: Settings
) -> list[Link]:
    """The links among all articles, as a whole run finds them from these candidates."""
    members: dict[str, list[str]] = {}
    for article_id, leader in sorted(proposals.leader_of.items()):
        members.setdefault(leader, []).append(article_id)
    links = [link for group in members.values() for link in link_identical(group)[0]]
    for pair in proposals.pairs:
        ids = pair.left_id, pair.right_id
        link = judge_pair(*ids, measures=measures[ids], settings=settings)
        if link.is_linked:
            links += spread_link(link, members=members, is_allowed=lambda _, __: True)[0]
    return links


def _score(
    variant: str, proposals: Proposals, links: Sequence[Link], gold: Sequence[GoldPair]
) -> AblationRow:
    ids = proposals.leader_of.keys()
    wanted = [pair.ids for pair in gold if pair.is_scored and pair.relation in LINKED]
    candidates = score_candidates(proposals, wanted)
    pairs = score_pairs({(link.left_id, link.right_id): link.relation for link in links}, gold)
    clusters = score_groups(
        [cluster.article_ids for cluster in find_clusters(links)],
        _join(gold, SAME_STORY),
        article_ids=ids,
    )
    families = score_groups(
        [family.article_ids for family in find_families(links)], _join(gold, LINKED), article_ids=ids
    )
    return AblationRow(
        variant=variant,
        candidates_per_article=candidates.per_article,
        candidate_recall=candidates.recall,
        accuracy=pairs.accuracy,
        near_duplicate_f1=pairs.near_duplicate.f1,
        copy_f1=pairs.copy.f1,
        false_links=len(pairs.false_links),
        clusters_rand=clusters.adjusted_rand_index,
        families_rand=families.adjusted_rand_index,
    )


def _join(gold: Iterable[GoldPair], relations: frozenset[Relation]) -> dict[str, str]:
    return join_pairs(pair.ids for pair in gold if pair.relation in relations)


def _keep(proposals: Proposals, source: str) -> Proposals:
    pairs: Iterable[CandidatePair] = (pair for pair in proposals.pairs if source in pair.sources)
    return replace(proposals, pairs=tuple(pairs))


def _hide_coverage(measures: PairMeasures) -> PairMeasures:
    """The measures of a pair for somebody who aligns no sentences: shingles stand for them."""
    overlap = measures.overlap
    return replace(
        measures,
        left_coverage=overlap.left_containment,
        right_coverage=overlap.right_containment,
        shorter_coverage=measures.shorter_containment,
        alike_coverage=measures.shorter_containment,
        close_coverage=measures.narrative_containment,
    )
