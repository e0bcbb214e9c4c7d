"""Articles with the same words, collapsed before anything else looks at them, in linear time."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from dedup.records import PreparedArticle


def group_identical(prepared: Iterable[PreparedArticle]) -> tuple[tuple[str, ...], ...]:
    """Group the ids of articles whose normalised tokens are equal, one by one and in order.

    Returns: groups of one or more ids, each ascending; the groups ascending too.
    Cost: linear in the tokens.
    """
    groups: dict[bytes, list[str]] = {}
    for article in prepared:
        digest = blake2b(article.token_hashes.tobytes(), digest_size=16).digest()
        groups.setdefault(digest, []).append(article.article.id)
    return tuple(sorted(tuple(sorted(ids)) for ids in groups.values()))
