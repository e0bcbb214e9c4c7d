"""Two headlines word by word; in scripts without spaces, sign by sign."""

from __future__ import annotations

from difflib import SequenceMatcher

import regex

from dedup.report.escape import scrub_line
from dedup.report.pieces import Piece, PieceOp

_UNIT = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*"
    r"|[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’.,-]*(?<=[\p{L}\p{M}\p{N}])"
    r"|\s+|."
)
_LONGEST = 600


def compare_headlines(left: str | None, right: str | None) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return the pieces of both headlines; none for a side that has no headline.

    Two headlines with less than a third in common are not marked word by word: every mark would be noise.
    """
    lefts, rights = _split(left), _split(right)
    matcher = SequenceMatcher(None, lefts, rights, autojunk=False)
    if not lefts or not rights or matcher.ratio() < 1 / 3:
        return _whole(lefts), _whole(rights)
    left_pieces: list[Piece] = []
    right_pieces: list[Piece] = []
    for op, left_start, left_end, right_start, right_end in matcher.get_opcodes():
        left_op: PieceOp = "equal" if op == "equal" else "delete"
        right_op: PieceOp = "equal" if op == "equal" else "insert"
        left_pieces += _piece(lefts[left_start:left_end], left_op)
        right_pieces += _piece(rights[right_start:right_end], right_op)
    return tuple(left_pieces), tuple(right_pieces)


def _split(headline: str | None) -> list[str]:
    return _UNIT.findall(scrub_line(headline or "")[:_LONGEST])


def _whole(units: list[str]) -> tuple[Piece, ...]:
    return tuple(_piece(units, "equal"))


def _piece(units: list[str], op: PieceOp) -> list[Piece]:
    return [Piece(text="".join(units), op=op)] if units else []
