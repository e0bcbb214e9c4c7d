"""The measures of a pair → the rule that decides on it and its relation.

First: do the two go back to one text? Close sentences show it, or reworded ones that agree in names and
facts, or, where hardly a sentence answers to another, names, numbers, quotations and their order. Then: how
much of the shorter article does? Below that a passage in common makes a quotation. A negative verdict carries
the same evidence as a positive. Source of the shares: the command's contract (Relations).
"""

from __future__ import annotations

from dedup.records import Link, PairMeasures, Relation
from dedup.relate.confidence import rate_confidence
from dedup.relate.evidence import TOPICAL_NAMES, Rule, list_evidence
from dedup.relate.rewording import rate_rewording
from dedup.settings import Settings

_RELATIONS: dict[Rule, Relation] = {
    "same": "identical",
    "rated": "derived",
    "retold": "derived",
    "passage": "quotes",
}


def judge_pair(left_id: str, right_id: str, *, measures: PairMeasures, settings: Settings) -> Link:
    """The verdict on one pair with everything it rests on."""
    rule = find_rule(measures, settings=settings)
    return Link(
        left_id=left_id,
        right_id=right_id,
        relation=_name(rule, measures, settings),
        overlap=measures.overlap,
        left_coverage=measures.left_coverage,
        right_coverage=measures.right_coverage,
        evidence=list_evidence(measures, settings=settings, rule=rule),
        similarity=(measures.shorter_coverage + measures.shorter_containment) / 2,
        confidence=rate_confidence(measures, settings=settings, rule=rule),
    )


def find_rule(measures: PairMeasures, *, settings: Settings) -> Rule:
    """Which rule decides on a pair: the first that holds, that of the names if none does."""
    if measures.is_same_text:
        return "same"
    is_form = _is_form(measures, settings)
    if not is_form and _is_close(measures, settings):
        return "close"
    if not is_form and _is_reworded(measures, settings):
        return "reworded"
    if rate_rewording(measures) >= settings.reworded_probability:
        return "rated"
    if _is_retold(measures, settings):
        return "retold"
    has_passage = (
        measures.quoted_tokens >= settings.quoted_tokens or measures.longest_run >= settings.quoted_run
    )
    return "passage" if has_passage and not is_form else "names"


def _name(rule: Rule, measures: PairMeasures, settings: Settings) -> Relation:
    if rule in ("close", "reworded"):
        is_whole = measures.shorter_coverage >= settings.near_duplicate_coverage
        return "near_duplicate" if is_whole else "derived"
    if rule == "names":
        return "topical" if measures.name_share >= TOPICAL_NAMES else "unrelated"
    return _RELATIONS[rule]


def _is_form(measures: PairMeasures, settings: Settings) -> bool:
    """Whether the two are forms of one kind, filled in with different figures."""
    is_filled_in = measures.conflict_share > settings.conflicting_numbers
    return is_filled_in and measures.narrative_containment < settings.form_shingles


def is_copied(measures: PairMeasures, settings: Settings) -> bool:
    """Whether sentences stand in both, close or reworded, and agree in what they tell."""
    return _is_close(measures, settings) or _is_reworded(measures, settings)


def _is_close(measures: PairMeasures, settings: Settings) -> bool:
    return (
        measures.close_coverage >= settings.close_coverage
        and measures.narrative_containment >= settings.close_shingles
        and measures.fact_share >= settings.close_facts
    )


def _is_reworded(measures: PairMeasures, settings: Settings) -> bool:
    return (
        measures.shorter_coverage >= settings.reworded_coverage
        and measures.close_coverage > 0
        and measures.name_share >= settings.reworded_names
        and measures.fact_share >= settings.reworded_facts
    )


def _is_retold(measures: PairMeasures, settings: Settings) -> bool:
    """Whether names, numbers and their order show one source where the sentences do not."""
    return (
        bool(measures.agencies)
        and measures.shorter_coverage >= settings.derived_coverage
        and measures.name_share >= settings.retold_names
        and measures.fact_share >= settings.retold_facts
        and measures.order_share >= settings.retold_order
    )
