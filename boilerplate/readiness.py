"""What workers need, loaded before they are forked: once for all, and no more than their pages are worth.

Whatever tells credits takes longer to compile than a few pages take to be stripped: over few pages each
worker compiles what it meets, and few pages of text are work for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from typing import TypeVar

from boilerplate.records import PageForm
from boilerplate.task import load_extractor

Key = TypeVar("Key")

FEW_PAGES, FEW_BYTES = 16, 1 << 19
"""So many pages are few, unless they are more bytes than this."""


class Readiness:
    """Loads what the forms of pages need, all of it where pages are many."""

    def note(self, form: PageForm) -> None:
        """Have ready what pages of a form need."""
        _load(form)

    def look_ahead(
        self, tasks: Iterator[tuple[Key, bytes]], *, is_light: Callable[[bytes], bool], workers: int | None
    ) -> tuple[Iterator[tuple[Key, bytes]], int | None]:
        """Draw some tasks to see whether they are few; returns all, and how many workers they need."""
        drawn: list[tuple[Key, bytes]] = []
        size = 0
        for task in tasks:
            drawn.append(task)
            size += len(task[1])
            if len(drawn) > FEW_PAGES or size > FEW_BYTES:
                _compile()
                return chain(drawn, tasks), workers
        return iter(drawn), 1 if all(is_light(payload) for _, payload in drawn) else workers


@cache
def _load(form: PageForm) -> None:
    load_extractor(form)


@cache
def _compile() -> None:
    from boilerplate.agencies import load_agencies

    load_agencies().compile()
