"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from dedup.errors import CannotWrite


def write_whole(path: Path, text: str, *, sources: Iterable[str] = ()) -> None:
    """Write a text file so that a reader sees the old content or all of the new one.

    Args:
        sources: files that were read for it and must not be overwritten.
    Raises: CannotWrite: the folder is missing or not writable, the disk is full, or the path is a source or
        no ordinary file.
    """
    if path.exists() and not path.is_file():
        raise CannotWrite(f"{path}: not an ordinary file. Give the name of a file to write")
    if any(_is_same_file(path, source) for source in sources):
        raise CannotWrite(f"{path}: one of the two articles compared. Give another file for the report")
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            try:
                file.write(text)
                file.close()
                Path(file.name).chmod(0o666 & ~_umask())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise CannotWrite(
            f"{path}: {error.strerror}. Give a file in a folder that can be written to"
        ) from error


def _is_same_file(path: Path, source: str) -> bool:
    for name in (source, source.rpartition("#")[0]):
        with suppress(OSError, ValueError):
            if name and path.samefile(name):
                return True
    return False


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
