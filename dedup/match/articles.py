"""Any number of texts → the pairs worth comparing, with exact overlap and a quick coverage.

Few articles go the plain way (NumPy, datasketch), many through compiled loops where they are installed; both
give the same pairs and the same numbers. Texts are read batch by batch and nothing but signatures is kept of
them; those of candidates are read once more. What a flood of copies or of boilerplate would make too many of
is capped, and every cap is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dedup.match import plain
from dedup.match.fast import is_compiler_installed
from dedup.match.rare import find_rare_pairs
from dedup.match.survey import FILTERED_FROM, Owners, Reader, Survey, survey_texts
from dedup.match.texts import Desk, do_parts, return_memory
from dedup.settings import Settings

Shares = npt.NDArray[np.float32]

COMPILED_FROM = 2_000
"""Articles from which the compiled loops are worth loading."""
MOST_IN_BUCKET = 32
"""Articles with one band key of which every pair is proposed; further ones go with the first and the last."""
LEAST_AGREEING = 0.04
"""Over many articles: share of all values of their signatures in which two texts must agree, not in one band
alone. Texts that share one sentence meet in a band by chance; of pairs from a Jaccard similarity of .1 on it
costs one in three hundred."""
STORY_JACCARD = 0.2
"""From here two articles tell one story, when it is counted in how many stories an anchor stands."""
COVERED_SHINGLES, SHORTEST_SENTENCE = 0.15, 5
"""A sentence is covered if this share of its shingles stands in the other text; shorter ones are joined to
the next. On 700 pairs of synthetic families this is within .007 of the aligner's coverage on average (r =
.997)."""

_PAIRS_AT_ONCE = 128


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matches:
    """What was found among n articles, which are numbered in the order of their ids.

    ``leaders[i]`` is the first article with the words of article i, itself if there is none before it. The
    pairs are of leaders: ``pairs`` (2, p), left < right, ascending; ``by_signature`` and ``shared_anchors``
    (p,) say what proposed each; ``shared`` (p,) are the shingles that both have, ``shingles`` (n,) those of
    each article of a pair; ``coverage`` (2, p) is the share of left in sentences that stand in right, and the
    reverse. ``counts`` says how much of what was left out.
    """

    ids: tuple[str, ...]
    token_counts: Owners
    leaders: Owners
    pairs: Owners
    by_signature: npt.NDArray[np.bool_]
    shared_anchors: Owners
    shared: Owners
    shingles: Owners
    coverage: Shares
    counts: tuple[tuple[str, int], ...]

    @property
    def jaccard(self) -> npt.NDArray[np.float64]:
        """The exact Jaccard similarity of each pair."""
        measures = Measures(shared=self.shared, shingles=self.shingles, coverage=self.coverage)
        return _measure_jaccard(self.pairs, measures)

    @property
    def containment(self) -> npt.NDArray[np.float64]:
        """The share of left's shingles in right, and of right's in left, (2, p)."""
        return _divide(self.shared, self.shingles[self.pairs])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measures:
    """What pairs of articles have in common; the fields are those of ``Matches``."""

    shared: Owners
    shingles: Owners
    coverage: Shares


def match_articles(
    ids: Sequence[str],
    texts: Sequence[str],
    *,
    settings: Settings,
    with_anchors: bool = True,
    is_compiled: bool | None = None,
    threads: int = 1,
) -> Matches:
    """Find the pairs of articles that may share text, and how much they share.

    Args:
        ids, texts: of each article; ids differ. ``texts`` may read a text each time it is asked for
            it, or be a ``TextBuffer``.
        with_anchors: whether to look for excerpts and derived pieces too, not for whole copies alone.
        is_compiled: whether to use the compiled loops; None: where they are installed and worth loading.
        threads: how many the compiled loops may run on at once.
    Cost: linear in the text; near-linear in the pairs, which floods do not multiply.
    """
    if is_compiled is None:
        is_compiled = len(ids) >= COMPILED_FROM and is_compiler_installed()
    order = sorted(range(len(ids)), key=ids.__getitem__)
    reader = Reader(texts, order, settings, is_compiled, threads)
    survey = survey_texts(reader)
    pairs, passed_over = propose_pairs(reader, survey)
    measures = measure_articles(reader, pairs)
    counts = [
        ("pairs_passed_over", passed_over),
        ("common_shingles", len(survey.common)),
        ("articles_of_common_shingles", survey.unsigned),
    ]
    token_counts, leaders, distinct = survey.token_counts, survey.leaders, survey.distinct
    del survey  # signatures take much memory, and more is needed now
    return_memory()
    stories = np.arange(len(reader), dtype=np.int32)
    if len(distinct) >= FILTERED_FROM:
        stories, pairs, measures = _complete_stories(reader, pairs, measures)
    by_signature = np.ones(pairs.shape[1], dtype=bool)
    shared_anchors = np.zeros(pairs.shape[1], dtype=np.int32)
    if with_anchors:
        found = find_rare_pairs(reader, distinct, stories)
        counts.append(("most_articles_of_rare_anchors", found.most_articles))
        counts.append(("sampling_of_rare_anchors", found.sampling))
        before = pairs
        pairs, measures = _extend(reader, pairs, measures, found.pairs)
        by_signature = _is_in(pairs, before)
        shared_anchors = np.zeros(pairs.shape[1], dtype=np.int32)
        shared_anchors[_is_in(pairs, found.pairs)] = found.shared
    return Matches(
        ids=tuple(ids[number] for number in reader.order),
        token_counts=token_counts,
        leaders=leaders,
        pairs=pairs,
        by_signature=by_signature,
        shared_anchors=shared_anchors,
        shared=measures.shared,
        shingles=measures.shingles,
        coverage=measures.coverage,
        counts=tuple(counts),
    )


def _complete_stories(reader: Reader, pairs: Owners, measures: Measures) -> tuple[Owners, Owners, Measures]:
    """The story of each article, and the pairs with all those of one story."""
    stories = label_parts(pairs[:, _measure_jaccard(pairs, measures) >= STORY_JACCARD], reader)
    return stories, *_extend(reader, pairs, measures, _pair_up(stories))


def propose_pairs(reader: Reader, survey: Survey) -> tuple[Owners, int]:
    """The pairs of leaders with a band in common, ascending, and how many were passed over."""
    loops = _load_loops(reader)
    settings, values = reader.settings, survey.values
    found, passed_over = loops.find_colliding_pairs(
        values, survey.signed, settings.bands, settings.rows, MOST_IN_BUCKET
    )
    found.sort()
    places = np.stack((found >> np.uint64(32), found & np.uint64(0xFFFFFFFF))).astype(np.int64)
    pairs = np.ascontiguousarray(survey.signed[places])
    if survey.is_filtered:
        agreeing = np.empty(pairs.shape[1], dtype=np.int32)
        loops.count_agreeing(values, pairs, agreeing)
        pairs = pairs[:, agreeing >= LEAST_AGREEING * settings.num_perm]
    return pairs.astype(np.int32), int(passed_over)


def _load_loops(reader: Reader) -> Any:
    """The loops over pairs, compiled or plain."""
    if not reader.is_compiled:
        return plain
    from dedup.match.kernels import pairs

    return pairs


def measure_articles(reader: Reader, pairs: Owners) -> Measures:
    """Read the articles of the pairs again and measure what they have in common.

    Pairs of connected articles are measured together, those with the same left one next to each other.
    """
    shingles = np.zeros(len(reader), dtype=np.int32)
    shared = np.zeros(pairs.shape[1], dtype=np.int32)
    coverage = np.zeros(pairs.shape, dtype=np.float32)
    order = np.lexsort((pairs[1], pairs[0], label_parts(pairs, reader)[pairs[0]]))

    def measure_part(bounds: slice, desk: Desk) -> None:
        places = order[bounds]
        numbers, inverse = np.unique(pairs[:, places], return_inverse=True)
        local: Owners = np.ascontiguousarray(inverse.reshape(2, -1), dtype=np.int32)
        # a text of many pairs comes up in many parts, and its shingles are made distinct in one of them
        measured = _measure(reader, numbers, local, shingles[numbers], desk)
        shared[places], shingles[numbers], coverage[:, places] = measured

    do_parts(measure_part, len(order), at_once=_PAIRS_AT_ONCE, threads=reader.threads)
    return Measures(shared=shared, shingles=shingles, coverage=coverage)


def _pair_up(stories: Owners) -> Owners:
    """Every pair of articles of one story, but for stories with crowds of them."""
    sizes = np.bincount(stories, minlength=len(stories))
    is_wanted = (sizes > 2) & (sizes <= MOST_IN_BUCKET)
    members = np.flatnonzero(is_wanted[stories])
    members = members[np.argsort(stories[members], kind="stable")].astype(np.int32)
    pairs: list[npt.NDArray[Any]] = [np.empty((2, 0), dtype=np.int32)]
    for distance in range(1, min(MOST_IN_BUCKET, len(members))):
        both = np.stack((members[:-distance], members[distance:]))
        pairs.append(both[:, stories[both[0]] == stories[both[1]]])
    return np.concatenate(pairs, axis=1)


def _extend(reader: Reader, pairs: Owners, measures: Measures, others: Owners) -> tuple[Owners, Measures]:
    """Pairs and measures with those of other pairs that are new, ascending."""
    rest = others[:, ~_is_in(others, pairs)]
    more = measure_articles(reader, rest)
    everything = np.concatenate((pairs, rest), axis=1)
    order = np.lexsort((everything[1], everything[0]))
    return np.ascontiguousarray(everything[:, order]), Measures(
        shared=np.concatenate((measures.shared, more.shared))[order],
        shingles=np.maximum(measures.shingles, more.shingles),
        coverage=np.concatenate((measures.coverage, more.coverage), axis=1)[:, order],
    )


def _measure_jaccard(pairs: Owners, measures: Measures) -> npt.NDArray[np.float64]:
    return _divide(measures.shared, measures.shingles[pairs].sum(axis=0) - measures.shared)


def _is_in(pairs: Owners, others: Owners) -> npt.NDArray[np.bool_]:
    keys = [side[0].astype(np.int64) << 32 | side[1] for side in (pairs, others)]
    return np.isin(*keys)


def _divide(part: Owners, whole: Owners) -> npt.NDArray[np.float64]:
    share: npt.NDArray[np.float64] = part / np.maximum(whole, 1)
    return share


def _measure(
    reader: Reader, numbers: Owners, pairs: Owners, distinct: Owners, desk: Desk
) -> tuple[Owners, Owners, Shares]:
    """Shared shingles of pairs, distinct ones of the texts of these numbers, coverage both ways.

    ``distinct`` are those known already, else 0.
    """
    tokens = reader.hash(numbers.tolist(), with_marks=True, desk=desk)
    size = reader.settings.shingle_size
    if not reader.is_compiled:
        return plain.measure_pairs(tokens, size, pairs, (COVERED_SHINGLES, SHORTEST_SENTENCE))
    from dedup.match.kernels.overlap import measure_pairs

    shared, coverage = np.zeros(pairs.shape[1], np.int32), np.zeros(pairs.shape, np.float32)
    rule = np.array((COVERED_SHINGLES, SHORTEST_SENTENCE), np.float32)
    hashed = tokens.hashes, tokens.offsets, tokens.marks
    measure_pairs(hashed, size, pairs, rule, shared, distinct, coverage)
    return shared, distinct, coverage


def label_parts(pairs: Owners, reader: Reader) -> Owners:
    """For each article the smallest one that a chain of pairs leads to."""
    parts: Owners = _load_loops(reader).label_parts(np.ascontiguousarray(pairs), len(reader))
    return parts
