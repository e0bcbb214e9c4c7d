"""Repeated ids get ``~2``, ``~3`` and so on, whatever the order in which they came in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Protocol, TypeVar

from boilerplate.records import Article, Rejection

ContentKey = tuple[int, str, str]

_get_id = attrgetter("id")


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


Record = TypeVar("Record", bound=_Identified)


def number_repeats(
    records: Iterable[Record],
    *,
    content_key: Callable[[Record], ContentKey],
    rename: Callable[[Record, str], Record],
) -> list[Record]:
    """The records, each with an id of its own, sorted by id.

    Those of one id are numbered in the order of their content keys. The first keeps the id. A number that
    another input has as its own id is passed over.
    Cost: O(n log n).
    """
    ordered = sorted(records, key=_get_id)
    repeated = {left.id for left, right in pairwise(ordered) if left.id == right.id}
    if not repeated:
        return ordered
    taken = {record.id for record in ordered}
    numbered = [record for record in ordered if record.id not in repeated]
    for record_id, group in groupby(ordered, key=_get_id):
        if record_id not in repeated:
            continue
        first, *others = sorted(group, key=content_key)
        numbered.append(first)
        number = 1
        for record in others:
            number += 1
            while f"{record_id}~{number}" in taken:
                number += 1
            taken.add(f"{record_id}~{number}")
            numbered.append(rename(record, f"{record_id}~{number}"))
    return sorted(numbered, key=_get_id)


def content_key(record: Article | Rejection) -> ContentKey:
    """Articles first, by ``sha256`` and then by all they say; rejections after them, by reason."""
    if isinstance(record, Rejection):
        return 1, record.reason, ""
    return 0, record.sha256, repr(record)
