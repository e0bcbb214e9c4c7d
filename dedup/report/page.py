"""What a comparison's page shows, worked out in full, so that the template only has to place it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from boilerplate.records import Article
from dedup.records import DiffReport, SegmentKind, Severity
from dedup.report import words
from dedup.report.headline import compare_headlines
from dedup.report.pieces import Piece
from dedup.report.readings import ReadChange, ReadHole, clip, read_changes, read_holes
from dedup.report.rows import Row, build_rows
from dedup.report.strip import Band, build_bar, build_strip, build_ticks
from dedup.report.tool import name_tool

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "syr", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSide:
    """One article as the page shows it; ``letter`` is A or B."""

    letter: str
    article: Article
    headline: tuple[Piece, ...]
    language: str | None
    direction: str
    published: str
    credits: str
    sentences: int
    bar: tuple[Band, ...]
    strip: tuple[Band, ...]
    ticks: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """A run of rows without a change, hidden by ``changes only``; ``first`` and ``last`` are row numbers."""

    number: int
    first: int
    last: int

    @property
    def rows(self) -> int:
        """How many passages are folded."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """The changes of one severity."""

    severity: Severity
    title: str
    changes: tuple[ReadChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """How many sentences of each article are of one kind; None where the kind does not apply."""

    kind: SegmentKind
    word: str
    left: int | None
    right: int | None


def _group_by_severity(changes: tuple[ReadChange, ...]) -> tuple[Grade, ...]:
    return tuple(
        Grade(severity=severity, title=_capitalize(words.SEVERITY_WORDS[severity]), changes=tuple(members))
        for severity, members in groupby(changes, key=lambda change: change.severity)
    )


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything the page shows, from top to bottom.

    ``nothing`` is said where no change is listed; ``folds`` are keyed by their first row; ``anchors`` are
    the ids in the texts to which changes can lead; ``evidence`` is name, value, what is needed and
    whether it is met.
    """

    title: str
    relation: str
    verdict: str
    stakes: str
    nothing: str
    overlap: str
    sides: tuple[PageSide, PageSide]
    credit_gap: str
    paragraphs: str
    kinds: tuple[KindCount, ...]
    grades: tuple[Grade, ...]
    rows: tuple[Row, ...]
    folds: dict[int, Fold]
    anchors: frozenset[str]
    holes: tuple[ReadHole, ...]
    evidence: tuple[tuple[str, str, str, str], ...]
    settings: tuple[tuple[str, str], ...]
    tool: str


def build_page(diff: DiffReport) -> Page:
    """Work out the page of a comparison.

    Cost: O(n log n) in the length of the texts.
    """
    rows = build_rows(diff)
    return Page(
        title=_build_title(diff),
        relation=words.RELATION_WORDS[diff.link.relation],
        verdict=words.say_verdict(diff),
        stakes=words.say_stakes(diff),
        nothing=words.say_no_change(diff),
        overlap=words.say_overlap(diff.link),
        sides=_build_sides(diff, rows),
        credit_gap=words.say_credit_gap(diff.left, diff.right),
        paragraphs=words.say_paragraphs(rows),
        kinds=_count_kinds(diff),
        grades=_group_by_severity(read_changes(diff)),
        rows=rows,
        folds={fold.first: fold for fold in _find_folds(rows)},
        anchors=_find_anchors(rows),
        holes=read_holes(diff),
        evidence=tuple(
            (e.name, words.say_value(e.value), e.needed, words.say_met(e)) for e in diff.link.evidence
        ),
        settings=tuple((name, _say_setting(value)) for name, value in sorted(diff.settings)),
        tool=name_tool(),
    )


def _build_title(diff: DiffReport) -> str:
    names = [article.outlet or article.id for article in (diff.left, diff.right)]
    return f"{clip(names[0], 60)} and {clip(names[1], 60)} compared"


def _build_sides(diff: DiffReport, rows: tuple[Row, ...]) -> tuple[PageSide, PageSide]:
    headlines = compare_headlines(diff.left.title, diff.right.title)
    counts = words.count_sides(diff)
    changes = diff.alignment.changes
    spans = [[(c.left if is_left else c.right, c.severity) for c in changes] for is_left in (True, False)]
    left, right = (
        PageSide(
            letter="AB"[i],
            article=article,
            headline=headlines[i],
            language=_say_language(article.language),
            direction=_find_direction(article.language),
            published=words.say_time(article.published),
            credits=words.say_credits(article.credits),
            sentences=counts[i].sentences,
            bar=build_bar(counts[i]),
            strip=build_strip(rows, len(article.text), is_left=i == 0),
            ticks=build_ticks(spans[i], len(article.text)),
        )
        for i, article in enumerate((diff.left, diff.right))
    )
    return left, right


def _find_direction(language: str | None) -> str:
    return "rtl" if (language or "").split("-")[0].lower() in _RIGHT_TO_LEFT else "auto"


def _say_language(language: str | None) -> str | None:
    """The language tag, where it has the form of one (BCP 47)."""
    return language if language and _LANGUAGE_TAG.fullmatch(language) else None


def _count_kinds(diff: DiffReport) -> tuple[KindCount, ...]:
    left, right = words.count_sides(diff)
    return tuple(
        KindCount(
            kind=kind,
            word=word,
            left=None if kind == "added" else left.number(kind),
            right=None if kind == "dropped" else right.number(kind),
        )
        for kind, word in words.KIND_WORDS.items()
    )


def _find_folds(rows: tuple[Row, ...]) -> tuple[Fold, ...]:
    folds: list[Fold] = []
    for is_same, members in groupby(rows, key=lambda row: row.is_same):
        if is_same:
            numbers = [row.number for row in members]
            folds.append(Fold(number=len(folds) + 1, first=numbers[0], last=numbers[-1]))
    return tuple(folds)


def _find_anchors(rows: tuple[Row, ...]) -> frozenset[str]:
    """The ids of the places in the texts to which the table of changes can lead."""
    anchors: set[str] = set()
    for row in rows:
        for letter, runs in (
            ("a", row.left.runs if row.left else ()),
            ("b", row.right.runs if row.right else ()),
            ("i", row.inline),
        ):
            anchors.update(f"{letter}-{run.change}" for run in runs if run.is_first)
    return frozenset(anchors)


def _say_setting(value: object) -> str:
    if isinstance(value, list | tuple | frozenset | set):
        return ", ".join(sorted(str(member) for member in value)) or "none"
    return "none" if value is None else str(value)
