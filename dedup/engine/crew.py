"""Pairs in doubt, compared in one process or in many; the result does not depend on how many.

What travels between processes is JSON: articles and pairs one way, verdicts the other. Nothing is unpickled.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from functools import partial
from typing import Any

import numpy as np

from boilerplate.workers import run_tasks
from dedup.engine.compare import compare_prepared
from dedup.engine.packing import pack_article, pack_settings, unpack_article
from dedup.engine.shelf import Shelf
from dedup.match.commonness import mark_article
from dedup.match.shingle import Hashes
from dedup.records import Link, Overlap
from dedup.settings import Settings

SHARED_FROM = 200
"""Pairs from which processes are worth starting."""

_NO_RUNS: Hashes = np.empty(0, dtype=np.uint64)
_PAIRS_PER_TASK = 32
_DEADLINE_SECONDS = 600.0
"""For one task; only hostile texts come near it."""

Progress = Callable[[str, int, int | None], None]
_WORK = "pairs compared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A pair to be compared, left id < right id.

    ``is_marked``: passages that many stories have carry no weight in it; ``is_stock``: none does.
    """

    left_id: str
    right_id: str
    is_marked: bool = False
    is_stock: bool = False


def compare_pairs(
    doubts: Sequence[Doubt],
    *,
    shelf: Shelf,
    common_runs: Hashes = _NO_RUNS,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Link | None]:
    """Judge each pair in the order given; those of one article best lie together.

    Args:
        common_runs: runs of words that many stories have, sorted.
        workers: processes at most; None: one for each core. Few pairs are compared in this one.
    Yields: a link for each pair; those of many pairs carry no evidence. None: the comparison was given up,
        since it took too long.
    """
    if len(doubts) < SHARED_FROM or workers == 1:
        for done, doubt in enumerate(doubts, start=1):
            yield _compare(doubt, shelf, common_runs)
            _tell(progress, done, len(doubts))
        return
    found: dict[int, list[Link | None]] = {}
    at = done = 0
    for number, answer in run_tasks(
        partial(compare_packed, common_runs=common_runs.tobytes()),
        _pack_tasks(doubts, shelf),
        workers=workers,
        deadline_seconds=_DEADLINE_SECONDS,
    ):
        part = doubts[number * _PAIRS_PER_TASK : (number + 1) * _PAIRS_PER_TASK]
        verdicts = [None] * len(part) if answer.result is None else json.loads(answer.result)
        found[number] = [
            None if verdict is None else _unpack_link(doubt, verdict)
            for doubt, verdict in zip(part, verdicts, strict=True)
        ]
        done += len(part)
        _tell(progress, done, len(doubts))
        while at in found:
            yield from found.pop(at)
            at += 1


def compare_packed(payload: bytes, *, common_runs: bytes) -> bytes:
    """The task of a worker: articles and pairs of them → verdicts."""
    task = json.loads(payload)
    shelf = Shelf(
        [unpack_article(article) for article in task["articles"]], settings=Settings(**task["settings"])
    )
    runs = np.frombuffer(common_runs, dtype=np.uint64)
    links = (_compare(Doubt(**doubt), shelf, runs) for doubt in task["doubts"])
    return json.dumps([_pack_link(link) for link in links]).encode("ascii")


def _compare(doubt: Doubt, shelf: Shelf, common_runs: Hashes) -> Link:
    left, right = shelf.prepared(doubt.left_id), shelf.prepared(doubt.right_id)
    if doubt.is_marked:
        left, right = (mark_article(side, common_runs, is_stock=doubt.is_stock) for side in (left, right))
    return compare_prepared(left, right, settings=shelf.settings)[0]


def _pack_tasks(doubts: Sequence[Doubt], shelf: Shelf) -> Iterator[tuple[int, bytes]]:
    settings = pack_settings(shelf.settings)
    for number, start in enumerate(range(0, len(doubts), _PAIRS_PER_TASK)):
        part = doubts[start : start + _PAIRS_PER_TASK]
        ids = sorted({article_id for doubt in part for article_id in (doubt.left_id, doubt.right_id)})
        articles = [pack_article(shelf.article(article_id)) for article_id in ids]
        task = {"settings": settings, "articles": articles, "doubts": [asdict(doubt) for doubt in part]}
        yield number, json.dumps(task).encode("ascii")


def _pack_link(link: Link) -> list[Any]:
    overlap = link.overlap
    return [
        link.relation,
        [overlap.jaccard, overlap.left_containment, overlap.right_containment],
        [getattr(link, name) for name in _LINK_SHARES],
    ]


def _unpack_link(doubt: Doubt, packed: list[Any]) -> Link:
    left_id, right_id = doubt.left_id, doubt.right_id
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


_LINK_SHARES = tuple(f.name for f in fields(Link) if f.type == "float")
