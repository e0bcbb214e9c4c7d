"""One side of an aligned segment as the change finders read it, and two such sides held together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dedup.compare.changes.lexicon import Lexicon
from dedup.compare.words import WordRun, align_words, bridge_runs
from dedup.function_words import FUNCTION_WORDS
from dedup.records import Change, ChangeClass, Severity, Span

_KEPT = 0.65
_CLAUSE_WORDS = 4
_SMALL_REGION = 4
_LARGE_REGION = 14


class Fact(NamedTuple):
    """Something a text says that can be compared: words [first, end) and what they come to.

    Facts of equal ``key`` say the same however they are written; ``kind`` groups those that may be
    exchanged for one another.
    """

    kind: str
    first: int
    end: int
    key: object


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of one side: ``words[i]`` is the normal form of ``text[starts[i]:ends[i]]``.

    ``quoted[i]`` says whether the word stands inside quotation marks, ``capitals[i]`` whether it has a
    capital letter; ``opening`` are the words that open sentences; ``span`` is the segment's.
    """

    text: str
    span: Span
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    quoted: tuple[bool, ...]
    capitals: tuple[bool, ...]
    opening: frozenset[int]

    def get_passage(self) -> str:
        """The segment's text."""
        return self.text[slice(*self.span)]

    def get_surface(self, number: int) -> str:
        """A word as it is written."""
        return self.text[self.starts[number] : self.ends[number]]

    def get_gap(self, number: int) -> str:
        """What stands between a word and the next one."""
        following = self.starts[number + 1] if number + 1 < len(self.words) else self.span[1]
        return self.text[self.ends[number] : following]

    def get_reach(self, words: Span) -> Span:
        """From the end of the word before words [first, end) to the start of the one after."""
        start = self.ends[words[0] - 1] if words[0] else self.span[0]
        return start, self.starts[words[1]] if words[1] < len(self.words) else self.span[1]

    def get_lead(self, number: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.ends[number - 1] if number else self.span[0] : self.starts[number]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two readings with their words aligned.

    ``runs`` are as found, ``regions`` with lone function words bridged. ``left_region[i]`` is the number of
    the unequal region a word lies in, or −1; ``to_right`` maps equal words. In a sentence that
    ``is_rewritten`` only what is certain may be said to have changed.
    """

    left: Reading
    right: Reading
    lexicon: Lexicon
    regions: tuple[WordRun, ...]
    left_region: tuple[int, ...]
    right_region: tuple[int, ...]
    left_changed: tuple[int, ...]
    right_changed: tuple[int, ...]
    to_right: dict[int, int]
    is_rewritten: bool
    taken_left: set[int] = field(default_factory=set)
    taken_right: set[int] = field(default_factory=set)

    def take(self, left: Iterable[int], right: Iterable[int]) -> None:
        """Mark words as accounted for, so that no later finder reports them again."""
        self.taken_left.update(left)
        self.taken_right.update(right)

    def is_clause(self, region: WordRun, *, is_left: bool) -> bool:
        """Whether one side of a region holds so many words of meaning that they are best told as one."""
        reading, place = (self.left, region.left) if is_left else (self.right, region.right)
        return sum(word not in FUNCTION_WORDS for word in reading.words[slice(*place)]) >= _CLAUSE_WORDS

    def list_changed_words(self) -> set[str]:
        """The words that differ on either side, without a possessive ending."""
        words = {self.left.words[i].removesuffix("'s") for i in self.left_changed}
        return words | {self.right.words[j].removesuffix("'s") for j in self.right_changed}

    def has_changed_capital(self) -> bool:
        """Whether a word that differs is written with a capital letter."""
        return any(self.left.capitals[i] for i in self.left_changed) or any(
            self.right.capitals[j] for j in self.right_changed
        )

    def is_free(self, fact: Fact, *, is_left: bool) -> bool:
        """Whether no word of a fact is accounted for yet."""
        taken = self.taken_left if is_left else self.taken_right
        return taken.isdisjoint(range(fact.first, fact.end))

    def is_certain(self, region: int) -> bool:
        """Whether a region is small enough for what stands in it on both sides to be one exchange."""
        if region < 0:
            return True
        left, right = self.regions[region].left, self.regions[region].right
        largest = max(left[1] - left[0], right[1] - right[0])
        return largest <= (_SMALL_REGION if self.is_rewritten else _LARGE_REGION)

    def make_change(
        self,
        change_class: ChangeClass,
        severity: Severity,
        left: tuple[int, int] | None,
        right: tuple[int, int] | None,
    ) -> Change:
        """A change over words [first, end) of either side, both marked as accounted for."""
        self.take(range(*left) if left else (), range(*right) if right else ())
        left_span, right_span = _span_words(self.left, left), _span_words(self.right, right)
        return Change(
            change_class=change_class,
            severity=severity,
            left=left_span,
            right=right_span,
            left_text=self.left.text[slice(*left_span)] if left_span else "",
            right_text=self.right.text[slice(*right_span)] if right_span else "",
        )


class Matching(NamedTuple):
    """Facts of both sides told apart: the same, exchanged for one another, on one side alone."""

    same: list[tuple[Fact, Fact]]
    exchanged: list[tuple[Fact, Fact]]
    left_alone: list[Fact]
    right_alone: list[Fact]


def compare_words(left: Reading, right: Reading, lexicon: Lexicon, *, is_alike: bool = True) -> Comparison:
    """Align the words of two readings.

    Readings little alike are one rewritten as the other, unless the shorter is merely the longer one cut.
    """
    runs = align_words(left.words, right.words)
    regions = tuple(run for run in bridge_runs(runs, left.words) if not run.is_equal)
    left_region, right_region = [-1] * len(left.words), [-1] * len(right.words)
    for number, region in enumerate(regions):
        for i in range(*region.left):
            left_region[i] = number
        for j in range(*region.right):
            right_region[j] = number
    to_right = {
        i: j for run in runs if run.is_equal for i, j in zip(range(*run.left), range(*run.right), strict=True)
    }
    return Comparison(
        left=left,
        right=right,
        lexicon=lexicon,
        regions=regions,
        left_region=tuple(left_region),
        right_region=tuple(right_region),
        left_changed=tuple(i for region in regions for i in range(*region.left)),
        right_changed=tuple(j for region in regions for j in range(*region.right)),
        to_right=to_right,
        is_rewritten=not is_alike and len(to_right) < _KEPT * min(len(left.words), len(right.words)),
    )


def match_facts(comparison: Comparison, left: Sequence[Fact], right: Sequence[Fact]) -> Matching:
    """Tell which facts are kept, which are exchanged, and which stand on one side alone.

    A fact is kept if one of equal key stands anywhere on the other side, at its own place first; two are
    exchanged if they are of one kind and lie in one region of change.
    """
    lefts, rights = list(left), list(right)
    same = [
        pair
        for is_match in (_is_in_place, _is_alike)
        for pair in _pair_off(comparison, lefts, rights, is_match)
    ]
    exchanged = _pair_off(comparison, lefts, rights, _is_exchanged)
    return Matching(same, exchanged, lefts, rights)


def report_lone(
    comparison: Comparison, change_class: ChangeClass, facts: Iterable[tuple[Fact, bool]]
) -> list[Change]:
    """Changes for facts (with whether each is left's) that were cut or added, with nothing in their place."""
    changes = []
    for fact, is_left in facts:
        number = (comparison.left_region if is_left else comparison.right_region)[fact.first]
        if number < 0 or comparison.is_rewritten or not comparison.is_free(fact, is_left=is_left):
            continue
        region = comparison.regions[number]
        place = region.right if is_left else region.left
        if place[0] == place[1] and not comparison.is_clause(region, is_left=is_left):
            here = fact.first, fact.end
            changes.append(
                comparison.make_change(change_class, "nuance", *((here, None) if is_left else (None, here)))
            )
    return changes


def _span_words(reading: Reading, words: tuple[int, int] | None) -> Span | None:
    if words is None or words[0] >= words[1]:
        return None
    start, end = reading.starts[words[0]], reading.ends[words[1] - 1]
    lead, gap = reading.get_lead(words[0]), reading.get_gap(words[1] - 1)
    for sign in reversed(lead):
        if sign not in _SIGNS_BEFORE:
            break
        start -= 1
    for sign in gap:
        if sign not in _SIGNS_AFTER:
            break
        end += 1
    return start, end


_SIGNS_BEFORE = "$€£¥₹₽₩₺₴฿#+−"
_SIGNS_AFTER = "%‰°€£¥₽₩₺₴"


def _pair_off(
    comparison: Comparison, lefts: list[Fact], rights: list[Fact], is_match: object
) -> list[tuple[Fact, Fact]]:
    pairs = []
    for one in list(lefts):
        for other in rights:
            if is_match(comparison, one, other):  # type: ignore[operator]
                pairs.append((one, other))
                lefts.remove(one)
                rights.remove(other)
                break
    return pairs


def _is_alike(_comparison: Comparison, left: Fact, right: Fact) -> bool:
    return left.kind == right.kind and left.key == right.key


def _is_in_place(comparison: Comparison, left: Fact, right: Fact) -> bool:
    return _is_alike(comparison, left, right) and (
        comparison.to_right.get(left.first) == right.first or _shares_region(comparison, left, right)
    )


def _is_exchanged(comparison: Comparison, left: Fact, right: Fact) -> bool:
    return (
        left.kind == right.kind
        and _shares_region(comparison, left, right)
        and all(comparison.is_certain(comparison.left_region[i]) for i in range(left.first, left.end))
    )


def _shares_region(comparison: Comparison, left: Fact, right: Fact) -> bool:
    regions = {comparison.left_region[i] for i in range(left.first, left.end)} - {-1}
    if any(comparison.right_region[j] in regions for j in range(right.first, right.end)):
        return True
    return any(
        comparison.to_right.get(i) in range(right.first, right.end) for i in range(left.first, left.end)
    )
