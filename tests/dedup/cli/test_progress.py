from __future__ import annotations

import io
import sys

import pytest

from dedup.cli.progress import say_rate, show_progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_drawn_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with show_progress() as progress:
        assert progress is None


def test_a_bar_for_each_kind_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with show_progress() as progress:
        assert progress is not None
        progress("pages read", 3, None)
        progress("pairs compared", 5, 40)
    assert "pages read" in terminal.getvalue()
    assert "5/40" in terminal.getvalue()


def test_rates() -> None:
    assert say_rate(10, 0.1) == ""
    assert say_rate(25_000, 10) == "2,500/s"
    assert say_rate(15, 10) == "1.5/s"
