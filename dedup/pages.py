"""Where a run begins: the pages under some paths, stripped to articles.

Kept apart from the rest of the pipeline, which takes longer to load than a few pages take to be stripped:
that can be done meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from boilerplate.read.paths import read_records
from boilerplate.records import Stripped
from boilerplate.strip import strip_pages

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how much of it is done, and how much there is (None: not known yet)."""


def extract_pages(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None = None,
    workers: int | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Stripped:
    """Every page under the paths as an article, or as a rejection.

    Args:
        cache: a directory where extractions are kept from one run to the next.
        progress: called for the first time as soon as other processes are at work.
    Raises: MissingInput: a path does not exist.
    """
    report = None if progress is None else (lambda done: progress("pages read", done, None))
    kept = None
    if cache is not None:
        from boilerplate.cache import ExtractionCache

        kept = ExtractionCache(cache)
    return strip_pages(read_records(paths, stdin=stdin), workers=workers, cache=kept, on_progress=report)
