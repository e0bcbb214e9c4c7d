"""Passages that articles have word for word → pairs of their stories: the third source over many articles.

An article that quotes another shares a sentence or two with it. Over many articles that does not make it one
of the few that share most rare anchors, so whole passages are looked up instead: sentences of some length,
the seams of neighbouring sentences, and what stands between quotation marks. The fewer stories have a
passage, the more it tells; quotations may stand in more of them, since quoting is what they are there for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations

import numpy as np
import numpy.typing as npt

from dedup.match.batch import STARTS_SENTENCE, HashBatch, hash_texts
from dedup.match.quotations import list_quotations
from dedup.match.shingle import WORD_FACTORS, Hashes, hash_runs
from dedup.match.survey import Numbers, Owners, Reader
from dedup.match.texts import Desk, PlacedTexts, TextBuffer, do_parts, locate_texts

SENTENCE_TOKENS, SENTENCE_STORIES = 16, 4
"""Length from which a sentence counts, and the most stories it may stand in; the latter for seams too."""
QUOTATION_TOKENS, QUOTATION_STORIES = 8, 16
"""The same for quotations."""
MOST_MEMBERS = 16
"""Articles of a story that go with those of another."""

_SEAM = 4
_TEXTS_AT_ONCE = 256

_SPOTS, _LEAST_BITS, _MOST_BITS = 2, 10, 26
"""Places for each passage, at least, in the tables that tell which may be there twice; bits of their size."""

Places = npt.NDArray[np.int64]
Passages = tuple[Hashes, Owners]
"""Hashes of passages, and the stories they stand in."""

_NOTHING: Passages = np.empty(0, np.uint64), np.empty(0, np.int32)


def find_verbatim_pairs(reader: Reader, numbers: Numbers, stories: Owners) -> Places:
    """The pairs of stories that have a rare passage in common: low · n + high, sorted, n articles in all.

    Args:
        numbers: of the articles to look at.
        stories: a number for each article of ``reader``, the same for those that tell one story.
    Cost: linear in the text, on all threads; pairs in the square of the few stories that a passage may stand
        in.
    """
    parts = range(0, len(numbers), _TEXTS_AT_ONCE)
    sentences, quotations = ([_NOTHING for _ in parts] for _ in range(2))

    def list_part(bounds: slice, desk: Desk) -> None:
        batch = numbers[bounds]
        own, part = stories[batch].astype(np.int32), bounds.start // _TEXTS_AT_ONCE
        texts, places = _gather_texts(reader, batch, desk)
        tokens = hash_texts(texts, places, is_compiled=reader.is_compiled, with_marks=True, desk=desk)
        hashes, owners = _list_sentences(tokens, desk, is_compiled=reader.is_compiled)
        sentences[part] = hashes, own[owners]
        hashes, owners = _list_quotations(texts, places, desk, is_compiled=reader.is_compiled)
        quotations[part] = hashes, own[owners]

    do_parts(list_part, len(numbers), at_once=_TEXTS_AT_ONCE, threads=reader.threads)
    return np.union1d(
        _pair_up(_drop_lone(sentences), SENTENCE_STORIES, len(reader)),
        _pair_up(_drop_lone(quotations), QUOTATION_STORIES, len(reader)),
    )


def spread_pairs(pairs: Places, stories: Owners) -> Places:
    """The pairs of articles, low · n + high, sorted, of pairs of stories; of crowds the first articles."""
    size = max(len(stories), 1)
    order = np.argsort(stories, kind="stable")
    bounds = np.searchsorted(stories[order], np.arange(len(stories) + 1))
    counts = np.minimum(np.diff(bounds), MOST_MEMBERS)
    left, right = np.divmod(pairs, size)
    rows = np.repeat(np.arange(len(pairs)), counts[left] * counts[right])
    within = np.arange(len(rows)) - np.searchsorted(rows, rows)
    width = counts[right[rows]]
    one = order[bounds[left[rows]] + within // width]
    other = order[bounds[right[rows]] + within % width]
    return np.unique(np.minimum(one, other) * size + np.maximum(one, other))


def list_sentences(tokens: HashBatch) -> Iterator[tuple[Hashes, Places]]:
    """The hashes of long sentences, then of seams, each with the place of its text in the batch."""
    is_start = (tokens.marks & STARTS_SENTENCE) != 0
    is_start[tokens.offsets[:-1][np.diff(tokens.offsets) > 0]] = True
    starts = np.flatnonzero(is_start)
    owners = np.searchsorted(tokens.offsets, starts, side="right") - 1
    lengths = np.diff(starts, append=len(tokens.hashes))
    is_long = lengths >= SENTENCE_TOKENS
    yield _hash_rows(tokens.hashes, starts, lengths)[is_long], owners[is_long]
    is_inside = (starts - _SEAM >= tokens.offsets[owners]) & (starts + _SEAM <= tokens.offsets[owners + 1])
    seams = hash_runs(tokens.hashes, size=2 * _SEAM)
    yield seams[starts[is_inside] - _SEAM], owners[is_inside]


def _list_sentences(tokens: HashBatch, desk: Desk, *, is_compiled: bool) -> tuple[Hashes, Numbers | Owners]:
    """Both together; copies, where they were written on the desk."""
    if not is_compiled:
        hashes, owners = zip(*list_sentences(tokens), strict=True)
        return np.concatenate(hashes), np.concatenate(owners)
    from dedup.match.kernels.sentences import list_passages

    room = 2 * len(tokens.hashes)
    found, owned = desk.take("passages", room, np.uint64), desk.take("passage owners", room, np.int32)
    hashed = tokens.hashes, tokens.offsets, tokens.marks
    count = list_passages(hashed, SENTENCE_TOKENS, _SEAM, (found, owned))
    return found[:count].copy(), owned[:count]


def _gather_texts(reader: Reader, numbers: Numbers, desk: Desk) -> tuple[Sequence[str], Sequence[int]]:
    """The texts of these numbers, each read once, and their places in what is returned."""
    order = [reader.order[number] for number in numbers.tolist()]
    if not reader.is_compiled:
        return [reader.texts[number] for number in order], range(len(order))
    if isinstance(reader.texts, TextBuffer | PlacedTexts):
        return reader.texts, order
    buffer, starts, ends = locate_texts(reader.texts, order, desk)
    return TextBuffer(buffer, np.append(starts, ends[-1:])), range(len(order))


def _list_quotations(
    texts: Sequence[str], places: Sequence[int], desk: Desk, *, is_compiled: bool
) -> tuple[Hashes, Places]:
    """The hashes of long quotations, each with its text's place among these."""
    quotations: Sequence[str]
    if is_compiled:
        quotations, owners = _locate_quotations(texts, places, desk)
    else:
        found = [list_quotations(texts[place]) for place in places]
        quotations = list(chain.from_iterable(found))
        owners = np.repeat(np.arange(len(found)), [len(own) for own in found])
    every = range(0, len(quotations), 2 if is_compiled else 1)
    tokens = hash_texts(quotations, every, is_compiled=is_compiled, desk=desk)
    lengths = np.diff(tokens.offsets)
    is_long = lengths >= QUOTATION_TOKENS
    hashes = _hash_rows(tokens.hashes, tokens.offsets[:-1], lengths)
    return hashes[is_long], owners[is_long]


