"""What a verdict on a pair rests on: every measure, what it came to, what is needed, whether it decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from dedup.records import Evidence, PairMeasures
from dedup.relate.rewording import rate_rewording
from dedup.settings import Settings

TOPICAL_NAMES = 0.18
"""Share of names and numbers in common from which two unlinked articles are taken to be on one topic."""

Rule = Literal["same", "close", "reworded", "rated", "retold", "passage", "names"]
"""Which rule decides: the same text, close sentences, reworded ones, the probability of a rewording, names
in their order, a passage in common, or, where none of these holds, the names alone."""


class _Row(NamedTuple):
    """A measure with its thresholds, the highest first, and the rules it belongs to."""

    name: str
    value: float
    thresholds: tuple[float, ...]
    rules: tuple[Rule, ...]
    needed: str


def list_evidence(measures: PairMeasures, *, settings: Settings, rule: Rule) -> tuple[Evidence, ...]:
    """Every measure, what it came to, and what a verdict would need; ``rule`` is the one that decided."""
    is_filled_in = measures.conflict_share > settings.conflicting_numbers
    is_form = is_filled_in and measures.narrative_containment < settings.form_shingles
    rows = (*_list_coverages(measures, settings), *_list_names(measures, settings))
    return (
        Evidence(
            name="the two texts",
            value="equal" if measures.is_same_text else "different",
            needed="identical if equal",
            met="yes" if measures.is_same_text else "no",
            is_decisive=rule == "same",
        ),
        *(_judge(row, rule) for row in rows),
        Evidence(
            name="aligned sentences whose numbers differ",
            value=measures.conflict_share,
            needed=f"any link up to {settings.conflicting_numbers:g}; more are forms filled in anew, unless "
            f"{settings.form_shingles:g} of the shingles agree",
            met="no" if is_form else "yes",
            is_decisive=is_form and rule == "names",
        ),
        *(_judge(row, rule) for row in _list_passages(measures, settings)),
        *(
            Evidence(name=name, value="; ".join(words) or "none", needed="no link by itself")
            for name, words in (
                ("names and numbers in common", measures.names),
                ("quotations in common", measures.quotes),
                ("agencies credited by both", measures.agencies),
            )
        ),
    )


def _judge(row: _Row, rule: Rule) -> Evidence:
    reached = sum(row.value >= threshold for threshold in row.thresholds)
    met: Literal["yes", "no", "in part"] = "in part" if reached else "no"
    return Evidence(
        name=row.name,
        value=row.value,
        needed=row.needed,
        met="yes" if reached == len(row.thresholds) else met,
        is_decisive=rule in row.rules and (rule != "passage" or reached > 0),
    )


def _list_coverages(measures: PairMeasures, settings: Settings) -> Iterator[_Row]:
    yield _Row(
        "coverage of the shorter article",
        measures.shorter_coverage,
        (settings.near_duplicate_coverage,),
        ("close", "reworded"),
        f"near_duplicate from {settings.near_duplicate_coverage:g}, if a copy is shown below",
    )
    yield _Row(
        "coverage by close sentences, quotations left out",
        measures.close_coverage,
        (settings.close_coverage,),
        ("close",),
        f"a copy from {settings.close_coverage:g}, with the next two",
    )
    yield _Row(
        "shingles outside quotations that the other has",
        measures.narrative_containment,
        (settings.close_shingles,),
        ("close",),
        f"a close copy from {settings.close_shingles:g}",
    )


def _list_names(measures: PairMeasures, settings: Settings) -> Iterator[_Row]:
    yield _Row(
        "names and numbers on which aligned sentences agree",
        measures.fact_share,
        (settings.reworded_facts, settings.close_facts),
        ("close", "reworded", "retold"),
        f"a close copy from {settings.close_facts:g}, a reworded one from {settings.reworded_facts:g}",
    )
    yield _Row(
        "names and numbers that the other has",
        measures.name_share,
        (settings.reworded_names, TOPICAL_NAMES),
        ("reworded", "retold", "names"),
        f"a reworded copy from {settings.reworded_names:g}, with coverage from "
        f"{settings.reworded_coverage:g}; topical from {TOPICAL_NAMES:g}",
    )
    yield _Row(
        "names and numbers in the same order",
        measures.order_share,
        (settings.retold_order,),
        ("retold",),
        f"a retelling from {settings.retold_order:g}, with names from {settings.retold_names:g} and an "
        "agency credited by both",
    )
    yield _Row(
        "probability of a rewording",
        rate_rewording(measures),
        (settings.reworded_probability,),
        ("rated",),
        f"derived from {settings.reworded_probability:g}",
    )


def _list_passages(measures: PairMeasures, settings: Settings) -> Iterator[_Row]:
    yield _Row(
        "longest sentence in common, in tokens",
        measures.quoted_tokens,
        (settings.quoted_tokens,),
        ("passage",),
        f"quotes from {settings.quoted_tokens}",
    )
    yield _Row(
        "longest run of words in common, in tokens",
        measures.longest_run,
        (settings.quoted_run,),
        ("passage",),
        f"quotes from {settings.quoted_run}: shorter ones are stock phrases, names, facts",
    )
