"""A directory that remembers extractions, so that a second run over the same pages is near instant.

One file per page, named by a digest of its content and labels below a digest of the code and
libraries that extract: any change of either is a miss, never a stale hit. Nothing in it can run code, and the
directory may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from importlib import metadata
from pathlib import Path

from boilerplate.errors import MissingInput
from boilerplate.packing import unpack_outcome
from boilerplate.records import Article, Rejection

_CODE = Path(__file__).parent
_SUFFIXES = {".py", ".json", ".tsv"}
_LIBRARIES = ("trafilatura", "lxml", "charset-normalizer")


class ExtractionCache:
    """Extractions by key, in a directory that is made if it is not there.

    Raises: MissingInput: the directory can be neither made nor written to.
    """

    def __init__(self, directory: Path) -> None:
        """Open or make the cache in ``directory``."""
        self._folder = directory / extraction_version()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._folder):
                pass
        except OSError as error:
            raise MissingInput(
                f"{directory}: no cache can be kept there ({error.strerror}). Give a directory to write to"
            ) from None

    def find(self, key: str) -> Article | Rejection | None:
        """The article or the rejection kept under a key; None where there is none."""
        try:
            return unpack_outcome(self._path(key).read_bytes())
        except (OSError, ValueError):  # a damaged file is as good as none
            return None

    def keep(self, key: str, packed: bytes) -> None:
        """Keep a packed outcome. A full disk costs the next run time, not this one its result."""
        path = self._path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            handle, unfinished = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(packed)
                Path(unfinished).replace(path)
            except OSError:
                Path(unfinished).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key[2:]}"


def extraction_version() -> str:
    """A digest of everything but the page that shapes an extraction: this package and its libraries."""
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    for path in sorted(path for path in _CODE.rglob("*") if path.suffix in _SUFFIXES):
        digest.update(path.relative_to(_CODE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
