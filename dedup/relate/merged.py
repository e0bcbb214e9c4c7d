"""Articles put together from clear parts of two or more stories."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import combinations

from dedup.compare.align import align_sentences
from dedup.records import Link, PreparedArticle

CLEAR_PART = 0.15
"""Share of an article's tokens that makes a clear part of it (the contract's bound of ``derived``)."""

_WHOLE = 0.9
_MOST_SOURCES = 4
_SHARED_NAMES, _LEAST_NAMES = 0.25, 3

_Sources = dict[str, tuple[float, str]]


def find_merged(
    links: Iterable[Link],
    *,
    among: Container[str],
    block_of: Mapping[str, str],
    prepared: Callable[[str], PreparedArticle],
) -> frozenset[str]:
    """The articles that take one clear part from one source and another part from another.

    Two sources differ if they are of two clusters, no link joins them, and either they share few names or
    both are dated before the article. A source has more to it than the part taken; one that stands in the
    article whole may as well have been cut out of it.

    Args:
        among: the articles to be looked at.
        block_of: the cluster of each article that is in one.
        prepared: an article by its id.
    Cost: at most four alignments for each article with links into two blocks.
    """
    linked: set[tuple[str, str]] = set()
    found: dict[str, _Sources] = {}
    for link in links:
        if link.is_linked:
            left, right, shares = link.left_id, link.right_id, (link.left_coverage, link.right_coverage)
            linked.add((left, right))
            if left in among:
                _note(found, left, (block_of.get(right, right), right), shares)
            if right in among:
                _note(found, right, (block_of.get(left, left), left), shares[::-1])
    return frozenset(
        member
        for member, sources in found.items()
        if len(sources) > 1
        and _has_two(
            member, [source for _, source in sorted(sources.values(), reverse=True)], linked, prepared
        )
    )


def _note(
    found: dict[str, _Sources], member: str, origin: tuple[str, str], shares: tuple[float, float]
) -> None:
    """Keep the source of each block that has the most of the article; ``origin`` is the block and the source.

    Args:
        shares: of the article that the source has, and of the source that the article has.
    """
    (block, source), (taken, given) = origin, shares
    if taken >= CLEAR_PART and given <= _WHOLE:
        sources = found.setdefault(member, {})
        sources[block] = max(sources.get(block, (0.0, "")), (taken, source))


def _has_two(
    member_id: str,
    source_ids: Sequence[str],
    linked: set[tuple[str, str]],
    prepared: Callable[[str], PreparedArticle],
) -> bool:
    member = prepared(member_id)
    sizes = [len(words) for words in member.sentences.words]
    least = CLEAR_PART * sum(sizes)
    parts: dict[str, set[int]] = {}
    for source_id in source_ids[:_MOST_SOURCES]:
        segments = align_sentences(prepared(source_id).sentences, member.sentences)
        parts[source_id] = {index for segment in segments if segment.left for index in segment.right}
    return any(
        min(sum(sizes[index] for index in one) for one in (parts[a] - parts[b], parts[b] - parts[a])) >= least
        and (min(a, b), max(a, b)) not in linked
        and _are_different(prepared(a), prepared(b), member)
        for a, b in combinations(parts, 2)
    )


def _are_different(one: PreparedArticle, other: PreparedArticle, member: PreparedArticle) -> bool:
    """Whether two sources tell different stories, or at least both came before the article."""
    names = one.anchors.names, other.anchors.names
    fewest = min(map(len, names))
    if fewest >= _LEAST_NAMES and len(names[0] & names[1]) <= _SHARED_NAMES * fewest:
        return True
    published = [side.article.published for side in (one, other, member)]
    days = [day[:10] for day in published if day]
    return len(days) == 3 and max(days[:2]) < days[2]
