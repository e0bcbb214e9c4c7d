"""A verdict and what it rests on → why two articles are, or are not, linked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dedup.records import (
    CandidatePair,
    Evidence,
    Explanation,
    Link,
    Overlap,
    Relation,
    SharedPassage,
    Surroundings,
)
from dedup.relate.support import DOUBTFUL, SUPPORTERS, rate_supported
from dedup.settings import Settings

Barrier = Literal["", "dates", "not compared", "figures", "common passages", "given up"]
"""What kept a run from linking a pair, whatever the two articles have in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What became of a pair in a run.

    ``settled`` are the figures that settled it without a full comparison, ``supported`` is what the other
    articles' word for it came to, each empty where there was none. ``barrier`` kept it from being linked.
    ``shared_anchors`` were counted by the run; ``agreeing_bands`` and ``rare_anchors`` are of a pair that was
    not proposed, ``rare_anchors`` None where the run is too large for a fixed limit. ``telling_passages``
    of all passages carry weight, None where nothing common took any from them.
    """

    settled: tuple[Evidence, ...]
    supported: tuple[Evidence, ...]
    barrier: Barrier
    proposed_by: tuple[str, ...]
    shared_anchors: int
    agreeing_bands: int
    rare_anchors: int | None
    telling_passages: int | None
    supporters: tuple[tuple[str, float], ...]


def explain_link(
    link: Link, *, passages: Sequence[SharedPassage], candidate: CandidatePair | None
) -> Explanation:
    """Put a verdict, the words in common and the way the pair was found together.

    A negative is explained as fully as a positive: ``candidate`` None says that a run over many articles
    would not have compared the two at all.
    """
    found = _tell_sources(candidate.sources if candidate else ())
    return Explanation(link=replace(link, evidence=(*link.evidence, found)), shared=tuple(passages))


def turn_explanation(explanation: Explanation, *, text: str) -> Explanation:
    """The explanation with its sides swapped; ``text`` is that of the new left article."""
    link = explanation.link
    overlap = link.overlap
    return replace(
        explanation,
        link=replace(
            link,
            left_id=link.right_id,
            right_id=link.left_id,
            overlap=Overlap(
                left_id=overlap.right_id,
                right_id=overlap.left_id,
                jaccard=overlap.jaccard,
                left_containment=overlap.right_containment,
                right_containment=overlap.left_containment,
            ),
            left_coverage=link.right_coverage,
            right_coverage=link.left_coverage,
        ),
        shared=tuple(
            replace(passage, text=text[slice(*passage.right)], left=passage.right, right=passage.left)
            for passage in explanation.shared
        ),
    )


def explain_in_run(
    link: Link,
    *,
    alone: Relation,
    articles: int,
    course: Course,
    passages: Sequence[SharedPassage],
    settings: Settings,
) -> Explanation:
    """Put the verdict of a run over many articles together with what these had to do with it.

    Args:
        link: the run's verdict, with the evidence of the pair's own comparison.
        alone: the relation by the two articles alone.
    """
    evidence = (
        *(tuple(_tell_barrier(course, settings)) or course.supported or course.settled),
        *link.evidence,
        *_tell_passages(course, len(passages)),
        *_tell_candidacy(course, settings),
        *_tell_support(link, course, settings),
    )
    return Explanation(
        link=replace(link, evidence=evidence),
        shared=tuple(passages),
        surroundings=Surroundings(
            articles=articles,
            alone=alone,
            proposed_by=course.proposed_by,
            supporters=course.supporters,
        ),
    )


def _tell_barrier(course: Course, settings: Settings) -> Iterator[Evidence]:
    if course.barrier:
        name, value, needed = _BARRIERS[course.barrier]
        yield Evidence(
            name=name,
            value=value,
            needed=needed.format(days=settings.within_days),
            met="no",
            is_decisive=True,
        )


def _tell_sources(sources: Sequence[str], *, shared_anchors: int = 0) -> Evidence:
    said = " and ".join(_SOURCES[source] for source in sources)
    return Evidence(
        name="proposed for comparison by",
        value=(f"{said} ({shared_anchors})" if shared_anchors else said) or "nothing",
        needed="one of the two; a run over many articles compares no other pairs",
    )


def _tell_candidacy(course: Course, settings: Settings) -> Iterator[Evidence]:
    found = _tell_sources(course.proposed_by, shared_anchors=course.shared_anchors)
    yield replace(
        found,
        needed="equal text, similar signatures, rare words or other articles; no other pair is compared",
        met="yes" if course.proposed_by else "no",
    )
    if course.proposed_by:
        return
    yield Evidence(
        name="bands of their signatures that agree",
        value=course.agreeing_bands,
        needed=f"compared from 1 of {settings.bands}; over many articles common shingles are left out",
        met="yes" if course.agreeing_bands else "no",
    )
    if course.rare_anchors is not None:
        yield Evidence(
            name="rare anchors in common",
            value=course.rare_anchors,
            needed=f"compared from {settings.min_shared_anchors}; rare is what no more than "
            f"{settings.max_anchor_articles} articles have",
            met="yes" if course.rare_anchors >= settings.min_shared_anchors else "no",
        )


def _tell_passages(course: Course, passages: int) -> Iterator[Evidence]:
    if course.telling_passages is not None:
        yield Evidence(
            name="passages in common that carry weight",
            value=f"{course.telling_passages} of {passages}",
            needed="what many stories of the run have carries none",
        )


def _tell_support(link: Link, course: Course, settings: Settings) -> Iterator[Evidence]:
    if course.supported:
        return
    support = course.supporters[SUPPORTERS - 1][1] if len(course.supporters) >= SUPPORTERS else 0.0
    if course.barrier or link.relation in ("identical", "near_duplicate", "derived"):
        needed = "not asked: linked by itself" if link.is_linked else "not asked"
    elif link.alone < DOUBTFUL:
        needed = f"not asked: by itself a copy only with probability {link.alone:.3f}, below {DOUBTFUL:g}"
    else:
        reached = rate_supported(link.alone, support) if support else 0.0
        needed = f"enough for a probability from {settings.supported_probability:g}, here {reached:.2f}"
    yield Evidence(
        name=f"support by {SUPPORTERS} or more other articles that go back to one text with both",
        value=round(support, 3),
        needed=needed,
        met="no" if needed.startswith("enough") else None,
    )


_SOURCES = {
    "exact": "equal text",
    "lsh": "similar signatures",
    "anchors": "rare words in common",
    "others": "other articles that go with both",
}
_BARRIERS: dict[Barrier, tuple[str, str, str]] = {
    "dates": ("published close together", "no", "at most {days} days apart, as was asked for"),
    "not compared": (
        "compared in the run",
        "no",
        "yes, for a link: nothing proposed the pair, see below",
    ),
    "figures": ("figures of the pair", "clearly apart", "not clearly apart, for a full comparison"),
    "common passages": (
        "all they share stands in many stories",
        "yes",
        "no, for a link: what many stories have proves nothing",
    ),
    "given up": ("compared in the run", "given up", "yes, for a link: the comparison took too long"),
}
