"""Which file of agencies a run adds to those that ship with the package.

One choice for a run: the stages that know credit lines ask ``load_agencies``, which looks it up here, and
worker processes are told it with their task.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_CHOSEN: ContextVar[Path | None] = ContextVar("agencies", default=None)


def chosen_agencies() -> Path | None:
    """The file that was chosen; None: no more than what ships with the package."""
    return _CHOSEN.get()


@contextmanager
def agencies_from(file: Path | None) -> Iterator[None]:
    """Within it, the agencies and words of a file are known as well."""
    before = _CHOSEN.set(file)
    try:
        yield
    finally:
        _CHOSEN.reset(before)


def describe_agencies() -> tuple[tuple[str, object], ...]:
    """The settings that tell which file was chosen, as given and as it was read; none without a choice."""
    file = _CHOSEN.get()
    if file is None:
        return ()
    from boilerplate.agencies import load_agencies  # a run without a choice may need no forms at all

    name = os.fsencode(file).decode("utf-8", "replace")
    return (("agencies", name), ("agencies_sha256", load_agencies(file).sha256))
