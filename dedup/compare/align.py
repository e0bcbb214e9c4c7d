"""Which sentences of two articles answer to each other. The only home of rapidfuzz's scorers here.

Similar sentences are found through shared stems (an inverted index, so unrelated texts cost next to
nothing), measured by shared stems and by word order, and joined by the heaviest chain that runs forward in
both texts, in which two or three sentences may stand for one. What is left over is then sought out of
order: moved passages. Sources: Gale & Church 1993 (alignment as a chain of 1:1, 1:n, n:1 beads); Gusfield,
Algorithms on Strings, §13.3 (heaviest increasing chain).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from dedup.compare.beads import Bead, Matcher, drop_outshone, find_heaviest_chain, find_moved
from dedup.compare.sentences import split_sentences
from dedup.compare.terms import index_stems
from dedup.records import Segment, SegmentKind, SentenceSet, Span
from dedup.tokens import may_be_unspaced, tokenize

LIGHT_SIMILARITY = 0.72
"""From here a sentence with another wording counts as lightly edited, below as reworded."""
FLOOR = 0.24
"""Below this two sentences of texts of ordinary length do not answer to each other."""
SHORT_FLOOR = 0.1
"""The same for texts of a few sentences, which have few chances to be alike by accident."""
LONE_FLOOR = 0.3
"""The same between mostly independent texts."""
MOVED_FLOOR = 0.35
"""A passage out of order has no neighbours to vouch for it and needs more."""
GAP_FLOOR = 0.12
"""Between sentences that answer to each other, in texts that mostly agree, position vouches for the rest."""
_LARGEST_GAP = 6
_CLOSE_SHARE = 0.5
_GATE = 0.1
_SHORT, _ORDINARY = 25, 1500
_VOUCHING = 0.5
_AGREEING = 0.14


def prepare_sentences(text: str) -> SentenceSet:
    """Split a text into sentences and index their stems, once for all alignments of the article.

    Cost: linear in the length of the text.
    """
    return prepare_spans(text, split_sentences(text))


def prepare_spans(text: str, spans: Sequence[Span]) -> SentenceSet:
    """Index the stems of sentences that were cut elsewhere; the spans must not overlap."""
    tokens = tokenize(text)
    bounds = np.searchsorted(tokens.starts, np.array(spans, dtype=np.int64).reshape(-1, 2))
    words = tuple(tokens.words[start:end] for start, end in bounds.tolist())
    stems = index_stems(words, has_characters=may_be_unspaced(text))
    return SentenceSet(
        text=text,
        tokens=tokens,
        spans=tuple(spans),
        words=words,
        terms=stems.terms,
        rows=stems.rows,
        columns=stems.columns,
    )


def align_sentences(left: SentenceSet, right: SentenceSet) -> tuple[Segment, ...]:
    """Partition the sentences of both sides into segments; the edits are left empty.

    Swapping the sides mirrors the result: ties are broken by the texts, not by their places.
    Cost: the number of pairs of sentences that share a stem, plus O(n log n) for the chain.
    """
    if left.words == right.words and all(left.words):  # no chain is as heavy as that of all one by one
        beads = [(Bead((i, i + 1), (i, i + 1), 1.0), False) for i in range(len(left.words))]
    elif (len(right.spans), right.text) < (len(left.spans), left.text):
        found = _find_beads(right, left)
        beads = [(Bead(bead.right, bead.left, bead.similarity), is_moved) for bead, is_moved in found]
    else:
        beads = _find_beads(left, right)
    segments = [_make_segment(bead, is_moved, left, right) for bead, is_moved in beads]
    taken_left = {index for segment in segments for index in segment.left}
    taken_right = {index for segment in segments for index in segment.right}
    segments += [_make_lone("dropped", left=(i,)) for i in range(len(left.spans)) if i not in taken_left]
    segments += [_make_lone("added", right=(j,)) for j in range(len(right.spans)) if j not in taken_right]
    return order_segments(segments, len(left.spans))


def measure_coverage(
    segments: Sequence[Segment], left: SentenceSet, right: SentenceSet
) -> tuple[float, float]:
    """The share of each side's sentences, weighted by tokens, that some sentence of the other answers to."""
    matched = [segment for segment in segments if segment.left and segment.right]
    return (
        _share_words(left.words, (index for segment in matched for index in segment.left)),
        _share_words(right.words, (index for segment in matched for index in segment.right)),
    )


def order_segments(segments: Sequence[Segment], left_count: int) -> tuple[Segment, ...]:
    """Sort segments by the left side; what only the right side has stands where the right side has it."""
    anchors = sorted(
        (segment.right[0], segment.left[0])
        for segment in segments
        if segment.left and segment.right and not segment.is_moved
    )
    places: dict[int, int] = {}
    at = len(anchors) - 1
    for segment in sorted((s for s in segments if not s.left), key=lambda s: -s.right[0]):
        while at >= 0 and anchors[at][0] > segment.right[0]:
            at -= 1
        places[segment.right[0]] = anchors[at + 1][1] if at + 1 < len(anchors) else left_count
    return tuple(
        sorted(
            segments,
            key=lambda s: (s.left[0], 1, 0) if s.left else (places[s.right[0]], 0, s.right[0]),
        )
    )


