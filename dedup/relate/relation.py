"""The measures of a pair → its relation, and the evidence that says why in words.

First: do the two go back to one text? Close sentences show it, or reworded ones that agree in names and
facts, or, where hardly a sentence answers to another, names, numbers, quotations and their order. Then: how
much of the shorter article does? Below that a passage in common makes a quotation. A negative verdict carries
the same evidence as a positive. Source of the shares: the command's contract (Relations).
"""

from __future__ import annotations

from dedup.records import Evidence, Link, PairMeasures, Relation
from dedup.relate.rewording import rate_rewording
from dedup.settings import Settings

TOPICAL_NAMES = 0.18
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
    is_form = _is_form(measures, settings)
    if is_copied(measures, settings) and not is_form:
        is_whole = measures.shorter_coverage >= settings.near_duplicate_coverage
        return "near_duplicate" if is_whole else "derived"
    if _is_retold(measures, settings):
        return "derived"
    has_passage = (
        measures.quoted_tokens >= settings.quoted_tokens or measures.longest_run >= settings.quoted_run
    )
    if has_passage and not is_form:
        return "quotes"
    return "topical" if measures.name_share >= TOPICAL_NAMES else "unrelated"


def _is_form(measures: PairMeasures, settings: Settings) -> bool:
    """Whether the two are forms of one kind, filled in with different figures."""
    is_filled_in = measures.conflict_share > settings.conflicting_numbers
    return is_filled_in and measures.narrative_containment < settings.form_shingles


def is_copied(measures: PairMeasures, settings: Settings) -> bool:
    """Whether sentences stand in both, close or reworded, and agree in what they tell."""
    if (
        measures.close_coverage >= settings.close_coverage
        and measures.narrative_containment >= settings.close_shingles
        and measures.fact_share >= settings.close_facts
    ):
        return True
    return (
        measures.shorter_coverage >= settings.reworded_coverage
        and measures.close_coverage > 0
        and measures.name_share >= settings.reworded_names
        and measures.fact_share >= settings.reworded_facts
    )


def _is_retold(measures: PairMeasures, settings: Settings) -> bool:
    """Whether names, numbers, quotations and their order show one source where the sentences do not."""
    if rate_rewording(measures) >= settings.reworded_probability:
        return True
    return (
        bool(measures.agencies)
        and measures.shorter_coverage >= settings.derived_coverage
        and measures.name_share >= settings.retold_names
        and measures.fact_share >= settings.retold_facts
        and measures.order_share >= settings.retold_order
    )


def list_evidence(measures: PairMeasures, *, settings: Settings) -> tuple[Evidence, ...]:
    """Every measure, what it came to, and what a verdict would need."""
    shares = (
        (
            "coverage of the shorter article",
            measures.shorter_coverage,
            f"near_duplicate from {settings.near_duplicate_coverage:g}, if a copy is shown below",
        ),
        (
            "coverage by close sentences, quotations left out",
            measures.close_coverage,
            f"a copy from {settings.close_coverage:g}, with the next two",
        ),
        (
            "shingles outside quotations that the other has",
            measures.narrative_containment,
            f"a close copy from {settings.close_shingles:g}",
        ),
        (
            "names and numbers on which aligned sentences agree",
            measures.fact_share,
            f"a close copy from {settings.close_facts:g}, a reworded one from {settings.reworded_facts:g}",
        ),
        (
            "names and numbers that the other has",
            measures.name_share,
            f"a reworded copy from {settings.reworded_names:g}, with coverage from "
            f"{settings.reworded_coverage:g}; topical from {TOPICAL_NAMES:g}",
        ),
        (
            "names and numbers in the same order",
            measures.order_share,
            f"a retelling from {settings.retold_order:g}, with names from {settings.retold_names:g} and an "
            "agency credited by both",
        ),
        (
            "probability of a rewording",
            rate_rewording(measures),
            f"derived from {settings.reworded_probability:g}",
        ),
        (
            "aligned sentences whose numbers differ",
            measures.conflict_share,
            f"any link up to {settings.conflicting_numbers:g}; more are forms filled in anew, unless "
            f"{settings.form_shingles:g} of the shingles agree",
        ),
    )
    return (
        *(Evidence(name=name, value=value, needed=needed) for name, value, needed in shares),
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
        *(
            Evidence(name=name, value="; ".join(words) or "none", needed="no link by itself")
            for name, words in (
                ("names and numbers in common", measures.names),
                ("quotations in common", measures.quotes),
                ("agencies credited by both", measures.agencies),
            )
        ),
    )
