"""Bytes past the limit lie in a file, and come back as they were."""

from __future__ import annotations

import errno
import gc
import multiprocessing
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boilerplate.spill import Spill, Spilled


def fetch(kept: bytes | Spilled) -> bytes:
    return kept if isinstance(kept, bytes) else kept.spill.read(kept)


@given(st.lists(st.binary(max_size=50)), st.integers(0, 200))
def test_everything_comes_back(contents: list[bytes], most_held_bytes: int) -> None:
    spill = Spill(most_held_bytes)
    kept = [spill.keep(content) for content in contents]
    assert [fetch(one) for one in kept] == contents
    assert sum(len(one) for one in kept if isinstance(one, bytes)) <= most_held_bytes


def count_open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 -- only how many they are


@pytest.mark.skipif(sys.platform != "linux", reason="counts files in /proc")
def test_file_goes_with_the_last_that_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = count_open_files()
    kept = Spill(0).keep(b"ferry")
    assert isinstance(kept, Spilled)
    assert list(tmp_path.iterdir()) == []
    assert count_open_files() == before + 1
    assert fetch(kept) == b"ferry"
    del kept
    gc.collect()
    assert count_open_files() == before


def test_full_disk_keeps_it_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    spill = Spill(0)
    monkeypatch.setattr(os, "pwrite", full)
    assert spill.keep(b"ferry") == b"ferry"
    monkeypatch.setattr(os, "pwrite", lambda *_: 3)
    assert spill.keep(b"ferry") == b"ferry"


_KEPT: list[bytes | Spilled] = []


def _fetch_kept(number: int) -> bytes:
    return fetch(_KEPT[number])


@pytest.mark.skipif(sys.platform != "linux", reason="needs fork")
def test_processes_forked_later_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    spill = Spill(0)
    monkeypatch.setattr(sys.modules[__name__], "_KEPT", [spill.keep(b"%d" % number) for number in range(50)])
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(_fetch_kept, range(50)) == [b"%d" % number for number in range(50)]
