"""Which file of agencies a run adds to those that ship with the package.

One choice for a run: the stages that know credit lines ask ``load_agencies``, which looks it up here, and
worker processes are told it with their task.
"""

from __future__ import annotations

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
