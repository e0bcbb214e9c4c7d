"""All changes of an alignment: the finders in the order of their claims, the gravest changes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dedup.compare.changes.claims import compare_claims
from dedup.compare.changes.dates import DATE_KINDS, compare_dates, find_dates
from dedup.compare.changes.hedges import compare_hedges
from dedup.compare.changes.lexicon import guess_language, load_lexicon
from dedup.compare.changes.names import Spellings, compare_lost_names, compare_names
from dedup.compare.changes.negations import compare_negations, is_contracted
from dedup.compare.changes.numbers import NUMBER_KINDS, compare_numbers, has_currency
from dedup.compare.changes.orders import compare_organisations
from dedup.compare.changes.quotes import compare_marks, compare_quotes
from dedup.compare.changes.reading import Comparison, Fact, compare_words
from dedup.compare.changes.sides import prepare_side
from dedup.compare.changes.swaps import compare_swaps
from dedup.compare.changes.terms import compare_terms
from dedup.compare.edits import is_trivial_difference
from dedup.function_words import FUNCTION_WORDS
from dedup.records import Change, Hole, Segment, SentenceSet, Severity, Span
from dedup.tokens import is_number, tokenize

_GRAVITY: dict[Severity, int] = {"factual": 0, "nuance": 1, "style": 2}
_REWRITTEN = 0.5
_UNEXPLAINED = 0.34
_LONGEST_GAP = 3
_RANGE_WORDS = ("to", "and", "or", "bis", "und", "à", "et", "a", "y")


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
    sides = prepare_side(left), prepare_side(right)
    spellings = sides[0].collect_spellings(), sides[1].collect_spellings()
    lexicon = load_lexicon(language or guess_language(left.tokens.words + right.tokens.words))
    for segment in segments:
        if segment.left and segment.right:
            readings = sides[0].read(segment.left), sides[1].read(segment.right)
            if readings[0].get_passage() == readings[1].get_passage():
                continue
            comparison = compare_words(*readings, lexicon, is_alike=segment.similarity >= _REWRITTEN)
            if segment.kind == "verbatim":
                changes += compare_marks(comparison)
            else:
                _set_aside_holes(comparison, holes)
                changes += _compare_facts(comparison, spellings)
    return tuple(sorted(_drop_moved(changes, left, right), key=_rank))


def _compare_facts(comparison: Comparison, spellings: tuple[Spellings, Spellings]) -> list[Change]:
    """The changes of one segment: each finder reports what no earlier one has accounted for.

    A finder is asked only if one of its words is among those that differ.
    """
    lexicon, left, right = comparison.lexicon, comparison.left, comparison.right
    _set_aside_spellings(comparison)
    words = comparison.list_changed_words()
    has_figures = not words or any(map(is_number, words)) or has_currency(left) or has_currency(right)
    changes = compare_swaps(comparison, spellings)
    if has_figures or not words.isdisjoint(lexicon.list_members(*DATE_KINDS, *NUMBER_KINDS)):
        lefts, rights = find_dates(left, lexicon), find_dates(right, lexicon)
        changes += compare_dates(comparison, lefts, rights)
        changes += compare_numbers(comparison, _list_words(lefts), _list_words(rights))
    if comparison.has_changed_capital():
        changes += compare_names(comparison, *spellings)
    changes += compare_organisations(comparison)
    if not words.isdisjoint(lexicon.list_members("negator")) or any(map(is_contracted, words)):
        changes += compare_negations(comparison)
    if any(left.quoted) or any(right.quoted):
        changes += compare_quotes(comparison)
        changes += compare_marks(comparison)
    changes += compare_claims(comparison)
    if comparison.has_changed_capital():
        changes += compare_lost_names(comparison, *spellings)
    if not words.isdisjoint(lexicon.list_members("hedge")):
        changes += compare_hedges(comparison)
    changes += compare_terms(comparison)
    changes = _join_neighbours(changes, left.text, right.text)
    if comparison.is_rewritten and not changes and not _is_explained(comparison):
        changes.append(_make_rewritten(comparison))
    return changes


def _drop_moved(changes: Sequence[Change], left: SentenceSet, right: SentenceSet) -> list[Change]:
    """Leave out clauses that the other article has too, only in another sentence."""
    if not any(_is_clause(change) for change in changes):
        return list(changes)
    texts = [f" {' '.join(side.tokens.words)} " for side in (left, right)]
    return [
        change
        for change in changes
        if not _is_clause(change)
        or f" {' '.join(tokenize(change.left_text or change.right_text).words)} "
        not in texts[change.left is not None]
    ]


def _is_clause(change: Change) -> bool:
    return change.change_class == "other" and (change.left is None or change.right is None)


def _is_explained(comparison: Comparison) -> bool:
    """Whether the changes found account for most of the words of meaning that differ."""
    open_words = differing = 0
    for reading, taken, numbers in (
        (comparison.left, comparison.taken_left, comparison.left_changed),
        (comparison.right, comparison.taken_right, comparison.right_changed),
    ):
        changed = [n for n in numbers if reading.words[n] not in FUNCTION_WORDS]
        differing += len(changed)
        open_words += len(set(changed) - taken)
    return open_words <= _UNEXPLAINED * differing


def _join_neighbours(changes: Sequence[Change], left: str, right: str) -> list[Change]:
    """Make one change of two of a kind that stand side by side in the texts ("May 3" for "June 8")."""
    joined: list[Change] = []
    for change in sorted(changes, key=_place):
        before = joined[-1] if joined else None
        if before and _is_one(before, change, left, right):
            spans = _cover(before.left, change.left), _cover(before.right, change.right)
            joined[-1] = replace(
                before,
                left=spans[0],
                right=spans[1],
                left_text=left[slice(*spans[0])] if spans[0] else "",
                right_text=right[slice(*spans[1])] if spans[1] else "",
            )
        else:
            joined.append(change)
    return joined


def _cover(first: Span | None, second: Span | None) -> Span | None:
    return (first[0], second[1]) if first and second else None


def _is_one(first: Change, second: Change, left: str, right: str) -> bool:
    if (first.change_class, first.severity) != (second.change_class, second.severity):
        return False
    gaps = []
    for text, one, other in ((left, first.left, second.left), (right, first.right, second.right)):
        if (one is None) != (other is None) or (one and other and one[1] > other[0]):
            return False
        if one and other:
            gaps.append(text[one[1] : other[0]])
    if (
        first.change_class == "number"
        and len(set(map(str.strip, gaps))) == 1
        and gaps[0].strip() in _RANGE_WORDS
    ):
        return True
    return all(len(gap) <= _LONGEST_GAP and not any(map(str.isalnum, gap)) for gap in gaps)


def _set_aside_holes(comparison: Comparison, holes: Sequence[Hole]) -> None:
    """Mark the words of every region of change that touches a hole as accounted for."""
    for region in comparison.regions:
        left, right = comparison.left.get_reach(region.left), comparison.right.get_reach(region.right)
        if any(_touch(hole.left, left) or _touch(hole.right, right) for hole in holes):
            comparison.take(range(*region.left), range(*region.right))


def _set_aside_spellings(comparison: Comparison) -> None:
    """Mark the words of every region that merely writes the same otherwise ("U.S.", "we re", "it's")."""
    for region in comparison.regions:
        words = comparison.left.words[slice(*region.left)], comparison.right.words[slice(*region.right)]
        if comparison.lexicon.expand(words[0]) == comparison.lexicon.expand(words[1]):
            comparison.take(range(*region.left), range(*region.right))
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


def _rank(change: Change) -> tuple[object, ...]:
    return _GRAVITY[change.severity], *_place(change)


def _place(change: Change) -> tuple[object, ...]:
    left, right = change.left or (-1, -1), change.right or (-1, -1)
    return left if change.left else right, right, change.change_class
