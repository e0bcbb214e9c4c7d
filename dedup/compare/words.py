"""Which words of two passages are equal and in the same order, and which stand in the regions between."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Indel

from dedup.function_words import FUNCTION_WORDS
from dedup.records import Span, TokenizedText

_SURROGATES_END = 0xE000
_HYPHENS = "-‐‑"


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


def cut_passage(text: str, tokens: TokenizedText, span: Span) -> Passage:
    """A piece of a text with the words that lie in it."""
    first, end = np.searchsorted(tokens.starts, span).tolist()
    inner = TokenizedText(
        words=tokens.words[first:end],
        starts=tokens.starts[first:end] - span[0],
        ends=np.minimum(tokens.ends[first:end], span[1]) - span[0],
    )
    return Passage(text[slice(*span)], inner, span[0])


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


def keep_compounds(runs: Sequence[WordRun], left: Passage, right: Passage) -> list[WordRun]:
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


def _join_runs(first: WordRun, second: WordRun) -> WordRun:
    return WordRun(False, (first.left[0], second.left[1]), (first.right[0], second.right[1]))


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
