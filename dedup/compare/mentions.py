"""The order in which two articles name people, places and figures, and what the figures come to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from dedup.compare.changes.lexicon import guess_language, load_lexicon
from dedup.compare.changes.numbers import Quantity, find_numbers
from dedup.compare.changes.reading import Reading
from dedup.records import SentenceSet

_SMALLEST_TELLING = 13
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def measure_order(shorter: Sequence[str], longer: Sequence[str]) -> float:
    """The share of one article's mentions that the other one has in the same order; 0 where it has none.

    A rewording keeps the order in which a story names things, an independent report has its own.
    Source: longest common subsequence, by Hyyrö's bit-parallel algorithm in rapidfuzz.
    """
    return LCSseq.similarity(shorter, longer) / len(shorter) if shorter else 0.0


def find_values(sentences: SentenceSet) -> tuple[frozenset[float], ...]:
    """What the numbers of each sentence come to, in figures or spelt out: "17" and "seventeen" are one.

    Spelt ones are read in the languages that have word lists, in the one the text seems to be in.
    Cost: linear in the length of the text.
    """
    tokens = sentences.tokens
    reading = Reading(
        text=sentences.text,
        span=(0, len(sentences.text)),
        words=tokens.words,
        starts=tuple(tokens.starts.tolist()),
        ends=tuple(tokens.ends.tolist()),
        quoted=(False,) * len(tokens.words),
        capitals=(False,) * len(tokens.words),
        opening=frozenset(),
    )
    values: list[set[float]] = [set() for _ in sentences.spans]
    starts = [start for start, _ in sentences.spans]
    for fact in find_numbers(reading, load_lexicon(guess_language(tokens.words)), ()):
        place = bisect_right(starts, reading.starts[fact.first]) - 1
        if place >= 0 and isinstance(fact.key, Quantity):
            values[place].add(abs(fact.key.value))
    return tuple(map(frozenset, values))


def is_telling(value: float) -> bool:
    """Whether a number is unlikely to stand in two articles by chance: above a dozen, or broken; no year."""
    is_year = _FIRST_YEAR <= value <= _LAST_YEAR
    return value % 1 != 0 or (value >= _SMALLEST_TELLING and not is_year)
