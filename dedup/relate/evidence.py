"""What a verdict on a pair rests on: every measure, what it came to, what is needed, whether it decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from dedup.records import Edge, Evidence, PairMeasures
from dedup.relate.rewording import rate_telling, rate_wording
from dedup.settings import Settings

TOPICAL_NAMES = 0.18
"""Share of names and numbers in common from which two unlinked articles are taken to be on one topic."""

Rule = Literal["same", "form", "close", "wording", "excerpt", "telling", "opening", "passage", "names"]
"""Which rule decides: the same text; a form filled in anew or a standing close, which rule a copy out; the
wording, an excerpt, what is told in which order; a standing opening, a passage in common; or, where none of
these holds, the names alone."""

_EDGES: dict[Edge, str] = {"": "no", "opening": "yes, the opening", "close": "yes, the close"}
_WORDING: tuple[Rule, ...] = ("wording",)
_TELLING: tuple[Rule, ...] = ("telling",)
_EXCERPT: tuple[Rule, ...] = ("excerpt",)


class _Row(NamedTuple):
    """A measure with its thresholds, the highest first, and the rules it belongs to."""

    name: str
    value: float
    thresholds: tuple[float, ...]
    rules: tuple[Rule, ...]
    needed: str


def list_evidence(measures: PairMeasures, *, settings: Settings, rule: Rule) -> tuple[Evidence, ...]:
    """Every measure, what it came to, and what a verdict would need; ``rule`` is the one that decided."""
    return (
        Evidence(
            name="the two texts",
            value="equal" if measures.is_same_text else "different",
            needed="identical if equal",
            met="yes" if measures.is_same_text else "no",
            is_decisive=rule == "same",
        ),
        *(_judge(row, rule) for row in _list_wording(measures, settings)),
        *(_judge(row, rule) for row in _list_telling(measures, settings)),
        *(_judge(row, rule) for row in _list_excerpt(measures, settings)),
        *(_judge(row, rule) for row in _list_passages(measures, settings)),
        *_list_frames(measures, settings, rule),
        *(
            Evidence(name=name, value="; ".join(words) or "none", needed="no link by itself")
            for name, words in (
                ("names and numbers in common", measures.names),
                ("whole quotations in common, word for word", measures.quotes),
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
        met=("yes" if reached == len(row.thresholds) else met) if row.thresholds else None,
        is_decisive=rule in row.rules and (rule != "passage" or reached > 0),
    )


def _list_wording(measures: PairMeasures, settings: Settings) -> Iterator[_Row]:
    yield _Row(
        "coverage of the shorter article",
        measures.shorter_coverage,
        (settings.near_duplicate_coverage, settings.derived_coverage),
        ("wording", "excerpt"),
        f"near_duplicate from {settings.near_duplicate_coverage:g}, derived from "
        f"{settings.derived_coverage:g}, if a copy is shown below",
    )
    yield _Row(
        "probability of a copy by its wording",
        rate_wording(measures),
        (settings.copied_probability,),
        _WORDING,
        f"a copy from {settings.copied_probability:g}; made up of the next three and of "
        "contradicting numbers",
    )
    yield _Row(
        "share of the shorter article in alike sentences",
        measures.alike_coverage,
        (),
        _WORDING,
        "the more, the likelier a copy",
    )
    yield _Row(
        "names and numbers told once that the other has",
        measures.rare_share,
        (settings.retold_rare,),
        ("wording", "telling"),
        "the more, the likelier a copy; a retelling that quotes the same is near_duplicate from "
        f"{settings.retold_rare:g}",
    )
    yield _Row(
        "longest sentence in common, in tokens",
        measures.quoted_tokens,
        (settings.quoted_tokens,),
        ("wording", "passage"),
        f"the longer, the likelier a copy; quotes from {settings.quoted_tokens}, if all but one of as many "
        "words stand in a row",
    )


def _list_telling(measures: PairMeasures, settings: Settings) -> Iterator[_Row]:
    yield _Row(
        "probability of a retelling",
        rate_telling(measures),
        (settings.retold_probability, settings.credited_probability)
        if measures.agencies
        else (settings.retold_probability,),
        _TELLING,
        f"a retelling from {settings.retold_probability:g}, or from {settings.credited_probability:g} if "
        f"both credit one agency and {settings.derived_coverage:g} is covered; the next three make it up",
    )
    yield _Row(
        "quoted words in common, one by one",
        measures.quote_share,
        (settings.retold_quotes,),
        _TELLING,
        f"the more, the likelier a retelling; near_duplicate from {settings.retold_quotes:g}, with names and "
        "numbers told once",
    )
    yield _Row(
        "unround numbers in common",
        measures.common_values,
        (settings.retold_numbers,),
        _TELLING,
        f"a retelling from {settings.retold_numbers}; the more, the likelier",
    )
    yield _Row(
        "names and numbers in the same order",
        measures.order_share,
        (),
        _TELLING,
        "the more, the likelier a retelling",
    )
    yield _Row(
        "names and numbers that the other has",
        measures.name_share,
        (TOPICAL_NAMES,),
        ("names", "form", "close", "opening"),
        f"topical from {TOPICAL_NAMES:g}, if nothing else holds",
    )


def _list_excerpt(measures: PairMeasures, settings: Settings) -> Iterator[_Row]:
    yield _Row(
        "coverage by close sentences, quotations left out",
        measures.close_coverage,
        (settings.close_coverage,),
        _EXCERPT,
        f"an excerpt from {settings.close_coverage:g}, with the next three",
    )
    yield _Row(
        "shingles outside quotations that the other has",
        measures.narrative_containment,
        (settings.close_shingles,),
        _EXCERPT,
        f"an excerpt from {settings.close_shingles:g}",
    )
    yield _Row(
        "names and numbers on which aligned sentences agree",
        measures.fact_share,
        (settings.close_facts,),
        _EXCERPT,
        f"an excerpt from {settings.close_facts:g}",
    )


def _list_passages(measures: PairMeasures, settings: Settings) -> Iterator[_Row]:
    yield _Row(
        "longest run of words in common, in tokens",
        measures.longest_run,
        (settings.close_run, settings.quoted_run),
        ("excerpt", "passage"),
        f"an excerpt from {settings.close_run}, quotes from {settings.quoted_run}: shorter ones are stock "
        "phrases, names, facts",
    )


def _list_frames(measures: PairMeasures, settings: Settings, rule: Rule) -> Iterator[Evidence]:
    is_form = rule == "form"
    yield Evidence(
        name="alike sentences whose numbers contradict each other",
        value=measures.conflict_share,
        needed=f"any link below {settings.conflicting_numbers:g}; from there on they are forms filled in "
        f"anew, unless {settings.form_shingles:g} of the shingles agree",
        met="no" if is_form else "yes",
        is_decisive=rule in ("form", "wording"),
    )
    is_edge = rule in ("close", "opening")
    yield Evidence(
        name="all they share is one block at the edge of both",
        value=_EDGES[measures.edge],
        needed="no, for a link, unless it is most of the article: a standing opening or close is no copy",
        met="no" if is_edge else "yes",
        is_decisive=is_edge,
    )
