"""Paths named by a user → pages, whatever the files are.

*Which files.* A directory is walked in the order of its names. Names that begin with a dot (``.git``,
``.DS_Store``) are no input and are passed over; every other file yields pages or a rejection. Symbolic links
inside a directory are not followed and are rejected; one that the user names itself is followed. Of a FIFO
or device only one named by the user is read.

*Ids.* The path as given joined with the path below it, POSIX style and without ``./``; ``#N`` for the Nth
record of a file of many, unless it has an id of its own. Ids may repeat here: ``boilerplate.read.ids``
numbers repeats once all pages are known, so that no order of input decides.

*Folders.* The first folder below the directory named that is not a number, else the first below what all the
paths have in common: ``crawl``, ``crawl/*`` and ``crawl/*/*.html`` find the same ones.
"""

from __future__ import annotations

import io
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from boilerplate.errors import BoilerplateError, MissingInput
from boilerplate.read.formats import read_any
from boilerplate.read.jsonl import parse_line, read_jsonl, split_lines
from boilerplate.read.source import CHUNK_BYTES, Source
from boilerplate.records import Page, Record, Rejection, UnreadPage, UnreadPages

STDIN = "-"


def find_missing_paths(paths: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The paths that do not exist or lead nowhere, each with the reason, in the order given."""
    missing = []
    for given in paths:
        if not given:  # what a shell makes of an unset variable; it would mean the folder one is in
            missing.append(("''", "an empty name"))
            continue
        try:
            if given != STDIN:
                Path(given).stat()
        except (OSError, ValueError) as error:
            missing.append((given, _os_reason(error)))
    return tuple(missing)


def read_pages(paths: Sequence[str], *, stdin: BinaryIO | None = None) -> Iterator[Page | Rejection]:
    """As ``read_records``, every page parsed."""
    return _parse(read_records(paths, stdin=stdin))


def read_records(paths: Sequence[str], *, stdin: BinaryIO | None = None) -> Iterator[Record]:
    """Yield every page under the paths, and a rejection for everything that is none.

    The order of ``paths`` does not matter: they are read in sorted order, files as they are streamed.

    Args:
        paths: files, directories, or ``-`` for JSON Lines on ``stdin``.
        stdin: the bytes behind ``-``.
    Raises: MissingInput: at once, naming every path that does not exist; nothing has been read then.
    """
    if missing := find_missing_paths(paths):
        listed = "; ".join(f"{given}: {reason}" for given, reason in missing)
        raise MissingInput(f"{listed}. Give paths of files or directories, or - for stdin")
    if STDIN in paths and stdin is None:
        raise MissingInput("-: nothing is connected to stdin. Give paths of files or directories")
    return _read_all(sorted(paths), stdin=stdin, common=_find_common(paths))


def find_record(path: str) -> Page | Rejection:
    """The one page a user means by ``file`` or ``file#N`` (the Nth record, from 1, whatever its id).

    Raises: MissingInput: no such file, no such record, or a file of many records without ``#N``.
    """
    name, mark, tail = path.rpartition("#")
    is_numbered = bool(mark) and tail.isascii() and tail.isdigit() and not os.path.lexists(path)
    file_name = name if is_numbered else path
    if file_name == STDIN or Path(file_name).is_dir():
        raise MissingInput(f"{path}: not one article. Give a file, or file#N for the Nth of its records")
    records = read_pages([file_name])
    if not is_numbered:
        first, second = next(records, None), next(records, None)
        if first is None or second is not None:
            count = "no records" if first is None else "more than one record"
            raise MissingInput(f"{path}: {count}. Give {path}#N for the Nth of them")
        return first
    for number, record in enumerate(records, start=1):
        if number == int(tail):
            return record
    raise MissingInput(f"{path}: no record of this number. Give one from 1 up to the number of its records")


def _parse(records: Iterator[Record]) -> Iterator[Page | Rejection]:
    for record in records:
        if isinstance(record, UnreadPages):
            yield from map(parse_line, split_lines(record))
        else:
            yield parse_line(record) if isinstance(record, UnreadPage) else record


def _find_common(paths: Sequence[str]) -> Path:
    """The directory that all the paths have in common."""
    given = [_resolve(path) for path in paths if path != STDIN]
    tops = [path if path.is_dir() else path.parent for path in given]
    try:
        return Path(os.path.commonpath(tops))
    except ValueError:  # none at all, or on several drives
        return Path.cwd()


def _read_all(paths: Sequence[str], *, stdin: BinaryIO | None, common: Path) -> Iterator[Record]:
    for given in paths:
        if given == STDIN:
            if stdin is not None:
                yield from read_jsonl(Source(name=STDIN, stream=stdin))
        elif Path(given).is_dir():
            yield from _read_directory(Path(given), common=common)
        else:
            yield from _read_file(Path(given), folder=_folder_below(common, _resolve(given)))


def _read_directory(top: Path, *, common: Path) -> Iterator[Record]:
    """Read what is below a directory, depth first, each level in the order of its names."""
    pending = [top]
    folder = _folder_below(common, _resolve(top) / "page")
    while pending:
        path = pending.pop()
        try:
            mode = path.lstat().st_mode if path != top else path.stat().st_mode
            if stat.S_ISDIR(mode):
                inside = [entry for entry in path.iterdir() if not entry.name.startswith(".")]
                pending.extend(sorted(inside, reverse=True))
                continue
        except OSError as error:
            yield Rejection(id=_display(path), reason=f"cannot be read: {_os_reason(error)}")
            continue
        if stat.S_ISLNK(mode):
            yield Rejection(
                id=_display(path), reason="a symbolic link, which is not followed; name its target itself"
            )
        elif not stat.S_ISREG(mode):
            yield Rejection(id=_display(path), reason="neither a file nor a directory; remove it")
        else:
            yield from _read_file(path, folder=_folder_below(top, path) or folder)


def _read_file(path: Path, *, folder: str | None) -> Iterator[Record]:
    name = _display(path)
    try:
        with path.open("rb") as opened, _rewindable(opened) as stream:
            source = Source(name=name, stream=stream, folder=folder)
            yield from read_any(source, suffix="".join(path.suffixes[-2:]).lower())
    except OSError as error:
        yield Rejection(id=name, reason=f"cannot be read: {_os_reason(error)}")
    except BoilerplateError as error:
        yield Rejection(id=name, reason=str(error))
    except Exception as error:  # noqa: BLE001 -- around one file: what a library raises costs only it
        reason = " ".join(str(error).split())[:200]
        yield Rejection(id=name, reason=f"could not be read ({type(error).__name__}: {reason}); leave it out")


def _rewindable(stream: BinaryIO) -> BinaryIO:
    """The stream itself, or its bytes in a temporary file where it can be read only once."""
    if stream.seekable():
        return stream
    kept = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 -- closed by the caller
    while chunk := stream.read(CHUNK_BYTES):
        kept.write(chunk)
    kept.seek(0, io.SEEK_SET)
    return kept


def _display(path: PurePath) -> str:
    """A path as the start of an id; bytes of a name that are not UTF-8 become U+FFFD."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _folder_below(top: Path, path: Path) -> str | None:
    """The first folder between the directory named and the file that is not a number (``2026/01``)."""
    return next(
        (_display(PurePath(part)) for part in path.relative_to(top).parts[:-1] if not part.isdigit()), None
    )


def _resolve(path: str | Path) -> Path:
    """The absolute path without ``..``; links are not followed, since their names are what a user sees."""
    return Path(os.path.abspath(path))  # noqa: PTH100 -- pathlib drops no ".." without following links


def _os_reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
