from __future__ import annotations

from collections.abc import Iterator

import pytest

from boilerplate import readiness
from boilerplate.readiness import FEW_BYTES, FEW_PAGES, Readiness

Task = tuple[int, bytes]


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(readiness, "_compile", lambda: told.append("compiled"))
    return told


def _is_light(payload: bytes) -> bool:
    return payload.startswith(b"l")


def _draw(count: int, payload: bytes, drawn: list[int]) -> Iterator[Task]:
    for number in range(count):
        drawn.append(number)
        yield number, payload


def _look_ahead(tasks: Iterator[Task], workers: int | None) -> tuple[Iterator[Task], int | None]:
    return Readiness().look_ahead(tasks, is_light=_is_light, workers=workers)


@pytest.mark.parametrize("count", [0, 1, FEW_PAGES])
def test_few_texts_are_left_to_one_worker(count: int, compiled: list[str]) -> None:
    tasks, workers = _look_ahead(_draw(count, b"light", []), None)
    assert ([key for key, _ in tasks], workers) == (list(range(count)), 1)
    assert not compiled


def test_few_heavy_pages_keep_their_workers(compiled: list[str]) -> None:
    mixed = iter([(0, b"light"), (1, b"heavy")])
    tasks, workers = _look_ahead(mixed, 3)
    assert (list(tasks), workers) == ([(0, b"light"), (1, b"heavy")], 3)
    assert not compiled


@pytest.mark.parametrize(
    ("count", "payload"), [(FEW_PAGES + 9, b"light"), (3, b"l" * FEW_BYTES)], ids=["many", "large"]
)
def test_of_many_pages_no_more_are_drawn_than_needed(count: int, payload: bytes, compiled: list[str]) -> None:
    drawn: list[int] = []
    tasks, workers = _look_ahead(_draw(count, payload, drawn), None)
    assert compiled == ["compiled"]
    assert workers is None
    assert len(drawn) == min(FEW_PAGES + 1, 2 if len(payload) > 9 else count)
    assert [key for key, _ in tasks] == list(range(count))