def _find_beads(left: SentenceSet, right: SentenceSet) -> list[tuple[Bead, bool]]:
    """Which sentences answer to each other, and whether they do out of order."""
    matcher = Matcher(left, right)
    if matcher.best < _GATE:
        return []
    floor = _choose_floor(*matcher.shape)
    beads = drop_outshone(matcher.list_beads(floor))
    chain = find_heaviest_chain(beads, floor=floor)
    if _measure_agreement(chain, left, right) < _AGREEING:
        beads = [bead for bead in beads if bead.similarity >= LONE_FLOOR]
        chain = find_heaviest_chain(beads, floor=LONE_FLOOR)
    moved = find_moved([bead for bead in beads if bead.similarity >= MOVED_FLOOR], chain)
    if _share_sure([*chain, *moved], left, right) >= _CLOSE_SHARE:
        chain = _fill_gaps(matcher, chain, moved)
    return [(bead, False) for bead in chain] + [(bead, True) for bead in moved]


def _choose_floor(rows: int, columns: int) -> float:
    """The more pairs of sentences there are, the more alike the likest are by accident.

    The longer text counts for more: it offers each sentence of the shorter one so many chances.
    """
    shorter, longer = sorted((max(rows, 1), max(columns, 1)))
    chances = min(max(longer * math.sqrt(longer * shorter), _SHORT), _ORDINARY)
    share = math.log(chances / _SHORT) / math.log(_ORDINARY / _SHORT)
    return SHORT_FLOOR + (FLOOR - SHORT_FLOOR) * share


def _measure_agreement(chain: Sequence[Bead], left: SentenceSet, right: SentenceSet) -> float:
    """The likeness of the chain's sentences, weighted by their words, as a share of the shorter text.

    Texts that have nothing to do with each other stay below .07, free retellings of one story begin at .1
    and lie at .2 in the middle.
    """
    sizes = [len(words) for words in left.words], [len(words) for words in right.words]
    likeness = sum(
        bead.similarity * (sum(sizes[0][slice(*bead.left)]) + sum(sizes[1][slice(*bead.right)])) / 2
        for bead in chain
    )
    return likeness / max(min(map(sum, sizes)), 1)


def _share_sure(chain: Sequence[Bead], left: SentenceSet, right: SentenceSet) -> float:
    sure = [bead for bead in chain if bead.similarity >= _VOUCHING]
    return max(
        _share_words(left.words, (i for bead in sure for i in range(*bead.left))),
        _share_words(right.words, (j for bead in sure for j in range(*bead.right))),
    )


def _fill_gaps(matcher: Matcher, chain: Sequence[Bead], moved: Sequence[Bead]) -> list[Bead]:
    """Pair what stands between the same neighbours on both sides: there, little likeness is enough."""
    filled: list[Bead] = []
    taken = (
        {index for bead in moved for index in range(*bead.left)},
        {index for bead in moved for index in range(*bead.right)},
    )
    at = (0, 0)
    for bead in [*chain, None]:
        end = (bead.left[0], bead.right[0]) if bead else matcher.shape
        sizes = end[0] - at[0], end[1] - at[1]
        if min(sizes) > 0 and max(sizes) <= _LARGEST_GAP:
            filled += matcher.fill_block((at[0], end[0]), (at[1], end[1]), taken, floor=GAP_FLOOR)
        if bead:
            filled.append(bead)
            at = bead.left[1], bead.right[1]
    return filled


def _share_words(words: Sequence[Sequence[str]], indices: Iterable[int]) -> float:
    total = sum(map(len, words))
    return sum(len(words[index]) for index in set(indices)) / total if total else 0.0


def _make_segment(bead: Bead, is_moved: bool, left: SentenceSet, right: SentenceSet) -> Segment:
    lefts, rights = range(*bead.left), range(*bead.right)
    same = _join_words(left, lefts) == _join_words(right, rights)
    kind: SegmentKind = "verbatim" if same else "light" if bead.similarity >= LIGHT_SIMILARITY else "reworded"
    similarity = 1.0 if same else min(round(bead.similarity, 4), 0.9999)
    return Segment(
        kind=kind, is_moved=is_moved, left=tuple(lefts), right=tuple(rights), similarity=similarity, edits=()
    )


def _make_lone(kind: SegmentKind, *, left: tuple[int, ...] = (), right: tuple[int, ...] = ()) -> Segment:
    return Segment(kind=kind, is_moved=False, left=left, right=right, similarity=0.0, edits=())


def _join_words(side: SentenceSet, indices: range) -> tuple[str, ...]:
    if len(indices) == 1:
        return side.words[indices[0]]
    return tuple(word for index in indices for word in side.words[index])
