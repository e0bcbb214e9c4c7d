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
import fcntl
import gc
import multiprocessing
import os
import resource
import signal
import sys
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from pathlib import Path
from typing import Generic, TypeVar

Key = TypeVar("Key")
Task = Callable[[bytes], bytes]

_MEMORY_BYTES = 2_000_000_000
"""What a worker may take beyond what it starts with; parsing a page of 20 MB needs about a tenth."""
_TASKS_PER_WORKER = 2_000
"""Then a worker is replaced: parsers keep every name they ever met."""
_PIPE_BYTES = 1 << 20
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


def run_tasks(
    task: Task,
    payloads: Iterable[tuple[Key, bytes]],
    *,
    workers: int | None = None,
    deadline_seconds: float,
) -> Iterator[tuple[Key, Answer]]:
    """Yield an answer to every payload, each with its key, in the order in which they are done.

    Each worker has one task in hand and one lying ready, and payloads are drawn only for these, so a stream
    of any length is held in bounded memory. When the iteration ends, by whatever cause, no worker is left.

    Args:
        task: runs in a worker; what it raises becomes the failure of its payload alone.
        payloads: keys stay here, only the bytes travel.
        workers: how many processes at most; None for one per core this process may use.
        deadline_seconds: wall-clock time for one task, after which its worker is killed.
    """
    crew: _Crew[Key] = _Crew(task, size=workers or count_cores(), deadline_seconds=deadline_seconds)
    remaining = iter(payloads)
    with contextlib.closing(crew):
        following = next(remaining, None)
        while following is not None or crew.is_busy:
            while crew.returned and crew.give(*crew.returned[0]):
                crew.returned.popleft()
            while following is not None and crew.give(*following):
                following = next(remaining, None)
            yield from crew.collect()


def count_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker(Generic[Key]):
    """One process, and the tasks it has been given: the first is being done, the second lies ready for it."""

    def __init__(self, task: Task, *, deadline_seconds: float, others: Iterable[_Worker[Key]]) -> None:
        receiver, self._sender = _CONTEXT.Pipe(duplex=False)
        self.answers, replier = _CONTEXT.Pipe(duplex=False)
        self.assigned: deque[tuple[Key, bytes]] = deque()
        self.due = 0.0
        self.tasks_given = 0
        self._ready_bytes = _widen(self._sender) // 2
        self._deadline_seconds = deadline_seconds
        # A worker must not hold its own or another's far ends open: they tell it that we are gone.
        ends = [end for worker in (self, *others) for end in (worker._sender, worker.answers)]
        arguments = (task, receiver, replier, ends if _IS_FORKING else [], deadline_seconds)
        self.process = _CONTEXT.Process(target=_serve, args=arguments, daemon=True)
        with warnings.catch_warnings():
            # Python 3.12 warns of forking beside threads: of theirs (BLAS) our workers use nothing.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.process.start()
        receiver.close()
        replier.close()

    def can_take(self, payload: bytes) -> bool:
        """Whether it is idle, or the payload can lie ready for it without our waiting until it is read."""
        if self.tasks_given >= _TASKS_PER_WORKER:
            return False
        return not self.assigned or (len(self.assigned) == 1 and len(payload) <= self._ready_bytes)

    def give(self, key: Key, payload: bytes) -> bool:
        """Hand it a task; False if it turns out to be dead."""
        try:
            self._sender.send_bytes(payload)
        except (BrokenPipeError, ConnectionResetError):
            return False
        if not self.assigned:
            self.start_clock()
        self.assigned.append((key, payload))
        self.tasks_given += 1
        return True

    def start_clock(self) -> None:
        """Its next task begins now."""
        self.due = time.monotonic() + self._deadline_seconds + _GRACE_SECONDS

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self._sender.close()
        self.answers.close()
        if self.process.exitcode is None:
            self.process.kill()
        self.process.join()


