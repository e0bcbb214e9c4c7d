from __future__ import annotations

import os

import pytest

from dedup.engine.sharing import SHARED_FROM, share_out


@pytest.mark.parametrize("count", [0, 1, SHARED_FROM - 1, SHARED_FROM, 200])
@pytest.mark.parametrize("workers", [None, 1, 3])
def test_parts_come_in_their_order(count: int, workers: int | None) -> None:
    parts = list(share_out(lambda number: f"{number}é\ud800", range(0, 3 * count, 3), workers=workers))
    assert parts == [f"{number}é\ud800" for number in range(0, 3 * count, 3)]


def test_what_another_process_fails_at_is_written_here() -> None:
    own = os.getpid()

    def write(number: int) -> str:
        if number == 7 and os.getpid() != own:
            os._exit(1)
        if number == 9 and os.getpid() != own:
            raise ValueError(number)
        return str(number)

    assert list(share_out(write, range(50), workers=2)) == [str(number) for number in range(50)]
