"""The measures of a pair → the rule that decides on it and its relation.

First: do the two share a frame only (a form filled in anew, a standing close)? Then: do they go back to one
text? Their wording shows it, or an excerpt that stands in both, or, where hardly a sentence answers to
another, names, numbers, quotations and their order. Then: how much of the shorter article does? Below that a
passage in common makes a quotation. A negative verdict carries the same evidence as a positive. Source of the
shares: the command's contract (Relations).
"""

from __future__ import annotations

from dedup.records import Link, PairMeasures, Relation
from dedup.relate.confidence import rate_confidence
from dedup.relate.evidence import TOPICAL_NAMES, Rule, list_evidence
from dedup.relate.rewording import find_least_telling, rate_telling, rate_wording
from dedup.relate.support import rate_alone
from dedup.settings import Settings
from dedup.tokens import is_number

REWORDED_WEIGHT = 0.5
"""How much a reworded sentence counts beside a passage that stands in both word for word."""

OTHER_NAMES = 0.35
"""Share of names and numbers in common below which an opening in common is a standing one (live blogs)."""

_RELATIONS: dict[Rule, Relation] = {"same": "identical", "passage": "quotes"}


def judge_pair(left_id: str, right_id: str, *, measures: PairMeasures, settings: Settings) -> Link:
    """The verdict on one pair with everything it rests on."""
    rule = find_rule(measures, settings=settings)
    return Link(
        left_id=left_id,
        right_id=right_id,
        relation=name_relation(rule, measures, settings=settings),
        overlap=measures.overlap,
        left_coverage=measures.left_coverage,
        right_coverage=measures.right_coverage,
        evidence=list_evidence(measures, settings=settings, rule=rule),
        similarity=measure_similarity(measures, settings=settings),
        confidence=rate_confidence(measures, settings=settings, rule=rule),
        alone=rate_alone(measures, settings=settings),
    )


def find_rule(measures: PairMeasures, *, settings: Settings) -> Rule:
    """Which rule decides on a pair: the first that holds, that of the names if none does."""
    if measures.is_same_text:
        return "same"
    if is_form(measures, settings):
        return "form"
    is_whole = measures.shorter_coverage >= settings.near_duplicate_coverage
    if measures.edge == "close" and not is_whole:
        return "close"
    if is_copied(measures, settings):
        return "wording"
    is_opening = measures.edge == "opening" and not is_whole and measures.name_share < OTHER_NAMES
    if not is_opening and _is_excerpt(measures, settings):
        return "excerpt"
    if _is_retold(measures, settings):
        return "telling"
    if not _has_passage(measures, settings):
        return "names"
    return "opening" if is_opening else "passage"


def name_relation(rule: Rule, measures: PairMeasures, *, settings: Settings) -> Relation:
    """The relation to which a rule leads.

    A retelling has few sentences in common: it is of the whole if the other has what it tells in passing and
    both quote the same. Numbers alone, as in scripts without letter case, do not say so much.
    """
    is_whole = measures.shorter_coverage >= settings.near_duplicate_coverage
    has_names = not all(map(is_number, measures.names))
    if rule == "telling" and has_names and measures.quote_share >= settings.retold_quotes:
        is_whole = is_whole or measures.rare_share >= settings.retold_rare
    if rule in ("wording", "excerpt", "telling"):
        return "near_duplicate" if is_whole else "derived"
    return _RELATIONS.get(rule) or ("topical" if measures.name_share >= TOPICAL_NAMES else "unrelated")


def measure_similarity(measures: PairMeasures, *, settings: Settings) -> float:
    """How much of the shorter article goes back to the other, in [0, 1].

    What stands in both word for word counts fully, alike sentences of the rest half, and these only where
    the wording shows a copy.
    """
    probability = rate_wording(measures)
    reworded = measures.alike_coverage * probability if probability >= settings.copied_probability else 0.0
    return measures.passage_share + (1 - measures.passage_share) * REWORDED_WEIGHT * reworded


def is_form(measures: PairMeasures, settings: Settings) -> bool:
    """Whether the two are forms of one kind, filled in with different figures."""
    is_filled_in = measures.conflict_share >= settings.conflicting_numbers
    return is_filled_in and measures.narrative_containment < settings.form_shingles


def is_copied(measures: PairMeasures, settings: Settings) -> bool:
    """Whether the wording shows that a clear part of the shorter article is the other's."""
    is_clear = measures.shorter_coverage >= settings.derived_coverage
    return is_clear and rate_wording(measures) >= settings.copied_probability


def _is_retold(measures: PairMeasures, settings: Settings) -> bool:
    is_telling = rate_telling(measures) >= find_least_telling(measures, settings=settings)
    return measures.common_values >= settings.retold_numbers and is_telling


def _has_passage(measures: PairMeasures, settings: Settings) -> bool:
    is_sentence = min(measures.quoted_tokens, measures.longest_run + 1) >= settings.quoted_tokens
    return is_sentence or measures.longest_run >= settings.quoted_run


def _is_excerpt(measures: PairMeasures, settings: Settings) -> bool:
    return (
        measures.close_coverage >= settings.close_coverage
        and measures.narrative_containment >= settings.close_shingles
        and measures.fact_share >= settings.close_facts
        and measures.longest_run >= settings.close_run
    )
