"""Text written by several processes at once, each of which has all there is to write from the one it left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from boilerplate.workers import IS_FORKING, run_tasks

SHARED_FROM = 20
"""Parts from which processes are worth starting; each takes some milliseconds."""
_DEADLINE_SECONDS = 600.0


def share_out(
    write: Callable[[int], str], numbers: Sequence[int], *, workers: int | None = None
) -> Iterator[str]:
    """What ``write`` gives for each number, in their order, as ``map`` would.

    Args:
        write: called in this process for what another one has failed at.
        workers: processes at most; None: one for each core. Few parts are written in this one.
    """
    if len(numbers) < SHARED_FROM or workers == 1 or not IS_FORKING:
        yield from map(write, numbers)
        return
    payloads = ((number, str(number).encode("ascii")) for number in numbers)
    answers = run_tasks(
        partial(_answer, write), payloads, workers=workers, deadline_seconds=_DEADLINE_SECONDS
    )
    found: dict[int, str] = {}
    at = 0
    for number, answer in answers:
        written = answer.result
        found[number] = write(number) if written is None else written.decode("utf-8", "surrogatepass")
        while at < len(numbers) and numbers[at] in found:
            yield found.pop(numbers[at])
            at += 1


def _answer(write: Callable[[int], str], payload: bytes) -> bytes:
    return write(int(payload)).encode("utf-8", "surrogatepass")
