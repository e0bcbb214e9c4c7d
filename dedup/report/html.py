"""A comparison as one HTML file that needs nothing else: no network, no font, no script to be readable.

The content security policy allows the file's own style and script by their hashes and nothing besides, so
that nothing hidden in article text can run or load. There are no style attributes for the same reason:
figures are drawn as SVG.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from boilerplate.records import Article
from dedup.records import DiffReport, Hole, SegmentKind, Severity
from dedup.report import words
from dedup.report.escape import scrub_line
from dedup.report.headline import compare_headlines
from dedup.report.pieces import Piece
from dedup.report.readings import ReadChange, clip, read_changes
from dedup.report.rows import Row, build_rows
from dedup.report.strip import Band, build_bar, build_strip, build_ticks
from dedup.report.tool import name_tool

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_AROUND = 40
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "syr", "ug", "ur", "yi"})


def render_diff_html(diff: DiffReport) -> str:
    """Return the comparison as one self-contained HTML document.

    Cost: O(n log n) in the length of the texts; about three times the texts' size.
    """
    rows = build_rows(diff)
    folds = _find_folds(rows)
    style = Markup(_read("diff.css").replace("ROW_COUNT", str(len(rows) + len(folds) + 1)))
    script = Markup(_read("diff.js"))
    return (
        _environment()
        .get_template("diff.html")
        .render(
            style=style,
            script=script,
            policy=_build_policy(style, script),
            title=_title(diff),
            kicker=words.RELATION_WORDS[diff.link.relation],
            verdict=words.say_verdict(diff),
            stakes=words.say_stakes(diff),
            overlap=words.say_overlap(diff.link),
            evidence=diff.link.evidence,
            sides=_build_sides(diff, rows),
            credit_gap=words.say_credit_gap(diff.left, diff.right),
            kinds=_count_kinds(diff),
            grades=_group_by_severity(read_changes(diff)),
            anchors=_find_anchors(rows),
            rows=rows,
            folds={fold.first: fold for fold in folds},
            holes=[_say_hole(diff, hole) for hole in diff.alignment.holes],
            settings=[(name, _say_setting(value)) for name, value in sorted(diff.settings)],
            tool=name_tool(),
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dedup.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["line"] = _line
    return environment


def _line(value: object) -> str:
    return scrub_line(str(value))


@cache
def _read(name: str) -> str:
    return files("dedup.report").joinpath("templates", name).read_text(encoding="utf-8")


def _build_policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(source: str) -> str:
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _title(diff: DiffReport) -> str:
    names = [article.outlet or article.id for article in (diff.left, diff.right)]
    return f"{clip(names[0], 60)} and {clip(names[1], 60)} compared"


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


def _group_by_severity(changes: tuple[ReadChange, ...]) -> list[Grade]:
    return [
        Grade(severity=severity, title=_capitalize(words.SEVERITY_WORDS[severity]), changes=tuple(members))
        for severity, members in groupby(changes, key=lambda change: change.severity)
    ]


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]


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


def _count_kinds(diff: DiffReport) -> list[KindCount]:
    left, right = words.count_sides(diff)
    return [
        KindCount(
            kind=kind,
            word=word,
            left=None if kind == "added" else left.number(kind),
            right=None if kind == "dropped" else right.number(kind),
        )
        for kind, word in words.KIND_WORDS.items()
    ]


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


def _say_hole(diff: DiffReport, hole: Hole) -> tuple[str, str, str]:
    """Which article a hole is in, what stands around it, and why it cannot be compared."""
    letter, article, span = ("A", diff.left, hole.left) if hole.left else ("B", diff.right, hole.right)
    start, end = span or (0, 0)
    around = article.text[max(start - _AROUND, 0) : end + _AROUND]
    return letter, clip(around, 2 * _AROUND + end - start + 1), hole.reason


def _say_setting(value: object) -> str:
    if isinstance(value, list | tuple | frozenset | set):
        return ", ".join(sorted(str(member) for member in value)) or "none"
    return "none" if value is None else str(value)
