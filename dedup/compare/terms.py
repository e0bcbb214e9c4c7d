"""The stems by which two sentences are first held to be alike.

A stem here is a crude, language-blind one: the word without a short inflection, cut to six letters. It
serves likeness only; what a report shows is always the word as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import regex

from dedup.function_words import FUNCTION_WORDS
from dedup.tokens import is_number, is_unspaced

_STEM_LENGTH = 6
_FEW = 3
_SUFFIX = regex.compile(r"(?:'s|ies|ied|ing|ed|es|s|y|e)$")


def stem_words(words: Iterable[str]) -> set[str]:
    """The distinct stems of a sentence: of its content words, and of all words if these are few.

    Scripts without spaces give pairs of neighbouring characters, since a single one says little.
    """
    words = tuple(words)
    stems = {stem_word(word) for word in words if word not in FUNCTION_WORDS}
    stems.update(
        first + second for first, second in pairwise(words) if is_unspaced(first) and is_unspaced(second)
    )
    return stems if len(stems) >= _FEW else stems.union(words)


@lru_cache(maxsize=1 << 16)
def stem_word(word: str) -> str:
    """A word without its inflection, cut to a fixed length; numbers stay whole."""
    if is_number(word) or len(word) < 4:
        return word
    return _SUFFIX.sub("", word)[:_STEM_LENGTH] or word
