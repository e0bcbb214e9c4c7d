"""Word-level edits that turn one text into another, as a reader would mark them.

Words are never cut; a lone function word between two edits is taken into them; an insertion beside a
deletion is a replacement; what differs in punctuation, spacing, letter case or quote style alone is trivial.
Offsets point into the texts as given, so both sides are rebuilt exactly from the edits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from dedup.compare.words import Passage, WordRun, align_words, bridge_runs, keep_compounds
from dedup.records import Edit, EditOp, Span, TokenizedText
from dedup.tokens import tokenize

_MEANINGFUL = regex.compile(r"[\p{L}\p{M}\p{N}\p{S}%‰°§#&@]")


def find_edits(
    left_text: str, right_text: str, *, left: Span | None = None, right: Span | None = None
) -> tuple[Edit, ...]:
    """Cover the spans ``left`` and ``right`` (by default the whole texts) with contiguous edits.

    Swapping the sides mirrors the edits.
    Cost: one Indel comparison of the words (O(n · m / 64)).
    """
    left = left or (0, len(left_text))
    right = right or (0, len(right_text))
    passages = (
        Passage(text, tokenize(text), span[0])
        for text, span in ((left_text[slice(*left)], left), (right_text[slice(*right)], right))
    )
    return find_passage_edits(*passages)


def find_passage_edits(left: Passage, right: Passage) -> tuple[Edit, ...]:
    """The same for passages whose words are known already."""
    return tuple(_shift(edit, left.offset, right.offset) for edit in _find_edits(left, right))


def _shift(edit: Edit, left: int, right: int) -> Edit:
    return Edit(
        op=edit.op,
        left=(edit.left[0] + left, edit.left[1] + left),
        right=(edit.right[0] + right, edit.right[1] + right),
        is_trivial=edit.is_trivial,
    )


def _find_edits(left: Passage, right: Passage) -> list[Edit]:
    texts = left.text, right.text
    if texts[0] == texts[1]:
        whole = 0, len(texts[0])
        return [_make_edit("equal", *texts, whole, whole)] if texts[0] else []
    runs = keep_compounds(align_words(left.tokens.words, right.tokens.words), left, right)
    runs = bridge_runs(runs, left.tokens.words)
    edits: list[Edit] = []
    for is_word, left_span, right_span in _cut_pieces(runs, texts, left.tokens, right.tokens):
        for edit in _trim(*texts, left_span, right_span, is_word=is_word):
            _append(edits, edit, *texts)
    return edits


def _cut_pieces(
    runs: Sequence[WordRun], texts: tuple[str, str], left: TokenizedText, right: TokenizedText
) -> Iterator[tuple[bool, Span, Span]]:
    """Yield the texts piece by piece: equal words, and what lies between two of them.

    Words that are equal in all but their writing come one by one.
    """
    at_left = at_right = 0
    for run in runs:
        if not run.is_equal:
            continue
        first_left, first_right = int(left.starts[run.left[0]]), int(right.starts[run.right[0]])
        end_left, end_right = int(left.ends[run.left[1] - 1]), int(right.ends[run.right[1] - 1])
        if texts[0][first_left:end_left] == texts[1][first_right:end_right]:
            yield False, (at_left, first_left), (at_right, first_right)
            yield True, (first_left, end_left), (first_right, end_right)
            at_left, at_right = end_left, end_right
            continue
        for i, j in zip(range(*run.left), range(*run.right), strict=True):
            word_left = int(left.starts[i]), int(left.ends[i])
            word_right = int(right.starts[j]), int(right.ends[j])
            yield False, (at_left, word_left[0]), (at_right, word_right[0])
            yield True, word_left, word_right
            at_left, at_right = word_left[1], word_right[1]
    yield False, (at_left, len(texts[0])), (at_right, len(texts[1]))


def _trim(left: str, right: str, left_span: Span, right_span: Span, *, is_word: bool) -> Iterator[Edit]:
    """Yield the edits of one piece: its differing middle between what is equal around it."""
    first, second = left[slice(*left_span)], right[slice(*right_span)]
    if first == second:
        if first:
            yield _make_edit("equal", left, right, left_span, right_span)
        return
    head = 0 if is_word else _count_common(first, second)
    tail = 0 if is_word else _count_common(first[head:][::-1], second[head:][::-1])
    inner_left = left_span[0] + head, left_span[1] - tail
    inner_right = right_span[0] + head, right_span[1] - tail
    if head:
        yield _make_edit("equal", left, right, (left_span[0], inner_left[0]), (right_span[0], inner_right[0]))
    op: EditOp = "replace"
    if inner_left[0] == inner_left[1]:
        op = "insert"
    elif inner_right[0] == inner_right[1]:
        op = "delete"
    yield _make_edit(op, left, right, inner_left, inner_right)
    if tail:
        yield _make_edit("equal", left, right, (inner_left[1], left_span[1]), (inner_right[1], right_span[1]))


def _count_common(first: str, second: str) -> int:
    """How many characters between words both begin with: never into a word or number."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other or _MEANINGFUL.match(one):
            break
        count += 1
    return count


def _append(edits: list[Edit], edit: Edit, left: str, right: str) -> None:
    """Add an edit, joined to the one before where both are equal or both are not and nothing lies between."""
    if edits and (edits[-1].op == "equal") == (edit.op == "equal"):
        before = edits.pop()
        spans = (before.left[0], edit.left[1]), (before.right[0], edit.right[1])
        op: EditOp = edit.op if before.op == edit.op else "replace"
        edit = _make_edit(op, left, right, *spans)
    edits.append(edit)


def _make_edit(op: EditOp, left: str, right: str, left_span: Span, right_span: Span) -> Edit:
    is_trivial = (
        op != "equal"
        and _ends_in_minus(left, left_span) == _ends_in_minus(right, right_span)
        and is_trivial_difference(left[slice(*left_span)], right[slice(*right_span)])
    )
    return Edit(op=op, left=left_span, right=right_span, is_trivial=is_trivial)


def _ends_in_minus(text: str, span: Span) -> bool:
    """Whether a piece between words ends in the sign of a negative number."""
    last = span[1] - 1
    return (
        span[0] <= last
        and text[last] in "-−"
        and text[span[1] : span[1] + 1].isdigit()
        and (last == 0 or text[last - 1].isspace() or text[last - 1] == "(")
    )


def is_trivial_difference(first: str, second: str) -> bool:
    """Whether two readings differ in punctuation, spacing, case or the writing of a word alone.

    "U.S." and "US", "e-mail" and "email" do; "$5" and "€5", "1.5" and "15" do not.
    """
    letters = _squash(first), _squash(second)
    if letters[0] != letters[1] and letters[0].isascii() and letters[1].isascii():
        return False
    words = tokenize(first).words, tokenize(second).words
    symbols = [_list_symbols(reading) for reading in (first, second)]
    if symbols[0] != symbols[1]:
        return False
    if words[0] == words[1]:
        return True
    if any(word[:1].isdigit() for side in words for word in side):
        return False
    return "".join(words[0]).replace("'", "") == "".join(words[1]).replace("'", "")


def _squash(reading: str) -> str:
    """The letters of a reading alone, case folded."""
    return "".join(filter(str.isalpha, reading)).casefold()


def _list_symbols(reading: str) -> list[str]:
    return regex.findall(r"[\p{Sc}\p{Sm}\p{So}%‰°§#&@]|(?<!\w)[-−](?=\d)", reading)
