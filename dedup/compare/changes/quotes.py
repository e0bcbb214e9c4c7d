"""Which words stand inside quotation marks, and where the wording inside them was altered."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from dedup.compare.changes.reading import Comparison, Reading
from dedup.compare.changes.terms import is_equivalent
from dedup.function_words import FUNCTION_WORDS
from dedup.records import Change, Severity, Span

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
_QUOTE_SIGN = regex.compile(r"[“”„«»‹›「」『』＂\"]")
_ANY_SIGN = regex.compile(r"[“”„«»‹›「」『』＂\"'‘’`\ufffd]")
_SPACED = "«»‹"
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
    for number, region in enumerate(comparison.regions):
        if comparison.is_rewritten and not comparison.is_certain(number):
            continue
        lefts = [i for i in range(*region.left) if left.quoted[i] and i not in comparison.taken_left]
        rights = [j for j in range(*region.right) if right.quoted[j] and j not in comparison.taken_right]
        if not lefts and not rights:
            continue
        if _touches_quotation(left, region.left) and _touches_quotation(right, region.right):
            severity = _grade(comparison, lefts, rights)
            changes.append(comparison.make_change("quote", severity, _reach(lefts), _reach(rights)))
    return changes


def compare_marks(comparison: Comparison) -> list[Change]:
    """Words kept, but put into quotation marks or taken out of them."""
    changes = []
    for is_left in (True, False):
        for run in _list_requoted(comparison, is_left=is_left):
            left, right = (
                (run[0], run[-1] + 1),
                (comparison.to_right[run[0]], comparison.to_right[run[-1]] + 1),
            )
            marked, bare = (
                (comparison.left, comparison.right) if is_left else (comparison.right, comparison.left)
            )
            spans = (left, right) if is_left else (right, left)
            if _is_enclosed(marked, spans[0]) and _is_bare(bare, spans[1]):
                changes.append(comparison.make_change("quote", "nuance", left, right))
    return changes


def _list_requoted(comparison: Comparison, *, is_left: bool) -> list[list[int]]:
    """Runs of left words that one side alone quotes: the left one if ``is_left``."""
    left, right = comparison.left.quoted, comparison.right.quoted
    runs: list[list[int]] = []
    for i, j in sorted(comparison.to_right.items()):
        if left[i] is not is_left or right[j] is is_left:
            continue
        if runs and runs[-1][-1] == i - 1 and comparison.to_right[i - 1] == j - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _is_enclosed(reading: Reading, words: Span) -> bool:
    """Whether quotation marks stand right before and after words [first, end)."""
    return all(
        _QUOTE_SIGN.search(side) for side in (reading.get_lead(words[0]), reading.get_gap(words[1] - 1))
    )


def _is_bare(reading: Reading, words: Span) -> bool:
    """Whether no mark at all, not even a single or an unreadable one, stands beside words [first, end)."""
    return not _ANY_SIGN.search(reading.get_lead(words[0]) + reading.get_gap(words[1] - 1))


def _grade(comparison: Comparison, left: Sequence[int], right: Sequence[int]) -> Severity:
    """An altered quotation is grave, unless only a particle or a listed synonym stands for another."""
    lexicon = comparison.lexicon
    lefts = lexicon.join_terms(lexicon.expand([comparison.left.words[i] for i in left]))
    rights = lexicon.join_terms(lexicon.expand([comparison.right.words[j] for j in right]))
    for word in list(lefts):
        match = next((other for other in rights if is_equivalent(lexicon, word, other)), None)
        if match is not None:
            lefts.remove(word)
            rights.remove(match)
    weighty = [word for word in lefts + rights if word not in FUNCTION_WORDS or lexicon.get("hedge", word)]
    return "factual" if weighty else "nuance"


def _reach(numbers: list[int]) -> tuple[int, int] | None:
    return (numbers[0], numbers[-1] + 1) if numbers else None


def _touches_quotation(reading: Reading, place: Span) -> bool:
    """Whether a place holds quoted words or lies beside some: a quotation may be cut at its end."""
    return any(reading.quoted[max(0, place[0] - 1) : place[1] + 1])


def _may_open(text: str, at: int, sign: str) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if not after.strip() and sign not in _SPACED:
        return False
    if sign == "‘":
        return not before.isalnum() and "’" in text[at : at + _LONGEST]
    return sign != '"' or not before.isalnum()
