"""Workers: answers to everything, deadlines that hold, and nobody left behind."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boilerplate.workers import Answer, count_cores, run_tasks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the fakes of these tests need fork")


def act(payload: bytes) -> bytes:
    """A task that does what its payload says."""
    verb, _, rest = payload.decode().partition(" ")
    if verb == "sleep":
        time.sleep(float(rest))
    elif verb == "raise":
        raise ValueError(rest)
    elif verb == "exit":
        os._exit(int(rest))
    elif verb == "crash":
        ctypes.string_at(0)
    elif verb == "hoard":
        bytearray(4_000_000_000)
    elif verb == "hang":  # deaf to the alarm, as a stopped process is
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(60)
    elif verb == "pid":
        return str(os.getpid()).encode()
    return payload


def run(
    *payloads: str, workers: int = 2, deadline_seconds: float = 10.0, are_light: bool = False
) -> list[Answer]:
    numbered = [(number, payload.encode()) for number, payload in enumerate(payloads)]
    is_light = (lambda _payload: True) if are_light else None
    found = list(
        run_tasks(act, numbered, workers=workers, deadline_seconds=deadline_seconds, is_light=is_light)
    )
    answers = dict(found)
    assert len(found) == len(payloads)
    assert sorted(answers) == list(range(len(payloads)))
    assert multiprocessing.active_children() == []
    return [answers[number] for number in range(len(payloads))]


ACTS = ("say a", "say b", "raise bad", "exit 3", "crash", "sleep 60", "hoard", "sleep 0.02")


def is_quick(acts: list[str]) -> bool:
    return acts.count("sleep 60") < 4


def is_running(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_every_payload_is_answered_under_its_key() -> None:
    payloads = [f"say {number}" for number in range(50)]
    assert [answer.result for answer in run(*payloads)] == [payload.encode() for payload in payloads]


def test_nothing_to_do() -> None:
    assert run() == []


def test_big_payload_comes_through() -> None:
    text = "say " + "x" * 5_000_000
    assert run(text)[0].result == text.encode()


def test_what_a_task_raises_is_its_own_failure() -> None:
    bad, good = run("raise two\nlines", "say on")
    assert bad == Answer(result=None, failure="could not be read (ValueError: two lines); leave it out")
    assert good.result == b"say on"


@pytest.mark.parametrize(
    ("payload", "words"), [("exit 3", "exit code 3"), ("exit 0", "exit code 0"), ("crash", "SIGSEGV")]
)
def test_worker_that_dies_is_replaced(payload: str, words: str) -> None:
    bad, *good = run(payload, "say a", "say b", "say c", workers=1)
    assert bad.result is None
    assert words in bad.failure
    assert [answer.result for answer in good] == [b"say a", b"say b", b"say c"]


@pytest.mark.parametrize("payload", ["sleep 60", "hang"])
def test_overrun_is_killed_at_the_deadline(payload: str) -> None:
    started = time.monotonic()
    bad, *good = run(payload, "say a", "say b", workers=1, deadline_seconds=0.3)
    assert time.monotonic() - started < 5
    assert "more than the 0.3 seconds" in bad.failure
    assert [answer.result for answer in good] == [b"say a", b"say b"]


def test_overrun_in_c_code_is_killed() -> None:
    spin = "import re; re.match('(a*)*b', 'a' * 40)"
    started = time.monotonic()
    ((_, answer),) = run_tasks(lambda code: exec(code) or b"", [(0, spin.encode())], deadline_seconds=0.3)  # type: ignore[func-returns-value]
    assert "0.3 seconds" in answer.failure
    assert time.monotonic() - started < 5


def test_memory_is_limited() -> None:
    bad, good = run("hoard", "say on", workers=1)
    assert "memory" in bad.failure
    assert good.result == b"say on"


def test_memory_limit_of_the_user_stands(root: Path) -> None:
    script = (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))\n"
        "from boilerplate.workers import run_tasks\n"
        "print(list(run_tasks(bytes.upper, [(0, b'say')], workers=1, deadline_seconds=9)))"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True)
    assert "b'SAY'" in run.stdout, run


def test_task_that_lay_ready_for_a_dead_worker_is_done_by_another() -> None:
    payloads = [verb for number in range(20) for verb in ("exit 1", f"say {number}")]
    answers = run(*payloads, workers=2)
    assert [answer.result for answer in answers[1::2]] == [f"say {n}".encode() for n in range(20)]
    assert {answer.result for answer in answers[::2]} == {None}


def test_clock_of_a_task_that_lay_ready_starts_when_its_turn_comes() -> None:
    answers = run(*["sleep 0.2"] * 4, workers=1, deadline_seconds=0.5)
    assert [answer.failure for answer in answers] == [""] * 4


def test_big_answers_and_big_tasks_do_not_block_each_other() -> None:
    payloads = [f"say {'x' * size}" for size in (3_000_000, 100_000, 400_000, 3_000_000, 10, 600_000) * 3]
    assert [answer.result for answer in run(*payloads)] == [payload.encode() for payload in payloads]


class TestBatches:
    """Of light payloads; the first sixteen travel alone, later ones with ever more others."""

    @settings(max_examples=5, deadline=None)
    @given(st.lists(st.sampled_from(ACTS), min_size=20, max_size=40).filter(is_quick))
    def test_change_no_answer(self, acts: list[str]) -> None:
        payloads = [*["say"] * 100, *acts]
        singly = run(*payloads, deadline_seconds=0.3)
        assert run(*payloads, deadline_seconds=0.3, are_light=True) == singly

    @pytest.mark.parametrize(
        ("payload", "words"), [("exit 3", "exit code 3"), ("sleep 60", "0.5 sec"), ("hang", "0.5 sec")]
    )
    def test_payload_that_breaks_a_worker_costs_itself(self, payload: str, words: str) -> None:
        payloads = [f"say {number}" for number in range(400)]
        payloads[300] = payload
        answers = run(*payloads, workers=1, deadline_seconds=0.5, are_light=True)
        assert words in answers[300].failure
        others = [answer.result for number, answer in enumerate(answers) if number != 300]
        assert others == [f"say {number}".encode() for number in range(400) if number != 300]

    def test_are_as_big_as_evenness_allows(self) -> None:
        drawn: list[int] = []

        def endless() -> Iterator[tuple[int, bytes]]:
            for number in range(5_000):
                drawn.append(number)
                yield number, b"say"

        answers = run_tasks(act, endless(), workers=1, deadline_seconds=10, is_light=lambda _: True)
        ahead = [len(drawn) - number for number, _ in enumerate(answers)]
        assert max(ahead[:16]) <= 8
        assert 64 <= max(ahead) <= 64 * 4

    def test_hold_few_bytes(self) -> None:
        payloads = [f"say {'x' * 50_000}"] * 300
        assert [answer.result for answer in run(*payloads, are_light=True)] == [payloads[0].encode()] * 300

    def test_each_payload_has_its_own_deadline(self) -> None:
        payloads = [*["say"] * 200, *["sleep 0.1"] * 24]
        answers = run(*payloads, workers=1, deadline_seconds=0.5, are_light=True)
        assert {answer.failure for answer in answers} == {""}

    def test_heavy_payloads_do_not_travel_with_light_ones(self) -> None:
        drawn: list[int] = []

        def source() -> Iterator[tuple[int, bytes]]:
            for number in range(2_000):
                drawn.append(number)
                yield number, b"say"

        answers = run_tasks(act, source(), workers=1, deadline_seconds=10, is_light=lambda _: False)
        assert max(len(drawn) - number for number, _ in enumerate(answers)) <= 5


def test_worn_workers_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("boilerplate.workers._BATCHES_PER_WORKER", 3)
    assert len({answer.result for answer in run(*["pid"] * 12, workers=1)}) == 4


def test_workers_are_hired_as_needed_and_reused() -> None:
    assert len({answer.result for answer in run("pid", "pid", "pid", workers=1)}) == 1
    assert len({answer.result for answer in run(*["pid"] * 40, workers=2)}) <= 2


def test_payloads_are_drawn_only_as_workers_fall_free() -> None:
    drawn = 0

    def endless() -> Iterator[tuple[int, bytes]]:
        nonlocal drawn
        while True:
            drawn += 1
            yield drawn, b"say"

    answers = run_tasks(act, endless(), workers=2, deadline_seconds=10)
    for _ in range(10):
        next(answers)
    assert drawn <= 14
    answers.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_error_of_the_source_of_payloads_leaves_nobody() -> None:
    def broken() -> Iterator[tuple[int, bytes]]:
        yield 1, b"sleep 60"
        raise OSError("disk gone")

    with pytest.raises(OSError, match="disk gone"):
        list(run_tasks(act, broken(), workers=2, deadline_seconds=60))
    assert multiprocessing.active_children() == []


def test_limits_stay_in_the_worker() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGINT)
    run("say")
    assert (resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGINT)) == before


def test_count_cores() -> None:
    assert count_cores() >= 1


_SCRIPT = """
import os, signal, sys, time
from boilerplate.workers import run_tasks

signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in what a shell starts in the background

def task(payload):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)

try:
    list(run_tasks(task, [(0, b""), (1, b"")], workers=2, deadline_seconds=60))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.parametrize(
    ("stop", "whole_group", "code"),
    [(signal.SIGINT, True, 130), (signal.SIGINT, False, 130), (signal.SIGKILL, False, -signal.SIGKILL)],
)
def test_stopped_run_leaves_no_orphans(
    stop: signal.Signals, whole_group: bool, code: int, root: Path
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _SCRIPT], stdout=subprocess.PIPE, text=True, cwd=root, start_new_session=True
    )
    assert process.stdout is not None
    pids = [int(process.stdout.readline()) for _ in range(2)]
    assert all(is_running(pid) for pid in pids)
    started = time.monotonic()
    (os.killpg if whole_group else os.kill)(process.pid, stop)
    assert process.wait(timeout=10) == code
    process.stdout.close()
    while any(is_running(pid) for pid in pids) and time.monotonic() - started < 3:
        time.sleep(0.02)
    assert not any(is_running(pid) for pid in pids)
    assert time.monotonic() - started < 3
