"""A worker's own side: it answers payloads with a task until the other side is gone.

Payloads come and answers go in frames of one or more. Every payload has a deadline of its own, and answers
are sent off at least every quarter of a second, so that whoever waits can tell a worker that is busy from
one that hangs.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import gc
import os
import resource
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

Task = Callable[[bytes], bytes]

DONE, FAILED = b"+-"
"""What an answer is: the task's result, or in words why there is none."""

_MEMORY_BYTES = 2_000_000_000
"""What a worker may take beyond what it starts with; parsing a page of 20 MB needs about a tenth."""
_OBJECTS_PER_COLLECTION = 50_000
"""Pages leave hardly a cycle behind: with Python's 700 a tenth of the time goes into looking for them."""
_REPORT_SECONDS = 0.25
_REPORT_BYTES = 1 << 18
_PR_SET_PDEATHSIG = 1  # prctl(2)


def pack_frame(parts: Sequence[bytes]) -> bytes:
    """Several byte strings as one: how many they are, how long each is, then all of them."""
    return b"".join((struct.pack(f"<{len(parts) + 1}I", len(parts), *map(len, parts)), *parts))


def unpack_frame(frame: bytes) -> list[bytes]:
    """The byte strings that were packed."""
    (count,) = struct.unpack_from("<I", frame)
    start = 4 * (count + 1)
    parts = []
    for length in struct.unpack_from(f"<{count}I", frame, 4):
        parts.append(frame[start : start + length])
        start += length
    return parts


def serve(
    task: Task, receiver: Connection, replier: Connection, others: list[Connection], deadline_seconds: float
) -> None:
    """A worker's life."""
    for other in others:
        other.close()
    _settle()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            payloads = unpack_frame(receiver.recv_bytes())
            for outcomes, answers in _answer(task, payloads, deadline_seconds=deadline_seconds):
                replier.send_bytes(pack_frame([bytes(outcomes), *answers]))
    os._exit(0)


def _answer(
    task: Task, payloads: Sequence[bytes], *, deadline_seconds: float
) -> Iterator[tuple[list[int], list[bytes]]]:
    """Outcomes and answers in the order of the payloads, those of one report at a time."""
    outcomes: list[int] = []
    answers: list[bytes] = []
    size, due = 0, time.monotonic() + _REPORT_SECONDS
    for payload in payloads:
        # The kernel's default answer to this alarm is to end the process, even deep in C code.
        signal.setitimer(signal.ITIMER_REAL, deadline_seconds)
        outcome, answer = _attempt(task, payload)
        outcomes.append(outcome)
        answers.append(answer)
        size += len(answer)
        if size > _REPORT_BYTES or time.monotonic() > due:
            signal.setitimer(signal.ITIMER_REAL, 0)
            yield outcomes, answers
            outcomes, answers = [], []
            size, due = 0, time.monotonic() + _REPORT_SECONDS
    signal.setitimer(signal.ITIMER_REAL, 0)
    if answers:
        yield outcomes, answers


def _settle() -> None:
    """Die with the parent, leave Ctrl-C to it, keep quiet, leave no core file, take limited memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    faulthandler.disable()
    gc.freeze()  # what was there before the fork is the parent's: collecting over it would copy it
    gc.set_threshold(_OBJECTS_PER_COLLECTION)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        own_bytes = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = own_bytes + _MEMORY_BYTES
        limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def _attempt(task: Task, payload: bytes) -> tuple[int, bytes]:
    try:
        return DONE, task(payload)
    except MemoryError:
        return FAILED, b"took more memory than a page may take; leave it out"
    except Exception as error:  # noqa: BLE001 -- around one page: whatever it raises is its own failure
        reason = " ".join(str(error).split())
        words = f"could not be read ({type(error).__name__}: {reason[:300]}); leave it out"
        return FAILED, words.encode("utf-8", "replace")
