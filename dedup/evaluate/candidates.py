"""Which true pairs the match stage proposes, and at what price in candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from boilerplate.records import Article
from dedup.engine.shelf import prepare
from dedup.evaluate.pairs import Pair
from dedup.match.articles import COMPILED_FROM, match_articles
from dedup.match.candidates import find_candidates
from dedup.match.exact import group_identical
from dedup.records import CandidatePair
from dedup.settings import Settings

_FACTORS = (2, 4, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """Pairs of leaders worth comparing; ``leader_of`` names the first article with the words of each."""

    leader_of: Mapping[str, str]
    pairs: tuple[CandidatePair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateScore:
    """Recall of the pairs that should be linked against candidates for each article, for one ``source``."""

    source: str
    articles: int
    candidates: int
    per_article: float
    gold_pairs: int
    found: int
    recall: float
    missed: tuple[Pair, ...]


def propose(articles: Sequence[Article], *, settings: Settings) -> Proposals:
    """Run the match stage alone, as a whole run would."""
    if len(articles) < COMPILED_FROM:
        prepared = [prepare(article, settings=settings) for article in articles]
        groups = {ids[0]: ids for ids in group_identical(prepared)}
        leaders = [article for article in prepared if article.article.id in groups]
        return Proposals(
            leader_of={member: leader for leader, ids in groups.items() for member in ids},
            pairs=find_candidates(leaders, settings=settings),
        )
    texts = {article.id: article.text for article in articles}
    ids = sorted(texts)
    matches = match_articles(ids, [texts[article_id] for article_id in ids], settings=settings)
    lefts, rights = (side.tolist() for side in matches.pairs)
    columns = lefts, rights, matches.by_signature.tolist(), matches.shared_anchors.tolist()
    return Proposals(
        leader_of={ids[place]: ids[leader] for place, leader in enumerate(matches.leaders.tolist())},
        pairs=tuple(
            CandidatePair(
                left_id=ids[left],
                right_id=ids[right],
                sources=tuple(
                    source
                    for source, has_proposed in (("lsh", is_by_signature), ("anchors", shared > 0))
                    if has_proposed
                ),
                shared_anchors=shared,
            )
            for left, right, is_by_signature, shared in zip(*columns, strict=True)
        ),
    )


def score_candidates(proposals: Proposals, gold: Iterable[Pair], *, source: str = "both") -> CandidateScore:
    """Score what was proposed.

    Args:
        gold: the pairs that should be linked.
        source: the name of what proposed them.
    """
    leader_of = proposals.leader_of
    proposed = {(pair.left_id, pair.right_id) for pair in proposals.pairs}

    def is_found(pair: Pair) -> bool:
        leaders = sorted(leader_of.get(article_id, "") for article_id in pair)
        return "" not in leaders and (leaders[0] == leaders[1] or (leaders[0], leaders[1]) in proposed)

    wanted = sorted(set(gold))
    missed = tuple(pair for pair in wanted if not is_found(pair))
    return CandidateScore(
        source=source,
        articles=len(leader_of),
        candidates=len(proposals.pairs),
        per_article=len(proposals.pairs) / max(1, len(leader_of)),
        gold_pairs=len(wanted),
        found=len(wanted) - len(missed),
        recall=(len(wanted) - len(missed)) / len(wanted) if wanted else 0.0,
        missed=missed,
    )


def score_sources(
    proposals: Proposals, gold: Iterable[Pair], *, settings: Settings
) -> tuple[CandidateScore, ...]:
    """Score both sources together and each alone, then both with ever more rare anchors needed."""
    wanted = sorted(set(gold))
    kept: dict[str, Callable[[CandidatePair], bool]] = {
        "both": lambda _: True,
        "signatures alone": lambda pair: "lsh" in pair.sources,
        "rare anchors alone": lambda pair: "anchors" in pair.sources,
    }
    for factor in _FACTORS:
        least = settings.min_shared_anchors * factor
        kept[f"both, {least} rare anchors needed"] = partial(_is_clear, least=least)
    return tuple(
        score_candidates(
            replace(proposals, pairs=tuple(filter(is_kept, proposals.pairs))), wanted, source=source
        )
        for source, is_kept in kept.items()
    )


def _is_clear(pair: CandidatePair, *, least: int) -> bool:
    return "lsh" in pair.sources or pair.shared_anchors >= least
