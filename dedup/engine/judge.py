"""The verdicts of a run in the light of all its articles, and what led to each.

What many stories have carries no weight; pairs in doubt are linked where other articles speak for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain

from boilerplate.records import Article
from dedup.engine.crew import Doubt, compare_pairs
from dedup.engine.local import Proposed
from dedup.engine.shelf import Shelf
from dedup.engine.weigh import Weighed, weigh_links
from dedup.records import Link
from dedup.relate.cluster import SAME_STORY, IsRelated
from dedup.relate.identical import link_identical, spread_link
from dedup.relate.support import find_pairs_through_others, support_links

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """The verdicts on pairs of leaders.

    ``links`` are final; ``by_themselves`` are the same pairs in the same order before other articles spoke
    for them. ``weighed`` says which links rested on common passages, None where nothing was weighed;
    ``counts`` how many verdicts the other articles changed.
    """

    links: Sequence[Link]
    by_themselves: Sequence[Link]
    weighed: Weighed | None
    counts: tuple[tuple[str, int], ...]


def judge_proposed(
    proposed: Proposed, *, shelf: Shelf, workers: int | None = None, progress: Progress | None = None
) -> Judged:
    """Compare the pairs in doubt, weigh the links by what is common, then let other articles speak."""
    compare = partial(compare_pairs, shelf=shelf, workers=workers, progress=progress)
    links = [*proposed.links, *(link for link in compare(proposed.in_doubt) if link is not None)]
    if proposed.corpus is None:
        return Judged(links=links, by_themselves=links, weighed=None, counts=())
    weighed = weigh_links(proposed.corpus, links)
    gone = {(doubt.left_id, doubt.right_id) for doubt in chain(weighed.dropped, weighed.in_doubt)}
    kept = [link for link in links if (link.left_id, link.right_id) not in gone]
    again = compare(weighed.in_doubt, common_runs=weighed.common_runs)
    judged = [link for link in again if link is not None]
    unlinked = len(weighed.dropped) + sum(not link.is_linked for link in judged)
    through_others, passed_over = find_pairs_through_others(links)
    further = [Doubt(left_id=left, right_id=right) for left, right in through_others]
    by_themselves = [*kept, *judged, *(link for link in compare(further) if link is not None)]
    supported = support_links(by_themselves, settings=shelf.settings)
    mended = sum(new is not old for new, old in zip(supported, by_themselves, strict=True))
    counts = (
        ("pairs_of_common_passages", unlinked + proposed.common),
        ("pairs_through_others", len(further)),
        ("pairs_through_others_passed_over", passed_over),
        ("pairs_linked_by_support", mended),
    )
    return Judged(
        links=supported,
        by_themselves=by_themselves,
        weighed=weighed,
        counts=tuple(count for count in counts if count[1]),
    )


def spread_verdicts(
    judged: Judged, proposed: Proposed, *, shelf: Shelf, stories_only: bool = False
) -> tuple[tuple[Link, ...], int]:
    """The verdicts on leaders for all members of their groups, sorted, and how many pairs are not listed."""
    is_allowed = partial(_is_allowed, shelf)
    links: list[Link] = []
    unlisted = 0
    for ids in proposed.members.values():
        found, left_out = link_identical(ids)
        links += [link for link in found if is_allowed(link.left_id, link.right_id)]
        unlisted += left_out
    for link in judged.links:
        if link.is_linked and (link.relation in SAME_STORY or not stories_only):
            found, left_out = spread_link(link, members=proposed.members, is_allowed=is_allowed)
            links += found
            unlisted += left_out
    return tuple(sorted(links, key=lambda link: (link.left_id, link.right_id))), unlisted


def relate_unlisted(judged: Judged, proposed: Proposed, *, shelf: Shelf) -> IsRelated:
    """What tells of two articles that no link joins whether they are related all the same.

    They are if they are equal, or equal to two that are linked, or versions of one story with so many of them
    that the two were not compared.
    """
    leader_of = {member: leader for leader, ids in proposed.members.items() for member in ids}
    linked = {(link.left_id, link.right_id) for link in judged.links if link.is_linked}
    crowds = proposed.crowds

    def is_related(left_id: str, right_id: str) -> bool:
        low, high = sorted((leader_of.get(left_id, left_id), leader_of.get(right_id, right_id)))
        is_one = (
            low == high
            or (low, high) in linked
            or (crowds is not None and crowds.tell_one_story(*map(shelf.find, (low, high))))
        )
        return is_one and _is_allowed(shelf, left_id, right_id)

    return is_related


def _is_allowed(shelf: Shelf, left_id: str, right_id: str) -> bool:
    """Whether two articles may be linked at all."""
    within_days = shelf.settings.within_days
    return within_days is None or are_close_in_time(
        shelf.label(left_id), shelf.label(right_id), within_days=within_days
    )


def are_close_in_time(left: Article, right: Article, *, within_days: int | None) -> bool:
    """Whether two publication dates lie at most so many days apart; unknown dates always do."""
    if within_days is None or left.published is None or right.published is None:
        return True
    days = [date.fromisoformat(article.published[:10]) for article in (left, right) if article.published]
    return abs((days[0] - days[1]).days) <= within_days
