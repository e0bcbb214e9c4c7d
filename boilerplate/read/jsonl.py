"""JSON Lines: every line is one object that holds one page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO, NoReturn

from boilerplate.errors import UnreadablePage
from boilerplate.read.record import build_page
from boilerplate.read.source import CHUNK_BYTES, PAGE_BYTES, Source, digest, too_big
from boilerplate.records import Page, Rejection, UnreadPage


def _refuse_constant(name: str) -> NoReturn:
    raise UnreadablePage(f"{name} is no JSON; write null instead")


_BOM = b"\xef\xbb\xbf"
_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def read_jsonl(source: Source) -> Iterator[UnreadPage | Rejection]:
    """Yield one page, not parsed yet, per line; lines of white space alone are no records.

    One line is held in memory at a time, and never more of it than a page may have.
    """
    number = 0
    for line_number, line in enumerate(_lines(source.stream), start=1):
        if line is not None:
            line = line.removeprefix(_BOM).strip(b" \t\r\n") if line_number == 1 else line.strip(b" \t\r\n")
            if not line:
                continue
        number += 1
        page_id, where = source.record_id(number), f"line {line_number}"
        if line is None:
            reason = f"{where} of {source.name}: {too_big('the line')}"
            yield Rejection(id=page_id, reason=reason)
            continue
        yield UnreadPage(id=page_id, name=source.name, where=where, line=line, folder=source.folder)


def parse_line(page: UnreadPage) -> Page | Rejection:
    """The page that a line holds."""
    try:
        fields = parse_json(page.line)
        if not isinstance(fields, dict):
            raise UnreadablePage(
                f'JSON, but {type(fields).__name__} and no object; give {{"html": …}} or {{"text": …}}'
            )
    except UnreadablePage as error:
        return Rejection(id=page.id, reason=f"{page.where} of {page.name}: {error}")
    return build_page(
        fields,
        source=page,
        page_id=page.id,
        where=page.where,
        sha256=digest(page.line),
    )


def parse_json(text: bytes) -> object:
    """The value a JSON text stands for, held to the standard.

    Raises: UnreadablePage: not UTF-8, not JSON, NaN or Infinity, nested too deep, a number of thousands
        of digits.
    """
    try:
        decoded = text.decode("utf-8")
        if decoded.startswith("\ufeff"):
            raise json.JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", decoded, 0)
        value: object = _DECODER.decode(decoded)
        return value
    except UnicodeDecodeError as error:
        raise UnreadablePage(f"invalid UTF-8 at byte {error.start + 1}; JSON must be UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}"
        raise UnreadablePage(
            f"malformed JSON ({error.msg} at {place}); one valid JSON value is needed"
        ) from None
    except RecursionError:
        raise UnreadablePage("JSON nested too deep; a flat object is needed") from None
    except ValueError as error:
        reason = str(error).split(";")[0]
        raise UnreadablePage(f"JSON with a number that cannot be read ({reason}); remove it") from None


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Every line; None for one that is too long, which is skipped without being held."""
    while line := stream.readline(PAGE_BYTES + 2):
        if len(line) <= PAGE_BYTES or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(CHUNK_BYTES)) and not rest.endswith(b"\n"):
            pass
        yield None
