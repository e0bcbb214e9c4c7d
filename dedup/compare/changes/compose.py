"""All changes of an alignment: the finders in the order of their claims, the gravest changes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dedup.compare.changes.claims import compare_claims
from dedup.compare.changes.dates import compare_dates, find_dates
from dedup.compare.changes.hedges import compare_hedges
from dedup.compare.changes.lexicon import Lexicon, guess_language, load_lexicon
from dedup.compare.changes.names import collect_spellings, compare_names
from dedup.compare.changes.negations import compare_negations
from dedup.compare.changes.numbers import compare_numbers
from dedup.compare.changes.quotes import compare_marks, compare_quotes, find_quotations
from dedup.compare.changes.reading import Comparison, Fact, Reading, build_reading, compare_words
from dedup.compare.changes.terms import compare_terms
from dedup.compare.edits import is_trivial_difference
from dedup.function_words import FUNCTION_WORDS
from dedup.records import Change, Hole, Segment, SentenceSet, Severity, Span, TokenizedText

_GRAVITY: dict[Severity, int] = {"factual": 0, "nuance": 1, "style": 2}
_REWRITTEN = 0.5
_UNEXPLAINED = 0.34
_LONGEST_GAP = 3


def find_changes(
    segments: Sequence[Segment],
    left: SentenceSet,
    right: SentenceSet,
    *,
    holes: Sequence[Hole] = (),
    language: str | None = None,
) -> tuple[Change, ...]:
    """What may alter what the reader is told, gravest first, then in the order of the left side.

    Args:
        segments: the alignment of the two sides.
        holes: damaged places; what differs beside one is not reported.
        language: of both, ISO 639-1; guessed from the words if None.
    """
    changes: list[Change] = []
    sides = _Sides(left, right)
    lexicon = load_lexicon(language or guess_language([word for words in left.words for word in words]))
    for segment in segments:
        if segment.left and segment.right:
            changes += _compare_segment(segment, sides, lexicon, holes)
    return tuple(sorted(changes, key=_rank))


class _Sides:
    """Both texts' tokens, quotations and names, found once for all segments."""

    def __init__(self, left: SentenceSet, right: SentenceSet) -> None:
        self.sets = left, right
        self.tokens = left.tokens, right.tokens
        self.quoted = tuple(
            _mark_quoted(tokens, find_quotations(side.text))
            for tokens, side in zip(self.tokens, self.sets, strict=True)
        )
        self.names = tuple(
            collect_spellings(self.read(number, (i, i + 1)) for i in range(len(self.sets[number].spans)))
            for number in (0, 1)
        )

    def read(self, number: int, sentences: tuple[int, int]) -> Reading:
        """The reading of sentences [first, end) of one side."""
        spans = self.sets[number].spans[slice(*sentences)]
        return build_reading(self.sets[number].text, spans, self.tokens[number], self.quoted[number])


def _compare_segment(
    segment: Segment, sides: _Sides, lexicon: Lexicon, holes: Sequence[Hole]
) -> list[Change]:
    left = sides.read(0, (segment.left[0], segment.left[-1] + 1))
    right = sides.read(1, (segment.right[0], segment.right[-1] + 1))
    if left.text[slice(*left.span)] == right.text[slice(*right.span)]:
        return []
    comparison = compare_words(left, right, lexicon, is_rewritten=segment.similarity < _REWRITTEN)
    if segment.kind == "verbatim":
        return compare_marks(comparison)
    _set_aside_holes(comparison, holes)
    _set_aside_spellings(comparison)
    lefts, rights = find_dates(comparison.left, lexicon), find_dates(comparison.right, lexicon)
    changes = compare_dates(comparison, lefts, rights)
    changes += compare_numbers(comparison, _list_words(lefts), _list_words(rights))
    changes += compare_names(comparison, *sides.names)
    changes += compare_negations(comparison)
    changes += compare_quotes(comparison)
    changes += compare_marks(comparison)
    changes += compare_claims(comparison)
    changes += compare_hedges(comparison)
    changes += compare_terms(comparison)
    changes = _join_neighbours(changes, comparison.left.text, comparison.right.text)
    if comparison.is_rewritten and not _is_explained(comparison):
        changes.append(_make_rewritten(comparison))
    return changes


