"""Repeated ids get ``~2``, ``~3`` and so on, whatever the order in which they came in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from boilerplate.records import Article, Rejection


def number_repeats(
    articles: Iterable[Article], rejections: Iterable[Rejection]
) -> tuple[tuple[Article, ...], tuple[Rejection, ...]]:
    """Give every article and rejection an id of its own; both come back sorted by id.

    Those of one id are numbered in the order of their content: articles first, by ``sha256`` and then by
    everything else they say, rejections after them, by reason. The first keeps the id. A number that another
    input has as its own id is passed over.
    Cost: O(n log n).
    """
    by_id: defaultdict[str, list[Article | Rejection]] = defaultdict(list)
    for article in articles:
        by_id[article.id].append(article)
    for rejection in rejections:
        by_id[rejection.id].append(rejection)
    kept_articles: list[Article] = []
    kept_rejections: list[Rejection] = []
    for record in _renamed(by_id):
        if isinstance(record, Article):
            kept_articles.append(record)
        else:
            kept_rejections.append(record)
    return (
        tuple(sorted(kept_articles, key=lambda article: article.id)),
        tuple(sorted(kept_rejections, key=lambda rejection: rejection.id)),
    )


def _renamed(by_id: Mapping[str, list[Article | Rejection]]) -> Iterable[Article | Rejection]:
    taken = set(by_id)
    for record_id in sorted(by_id):
        number = 1
        records = by_id[record_id]
        first, *others = records if len(records) == 1 else sorted(records, key=_content_key)
        yield first
        for record in others:
            number += 1
            while f"{record_id}~{number}" in taken:
                number += 1
            taken.add(f"{record_id}~{number}")
            yield replace(record, id=f"{record_id}~{number}")


def _content_key(record: Article | Rejection) -> tuple[int, str, str]:
    if isinstance(record, Rejection):
        return 1, record.reason, ""
    return 0, record.sha256, repr(record)
