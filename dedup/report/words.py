"""The words of the reports: plain, neutral, the same on the page and in the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from boilerplate.records import Article, Credit, CreditKind
from dedup.records import ChangeClass, DiffReport, Evidence, FormLabel, Link, Relation, SegmentKind, Severity
from dedup.report.escape import scrub_line

if TYPE_CHECKING:
    from dedup.report.rows import Row

KIND_WORDS: dict[SegmentKind, str] = {
    "verbatim": "word for word",
    "light": "lightly edited",
    "reworded": "reworded",
    "dropped": "only in A",
    "added": "only in B",
}
CLASS_WORDS: dict[ChangeClass, str] = {
    "number": "number",
    "date": "date or time",
    "name": "name",
    "quote": "quotation",
    "attribution": "attribution",
    "negation": "negation",
    "hedge": "certainty",
    "term": "wording",
    "other": "other",
}
SEVERITY_WORDS: dict[Severity, str] = {
    "factual": "may alter the facts",
    "nuance": "may alter the tone or the strength",
    "style": "style",
}
FORM_WORDS: dict[FormLabel, str] = {
    "verbatim": "word for word",
    "lede_rewritten": "another lede",
    "headline_rewritten": "another headline",
    "cut_from_bottom": "shorter at the bottom",
    "condensed": "shorter throughout",
    "extended": "with more added",
    "reordered": "in another order",
    "reworded": "reworded",
    "merged": "put together from two stories",
    "excerpt": "one passage of it",
}
"""Neutral on who altered whose text: that the lead stands for the others does not make it their source."""

RELATION_WORDS: dict[Relation, str] = {
    "identical": "identical",
    "near_duplicate": "near-duplicate",
    "derived": "derived",
    "quotes": "quotes",
    "topical": "same topic",
    "unrelated": "unrelated",
}
CREDIT_WORDS: dict[CreditKind, str] = {
    "dateline": "dateline",
    "byline": "byline",
    "contributor": "contributor line",
    "copyright": "copyright line",
    "in_text": "in the text",
}
_MONTHS = ("January February March April May June July August September October November December").split()
_ALIGNED: tuple[SegmentKind, ...] = ("verbatim", "light", "reworded")
_OPENINGS: dict[Relation, str] = {
    "identical": "The same text",
    "near_duplicate": "One story in two versions",
    "derived": "A clear part is taken over, or comes from a common source",
    "quotes": "Two articles that share an excerpt",
    "topical": "One topic, told independently",
    "unrelated": "Two unrelated articles",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SideCount:
    """How many sentences of one article, and how many characters of them, are of each kind."""

    sentences: int
    by_kind: tuple[tuple[SegmentKind, int], ...]
    characters: tuple[tuple[SegmentKind, int], ...]

    @property
    def answered(self) -> int:
        """The sentences that answer to some sentence of the other article."""
        return sum(number for kind, number in self.by_kind if kind in _ALIGNED)

    def number(self, kind: SegmentKind) -> int:
        """The sentences of one kind."""
        return dict(self.by_kind).get(kind, 0)


def count_sides(diff: DiffReport) -> tuple[SideCount, SideCount]:
    """Count the sentences of both articles by kind, in the order of the grades."""
    alignment = diff.alignment
    counts: list[SideCount] = []
    for sentences, is_left in ((alignment.left_sentences, True), (alignment.right_sentences, False)):
        by_kind: Counter[SegmentKind] = Counter()
        characters: Counter[SegmentKind] = Counter()
        for segment in alignment.segments:
            for index in segment.left if is_left else segment.right:
                by_kind[segment.kind] += 1
                characters[segment.kind] += sentences[index][1] - sentences[index][0]
        counts.append(
            SideCount(
                sentences=len(sentences),
                by_kind=tuple((kind, by_kind[kind]) for kind in KIND_WORDS if by_kind[kind]),
                characters=tuple((kind, characters[kind]) for kind in KIND_WORDS if characters[kind]),
            )
        )
    return counts[0], counts[1]


def say_number(number: int, noun: str, plural: str | None = None) -> str:
    """Return ``1 sentence``, ``2 sentences``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def say_share(share: float) -> str:
    """Return a share as a whole percentage that never claims all or nothing where that is not so."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def say_value(value: float | int | str, *, longest: int | None = None) -> str:
    """Return a measured value for people: three digits of a share, and of a list no more than ``longest``."""
    if isinstance(value, float):
        return f"{value:.3g}"
    members = scrub_line(str(value)).split("; ")
    if longest is None or len(members) <= longest:
        return ", ".join(members)
    return f"{', '.join(members[:longest])} and {len(members) - longest:,} more"


def say_met(evidence: Evidence) -> str:
    """Return whether a measure reaches what is needed, and whether the verdict rests on it."""
    met = {"yes": "✓ yes", "no": "✗ no", "in part": "~ in part", None: "–"}[evidence.met]
    return f"{met}, decides" if evidence.is_decisive else met


def say_verdict(diff: DiffReport) -> str:
    """Return the verdict in one sentence with what it rests on."""
    left, right = count_sides(diff)
    is_left = left.sentences <= right.sentences
    shorter, name, other = (left, "A", "B") if is_left else (right, "B", "A")
    opening = _OPENINGS[diff.link.relation]
    if diff.link.relation == "identical":
        each = (
            "its one sentence" if shorter.sentences == 1 else f"each of its {shorter.sentences:,} sentences"
        )
        return f"{opening}: {each} stands in both articles."
    if not shorter.answered:
        return f"{opening}: no sentence of either answers to one of the other."
    if not diff.link.is_linked:
        alike = "resembles one" if shorter.answered == 1 else "resemble some"
        counted = f"{shorter.answered:,} of {name}’s {say_number(shorter.sentences, 'sentence')}"
        return f"{opening}: {counted} {alike} of {other}’s."
    all_of = say_number(shorter.sentences, "sentence")
    is_all = shorter.answered == shorter.sentences > 1
    of_all = f"all of {name}’s {all_of}" if is_all else f"{shorter.answered:,} of {name}’s {all_of}"
    verb = "answers to" if shorter.answered == 1 else "answer to"
    return f"{opening}: {of_all} {verb} {other}{_say_grades(shorter)}."


def _say_grades(count: SideCount) -> str:
    grades = [(KIND_WORDS[kind], number) for kind, number in count.by_kind if kind in _ALIGNED]
    if len(grades) == 1:
        return f" — {'all ' if grades[0][1] > 1 else ''}{grades[0][0]}"
    said = [f"{number:,} {word}" for word, number in grades]
    return f" — {', '.join(said)}" if said else ""


def say_stakes(diff: DiffReport) -> str:
    """Return how many changes may alter what the reader is told, and how much stands in one article only."""
    severities = Counter(change.severity for change in diff.alignment.changes)
    factual, nuance = severities["factual"], severities["nuance"]
    parts = []
    if factual:
        parts.append(f"{say_number(factual, 'change')} may alter the facts")
    if nuance:
        verb = "" if factual else " may alter"
        parts.append(f"{say_number(nuance, 'change')}{verb} the tone or the strength of a statement")
    told = f"{join_words(parts)}." if parts else ""
    if parts and not diff.link.is_linked:
        told = f"In the sentences that resemble one another, {told}"
    if not parts and count_sides(diff)[0].answered:
        told = say_no_change(diff)
    return " ".join(said for said in (told, _say_lone(diff)) if said)


def say_no_change(diff: DiffReport) -> str:
    """Return in one sentence that no change was found, and of which sentences that is said."""
    if not count_sides(diff)[0].answered:
        return "No sentence of either answers to one of the other, so no change can be told."
    if diff.link.relation == "identical":
        return "No change was found that alters what the reader is told."
    which = "that both have" if diff.link.is_linked else "that resemble one another"
    return f"In the sentences {which}, no change was found that alters what the reader is told."


def _say_lone(diff: DiffReport) -> str:
    """How many sentences stand in one article only; nothing where none does."""
    left, right = (count.sentences - count.answered for count in count_sides(diff))
    said = [
        f"{say_number(number, 'sentence')} {'stands' if number == 1 else 'stand'} only in {letter}"
        for number, letter in ((left, "A"), (right, "B"))
        if number
    ]
    return f"{join_words(said)}." if said else ""


def say_paragraphs(rows: Sequence[Row]) -> str:
    """Return in one sentence which whole paragraphs were left out or put in and what was moved."""
    dropped = sum(row.left is not None and row.left.kind == "dropped" and row.left.is_whole for row in rows)
    added = sum(row.right is not None and row.right.kind == "added" and row.right.is_whole for row in rows)
    moved = sum(row.is_moved and row.left is not None for row in rows)
    said = []
    if dropped:
        said.append(f"{say_number(dropped, 'whole paragraph')} only in A")
    if added:
        said.append(f"{say_number(added, 'whole paragraph')} only in B")
    if moved:
        said.append(f"{say_number(moved, 'passage')} moved")
    return f"{join_words(said)}." if said else ""


def say_overlap(link: Link) -> str:
    """Return the exact overlap in words."""
    return (
        f"{say_share(link.left_coverage)} of A’s text is aligned with B and "
        f"{say_share(link.right_coverage)} of B’s with A; "
        f"{say_share(link.overlap.left_containment)} of A’s word sequences stand unaltered in B, "
        f"{say_share(link.overlap.right_containment)} of B’s in A."
    )


def say_time(published: str | None) -> str:
    """Return an ISO 8601 date or time as ``3 March 2026, 08:10 +01:00``; as given where it is neither."""
    try:
        moment = datetime.fromisoformat(published or "")
    except ValueError:
        return scrub_line(published or "")
    day = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    if len(published or "") <= len("2026-03-03"):
        return day
    zone = moment.strftime("%z")
    offset = "" if not zone else " UTC" if moment.utcoffset() == timedelta() else f" {zone[:3]}:{zone[3:5]}"
    return f"{day}, {moment:%H:%M}{offset}"


def say_credits(credits: Iterable[Credit]) -> str:
    """Return who is credited and where: ``Associated Press (dateline, copyright line)``."""
    places: dict[str, list[str]] = {}
    for credit in credits:
        kinds = places.setdefault(scrub_line(credit.agency), [])
        if CREDIT_WORDS[credit.kind] not in kinds:
            kinds.append(CREDIT_WORDS[credit.kind])
    return "; ".join(f"{agency} ({', '.join(kinds)})" for agency, kinds in sorted(places.items()))


def say_credit_gap(left: Article, right: Article) -> str:
    """Return in one sentence which agency only one of the two articles credits."""
    agencies = [{scrub_line(credit.agency) for credit in article.credits} for article in (left, right)]
    only_left, only_right = sorted(agencies[0] - agencies[1]), sorted(agencies[1] - agencies[0])
    if not agencies[0] and not agencies[1]:
        return "Neither article credits an agency."
    said = []
    if only_left:
        said.append(f"only A credits {join_words(only_left)}")
    if only_right:
        said.append(f"only B credits {join_words(only_right)}")
    sentence = join_words(said) or f"Both credit {join_words(sorted(agencies[0]))}"
    return f"{sentence[0].upper()}{sentence[1:]}."


def join_words(words: list[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    return words[0] if len(words) == 1 else " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
