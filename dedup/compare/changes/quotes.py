"""Which words stand inside quotation marks, and where the wording inside them was altered."""

from __future__ import annotations

import regex

from dedup.compare.changes.reading import Comparison
from dedup.records import Change, Span

_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    "＂": "＂",
    '"': '"',
    "‘": "’",
}
_MARK = regex.compile(r"[“”„«»‹›「」『』＂\"‘’\n]")
_LONGEST = 2000


def find_quotations(text: str) -> tuple[Span, ...]:
    """The spans between quotation marks, without the marks.

    A quotation that no mark closes ends with its paragraph (the custom where the next one goes on quoting).
    Single marks are taken for quotation only where they cannot be apostrophes.
    Cost: linear in the length of the text.
    """
    spans: list[Span] = []
    opened: int | None = None
    closing = ""
    for match in _MARK.finditer(text):
        sign, at = match.group(), match.start()
        if sign == "\n":
            if opened is not None and closing != "’":
                spans.append((opened, at))
            opened = None
        elif opened is not None and sign in closing:
            if sign != "’" or not text[at + 1 : at + 2].isalpha():
                spans.append((opened, at))
                opened = None
        elif opened is None and sign in _PAIRS and _may_open(text, at, sign):
            opened, closing = at + 1, _PAIRS[sign]
    if opened is not None and closing != "’":
        spans.append((opened, len(text)))
    return tuple(span for span in spans if span[0] < span[1])


def compare_quotes(comparison: Comparison) -> list[Change]:
    """The regions of change in which words inside quotation marks were exchanged, added or cut."""
    left, right = comparison.left, comparison.right
    changes = []
    for region in comparison.regions:
        lefts = [i for i in range(*region.left) if left.quoted[i] and i not in comparison.taken_left]
        rights = [j for j in range(*region.right) if right.quoted[j] and j not in comparison.taken_right]
        if not lefts and not rights:
            continue
        inside_left = bool(lefts) or _stands_inside(left.quoted, region.left)
        inside_right = bool(rights) or _stands_inside(right.quoted, region.right)
        if inside_left and inside_right:
            changes.append(comparison.make_change("quote", "factual", _reach(lefts), _reach(rights)))
    return changes


def _reach(numbers: list[int]) -> tuple[int, int] | None:
    return (numbers[0], numbers[-1] + 1) if numbers else None


def _stands_inside(quoted: tuple[bool, ...], place: Span) -> bool:
    """Whether an empty place between two words lies inside a quotation."""
    before = quoted[place[0] - 1] if place[0] else False
    after = quoted[place[1]] if place[1] < len(quoted) else False
    return before and after


def _may_open(text: str, at: int, sign: str) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if not after.strip():
        return False
    if sign == "‘":
        return not before.isalnum() and "’" in text[at : at + _LONGEST]
    return sign != '"' or not before.isalnum()
