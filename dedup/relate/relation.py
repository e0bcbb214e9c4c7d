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

    Reports of the same kind of event share turns of phrase; a copy also keeps the names and numbers.
    """
    if measures.shorter_coverage < settings.derived_coverage:
        return False
    if measures.name_share >= settings.reworded_names:
        return True
    is_close = measures.close_coverage >= settings.derived_coverage
    return is_close and measures.name_share >= settings.derived_names


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
            needed=f"derived from {settings.reworded_names:g} where the sentences are reworded, "
            f"{settings.derived_names:g} where they are close; topical from {TOPICAL_NAMES:g}",
        ),
        Evidence(
            name="shingles of the shorter article that the other has",
            value=measures.shorter_containment,
            needed="no link by itself",
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