class _Crew(Generic[Key]):
    """The workers of one run."""

    def __init__(self, task: Task, *, size: int, deadline_seconds: float) -> None:
        self._task = task
        self._size = size
        self._deadline_seconds = deadline_seconds
        self._workers: list[_Worker[Key]] = []
        self.returned: deque[tuple[Key, bytes]] = deque()

    @property
    def is_busy(self) -> bool:
        """Whether any task is with a worker or waits to be given to another one."""
        return bool(self.returned) or any(worker.assigned for worker in self._workers)

    def give(self, key: Key, payload: bytes) -> bool:
        """Have a worker do a task, a new one if need be; False if all have their hands full."""
        for worker in sorted(self._workers, key=lambda worker: len(worker.assigned)):
            if worker.assigned and len(self._workers) < self._size:
                break
            if worker.can_take(payload):
                if worker.give(key, payload):
                    return True
                if not worker.assigned:  # it died idle, so of no task
                    self._dismiss(worker)
        if len(self._workers) >= self._size:
            return False
        hired = _Worker(self._task, deadline_seconds=self._deadline_seconds, others=self._workers)
        self._workers.append(hired)
        return hired.give(key, payload)

    def collect(self) -> list[tuple[Key, Answer]]:
        """Wait until a task is done or overdue; return what there is."""
        busy = [worker for worker in self._workers if worker.assigned]
        timeout = min((worker.due for worker in busy), default=0.0) - time.monotonic()
        ready = wait([worker.answers for worker in busy], timeout=max(0.0, timeout))
        answers = []
        for worker in busy:
            if worker.answers in ready:
                answers.append(self._receive(worker))
            elif worker.due <= time.monotonic():
                answers.append(self._give_up(worker, self._overdue()))
        return answers

    def close(self) -> None:
        """Kill every worker."""
        for worker in list(self._workers):
            self._dismiss(worker)

    def _receive(self, worker: _Worker[Key]) -> tuple[Key, Answer]:
        try:
            reply = worker.answers.recv_bytes()
        except (EOFError, OSError):
            worker.process.join(_GRACE_SECONDS)
            return self._give_up(worker, self._died(worker.process.exitcode or 0))
        key, _ = worker.assigned.popleft()
        worker.start_clock()
        if worker.tasks_given >= _TASKS_PER_WORKER and not worker.assigned:
            self._dismiss(worker)
        if reply.startswith(_DONE):
            return key, Answer(result=reply[1:])
        return key, Answer(result=None, failure=reply[1:].decode("utf-8", "replace"))

    def _give_up(self, worker: _Worker[Key], answer: Answer) -> tuple[Key, Answer]:
        """Answer for the task a worker broke on; one that lay ready for it goes to another."""
        key, _ = worker.assigned.popleft()
        self.returned.extend(worker.assigned)
        self._dismiss(worker)
        return key, answer

    def _dismiss(self, worker: _Worker[Key]) -> None:
        self._workers.remove(worker)
        worker.kill()

    def _died(self, exit_code: int) -> Answer:
        if exit_code == -signal.SIGALRM:
            return self._overdue()
        cause = signal.Signals(-exit_code).name if exit_code < 0 else f"exit code {exit_code}"
        return Answer(result=None, failure=f"the process that read it died ({cause}); leave this page out")

    def _overdue(self) -> Answer:
        limit = f"{self._deadline_seconds:g}"
        return Answer(
            result=None, failure=f"took more than the {limit} seconds a page may take; leave it out"
        )


def _widen(sender: Connection) -> int:
    """Make a pipe hold a page or two, where the system lets us; return how many bytes it holds."""
    if not _IS_FORKING:
        return 0
    with contextlib.suppress(OSError):
        fcntl.fcntl(sender.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    return fcntl.fcntl(sender.fileno(), fcntl.F_GETPIPE_SZ)


def _serve(
    task: Task, receiver: Connection, replier: Connection, others: list[Connection], deadline_seconds: float
) -> None:
    """A worker's life: answer tasks until the other side is gone."""
    for other in others:
        other.close()
    _settle()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            payload = receiver.recv_bytes()
            # The kernel's default answer to this alarm is to end the process, even deep in C code.
            signal.setitimer(signal.ITIMER_REAL, deadline_seconds)
            reply = _attempt(task, payload)
            signal.setitimer(signal.ITIMER_REAL, 0)
            replier.send_bytes(reply)
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
        wanted = own_bytes + _MEMORY_BYTES
        limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


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
