"""Worker processes with a deadline: a task that overruns or dies costs itself and nothing else.

Hostile pages keep a parser in C code for minutes, where no exception reaches it; only a process that can be
killed holds a deadline. Tasks and answers are bytes, so nothing is ever unpickled from a worker. Workers are
forked where the system can (a few milliseconds each, with all that is imported already), one by one as there
is work for them, and replaced when they have died or done their share.

Light payloads travel in batches, since a message costs more than such a task. If a worker breaks on a batch,
what it has not answered is given out again one by one, so that the culprit is found and nobody else harmed.
"""

from __future__ import annotations

import contextlib
import fcntl
import multiprocessing
import os
import signal
import sys
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from typing import Generic, TypeVar

from boilerplate.serve import DONE, Task, pack_frame, serve, unpack_frame

Key = TypeVar("Key")

_BATCHES_PER_WORKER = 2_000
"""Then a worker is replaced: parsers keep every name they ever met."""
_BATCH_BYTES, _MOST_IN_BATCH = 1 << 18, 64
_LIGHT_BYTES = 1 << 16
"""A payload that weighs more is never a light one."""
_EVENNESS = 16
"""A batch has at most this part of the payloads before it: no worker is busy long after the others."""
_PIPE_BYTES = 1 << 20
_GRACE_SECONDS = 1.0
IS_FORKING = sys.platform == "linux"
"""Whether workers have all that the process has that starts them."""
_CONTEXT: ForkContext | SpawnContext = (
    multiprocessing.get_context("fork") if IS_FORKING else multiprocessing.get_context("spawn")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one task: its result, or None and why there is none."""

    result: bytes | None
    failure: str = ""


class _Batch(Generic[Key]):
    """Payloads as they travel, and the keys of those that are not answered yet."""

    def __init__(self, keys: Iterable[Key], payloads: Sequence[bytes]) -> None:
        self.keys = deque(keys)
        self.frame = pack_frame(payloads)

    def split(self) -> Iterator[_Batch[Key]]:
        """What is not answered yet, one by one."""
        for key, payload in zip(self.keys, unpack_frame(self.frame)[-len(self.keys) :], strict=True):
            yield _Batch([key], [payload])


def run_tasks(
    task: Task,
    payloads: Iterable[tuple[Key, bytes]],
    *,
    workers: int | None = None,
    deadline_seconds: float,
    is_light: Callable[[bytes], bool] | None = None,
    on_start: Callable[[], None] | None = None,
) -> Iterator[tuple[Key, Answer]]:
    """Yield an answer to every payload, each with its key, in the order in which they are done.

    Each worker has one batch in hand and one lying ready, and payloads are drawn only for these, so a stream
    of any length is held in bounded memory. When the iteration ends, by whatever cause, no worker is left.

    Args:
        task: runs in a worker; what it raises becomes the failure of its payload alone.
        payloads: keys stay here, only the bytes travel.
        workers: how many processes at most; None for one per core this process may use.
        deadline_seconds: wall-clock time for one task, after which its worker is killed.
        is_light: whether a payload takes so little that it should share a message with others.
        on_start: called once, as soon as the first workers have something to do.
    """
    crew: _Crew[Key] = _Crew(task, size=workers or count_cores(), deadline_seconds=deadline_seconds)
    batches = _group(payloads, is_light=is_light)
    with contextlib.closing(crew):
        following = next(batches, None)
        while following is not None or crew.is_busy:
            while crew.returned and crew.give(crew.returned[0]):
                crew.returned.popleft()
            while following is not None and crew.give(following):
                following = next(batches, None)
            if on_start is not None:
                on_start()
                on_start = None
            yield from crew.collect()


def _group(
    payloads: Iterable[tuple[Key, bytes]], *, is_light: Callable[[bytes], bool] | None
) -> Iterator[_Batch[Key]]:
    """Each payload alone, or light ones together: few at first, more when many have gone before."""
    keys: list[Key] = []
    light: list[bytes] = []
    size = 0
    for count, (key, payload) in enumerate(payloads):
        if is_light is None or len(payload) > _LIGHT_BYTES or not is_light(payload):
            yield _Batch([key], [payload])
            continue
        keys.append(key)
        light.append(payload)
        size += len(payload)
        if size >= _BATCH_BYTES or len(light) >= min(_MOST_IN_BATCH, 1 + count // _EVENNESS):
            yield _Batch(keys, light)
            keys, light, size = [], [], 0
    if light:
        yield _Batch(keys, light)


def count_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker(Generic[Key]):
    """One process, and the batches it was given: the first is being done, the second lies ready for it."""

    def __init__(self, task: Task, *, deadline_seconds: float, others: Iterable[_Worker[Key]]) -> None:
        receiver, self._sender = _CONTEXT.Pipe(duplex=False)
        self.answers, replier = _CONTEXT.Pipe(duplex=False)
        self.assigned: deque[_Batch[Key]] = deque()
        self.due = 0.0
        self.batches_given = 0
        self._ready_bytes = _widen(self._sender) // 2
        _widen(replier)
        self._deadline_seconds = deadline_seconds
        # A worker must not hold its own or another's far ends open: they tell it that we are gone.
        ends = [end for worker in (self, *others) for end in (worker._sender, worker.answers)]
        arguments = (task, receiver, replier, ends if IS_FORKING else [], deadline_seconds)
        self.process = _CONTEXT.Process(target=serve, args=arguments, daemon=True)
        with warnings.catch_warnings():
            # Python 3.12 warns of forking beside threads: of theirs (BLAS) our workers use nothing.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.process.start()
        receiver.close()
        replier.close()

    def can_take(self, batch: _Batch[Key]) -> bool:
        """Whether it is idle, or the batch can lie ready for it without our waiting until it is read."""
        if self.batches_given >= _BATCHES_PER_WORKER:
            return False
        return not self.assigned or (len(self.assigned) == 1 and len(batch.frame) <= self._ready_bytes)

    def give(self, batch: _Batch[Key]) -> bool:
        """Hand it a batch; False if it turns out to be dead."""
        try:
            self._sender.send_bytes(batch.frame)
        except (BrokenPipeError, ConnectionResetError):
            return False
        if not self.assigned:
            self.start_clock()
        self.assigned.append(batch)
        self.batches_given += 1
        return True

    def start_clock(self) -> None:
        """Its next task begins now."""
        self.due = time.monotonic() + self._deadline_seconds + _GRACE_SECONDS

    def take_key(self) -> Key:
        """The key of the payload that is answered now, which is no longer assigned."""
        keys = self.assigned[0].keys
        key = keys.popleft()
        if not keys:
            self.assigned.popleft()
        return key

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
        self.returned: deque[_Batch[Key]] = deque()

    @property
    def is_busy(self) -> bool:
        """Whether any task is with a worker or waits to be given to another one."""
        return bool(self.returned) or any(worker.assigned for worker in self._workers)

    def give(self, batch: _Batch[Key]) -> bool:
        """Have a worker do a batch, a new one if need be; False if all have their hands full."""
        for worker in sorted(self._workers, key=lambda worker: len(worker.assigned)):
            if worker.assigned and len(self._workers) < self._size:
                break
            if worker.can_take(batch):
                if worker.give(batch):
                    return True
                if not worker.assigned:  # it died idle, so of no task
                    self._dismiss(worker)
        if len(self._workers) >= self._size:
            return False
        hired = _Worker(self._task, deadline_seconds=self._deadline_seconds, others=self._workers)
        self._workers.append(hired)
        return hired.give(batch)

    def collect(self) -> Iterator[tuple[Key, Answer]]:
        """Wait until a task is done or overdue; yield what there is."""
        busy = [worker for worker in self._workers if worker.assigned]
        timeout = min((worker.due for worker in busy), default=0.0) - time.monotonic()
        ready = wait([worker.answers for worker in busy], timeout=max(0.0, timeout))
        for worker in busy:
            if worker.answers in ready:
                yield from self._receive(worker)
            elif worker.due <= time.monotonic():
                yield from self._give_up(worker, self._overdue())

    def close(self) -> None:
        """Kill every worker."""
        for worker in list(self._workers):
            self._dismiss(worker)

    def _receive(self, worker: _Worker[Key]) -> Iterator[tuple[Key, Answer]]:
        try:
            outcomes, *replies = unpack_frame(worker.answers.recv_bytes())
        except (EOFError, OSError):
            worker.process.join(_GRACE_SECONDS)
            yield from self._give_up(worker, self._died(worker.process.exitcode or 0))
            return
        worker.start_clock()
        keys = [worker.take_key() for _ in replies]
        if worker.batches_given >= _BATCHES_PER_WORKER and not worker.assigned:
            self._dismiss(worker)
        for key, outcome, reply in zip(keys, outcomes, replies, strict=True):
            if outcome == DONE:
                yield key, Answer(result=reply)
            else:
                yield key, Answer(result=None, failure=reply.decode("utf-8", "replace"))

    def _give_up(self, worker: _Worker[Key], answer: Answer) -> Iterator[tuple[Key, Answer]]:
        """Answer for the task a worker broke on; where it may be one of several, each gets another try alone.

        A batch that lay ready for it goes to another worker as it is.
        """
        broken, *ready = worker.assigned
        self._dismiss(worker)
        self.returned.extend(ready)
        if len(broken.keys) > 1:
            self.returned.extend(broken.split())
        else:
            yield broken.keys[0], answer

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
    if not IS_FORKING:
        return 0
    with contextlib.suppress(OSError):
        fcntl.fcntl(sender.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    return fcntl.fcntl(sender.fileno(), fcntl.F_GETPIPE_SZ)
