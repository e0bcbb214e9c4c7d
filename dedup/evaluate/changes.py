"""Alignments and changes held against what is known to have been done to a text.

Pure functions from results and gold to counts; the gold's sentences and planted edits come as spans of the
same texts that were compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import product

from dedup.records import Alignment, Change, ChangeClass, Segment, Severity, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCounts:
    """How many links between sentences were found, were expected, and are both."""

    found: int
    expected: int
    right: int

    @property
    def precision(self) -> float:
        """The share of the found links that were expected; 1 if none was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the expected links that were found; 1 if none was expected."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.found + self.expected
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginSentence:
    """A sentence whose origins are known: two sentences belong together if they share one."""

    span: Span
    origins: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedEdit:
    """An edit made on purpose; a decoy is one that changes nothing that is said."""

    change_class: ChangeClass
    severity: Severity
    is_decoy: bool
    left: Span | None
    right: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedPair:
    """The edits that were planted on the way from left to right; ``is_only_planted``: there are no others."""

    left_id: str
    right_id: str
    is_only_planted: bool
    edits: tuple[PlantedEdit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCounts:
    """Planted edits found and how they were judged, and alarms where nothing of weight was planted.

    ``strays`` are changes reported where neither an edit nor a decoy was planted.
    """

    planted: int
    found: int
    rightly_classed: int
    factual: int
    factual_found: int
    decoys: int
    decoys_factual: int
    reported: int
    strays: int
    false_factual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRates:
    """Shares of planted edits: found at all; of these, rightly classed; of the factual ones, told as such.

    Of decoys ``decoys_factual`` are called factual. Alarms are averages over pairs: ``strays`` where nothing
    was planted, ``false_factual`` among them and among decoys.
    """

    pairs: int
    planted: int
    found: float
    rightly_classed: float
    factual_found: float
    decoys: int
    decoys_factual: float
    strays_per_pair: float
    false_factual_per_pair: float


def count_links(
    alignment: Alignment, left: Sequence[OriginSentence], right: Sequence[OriginSentence]
) -> LinkCounts:
    """Count links in the gold's sentences, so that another way of splitting costs nothing.

    One sentence against one that the gold cuts in two on both sides stands for the links between the parts.
    """
    expected = {
        (i, j) for i, one in enumerate(left) for j, other in enumerate(right) if one.origins & other.origins
    }
    lefts = _map_sentences(alignment.left_sentences, [one.span for one in left])
    rights = _map_sentences(alignment.right_sentences, [other.span for other in right])
    found: set[tuple[int, int]] = set()
    for segment in alignment.segments:
        block = set(product(_collect(lefts, segment.left), _collect(rights, segment.right)))
        hits = block & expected
        is_one = len(segment.left) == 1 == len(segment.right)
        is_covered = {i for i, _ in hits} == {i for i, _ in block} and {j for _, j in hits} == {
            j for _, j in block
        }
        found |= hits if is_one and is_covered else block
    return LinkCounts(found=len(found), expected=len(expected), right=len(found & expected))


def count_index_links(segments: Iterable[Segment], expected: Iterable[tuple[int, int]]) -> LinkCounts:
    """Count links where the gold's sentences are the segments' own."""
    wanted = set(expected)
    found = {(i, j) for segment in segments for i in segment.left for j in segment.right}
    return LinkCounts(found=len(found), expected=len(wanted), right=len(found & wanted))


def count_changes(changes: Sequence[Change], planted: Sequence[PlantedEdit]) -> ChangeCounts:
    """Hold reported changes against planted edits: one finds the other if their spans meet on a side.

    Where several changes meet a planted edit, the one of its class counts, else the gravest.
    """
    real = [edit for edit in planted if not edit.is_decoy]
    decoys = [edit for edit in planted if edit.is_decoy]
    met = {number: [change for change in changes if _meets(change, edit)] for number, edit in enumerate(real)}
    hits = {number: _choose(found, real[number]) for number, found in met.items() if found}
    factual = [number for number, edit in enumerate(real) if edit.severity == "factual"]
    meeting_real = {id(change) for found in met.values() for change in found}
    return ChangeCounts(
        planted=len(real),
        found=len(hits),
        rightly_classed=sum(hit.change_class == real[number].change_class for number, hit in hits.items()),
        factual=len(factual),
        factual_found=sum(number in hits and hits[number].severity == "factual" for number in factual),
        decoys=len(decoys),
        decoys_factual=sum(
            any(change.severity == "factual" and _meets(change, edit) for change in changes)
            for edit in decoys
        ),
        reported=len(changes),
        strays=sum(not any(_meets(change, edit) for edit in planted) for change in changes),
        false_factual=sum(
            change.severity == "factual" and id(change) not in meeting_real for change in changes
        ),
    )


def add_counts(counts: Iterable[LinkCounts]) -> LinkCounts:
    """The sum of several comparisons' links."""
    found = expected = right = 0
    for one in counts:
        found, expected, right = found + one.found, expected + one.expected, right + one.right
    return LinkCounts(found=found, expected=expected, right=right)


def sum_changes(counts: Iterable[ChangeCounts]) -> ChangeCounts:
    """The sum of several pairs' counts."""
    listed = list(counts)
    return ChangeCounts(
        **{field.name: sum(getattr(one, field.name) for one in listed) for field in fields(ChangeCounts)}
    )


def count_classes(changes: Sequence[Change], planted: Sequence[PlantedEdit]) -> dict[str, ChangeCounts]:
    """The counts of the edits of each class alone; what is reported elsewhere counts as a stray in each."""
    classes = sorted({edit.change_class for edit in planted})
    return {
        name: count_changes(changes, [edit for edit in planted if edit.change_class == name])
        for name in classes
    }


def rate_changes(counts: ChangeCounts, *, pairs: int) -> ChangeRates:
    """The counts of so many pairs as shares and averages."""
    return ChangeRates(
        pairs=pairs,
        planted=counts.planted,
        found=_divide(counts.found, counts.planted),
        rightly_classed=_divide(counts.rightly_classed, counts.found),
        factual_found=_divide(counts.factual_found, counts.factual),
        decoys=counts.decoys,
        decoys_factual=_divide(counts.decoys_factual, counts.decoys),
        strays_per_pair=_divide(counts.strays, pairs),
        false_factual_per_pair=_divide(counts.false_factual, pairs),
    )


def _divide(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _choose(changes: Sequence[Change], edit: PlantedEdit) -> Change:
    gravity = {"factual": 0, "nuance": 1, "style": 2}
    return min(
        changes,
        key=lambda change: (change.change_class != edit.change_class, gravity[change.severity]),
    )


def _meets(change: Change, edit: PlantedEdit) -> bool:
    return _overlap(change.left, edit.left) or _overlap(change.right, edit.right)


def _overlap(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def _map_sentences(found: Sequence[Span], gold: Sequence[Span]) -> Mapping[int, list[int]]:
    """The gold sentences that each found one covers by more than half of the shorter."""
    mapped: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(found):
        mapped[number] = [
            index
            for index, span in enumerate(gold)
            if 2 * (min(end, span[1]) - max(start, span[0])) > min(end - start, span[1] - span[0])
        ]
    return mapped


def _collect(mapped: Mapping[int, list[int]], numbers: Iterable[int]) -> set[int]:
    return {index for number in numbers for index in mapped[number]}
