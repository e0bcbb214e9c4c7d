"""What is known of news agencies: their names and the forms in which they are credited.

All of it is data: ``agencies.json``. A form is a regular expression with places to fill:

    {A} a name or mark of an agency      {M} one that means nothing else      {N} a full name
    {B} a further agency                 {U} an unknown agency, known by its kind ("… News Agency")
    {P} names of people                  {THE} an optional article
    {TOWN} {CAPS} {DATE} {DATED} {DASH}  the parts of a dateline
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import regex

from boilerplate.agency_forms import (
    CAPITALIZED,
    PARTS,
    NameMask,
    compile_after,
    compile_any,
    compile_before,
    compile_ending,
    fill,
    take_off_brackets,
    write_names,
    write_unknown,
)
from boilerplate.errors import BoilerplateError
from boilerplate.records import CreditKind

_FILE = Path(__file__).with_name("agencies.json")
_CONTEXT = 90
_MAX_LINE = 600
_MAX_BYLINE = 140
_DATELINE = 240
_LINE_KINDS: tuple[CreditKind, ...] = ("copyright", "contributor", "byline")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCredit:
    """A credit in a piece of text: who, of what kind, and the half-open place of its words there."""

    agency: str
    kind: CreditKind
    start: int
    end: int


class AgencyBook:
    """The agencies and forms of a data file, compiled for matching."""

    def __init__(self, content: dict[str, Any]) -> None:
        """Compile what a data file holds; its form is that of ``agencies.json``."""
        self._names: dict[str, str] = {}
        full: list[str] = []
        common: list[str] = []
        for agency in content["agencies"]:
            full += [agency["name"], *agency["names"]]
            if agency.get("common"):
                common += agency["marks"]
            for name in (agency["name"], *agency["names"], *agency["marks"]):
                self._names[name] = agency["name"]
        plain = [name for name in self._names if name not in common]
        self._mask = NameMask(full=full, plain=plain, common=common)
        heads = [*content["heads"], *content["opening_heads"], "news agency"]
        self._head = re.compile("|".join(map(re.escape, heads)))
        unknown = write_unknown(content["heads"], content["opening_heads"])
        parts = PARTS | {"U": f"(?P<unknown>{unknown})"}
        forms = {kind: [fill(form, parts) for form in texts] for kind, texts in content["forms"].items()}
        self._lines = {kind: compile_any(forms[kind]) for kind in _LINE_KINDS}
        self._not_inside = compile_any(forms["not_inside"])
        self._edge_lines = {
            **self._lines,
            "byline": [*self._lines["byline"], *compile_any(forms["byline_at_edge"])],
        }
        self._datelines = compile_any([*forms["dateline"], *forms["unknown_dateline"]])
        self._sign_offs = compile_any(rf"(?:{form})$" for form in forms["sign_off"])
        self._taglines = [(regex.compile(line["form"]), line["agency"]) for line in content["taglines"]]
        self._caption = regex.compile(content["captions"])
        self._not_agencies = frozenset(name.casefold() for name in content["not_agencies"])
        self._names.update({paper: paper for paper in content["newspapers"]})
        sure = write_names([*plain, *content["newspapers"]])
        ambiguous = write_names(common)
        self._mentions = (
            regex.compile(rf"{sure}|{ambiguous}(?=\s+news\s+agency)|(?<=news\s+agency\s){ambiguous}"),
            regex.compile(
                rf"{unknown}|(?<![\p{{L}}\p{{M}}]){CAPITALIZED}(?=\s+news\s+agency\b(?!\s+\p{{Lu}}))"
            ),
        )
        self._compile_cues(content)

    def _compile_cues(self, content: dict[str, Any]) -> None:
        self._before = compile_before(content["cues_before"])
        self._after = compile_after(content["cues_after"])
        self._around = [(compile_ending(one), regex.compile(two)) for one, two in content["cues_around"]]
        self._not_before = compile_ending("|".join(content["not_before"]))
        self._not_after = regex.compile("|".join(content["not_after"]))

    def match_dateline(self, paragraph: str) -> FoundCredit | None:
        """The agency dateline a paragraph opens with."""
        masked, offsets = self._mask.mask(paragraph[:_DATELINE])
        for form in self._datelines:
            match = form.match(masked)
            if match is None:
                continue
            groups = match.groupdict()
            if groups.get("unknown") is None:
                agency = self._names[self._mask.find_names(groups["agency"])[0]]
            elif self._is_agency(groups["unknown"], place=groups["place"]):
                agency = groups["unknown"]
            else:
                continue
            return FoundCredit(agency=agency, kind="dateline", start=0, end=offsets[match.end()])
        return None

    def match_line(self, line: str, *, is_at_edge: bool = False) -> tuple[CreditKind, tuple[str, ...]] | None:
        """The kind of a line that is a credit as a whole, and whom it credits.

        Args:
            is_at_edge: the line opens or closes the story: there a bare name is a byline, elsewhere it
                may as well be a photographer's.
        """
        if len(line) > _MAX_LINE:
            return None
        core = take_off_brackets(line)
        for form, agency in self._taglines:
            if form.fullmatch(core):
                return "contributor", (agency,)
        masked, _ = self._mask.mask(core)
        if masked == core and self._head.search(core) is None:
            return None
        if not is_at_edge and any(form.fullmatch(masked) for form in self._not_inside):
            return None
        for kind, forms in self._edge_lines.items() if is_at_edge else self._lines.items():
            if kind == "byline" and (len(core) > _MAX_BYLINE or self._caption.search(core)):
                continue
            for form in forms:
                match = form.fullmatch(masked)
                if match is not None:
                    return kind, self._credited(masked, match)
        return None

    def match_sign_off(self, paragraph: str) -> FoundCredit | None:
        """The agency whose mark closes a paragraph, such as "(XYZ)" after the last full stop."""
        first = max(0, len(paragraph) - _CONTEXT)
        masked, offsets = self._mask.mask(paragraph[first:])
        for form in self._sign_offs:
            match = form.search(masked)
            if match is not None:
                agency = self._names[self._mask.find_names(match["agency"])[0]]
                start = first + offsets[match.start()]
                return FoundCredit(agency=agency, kind="byline", start=start, end=len(paragraph))
        return None

    def find_mentions(self, paragraph: str, *, also: Iterable[str] = ()) -> Iterator[FoundCredit]:
        """Each place where a sentence gives an agency as its source.

        Args:
            also: names of agencies the data file does not have.
        """
        extra = [name for name in also if name not in self._names and len(name) > 1]
        patterns = [*self._mentions, *([regex.compile(write_names(extra))] if extra else [])]
        if self._head.search(paragraph) is None:
            patterns.remove(self._mentions[1])
        known_until = 0
        matches = (match for pattern in patterns for match in pattern.finditer(paragraph))
        for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
            start, end = match.span()
            if start < known_until:
                continue
            known_until = end if match.group() in self._names else known_until
            before = paragraph[max(0, start - _CONTEXT) : start]
            after = paragraph[end : end + _CONTEXT]
            if self._not_before.match(before) or self._not_after.match(after):
                continue
            opening, closing = self._before.match(before), self._after.match(after)
            if opening is None and closing is None:
                closing = self._match_around(before, after)
            if opening is None and closing is None:
                continue
            name = match.group()
            is_known = name in self._names
            if not is_known and (self._mask.has_name(name) or name.casefold() in self._not_agencies):
                continue
            yield FoundCredit(
                agency=self._names[name] if is_known else name.removeprefix("The "),
                kind="in_text",
                start=start - (len(before) - opening.start() if opening else 0),
                end=end + (closing.end() if closing else 0),
            )

    def _match_around(self, before: str, after: str) -> regex.Match[str] | None:
        """What follows a name, where only together with what precedes it it makes a credit."""
        for opening, closing in self._around:
            match = closing.match(after)
            if match is not None and opening.match(before) is not None:
                return match
        return None

    def _is_agency(self, name: str, *, place: str) -> bool:
        """Whether "PLACE (NAME) —" looks like a dateline and not like a name with its abbreviation."""
        words = [word for word in regex.split(r"[\s,]+", place) if word]
        initials = "".join(word[0] for word in words if word[0].isupper())
        letters = name.replace(".", "")
        return (
            letters.casefold() not in self._not_agencies
            and len(letters) >= 2
            and not any(char.isdigit() for char in letters)
            and letters.upper() not in (initials, initials.upper())
            and (words[0].isupper() or "," in place or (len(words) == 1 and name == name.title()))
        )

    def _credited(self, masked: str, match: regex.Match[str]) -> tuple[str, ...]:
        """Every agency the line names, the one in the form's own place first."""
        groups = match.groupdict()
        if groups.get("unknown"):
            return (groups["unknown"].removeprefix("The "),)
        names = self._mask.find_names(groups["agency"] + masked)
        return tuple(dict.fromkeys(self._names[name] for name in names))


@lru_cache(maxsize=8)
def load_agencies(more: Path | None = None) -> AgencyBook:
    """The agencies that ship with the package, and those of one more file of the same form.

    Raises: BoilerplateError: the file cannot be read as one of agencies.
    """
    content = json.loads(_FILE.read_text(encoding="utf-8"))
    if more is None:
        return AgencyBook(content)
    try:
        added = json.loads(more.read_text(encoding="utf-8"))
        return AgencyBook(_join(content, added))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, regex.error) as error:
        raise BoilerplateError(
            f"{more}: no file of agencies ({error}); give JSON of the form of boilerplate/agencies.json"
        ) from error


def _join(content: dict[str, Any], added: dict[str, Any]) -> dict[str, Any]:
    """Lists get the added ones behind their own; forms kind by kind; what is neither is replaced."""
    joined = dict(content)
    for key, value in added.items():
        if key not in content:
            raise ValueError(f"unknown key {key!r}, known are {', '.join(content)}")
        if isinstance(value, dict):
            joined[key] = _join(content[key], value)
        else:
            joined[key] = [*content[key], *value] if isinstance(value, list) else value
    return joined
