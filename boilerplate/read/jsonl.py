"""JSON Lines: every line is one object that holds one page."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import BinaryIO, NoReturn, cast

from boilerplate.errors import UnreadablePage
from boilerplate.read.record import build_page
from boilerplate.read.source import PAGE_BYTES, Source, digest, too_big
from boilerplate.records import Page, Rejection, UnreadPage, UnreadPages


def _refuse_constant(name: str) -> NoReturn:
    raise UnreadablePage(f"{name} is no JSON; write null instead")


_BOM = b"\xef\xbb\xbf"
_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
_BLANK = b" \t\r\n"
_LAST_BLANK = max(_BLANK)
_BLOCK_BYTES = 1 << 18
_MOST_TOGETHER, _EVENNESS = 64, 16
"""Lines given out together are at most this part of those before them: nobody is busy long after others."""


def read_jsonl(source: Source) -> Iterator[UnreadPages | Rejection]:
    """Yield all lines, not parsed yet, some together; those of white space alone are no records.

    Some hundred thousand bytes are held in memory at a time, and never more of a line than a page may have.
    """
    number, line_number = 1, 1
    for block in _read_blocks(source.stream):
        if block is None:
            reason = f"line {line_number} of {source.name}: {too_big('the line')}"
            yield Rejection(id=source.record_id(number), reason=reason)
            number += 1
            line_number += 1
            continue
        start = len(_BOM) if line_number == 1 and block.startswith(_BOM) else 0
        while start < len(block):
            most = min(_MOST_TOGETHER, 1 + number // _EVENNESS)
            end, count = _find_end(block, start, most=most)
            if count:
                yield UnreadPages(
                    name=source.name,
                    number=number,
                    line=line_number,
                    lines=block[start : end - 1],
                    folder=source.folder,
                )
            else:
                end, line_number = block.index(b"\n", start) + 1, line_number + 1
            number += count
            line_number += count
            start = end


def _find_end(block: bytes, start: int, *, most: int) -> tuple[int, int]:
    """Where the lines from a place on end or are blank, at the latest after so many; how many they are."""
    count = 0
    while count < most and start < len(block):
        end = block.index(b"\n", start)
        if block[start] <= _LAST_BLANK and not block[start:end].strip(_BLANK):
            break
        start = end + 1
        count += 1
    return start, count


def split_lines(pages: UnreadPages) -> Iterator[UnreadPage]:
    """Lines that lie together, one by one, without white space round them."""
    for place, line in enumerate(pages.lines.split(b"\n")):
        yield UnreadPage(
            id=f"{pages.name}#{pages.number + place}",
            name=pages.name,
            where=f"line {pages.line + place}",
            line=line.strip(_BLANK),
            folder=pages.folder,
        )


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


def _read_blocks(stream: BinaryIO) -> Iterator[bytes | None]:
    """All lines with their ends, some together; None for one too long, which is skipped and not held."""
    parts: list[bytes] = []
    held = 0
    while chunk := cast(io.BufferedReader, stream).read1(_BLOCK_BYTES):
        first = chunk.find(b"\n") + 1
        held += (first or len(chunk) + 1) - 1
        if held > PAGE_BYTES + 1:
            parts = []
        if not first:
            parts.append(chunk)
            continue
        if held > PAGE_BYTES + 1:
            yield None
            chunk = chunk[first:]
        last = chunk.rfind(b"\n") + 1
        if last:
            yield b"".join((*parts, chunk[:last]))
            parts = []
        parts = [chunk[last:]]
        held = len(parts[0])
    if held > PAGE_BYTES:
        yield None
    elif held:
        yield b"".join((*parts, b"\n"))
