"""The measures of a pair → its relation, and the evidence that says why in words.

The verdict follows the share of the shorter article that the other one answers to, sentence by sentence;
below that a passage in common makes a quotation. A negative verdict carries the same evidence as a positive.
Source: the shares are those of the command's contract (Relations).
"""

from __future__ import annotations

from dedup.records import Evidence, Link, PairMeasures, Relation
from dedup.settings import Settings

TOPICAL_NAMES = 0.25
"""Share of names and numbers in common from which two unlinked articles are taken to be on one topic."""


def judge_pair(left_id: str, right_id: str, *, measures: PairMeasures, settings: Settings) -> Link:
    """The verdict on one pair with everything it rests on."""
    return Link(
        left_id=left_id,
        right_id=right_id,
        relation=name_relation(measures, settings=settings),
        overlap=measures.overlap,
        left_coverage=measures.left_coverage,
        right_coverage=measures.right_coverage,
        evidence=list_evidence(measures, settings=settings),
    )


def name_relation(measures: PairMeasures, *, settings: Settings) -> Relation:
    """Which of the six relations the measures amount to."""
    if measures.is_same_text:
        return "identical"
    if _has_one_source(measures, settings=settings):
        is_whole = measures.shorter_coverage >= settings.near_duplicate_coverage
        return "near_duplicate" if is_whole else "derived"
    if measures.quoted_tokens >= settings.quoted_tokens or measures.longest_run >= settings.quoted_run:
        return "quotes"
    return "topical" if measures.name_share >= TOPICAL_NAMES else "unrelated"


def _has_one_source(measures: PairMeasures, *, settings: Settings) -> bool:
    """Whether the sentences that answer to each other are alike by origin and not by topic or genre.

    Reports of one kind of event share turns of phrase, reports of one event names and numbers. A copy shares
    both: close sentences and at least some names; or, where it is reworded, most sentences and most names;
    or, where only a part is retold, the names in their order and an agency that both credit.
    """
    has_some_names = measures.name_share >= settings.copied_names
    is_close = measures.close_coverage >= settings.derived_coverage
    if is_close and has_some_names and measures.shorter_containment >= settings.copied_shingles:
        return True
    keeps_names = min(measures.name_share, measures.fact_share) >= settings.reworded_names
    if keeps_names and measures.shorter_coverage >= settings.reworded_coverage:
        return True
    keeps_facts = min(measures.name_share, measures.fact_share) >= settings.retold_names
    keeps_order = measures.order_share >= settings.reworded_names
    is_credited = bool(measures.agencies)
    return (
        is_credited and keeps_facts and keeps_order and measures.shorter_coverage >= settings.derived_coverage
    )


def list_evidence(measures: PairMeasures, *, settings: Settings) -> tuple[Evidence, ...]:
    """Every measure, what it came to, and what a verdict would need."""
    return (
        Evidence(
            name="coverage of the shorter article",
            value=measures.shorter_coverage,
            needed=f"near_duplicate from {settings.near_duplicate_coverage:g}, "
            f"derived from {settings.derived_coverage:g}",
        ),
        Evidence(
            name="longest sentence in common, in tokens",
            value=measures.quoted_tokens,
            needed=f"quotes from {settings.quoted_tokens}",
        ),
        Evidence(
            name="longest run of words in common, in tokens",
            value=measures.longest_run,
            needed=f"quotes from {settings.quoted_run}: shorter ones are stock phrases, names, facts",
        ),
        Evidence(
            name="names and numbers of the shorter article that the other has",
            value=measures.name_share,
            needed=f"a copy has {settings.copied_names:g} where its sentences are close, "
            f"{settings.reworded_names:g} where they are reworded, {settings.retold_names:g} where a part is "
            f"retold; topical has {TOPICAL_NAMES:g}",
        ),
        Evidence(
            name="names and numbers that come in the same order",
            value=measures.order_share,
            needed=f"{settings.reworded_names:g} where a part is retold",
        ),
        Evidence(
            name="names and numbers on which the aligned sentences agree",
            value=measures.fact_share,
            needed=f"{settings.reworded_names:g} where sentences are reworded, "
            f"{settings.retold_names:g} where a part is retold",
        ),
        Evidence(
            name="coverage of the shorter article by close sentences",
            value=measures.close_coverage,
            needed=f"{settings.derived_coverage:g}, or names as above and coverage from "
            f"{settings.reworded_coverage:g}, or names, order and an agency credited by both",
        ),
        Evidence(
            name="shingles of the shorter article that the other has",
            value=measures.shorter_containment,
            needed=f"{settings.copied_shingles:g} where the sentences are close",
        ),
        *(
            Evidence(name=name, value="; ".join(words) or "none", needed="no link by itself")
            for name, words in (
                ("names and numbers in common", measures.names),
                ("quotations in common", measures.quotes),
                ("agencies credited by both", measures.agencies),
            )
        ),
    )
