"""A directory that remembers extractions, so that a second run over the same pages is near instant.

One file per page, named by a digest of its content and labels below a digest of the code and
libraries that extract: any change of either is a miss, never a stale hit. Nothing in it can run code, and the
directory may be deleted at any time.

What outlets' pages look like is remembered beside them: that does change what a later run finds.
"""

from __future__ import annotations

import hashlib
import tempfile
from importlib import metadata
from pathlib import Path

from boilerplate.agency.choice import chosen_agencies
from boilerplate.errors import MissingInput
from boilerplate.outlet_memory import OutletMemory
from boilerplate.packing import unpack_outcome
from boilerplate.records import Article, Rejection
from boilerplate.whole_file import write_if_possible

_CODE = Path(__file__).parent
_SUFFIXES = {".py", ".json", ".tsv"}
_LIBRARIES = ("trafilatura", "lxml", "charset-normalizer")


class ExtractionCache:
    """Extractions by key, in a directory that is made if it is not there.

    Raises: MissingInput: the directory can be neither made nor written to.
    """

    def __init__(self, directory: Path) -> None:
        """Open or make the cache in ``directory``."""
        self.outlets = OutletMemory(directory)
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
        """Keep a packed outcome, if it can be written."""
        write_if_possible(self._path(key), packed)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key[2:]}"


def extraction_version() -> str:
    """A digest of what besides the page shapes an extraction: the package, its libraries, agencies added."""
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {metadata.version(library)}\n".encode())
    for path in sorted(path for path in _CODE.rglob("*") if path.suffix in _SUFFIXES):
        digest.update(path.relative_to(_CODE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    agencies = chosen_agencies()
    if agencies is not None:
        digest.update(agencies.read_bytes())
    return digest.hexdigest()[:16]