def _is_explained(comparison: Comparison) -> bool:
    """Whether the changes found account for most of the words of meaning that differ."""
    open_words = differing = 0
    for reading, taken, is_left in (
        (comparison.left, comparison.taken_left, True),
        (comparison.right, comparison.taken_right, False),
    ):
        changed = [
            n for n in comparison.list_changed(is_left=is_left) if reading.words[n] not in FUNCTION_WORDS
        ]
        differing += len(changed)
        open_words += len(set(changed) - taken)
    return open_words <= _UNEXPLAINED * differing


def _join_neighbours(changes: Sequence[Change], left: str, right: str) -> list[Change]:
    """Make one change of two of a kind that stand side by side in both texts ("May 3" for "June 8")."""
    joined: list[Change] = []
    for change in sorted(changes, key=_place):
        before = joined[-1] if joined else None
        if before and _is_one(before, change, left, right):
            spans = (before.left[0], change.left[1]), (before.right[0], change.right[1])  # type: ignore[index]
            joined[-1] = replace(
                before,
                left=spans[0],
                right=spans[1],
                left_text=left[slice(*spans[0])],
                right_text=right[slice(*spans[1])],
            )
        else:
            joined.append(change)
    return joined


def _is_one(first: Change, second: Change, left: str, right: str) -> bool:
    if (first.change_class, first.severity) != (second.change_class, second.severity):
        return False
    if not (first.left and first.right and second.left and second.right):
        return False
    gaps = left[first.left[1] : second.left[0]], right[first.right[1] : second.right[0]]
    in_order = first.left[1] <= second.left[0] and first.right[1] <= second.right[0]
    return in_order and all(len(gap) <= _LONGEST_GAP and not any(map(str.isalnum, gap)) for gap in gaps)


def _set_aside_holes(comparison: Comparison, holes: Sequence[Hole]) -> None:
    """Mark the words of every region of change that touches a hole as accounted for."""
    for region in comparison.regions:
        left, right = comparison.left.get_reach(region.left), comparison.right.get_reach(region.right)
        if any(_touch(hole.left, left) or _touch(hole.right, right) for hole in holes):
            comparison.take(range(*region.left), range(*region.right))


def _set_aside_spellings(comparison: Comparison) -> None:
    """Mark the words of every region that merely writes the same letters otherwise ("U.S.", "we re")."""
    for region in comparison.regions:
        if region.left[0] < region.left[1] and region.right[0] < region.right[1]:
            left, right = comparison.left.get_reach(region.left), comparison.right.get_reach(region.right)
            if is_trivial_difference(
                comparison.left.text[slice(*left)], comparison.right.text[slice(*right)]
            ):
                comparison.take(range(*region.left), range(*region.right))


def _touch(hole: Span | None, reach: Span) -> bool:
    return hole is not None and hole[0] < reach[1] and reach[0] < hole[1]


def _make_rewritten(comparison: Comparison) -> Change:
    left, right = comparison.left, comparison.right
    return Change(
        change_class="other",
        severity="style",
        left=left.span,
        right=right.span,
        left_text=left.text[slice(*left.span)],
        right_text=right.text[slice(*right.span)],
    )


def _list_words(facts: Sequence[Fact]) -> frozenset[int]:
    """The words that dates are made of, so that no number is read out of them; "three years" stays one."""
    return frozenset(
        number for fact in facts if fact.kind != "unit" for number in range(fact.first, fact.end)
    )


def _mark_quoted(tokens: TokenizedText, quotations: Sequence[Span]) -> list[bool]:
    marks = np.zeros(len(tokens.words) + 1, dtype=np.int32)
    if quotations:
        edges = np.searchsorted(tokens.starts, np.array(quotations))
        np.add.at(marks, edges[:, 0], 1)
        np.add.at(marks, edges[:, 1], -1)
    return [bool(mark) for mark in np.cumsum(marks)[:-1].tolist()]


def _rank(change: Change) -> tuple[object, ...]:
    return _GRAVITY[change.severity], *_place(change)


def _place(change: Change) -> tuple[object, ...]:
    left, right = change.left or (-1, -1), change.right or (-1, -1)
    return left if change.left else right, right, change.change_class
