"""Word-level edits that turn one text into another, as a reader would mark them.

Words are never cut; a lone function word between two edits is taken into them; an insertion beside a
deletion is a replacement; what differs in punctuation, spacing, letter case or quote style alone is trivial.
Offsets point into the texts as given, so both sides are rebuilt exactly from the edits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import regex
from rapidfuzz.distance import Indel

from dedup.function_words import FUNCTION_WORDS
from dedup.records import Edit, EditOp, Span, TokenizedText
from dedup.tokens import tokenize

_SURROGATES_END = 0xE000
_HYPHENS = "-‐‑"
_MEANINGFUL = regex.compile(r"[\p{L}\p{M}\p{N}\p{S}%‰°§#&@]")


class Passage(NamedTuple):
    """A piece of a text, its words with offsets into the piece, and where in the text it begins."""

    text: str
    tokens: TokenizedText
    offset: int


class WordRun(NamedTuple):
    """A run of words, [start, end) by number on both sides, that is equal or not."""

    is_equal: bool
    left: Span
    right: Span


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


def cut_passage(text: str, tokens: TokenizedText, span: Span) -> Passage:
    """A piece of a text with the words that lie in it."""
    first, end = np.searchsorted(tokens.starts, span).tolist()
    inner = TokenizedText(
        words=tokens.words[first:end],
        starts=tokens.starts[first:end] - span[0],
        ends=np.minimum(tokens.ends[first:end], span[1]) - span[0],
    )
    return Passage(text[slice(*span)], inner, span[0])


def _shift(edit: Edit, left: int, right: int) -> Edit:
    return Edit(
        op=edit.op,
        left=(edit.left[0] + left, edit.left[1] + left),
        right=(edit.right[0] + right, edit.right[1] + right),
        is_trivial=edit.is_trivial,
    )


@lru_cache(maxsize=512)
def align_words(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[WordRun, ...]:
    """Equal and unequal runs of words, alternating, without any bridging.

    Swapping the sides mirrors the runs: among alignments equally good, the order of the texts decides.
    """
    if right < left:
        return tuple(WordRun(run.is_equal, run.right, run.left) for run in align_words(right, left))
    codes: dict[str, str] = {}
    encoded = [
        "".join(codes.setdefault(word, chr(_SURROGATES_END + len(codes))) for word in words)
        for words in (left, right)
    ]
    runs: list[WordRun] = []
    for step in Indel.opcodes(*encoded):
        is_equal = step.tag == "equal"
        source, target = (step.src_start, step.src_end), (step.dest_start, step.dest_end)
        if runs and not is_equal and not runs[-1].is_equal:
            runs[-1] = _join_runs(runs[-1], WordRun(False, source, target))
        else:
            runs.append(WordRun(is_equal, source, target))
    return tuple(runs)


def bridge_runs(runs: Sequence[WordRun], words: Sequence[str]) -> list[WordRun]:
    """Take lone function words between two edits into one edit: they are no island of sameness."""
    bridged: list[WordRun] = []
    for number, run in enumerate(runs):
        if run.is_equal and 0 < number < len(runs) - 1:
            size = run.left[1] - run.left[0]
            if size == 1 and words[run.left[0]] in FUNCTION_WORDS:
                run = WordRun(False, run.left, run.right)
        if bridged and not run.is_equal and not bridged[-1].is_equal:
            bridged[-1] = _join_runs(bridged[-1], run)
        else:
            bridged.append(run)
    return bridged


def _join_runs(first: WordRun, second: WordRun) -> WordRun:
    return WordRun(False, (first.left[0], second.left[1]), (first.right[0], second.right[1]))


def _find_edits(left: Passage, right: Passage) -> list[Edit]:
    texts = left.text, right.text
    if texts[0] == texts[1]:
        whole = 0, len(texts[0])
        return [_make_edit("equal", *texts, whole, whole)] if texts[0] else []
    runs = _keep_compounds(align_words(left.tokens.words, right.tokens.words), left, right)
    runs = bridge_runs(runs, left.tokens.words)
    edits: list[Edit] = []
    for is_word, left_span, right_span in _cut_pieces(runs, texts, left.tokens, right.tokens):
        for edit in _trim(*texts, left_span, right_span, is_word=is_word):
            _append(edits, edit, *texts)
    return edits


def _keep_compounds(runs: Sequence[WordRun], left: Passage, right: Passage) -> list[WordRun]:
    """Take the equal parts of a hyphenated word into the edit of its other parts ("call", "call-up")."""
    hyphens = _list_hyphens(left), _list_hyphens(right)
    if not any(hyphens):
        return list(runs)
    pairs = [
        pair for run in runs if run.is_equal for pair in zip(range(*run.left), range(*run.right), strict=True)
    ]
    kept, kept_right = dict(pairs), {j for _, j in pairs}
    for ordered, step in ((pairs, -1), (pairs[::-1], 1)):
        for i, j in ordered:
            before_i, before_j = i + step, j + step
            tied_left = min(i, before_i) in hyphens[0] and kept.get(before_i) is None
            tied_right = min(j, before_j) in hyphens[1] and before_j not in kept_right
            if tied_left or tied_right:
                kept.pop(i, None)
                kept_right.discard(j)
    return _rebuild_runs(sorted(kept.items()), len(left.tokens.words), len(right.tokens.words))


def _list_hyphens(passage: Passage) -> set[int]:
    """The numbers of the words that a mere hyphen ties to the next one."""
    if not any(hyphen in passage.text for hyphen in _HYPHENS):
        return set()
    ends, starts = passage.tokens.ends[:-1].tolist(), passage.tokens.starts[1:].tolist()
    return {
        number
        for number, (end, start) in enumerate(zip(ends, starts, strict=True))
        if start == end + 1 and passage.text[end] in _HYPHENS
    }


def _rebuild_runs(pairs: Sequence[tuple[int, int]], left_size: int, right_size: int) -> list[WordRun]:
    """Runs from the pairs of equal words."""
    runs: list[WordRun] = []
    at = (0, 0)
    for i, j in (*pairs, (left_size, right_size)):
        if (i, j) != at:
            runs.append(WordRun(False, (at[0], i), (at[1], j)))
        if i < left_size or j < right_size:
            if runs and runs[-1].is_equal and (i, j) == at:
                runs[-1] = WordRun(True, (runs[-1].left[0], i + 1), (runs[-1].right[0], j + 1))
            else:
                runs.append(WordRun(True, (i, i + 1), (j, j + 1)))
        at = (i + 1, j + 1)
    return runs


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
