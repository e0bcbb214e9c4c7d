"""What became of a story in each outlet's hands: labels for the members of a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from boilerplate.records import Article
from dedup.records import FormLabel, Segment, SentenceSet
from dedup.tokens import tokenize

_NEARLY_ALL = 0.95
_CLEAR = 0.1
_MANY = 0.3
_LEDE_SENTENCES = 2
_EXCERPT = 0.6


class Told(Protocol):
    """An article of which the sentences are known; nothing else of it is looked at."""

    @property
    def article(self) -> Article:
        """The article itself."""

    @property
    def sentences(self) -> SentenceSet:
        """Its sentences."""


@dataclass(frozen=True, slots=True)
class _Shares:
    """Shares by tokens: of the lead that is missing, before what is kept and after it; of the member that is
    new, moved, or altered in wording."""

    missing: float
    missing_head: float
    missing_tail: float
    new: float
    moved: float
    altered: float


def label_forms(
    lead: Told, member: Told, *, segments: Sequence[Segment], is_merged: bool = False
) -> tuple[FormLabel, ...]:
    """Say how a member's text relates to that of its cluster's lead.

    An excerpt is one passage from the middle or the end of the lead, at most .6 of it, with hardly anything
    left out in between or added.

    Args:
        segments: the alignment of the two, the lead on the left.
        is_merged: whether the member takes a clear part from another story too (``find_merged``).
    """
    shares = _measure_shares(lead, member, segments)
    labels: list[FormLabel] = []
    if _is_headline_rewritten(lead, member):
        labels.append("headline_rewritten")
    if max(shares.missing, shares.new, shares.moved, shares.altered) <= 1 - _NEARLY_ALL:
        return ("verbatim", *labels)
    if is_merged:
        labels.append("merged")
    if _is_excerpt(shares):
        return (*labels, "excerpt", "reworded") if shares.altered >= _MANY else (*labels, "excerpt")
    if _is_lede_rewritten(segments):
        labels.append("lede_rewritten")
    if shares.missing_tail >= _CLEAR:
        labels.append("cut_from_bottom")
    if shares.missing - shares.missing_tail >= 2 * _CLEAR:
        labels.append("condensed")
    if shares.new >= _CLEAR:
        labels.append("extended")
    if shares.moved >= _CLEAR:
        labels.append("reordered")
    if shares.altered >= _MANY:
        labels.append("reworded")
    return tuple(labels) or ("verbatim",)


def _measure_shares(lead: Told, member: Told, segments: Sequence[Segment]) -> _Shares:
    lead_sizes = [len(words) for words in lead.sentences.words]
    member_sizes = [len(words) for words in member.sentences.words]
    lead_total, member_total = max(1, sum(lead_sizes)), max(1, sum(member_sizes))
    missing = [index for segment in segments if not segment.right for index in segment.left]
    kept = {index for segment in segments if segment.right for index in segment.left}
    first_kept, last_kept = min(kept, default=len(lead_sizes)), max(kept, default=-1)
    head = [index for index in missing if index < first_kept]
    tail = [index for index in missing if index > last_kept]

    def share(chosen: Sequence[Segment]) -> float:
        return sum(member_sizes[index] for segment in chosen for index in segment.right) / member_total

    return _Shares(
        missing=sum(lead_sizes[index] for index in missing) / lead_total,
        missing_head=sum(lead_sizes[index] for index in head) / lead_total,
        missing_tail=sum(lead_sizes[index] for index in tail) / lead_total,
        new=share([segment for segment in segments if not segment.left]),
        moved=share([segment for segment in segments if segment.left and segment.is_moved]),
        altered=share([segment for segment in segments if segment.kind in ("light", "reworded")]),
    )


def _is_excerpt(shares: _Shares) -> bool:
    """Whether one passage of the lead stands alone; from its beginning on it is cut from the bottom."""
    gaps = shares.missing - shares.missing_head - shares.missing_tail
    return (
        shares.missing_head >= _CLEAR
        and shares.missing >= 1 - _EXCERPT
        and max(gaps, shares.new, shares.moved) < _CLEAR
    )


def _is_lede_rewritten(segments: Sequence[Segment]) -> bool:
    """Whether the lead's first sentences are gone or reworded while more of the rest stands close."""
    opening = [s for s in segments if s.left and s.left[0] < _LEDE_SENTENCES]
    rest = [s for s in segments if s.left and s.left[0] >= _LEDE_SENTENCES and s.right]
    is_gone = bool(opening) and all(s.kind in ("dropped", "reworded") for s in opening)
    close = sum(s.kind in ("verbatim", "light") for s in rest)
    return is_gone and 2 * close > len(rest)


def _is_headline_rewritten(lead: Told, member: Told) -> bool:
    titles = [article.article.title for article in (lead, member)]
    if not all(titles):
        return False
    one, other = (tokenize(title or "").words for title in titles)
    return one != other