def _locate_quotations(texts: Sequence[str], places: Sequence[int], desk: Desk) -> tuple[TextBuffer, Places]:
    """The quotations where they lie, by turns with what stands between, and the text of each."""
    from dedup.match.kernels.quotations import find_quotations

    buffer, starts, ends = locate_texts(texts, places, desk)
    room = int((ends - starts).sum()) // 4 + 1
    first, last = (desk.take(name, room, np.int64) for name in ("quotation starts", "quotation ends"))
    owners = desk.take("quotation owners", room, np.int32)
    count = find_quotations(buffer, (starts, ends), (first, last, owners))
    order = np.argsort(first[:count])  # texts may lie in any order
    bounds = np.stack((first[order], last[order]), axis=1).ravel()
    return TextBuffer(buffer, bounds if count else [0]), owners[order].astype(np.int64)


def _hash_rows(hashes: Hashes, starts: Places, lengths: Places) -> Hashes:
    """A hash of each row of neighbouring tokens; the rows follow one another from the first token on."""
    first, second, third = (np.uint64(factor) for factor in WORD_FACTORS)
    places = np.arange(len(hashes)) - np.repeat(starts, lengths)
    mixed = (hashes ^ (places.astype(np.uint64) * first)) * second
    mixed ^= mixed >> np.uint64(32)
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(mixed * third, dtype=np.uint64)))
    rows: Hashes = sums[starts + lengths] - sums[starts] + lengths.astype(np.uint64)
    return rows


def _drop_lone(parts: list[Passages]) -> Passages:
    """The passages of all parts, which are used up, without those that are there once: nine in ten of them.

    A first look, by the first bits of their hashes, spares memory for most of them.
    """
    size = sum(len(hashes) for hashes, _ in parts)
    shift = np.uint64(64 - min(max((_SPOTS * size).bit_length(), _LEAST_BITS), _MOST_BITS))
    is_taken, is_met = np.zeros((2, 1 << (64 - int(shift))), dtype=bool)
    for hashes, _ in parts:
        spots = np.sort(hashes >> shift)
        is_met[spots[is_taken[spots]]] = True
        is_met[spots[1:][spots[1:] == spots[:-1]]] = True
        is_taken[spots] = True
    kept = []
    while parts:
        hashes, stories = parts.pop()
        is_kept = is_met[hashes >> shift]
        kept.append((hashes[is_kept], stories[is_kept]))
    hashes, stories = _join(kept)
    order = np.argsort(hashes)
    hashes = hashes[order]
    is_same = np.zeros(len(hashes) + 1, dtype=bool)
    is_same[1:-1] = hashes[1:] == hashes[:-1]
    is_kept = is_same[1:] | is_same[:-1]
    return hashes[is_kept], stories[order[is_kept]]


def _join(parts: Iterable[Passages]) -> Passages:
    hashes, stories = zip(_NOTHING, *parts, strict=True)
    return np.concatenate(hashes), np.concatenate(stories)


def _pair_up(passages: Passages, most: int, size: int) -> Places:
    """The pairs of stories, low · size + high, that have a passage which stands in at most so many."""
    order = np.lexsort(passages[::-1])
    hashes, stories = passages[0][order], passages[1][order]
    is_new = np.ones(len(hashes), dtype=bool)
    is_new[1:] = (hashes[1:] != hashes[:-1]) | (stories[1:] != stories[:-1])
    hashes, owners = hashes[is_new], stories[is_new].astype(np.int64)
    starts = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])) if len(hashes) else np.empty(0, int)
    counts = np.diff(starts, append=len(hashes))
    pairs = [np.empty(0, dtype=np.int64)]
    for count in range(2, most + 1):
        members = owners[starts[counts == count][:, None] + np.arange(count)]
        pairs += [members[:, one] * size + members[:, other] for one, other in combinations(range(count), 2)]
    return np.unique(np.concatenate(pairs))
