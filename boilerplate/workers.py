"""Worker processes with a deadline: a task that overruns or dies costs itself and nothing else.

Hostile pages keep a parser in C code for minutes, where no exception reaches it; only a process that can be
killed holds a deadline. Tasks and answers are bytes, so nothing is ever unpickled from a worker. Workers are
forked where the system can (a few milliseconds each, with all that is imported already), one by one as there
is work for them, and replaced when they have died or done their share.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import gc
import multiprocessing
import os
import resource
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar

Key = TypeVar("Key")
Task = Callable[[bytes], bytes]

_MEMORY_BYTES = 2_000_000_000
"""What a worker may take beyond what it starts with; parsing a page of 20 MB needs about a tenth."""
_TASKS_PER_WORKER = 2_000
"""Then a worker is replaced: parsers keep every name they ever met."""
_GRACE_SECONDS = 1.0
_PR_SET_PDEATHSIG = 1  # prctl(2)
_DONE, _FAILED = b"+", b"-"
_IS_FORKING = sys.platform == "linux"
_CONTEXT: ForkContext | SpawnContext = (
    multiprocessing.get_context("fork") if _IS_FORKING else multiprocessing.get_context("spawn")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one task: its result, or None and why there is none."""

    result: bytes | None
    failure: str = ""


@dataclass(slots=True, kw_only=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    due: float = 0.0
    tasks_left: int = _TASKS_PER_WORKER


def run_tasks(
    task: Task,
    payloads: Iterable[tuple[Key, bytes]],
    *,
    workers: int | None = None,
    deadline_seconds: float,
) -> Iterator[tuple[Key, Answer]]:
    """Yield an answer to every payload, each with its key, in the order in which they are done.

    Payloads are drawn only as workers fall free, so a stream of any length is held in bounded memory. When
    the iteration ends, by whatever cause, no worker is left.

    Args:
        task: runs in a worker; what it raises becomes the failure of its payload alone.
        payloads: keys stay here, only the bytes travel.
        workers: how many processes at most; None for one per core this process may use.
        deadline_seconds: wall-clock time for one task, after which its worker is killed.
    """
    with contextlib.closing(
        _Crew(task, size=workers or count_cores(), deadline_seconds=deadline_seconds)
    ) as crew:
        keys: dict[Connection, Key] = {}
        remaining = iter(payloads)
        is_drained = False
        while not is_drained or keys:
            while not is_drained and len(keys) < crew.size:
                following = next(remaining, None)
                if following is None:
                    is_drained = True
                    break
                keys[crew.give(following[1])] = following[0]
            for connection, answer in crew.collect():
                yield keys.pop(connection), answer


def count_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Crew:
    """The workers of one run: idle ones, and busy ones by the connection their answer will come through."""

    def __init__(self, task: Task, *, size: int, deadline_seconds: float) -> None:
        self.size = size
        self._task = task
        self._deadline_seconds = deadline_seconds
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, _Worker] = {}

    def give(self, payload: bytes) -> Connection:
        """Have a free worker, or a new one, do a task."""
        worker = self._idle.pop() if self._idle else self._hire()
        try:
            worker.connection.send_bytes(payload)
        except (BrokenPipeError, ConnectionResetError):  # it died idle, so not of this task
            self._dismiss(worker)
            worker = self._hire()
            worker.connection.send_bytes(payload)
        worker.due = time.monotonic() + self._deadline_seconds + _GRACE_SECONDS
        self._busy[worker.connection] = worker
        return worker.connection

    def collect(self) -> list[tuple[Connection, Answer]]:
        """Wait until a task is done or overdue; return what there is."""
        timeout = min((worker.due for worker in self._busy.values()), default=0.0) - time.monotonic()
        ready = wait(list(self._busy), timeout=max(0.0, timeout))
        answers = [
            (worker.connection, self._receive(worker)) for c, worker in self._busy.items() if c in ready
        ]
        now = time.monotonic()
        for connection, worker in self._busy.items():
            if worker.due <= now and connection not in ready:
                self._dismiss(worker)
                answers.append((connection, self._overdue()))
        for connection, _ in answers:
            del self._busy[connection]
        return answers

    def close(self) -> None:
        """Kill every worker."""
        for worker in (*self._idle, *self._busy.values()):
            self._dismiss(worker)
        self._idle.clear()
        self._busy.clear()

    def _receive(self, worker: _Worker) -> Answer:
        try:
            reply = worker.connection.recv_bytes()
        except (EOFError, OSError):
            self._dismiss(worker)
            exit_code = worker.process.exitcode or 0
            if exit_code == -signal.SIGALRM:
                return self._overdue()
            cause = signal.Signals(-exit_code).name if exit_code < 0 else f"exit code {exit_code}"
            return Answer(
                result=None, failure=f"the process that read it died ({cause}); leave this page out"
            )
        worker.tasks_left -= 1
        if worker.tasks_left > 0:
            self._idle.append(worker)
        else:
            self._dismiss(worker)
        if reply.startswith(_DONE):
            return Answer(result=reply[1:])
        return Answer(result=None, failure=reply[1:].decode("utf-8", "replace"))

    def _overdue(self) -> Answer:
        limit = f"{self._deadline_seconds:g}"
        return Answer(
            result=None, failure=f"took more than the {limit} seconds a page may take; leave it out"
        )

    def _hire(self) -> _Worker:
        ours, theirs = _CONTEXT.Pipe()
        # A worker must not hold the other workers' ends open: they learn from them that we are gone.
        others = [worker.connection for worker in (*self._idle, *self._busy.values())]
        inherited = [ours, *others] if _IS_FORKING else []
        process = _CONTEXT.Process(
            target=_serve, args=(self._task, theirs, inherited, self._deadline_seconds), daemon=True
        )
        with warnings.catch_warnings():
            # Python 3.12 warns of forking beside threads: of theirs (BLAS) our workers use nothing.
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
        theirs.close()
        return _Worker(process=process, connection=ours)

    def _dismiss(self, worker: _Worker) -> None:
        worker.connection.close()
        if worker.process.exitcode is None:
            worker.process.kill()
        worker.process.join()


def _serve(task: Task, connection: Connection, inherited: list[Connection], deadline_seconds: float) -> None:
    """A worker's life: answer tasks until the other side is gone."""
    for other in inherited:
        other.close()
    _settle()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            payload = connection.recv_bytes()
            # The kernel's default answer to this alarm is to end the process, even deep in C code.
            signal.setitimer(signal.ITIMER_REAL, deadline_seconds)
            reply = _attempt(task, payload)
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send_bytes(reply)
    os._exit(0)


def _settle() -> None:
    """Die with the parent, leave Ctrl-C to it, keep quiet, leave no core file, take limited memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    faulthandler.disable()
    gc.freeze()  # what was there before the fork is the parent's: collecting over it would copy it
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        own_bytes = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (own_bytes + _MEMORY_BYTES, most))


def _attempt(task: Task, payload: bytes) -> bytes:
    try:
        return _DONE + task(payload)
    except MemoryError:
        return _FAILED + b"took more memory than a page may take; leave it out"
    except Exception as error:  # noqa: BLE001 -- around one page: whatever it raises is its own failure
        reason = " ".join(str(error).split())
        return _FAILED + f"could not be read ({type(error).__name__}: {reason[:300]}); leave it out".encode(
            "utf-8", "replace"
        )
