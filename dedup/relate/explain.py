"""A verdict and what it rests on → why two articles are, or are not, linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dedup.records import CandidatePair, Evidence, Explanation, Link, SharedPassage


def explain_link(
    link: Link, *, passages: Sequence[SharedPassage], candidate: CandidatePair | None
) -> Explanation:
    """Put a verdict, the words in common and the way the pair was found together.

    A negative is explained as fully as a positive: ``candidate`` None says that a run over many articles
    would not have compared the two at all.
    """
    found = Evidence(
        name="proposed for comparison by",
        value=" and ".join(_SOURCES[source] for source in candidate.sources) if candidate else "nothing",
        needed="one of the two; a run over many articles compares no other pairs",
    )
    return Explanation(link=replace(link, evidence=(*link.evidence, found)), shared=tuple(passages))


_SOURCES = {"exact": "equal text", "lsh": "similar signatures", "anchors": "rare words in common"}
