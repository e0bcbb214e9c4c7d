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
Brief = tuple[Words, Numbers, Numbers]
"""Words of many texts, where those of each begin, how many there are."""

_BITS = 16
_TEXTS_AT_ONCE = 256


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContentBound:
    """Of p pairs, shape (p,): ``content`` distinct words of the shorter article, grammar words left out.

    At most ``shared`` of them stand in the other.
    """

    content: Numbers
    shared: Numbers


def bound_content(reader: Reader, pairs: Owners, *, token_counts: Owners) -> ContentBound:
    """Bound what pairs (2, p) of articles, ascending, share of their content words.

    Args:
        token_counts: of all articles of the reader.
    Cost: each article is read once; two bytes for each of its content words, and below a µs a pair.
    """
    numbers, local = np.unique(pairs, return_inverse=True)
    places = np.ascontiguousarray(local.reshape(pairs.shape), dtype=np.int32)
    tokens = token_counts[numbers]
    brief = _shorten_articles(reader, numbers, tokens)
    if reader.is_compiled:
        from dedup.match.kernels.content import count_met

        shared = np.zeros(pairs.shape[1], dtype=np.int64)
        count_met(brief, places, shared)
    else:
        shared = _count_met(brief, places)
    shorter = np.where(tokens[places[0]] <= tokens[places[1]], *places)
    return ContentBound(content=brief[2][shorter], shared=shared)


def _shorten_articles(reader: Reader, numbers: Owners, tokens: Owners) -> Brief:
    """The words of each of these articles, which have so many tokens.

    There is room for every token; what is not written to takes no memory.
    """
    functions = np.unique(hash_tokens(sorted(FUNCTION_WORDS)))
    room = np.zeros(len(numbers) + 1, dtype=np.int64)
    np.cumsum(tokens, out=room[1:])
    words = np.empty(room[-1], dtype=np.uint16)
    starts, counts = np.zeros((2, len(numbers)), dtype=np.int64)

    def shorten_part(bounds: slice, desk: Desk) -> None:
        batch = reader.hash(numbers[bounds].tolist(), desk=desk)
        found, own = _shorten(batch, functions, desk, is_compiled=reader.is_compiled)
        first = int(room[bounds.start])
        words[first : first + len(found)] = found
        starts[bounds], counts[bounds] = first + np.cumsum(own) - own, own

    do_parts(shorten_part, len(numbers), at_once=_TEXTS_AT_ONCE, threads=reader.threads)
    return words, starts, counts


def _shorten(batch: HashBatch, functions: Hashes, desk: Desk, *, is_compiled: bool) -> tuple[Words, Numbers]:
    """The words of a batch in brief, and how many each text has."""
    if is_compiled:
        from dedup.match.kernels.content import shorten_words

        counts = np.zeros(len(batch), dtype=np.int64)
        words = desk.take("brief words", len(batch.hashes), np.uint16)
        return words[: shorten_words(batch.hashes, batch.offsets, functions, words, counts)], counts
    every = [np.setdiff1d(batch.of(place), functions) for place in range(len(batch))]
    found = np.concatenate([np.empty(0, dtype=np.uint64), *every])
    return (found >> np.uint64(64 - _BITS)).astype(np.uint16), np.array(list(map(len, every)), np.int64)


def _count_met(brief: Brief, pairs: Owners) -> Numbers:
    """How many of the right article's words the left one has too."""
    words, starts, counts = brief
    met = np.zeros(pairs.shape[1], dtype=np.int64)
    is_left = np.zeros(1 << _BITS, dtype=np.bool_)
    own, before = words[:0], -1
    for place, (left, right) in enumerate(pairs.T.tolist()):
        if left != before:
            is_left[own] = False
            own, before = words[starts[left] : starts[left] + counts[left]], left
            is_left[own] = True
        met[place] = np.count_nonzero(is_left[words[starts[right] : starts[right] + counts[right]]])
    return met
