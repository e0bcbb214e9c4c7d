"""A compiler that is missing or broken costs time, never the run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dedup.match.fast import is_compiler_installed

_SCIPY = """
import sys
import numpy as np
from dedup.match.fast import is_compiler_installed
assert is_compiler_installed()
from dedup.match.kernels.pairs import label_parts
assert label_parts(np.array([[0], [2]], np.int32), 3).tolist() == [0, 1, 0]
assert not any(name.partition(".")[0] == "scipy" for name in sys.modules), "scipy was loaded"
import numba
assert numba.njit(lambda a: np.dot(a, a))(np.array([1.0, 2.0])) == 5
assert "scipy.linalg" in sys.modules
"""


@pytest.fixture(autouse=True)
def _ask_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [name for name in sys.modules if name.split(".")[0] == "numba"]:
        monkeypatch.delitem(sys.modules, name)
    is_compiler_installed.cache_clear()
    yield
    is_compiler_installed.cache_clear()


def test_a_broken_compiler_is_told_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "numba").mkdir()
    (tmp_path / "numba" / "__init__.py").write_text("raise ImportError('needs an older NumPy')")
    monkeypatch.syspath_prepend(tmp_path)
    assert not is_compiler_installed()
    assert "needs an older NumPy" in caplog.text


def test_no_compiler_is_no_note(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr("dedup.match.fast.find_spec", lambda _name: None)
    assert not is_compiler_installed()
    assert not caplog.text


def test_the_compiler_comes_without_scipy_until_that_is_used(root: Path) -> None:
    pytest.importorskip("numba")
    run = subprocess.run(
        [sys.executable, "-c", _SCIPY], capture_output=True, text=True, check=False, cwd=str(root)
    )
    assert run.returncode == 0, run.stderr
