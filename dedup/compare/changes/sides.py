"""What is found once in an article for all of its sentences: quotations, capitals, how words are spelt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dedup.compare.changes.names import Spellings, collect_spellings
from dedup.compare.changes.quotes import find_quotations
from dedup.compare.changes.reading import Reading
from dedup.records import SentenceSet, Span, TokenizedText


@dataclass(frozen=True, slots=True)
class Side:
    """One article, its words with their offsets, and what is known of each of them."""

    text: str
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    starts: list[int]
    ends: list[int]
    quoted: list[bool]
    capitals: list[bool]

    def read(self, sentences: Sequence[int]) -> Reading:
        """The reading of neighbouring sentences."""
        spans = [self.spans[number] for number in sentences]
        span = spans[0][0], spans[-1][1]
        places = [bisect_left(self.starts, start) for start, _ in spans]
        first, end = places[0], bisect_left(self.starts, span[1])
        ends = self.ends[first:end]
        if ends:
            ends[-1] = min(ends[-1], span[1])
        return Reading(
            text=self.text,
            span=span,
            words=self.words[first:end],
            starts=tuple(self.starts[first:end]),
            ends=tuple(ends),
            quoted=tuple(self.quoted[first:end]),
            capitals=tuple(self.capitals[first:end]),
            opening=frozenset(place - first for place in places),
        )

    def collect_spellings(self) -> Spellings:
        """How the article spells its words."""
        return collect_spellings(self.read((number,)) for number in range(len(self.spans)))


def prepare_side(sentences: SentenceSet) -> Side:
    """Find in a text what holds for all of its sentences."""
    tokens = sentences.tokens
    starts = tokens.starts.tolist()
    return Side(
        text=sentences.text,
        spans=sentences.spans,
        words=tokens.words,
        starts=starts,
        ends=tokens.ends.tolist(),
        quoted=_mark_quoted(tokens, find_quotations(sentences.text)),
        capitals=[sentences.text[start].isupper() for start in starts],
    )


def _mark_quoted(tokens: TokenizedText, quotations: Sequence[Span]) -> list[bool]:
    marks = np.zeros(len(tokens.words) + 1, dtype=np.int32)
    if quotations:
        edges = np.searchsorted(tokens.starts, np.array(quotations))
        np.add.at(marks, edges[:, 0], 1)
        np.add.at(marks, edges[:, 1], -1)
    return [bool(mark) for mark in np.cumsum(marks)[:-1].tolist()]
