"""Content words of many articles in brief → how many of them two articles have in common at most.

Of each word 16 bits are kept, two bytes a word instead of a text that is read again for every pair. What is
counted is never below the truth and seldom a word above it: pairs far below a bound need no exact count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dedup.function_words import FUNCTION_WORDS
from dedup.match.batch import HashBatch
from dedup.match.shingle import Hashes, hash_tokens
from dedup.match.survey import Numbers, Owners, Reader
from dedup.match.texts import Desk, do_parts

Words = npt.NDArray[np.uint16]

_BITS = 16
_TEXTS_AT_ONCE = 256


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContentBound:
    """Of p pairs, shape (p,): ``content`` distinct words of the shorter article, grammar words left out.

    At most ``shared`` of them stand in the other.
    """

    content: Numbers
    shared: Numbers


def bound_content(reader: Reader, pairs: Owners) -> ContentBound:
    """Bound what pairs (2, p) of articles, ascending, share of their content words.

    Cost: each article is read once; two bytes for each of its content words, and below a µs a pair.
    """
    numbers, local = np.unique(pairs, return_inverse=True)
    places = np.ascontiguousarray(local.reshape(pairs.shape), dtype=np.int32)
    words, offsets, tokens = _shorten_articles(reader, numbers)
    shorter = np.where(tokens[places[0]] <= tokens[places[1]], *places)
    if reader.is_compiled:
        from dedup.match.kernels.content import count_met

        shared = np.zeros(pairs.shape[1], dtype=np.int64)
        count_met(words, offsets, places, shared)
    else:
        shared = _count_met(words, offsets, places)
    return ContentBound(content=np.diff(offsets)[shorter], shared=shared)


def _shorten_articles(reader: Reader, numbers: Owners) -> tuple[Words, Numbers, Owners]:
    """The words of each article in brief, end to end, where each one's begin, how many tokens each has."""
    functions = np.unique(hash_tokens(sorted(FUNCTION_WORDS)))
    counts, tokens = np.zeros((2, len(numbers)), dtype=np.int32)
    parts = [np.empty(0, dtype=np.uint16)] * len(range(0, len(numbers), _TEXTS_AT_ONCE))

    def shorten_part(bounds: slice, desk: Desk) -> None:
        batch = reader.hash(numbers[bounds].tolist(), desk=desk)
        tokens[bounds] = np.diff(batch.offsets)
        parts[bounds.start // _TEXTS_AT_ONCE], counts[bounds] = _shorten(
            batch, functions, is_compiled=reader.is_compiled
        )

    do_parts(shorten_part, len(numbers), at_once=_TEXTS_AT_ONCE, threads=reader.threads)
    offsets = np.zeros(len(numbers) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return np.concatenate([np.empty(0, dtype=np.uint16), *parts]), offsets, tokens


def _shorten(batch: HashBatch, functions: Hashes, *, is_compiled: bool) -> tuple[Words, Owners]:
    """The words of a batch in brief, and how many each text has."""
    if is_compiled:
        from dedup.match.kernels.content import shorten_words

        counts = np.zeros(len(batch), dtype=np.int32)
        words = np.empty(len(batch.hashes) + 1, dtype=np.uint16)
        size = shorten_words(batch.hashes, batch.offsets, functions, words, counts)
        return words[:size].copy(), counts
    every = [np.setdiff1d(batch.of(place), functions) for place in range(len(batch))]
    found = np.concatenate([np.empty(0, dtype=np.uint64), *every])
    return (found >> np.uint64(64 - _BITS)).astype(np.uint16), np.array(list(map(len, every)), np.int32)


def _count_met(words: Words, offsets: Numbers, pairs: Owners) -> Numbers:
    """How many of the right article's words the left one has too."""
    met = np.zeros(pairs.shape[1], dtype=np.int64)
    is_left = np.zeros(1 << _BITS, dtype=np.bool_)
    own, before = words[:0], -1
    for place, (left, right) in enumerate(pairs.T.tolist()):
        if left != before:
            is_left[own] = False
            own, before = words[offsets[left] : offsets[left + 1]], left
            is_left[own] = True
        met[place] = np.count_nonzero(is_left[words[offsets[right] : offsets[right + 1]]])
    return met
