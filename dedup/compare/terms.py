"""The stems by which two sentences are first held to be alike.

A stem here is a crude, language-blind one: the word without a short inflection, cut to six letters. It
serves likeness only; what a report shows is always the word as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dedup.function_words import FUNCTION_WORDS
from dedup.tokens import WordMemo, is_number, is_unspaced

_STEM_LENGTH = 6
_SHORTEST_INFLECTED = 4
_FEW = 3
_SUFFIX = re.compile(r"(?:'s|ies|ied|ing|ed|es|s|y|e)$")


class StemIndex(NamedTuple):
    """The distinct stems of sentences; the sentence ``rows[k]`` has the stem ``columns[k]``, both int32."""

    terms: tuple[str, ...]
    rows: npt.NDArray[np.int32]
    columns: npt.NDArray[np.int32]


def index_stems(sentences: Sequence[Sequence[str]], *, has_characters: bool) -> StemIndex:
    """Number the stems of sentences: those of content words, and of all words if these are few.

    Scripts without spaces give pairs of neighbouring characters, since a single one says little.
    Args:
        has_characters: False where it is known that no word is a character of such a script.
    """
    numbers: dict[str, int] = {}
    number = numbers.setdefault
    sizes: list[int] = []
    columns: list[int] = []
    for words in sentences:
        stems = set(map(_CONTENT_STEMS.__getitem__, words))
        stems.discard("")
        if has_characters:
            stems.update(_join_characters(words))
        if len(stems) < _FEW:
            stems.update(words)
        columns += sorted([number(stem, len(numbers)) for stem in sorted(stems)])
        sizes.append(len(stems))
    cells = np.empty((2, len(columns)), dtype=np.int32)
    cells[0] = np.repeat(np.arange(len(sizes)), sizes)
    cells[1] = columns
    cells.flags.writeable = False
    return StemIndex(terms=tuple(numbers), rows=cells[0], columns=cells[1])


def _join_characters(words: Sequence[str]) -> Iterator[str]:
    for first, second in pairwise(words):
        if is_unspaced(first) and is_unspaced(second):
            yield first + second


def stem_word(word: str) -> str:
    """A word without its inflection, cut to a fixed length; numbers stay whole."""
    return _STEMS[word]


def _stem(word: str) -> str:
    if len(word) < _SHORTEST_INFLECTED or is_number(word):
        return word
    return _SUFFIX.sub("", word)[:_STEM_LENGTH] or word


def _stem_content(word: str) -> str:
    return "" if word in FUNCTION_WORDS else _stem(word)


_STEMS, _CONTENT_STEMS = WordMemo(_stem), WordMemo(_stem_content)
