"""Progress of long work, on standard error and only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from dedup.pages import Progress

_TOO_SOON_SECONDS = 0.5
_FEW = 10


@contextmanager
def show_progress() -> Iterator[Progress | None]:
    """Give a function that draws a bar for each kind of work with its rate and the time left.

    Yields: None where standard error is no terminal.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks = {}
        begun: dict[str, float] = {}

        def draw(work: str, done: int, total: int | None) -> None:
            if work not in tasks:
                begun[work] = monotonic()
                tasks[work] = bars.add_task(work, total=total, rate="")
            rate = say_rate(done, monotonic() - begun[work])
            bars.update(tasks[work], completed=done, total=total, rate=rate)

        yield draw


def say_rate(done: int, seconds: float) -> str:
    """How much is done a second; nothing before the first half second."""
    if seconds < _TOO_SOON_SECONDS:
        return ""
    rate = done / seconds
    return f"{rate:,.0f}/s" if rate >= _FEW else f"{rate:.1f}/s"
