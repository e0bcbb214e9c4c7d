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

from boilerplate.spill import Spill


@given(st.lists(st.binary(max_size=50)), st.integers(0, 200))
def test_everything_comes_back(contents: list[bytes], most_held_bytes: int) -> None:
    spill = Spill(most_held_bytes)
    places = [(content, spill.keep(content)) for content in contents]
    held = bytes(spill.held[:])
    assert len(held) in (0, most_held_bytes + 64)
    assert held[most_held_bytes:] == bytes(len(held[most_held_bytes:]))
    taken: set[int] = set()
    for content, start in places:
        end = start + len(content)
        assert spill.read(start, end) == content
        assert spill.read(start + len(content) // 2, end) == content[len(content) // 2 :]
        if end <= most_held_bytes:
            assert held[start:end] == content
        assert taken.isdisjoint(range(start, end))
        taken.update(range(start, end))


def count_open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 -- only how many they are


@pytest.mark.skipif(sys.platform != "linux", reason="counts files in /proc")
def test_file_goes_with_the_spill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = count_open_files()
    spill = Spill(0)
    start = spill.keep(b"ferry")
    assert list(tmp_path.iterdir()) == []
    assert count_open_files() == before + 1
    assert spill.read(start, start + 5) == b"ferry"
    del spill
    gc.collect()
    assert count_open_files() == before


def test_full_disk_keeps_it_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    spill = Spill(0)
    monkeypatch.setattr(os, "pwrite", full)
    first = spill.keep(b"ferry")
    monkeypatch.setattr(os, "pwrite", lambda *_: 3)
    second = spill.keep(b"harbour")
    monkeypatch.undo()
    third = spill.keep(b"island")
    assert spill.read(first, first + 5) == b"ferry"
    assert spill.read(second + 1, second + 7) == b"arbour"
    assert spill.read(third, third + 6) == b"island"


def test_no_room_in_memory_sends_it_to_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> object:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr("mmap.mmap", refuse)
    spill = Spill(1_000)
    start = spill.keep(b"ferry")
    assert start >= 1_000
    assert spill.held == b""
    assert spill.read(start, start + 5) == b"ferry"


_SPILL = Spill()


def _fetch_kept(start: int) -> bytes:
    return _SPILL.read(start, start + 2)


@pytest.mark.skipif(sys.platform != "linux", reason="needs fork")
@pytest.mark.parametrize("most_held_bytes", [0, 50, 1_000])
def test_processes_forked_later_read_too(most_held_bytes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    spill = Spill(most_held_bytes)
    monkeypatch.setattr(sys.modules[__name__], "_SPILL", spill)
    starts = [spill.keep(b"%02d" % number) for number in range(50)]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(_fetch_kept, starts) == [b"%02d" % number for number in range(50)]
