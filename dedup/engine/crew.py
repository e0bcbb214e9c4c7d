"""Pairs in doubt, compared in one process or in many; the result does not depend on how many.

What travels between processes is JSON: articles and pairs one way, verdicts the other. Nothing is unpickled.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, fields
from itertools import islice
from typing import Any

from boilerplate.records import Article, Credit
from boilerplate.workers import run_tasks
from dedup.engine.compare import compare_prepared
from dedup.engine.shelf import Shelf
from dedup.records import Link, Overlap
from dedup.settings import Settings

SHARED_FROM = 200
"""Pairs from which processes are worth starting."""

_PAIRS_PER_TASK = 32
_DEADLINE_SECONDS = 600.0
"""For one task; only hostile texts come near it."""

Pair = tuple[str, str]
Progress = Callable[[str, int, int | None], None]
_WORK = "pairs compared"


def compare_pairs(
    pairs: Sequence[Pair], *, shelf: Shelf, workers: int | None = None, progress: Progress | None = None
) -> Iterator[Link | None]:
    """Judge each pair, left id < right id, in the order given; those of one article best lie together.

    Args:
        workers: processes at most; None: one for each core. Few pairs are compared in this one.
    Yields: a link for each pair; those of many pairs carry no evidence. None: the comparison was given up,
        since it took too long.
    """
    if len(pairs) < SHARED_FROM or workers == 1:
        for done, (left_id, right_id) in enumerate(pairs, start=1):
            left, right = shelf.prepared(left_id), shelf.prepared(right_id)
            yield compare_prepared(left, right, settings=shelf.settings)[0]
            _tell(progress, done, len(pairs))
        return
    found: dict[int, list[Link | None]] = {}
    at = done = 0
    for number, answer in run_tasks(
        compare_packed, _pack_tasks(pairs, shelf), workers=workers, deadline_seconds=_DEADLINE_SECONDS
    ):
        part = pairs[number * _PAIRS_PER_TASK : (number + 1) * _PAIRS_PER_TASK]
        verdicts = [None] * len(part) if answer.result is None else json.loads(answer.result)
        found[number] = [
            None if verdict is None else _unpack_link(pair, verdict)
            for pair, verdict in zip(part, verdicts, strict=True)
        ]
        done += len(part)
        _tell(progress, done, len(pairs))
        while at in found:
            yield from found.pop(at)
            at += 1


def compare_packed(payload: bytes) -> bytes:
    """The task of a worker: articles and pairs of them → verdicts."""
    task = json.loads(payload)
    settings = Settings(**task["settings"])
    shelf = Shelf([_unpack_article(article) for article in task["articles"]], settings=settings)
    verdicts = []
    for left_id, right_id in task["pairs"]:
        left, right = shelf.prepared(left_id), shelf.prepared(right_id)
        verdicts.append(_pack_link(compare_prepared(left, right, settings=settings)[0]))
    return json.dumps(verdicts).encode("ascii")


def _pack_tasks(pairs: Sequence[Pair], shelf: Shelf) -> Iterator[tuple[int, bytes]]:
    settings = asdict(shelf.settings)
    remaining = iter(pairs)
    number = 0
    while part := list(islice(remaining, _PAIRS_PER_TASK)):
        ids = sorted({article_id for pair in part for article_id in pair})
        articles = [_pack_article(shelf.article(article_id)) for article_id in ids]
        yield number, json.dumps({"settings": settings, "articles": articles, "pairs": part}).encode("ascii")
        number += 1


def _pack_article(article: Article) -> dict[str, Any]:
    packed = {name: getattr(article, name) for name in _ARTICLE_FIELDS}
    packed["credits"] = [asdict(credit) for credit in article.credits]
    return packed


def _unpack_article(packed: dict[str, Any]) -> Article:
    credits = tuple(Credit(**{**credit, "span": tuple(credit["span"])}) for credit in packed.pop("credits"))
    return Article(**packed, credits=credits)


def _pack_link(link: Link) -> list[Any]:
    overlap = link.overlap
    return [
        link.relation,
        [overlap.jaccard, overlap.left_containment, overlap.right_containment],
        [getattr(link, name) for name in _LINK_SHARES],
    ]


def _unpack_link(pair: Pair, packed: list[Any]) -> Link:
    left_id, right_id = pair
    relation, (jaccard, left_containment, right_containment), shares = packed
    overlap = Overlap(
        left_id=left_id,
        right_id=right_id,
        jaccard=jaccard,
        left_containment=left_containment,
        right_containment=right_containment,
    )
    return Link(
        left_id=left_id,
        right_id=right_id,
        relation=relation,
        overlap=overlap,
        evidence=(),
        **dict(zip(_LINK_SHARES, shares, strict=True)),
    )


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(_WORK, done, total)


_ARTICLE_FIELDS = tuple(f.name for f in fields(Article) if f.name not in ("credits", "dropped"))
_LINK_SHARES = tuple(f.name for f in fields(Link) if f.type == "float")
