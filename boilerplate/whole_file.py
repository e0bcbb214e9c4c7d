"""Files of a cache: written whole or not at all, and never worth an error."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_if_possible(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or all of the new one.

    A full disk costs a later run time, not this one its result.
    """
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(prefix=".unfinished-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(unfinished).replace(path)
        except BaseException:  # a run stopped by Ctrl-C leaves nothing behind either
            Path(unfinished).unlink(missing_ok=True)
            raise
