"""What is known of news agencies: their names and the forms in which they are credited.

All of it is data: ``agencies.json``. A form is a regular expression with places to fill:

    {A} a name or mark of an agency      {M} one that means nothing else      {N} a full name
    {B} a further agency                 {U} an unknown agency, known by its kind ("… News Agency")
    {P} names of people                  {THE} an optional article
    {TOWN} {CAPS} {DATE} {DATED} {DASH}  the parts of a dateline
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import regex

from boilerplate.errors import BoilerplateError
from boilerplate.records import CreditKind

_FILE = Path(__file__).with_name("agencies.json")
_CONTEXT = 90
_MAX_LINE = 600
_MAX_BYLINE = 140
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_LINE_KINDS: tuple[CreditKind, ...] = ("copyright", "contributor", "byline")

_CAPITALIZED = r"[\p{Lu}\p{Lo}][\p{L}\p{M}.'’\-]{0,30}"
_PARTICLE = r"(?:de|del|la|le|les|el|los|las|al|da|do|am|an|der|sur|upon|under|and|of|di|im|bei|d['’]\p{L}+)"
_TOWN = rf"{_CAPITALIZED}(?:(?:\s+|/)(?:{_PARTICLE}\s+)?{_CAPITALIZED}){{0,4}}"
_DATE_WORD = r"[^\s(),/.;，、|]{1,14}\.?"
_DATE_WORDS = rf"{_DATE_WORD}(?:\s+{_DATE_WORD}){{0,3}}"
_PERSON = r"\p{Lu}[\p{L}\p{M}'’.\- ]{1,40}"
_PARTS = {
    "THE": r"(?:[Tt]he\s+)?",
    "P": rf"{_PERSON}(?:(?:,|,?\s+(?:and|y|et|und|e|en|och|og|i|и|&))\s+{_PERSON}){{0,3}}",
    "TOWN": _TOWN,
    "CAPS": r"\p{Lu}[\p{Lu}'’. -]{2,30}",
    "JOB": r"(?:\s+(?i:(?:\w+\s+)?(?:writers?|staff|reporters?|correspondents?|news)))?",
    "DATE": (
        rf"(?:\s+\d{{1,2}})?(?:\s*[,.;，、|]\s*{_DATE_WORDS}){{0,3}}"
        rf"(?:\s*\[[^\[\]\n]{{2,20}}\])?(?:\s*[,.]\s*{_DATE_WORDS})?"
    ),
    "DATED": rf"(?:\s*,\s*{_DATE_WORDS}){{1,3}}",
    "DASH": r"(?:[.:]?\s*(?:[-–—−‒―_]+|=)\s*|\s*[:：]\s*)(?=\S)",
}


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
        self._heads = (*content["heads"], *content["opening_heads"])
        unknown = _write_unknown(content["heads"], content["opening_heads"])
        parts = _PARTS | {
            "A": _name_group("agency", self._names),
            "M": _name_group("agency", plain),
            "N": _name_group("agency", full),
            "B": _write_names(self._names),
            "U": f"(?P<unknown>{unknown})",
        }
        forms = {kind: [_fill(form, parts) for form in texts] for kind, texts in content["forms"].items()}
        self._lines = {kind: _compile_any(forms[kind]) for kind in _LINE_KINDS}
        self._not_inside = _compile_any(forms["not_inside"])
        self._edge_lines = {
            **self._lines,
            "byline": [*self._lines["byline"], *_compile_any(forms["byline_at_edge"])],
        }
        self._datelines = _compile_any([*forms["dateline"], *forms["unknown_dateline"]])
        self._sign_offs = [regex.compile(rf"(?:{form})$") for form in forms["sign_off"]]
        self._taglines = [(regex.compile(line["form"]), line["agency"]) for line in content["taglines"]]
        self._known = regex.compile(_write_names(self._names))
        self._caption = regex.compile(content["captions"])
        self._not_agencies = frozenset(name.casefold() for name in content["not_agencies"])
        self._names.update({paper: paper for paper in content["newspapers"]})
        sure = _write_names([*plain, *content["newspapers"]])
        ambiguous = _write_names(common)
        self._mentions = (
            regex.compile(rf"{sure}|{ambiguous}(?=\s+news\s+agency)|(?<=news\s+agency\s){ambiguous}"),
            regex.compile(
                rf"{unknown}|(?<![\p{{L}}\p{{M}}]){_CAPITALIZED}(?=\s+news\s+agency\b(?!\s+\p{{Lu}}))"
            ),
        )
        self._before = _compile_before(content["cues_before"])
        self._after = _compile_after(content["cues_after"])
        self._not_before = regex.compile(rf"(?:{'|'.join(content['not_before'])})$")
        self._not_after = regex.compile("|".join(content["not_after"]))

    def match_dateline(self, paragraph: str) -> FoundCredit | None:
        """The agency dateline a paragraph opens with."""
        for form in self._datelines:
            match = form.match(paragraph)
            if match is None:
                continue
            groups = match.groupdict()
            if groups.get("unknown") is None:
                agency = self._names[groups["agency"]]
            elif self._is_agency(groups["unknown"], place=groups["place"]):
                agency = groups["unknown"]
            else:
                continue
            return FoundCredit(agency=agency, kind="dateline", start=0, end=match.end())
        return None

    def match_line(self, line: str, *, is_at_edge: bool = False) -> tuple[CreditKind, tuple[str, ...]] | None:
        """The kind of a line that is a credit as a whole, and whom it credits.

        Args:
            is_at_edge: the line opens or closes the story: there a bare name is a byline, elsewhere it
                may as well be a photographer's.
        """
        if len(line) > _MAX_LINE:
            return None
        core = _take_off_brackets(line)
        for form, agency in self._taglines:
            if form.fullmatch(core):
                return "contributor", (agency,)
        if self._known.search(core) is None and not any(head in core for head in self._heads):
            return None
        if not is_at_edge and any(form.fullmatch(core) for form in self._not_inside):
            return None
        for kind, forms in self._edge_lines.items() if is_at_edge else self._lines.items():
            if kind == "byline" and (len(core) > _MAX_BYLINE or self._caption.search(core)):
                continue
            for form in forms:
                match = form.fullmatch(core)
                if match is not None:
                    return kind, self._credited(core, match)
        return None

    def match_sign_off(self, paragraph: str) -> FoundCredit | None:
        """The agency whose mark closes a paragraph, such as "(XYZ)" after the last full stop."""
        for form in self._sign_offs:
            match = form.search(paragraph, max(0, len(paragraph) - _CONTEXT))
            if match is not None:
                return FoundCredit(
                    agency=self._names[match["agency"]],
                    kind="byline",
                    start=match.start(),
                    end=len(paragraph),
                )
        return None

    def find_mentions(self, paragraph: str, *, also: Iterable[str] = ()) -> Iterator[FoundCredit]:
        """Each place where a sentence gives an agency as its source.

        Args:
            also: names of agencies the data file does not have.
        """
        extra = [name for name in also if name not in self._names and len(name) > 1]
        patterns = [*self._mentions, *([regex.compile(_write_names(extra))] if extra else [])]
        known_until = 0
        matches = (match for pattern in patterns for match in pattern.finditer(paragraph))
        for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
            start, end = match.span()
            if start < known_until:
                continue
            known_until = end if match.group() in self._names else known_until
            before = paragraph[max(0, start - _CONTEXT) : start]
            after = paragraph[end : end + _CONTEXT]
            if self._not_before.search(before) or self._not_after.match(after):
                continue
            opening, closing = self._before.search(before), self._after.match(after)
            if opening is None and closing is None:
                continue
            name = match.group()
            is_known = name in self._names
            if not is_known and (self._known.search(name) or name.casefold() in self._not_agencies):
                continue
            yield FoundCredit(
                agency=self._names[name] if is_known else name.removeprefix("The "),
                kind="in_text",
                start=start - (len(before) - opening.start() if opening else 0),
                end=end + (closing.end() if closing else 0),
            )

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

    def _credited(self, core: str, match: regex.Match[str]) -> tuple[str, ...]:
        """Every agency the line names, the one in the form's own place first."""
        groups = match.groupdict()
        if groups.get("unknown"):
            return (groups["unknown"].removeprefix("The "),)
        first = self._names[groups["agency"]]
        others = (self._names[found.group()] for found in self._known.finditer(core))
        return tuple(dict.fromkeys([first, *others]))


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


def _write_names(names: Iterable[str]) -> str:
    """An expression for any of the names, longest first, as whole words where their script has words."""
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    spaced = "|".join(regex.escape(name) for name in ordered if not _UNSPACED.search(name))
    unspaced = "|".join(regex.escape(name) for name in ordered if _UNSPACED.search(name))
    choices = [rf"(?<![\p{{L}}\p{{M}}\p{{N}}])(?:{spaced})(?![\p{{L}}\p{{M}}\p{{N}}])"] if spaced else []
    return f"(?:{'|'.join([*choices, *([unspaced] if unspaced else [])])})"


def _name_group(group: str, names: Iterable[str]) -> str:
    return f"(?P<{group}>{_write_names(names)})"


def _write_unknown(heads: Iterable[str], opening_heads: Iterable[str]) -> str:
    closing, opening = ("|".join(map(regex.escape, words)) for words in (heads, opening_heads))
    word = r"\p{Lu}[\p{L}\p{N}&'’.-]{1,24}"
    return rf"(?<![\p{{L}}\p{{M}}])(?:{word}\s+){{1,4}}?(?:{closing})\b|(?:{opening})(?:\s+{word}){{1,3}}"


def _fill(form: str, parts: dict[str, str]) -> str:
    """Put the parts into their places."""
    return regex.sub(r"(?<!\\[pP])\{([A-Z]+)\}", lambda match: parts[match[1]], form)


def _compile_any(forms: Iterable[str]) -> list[regex.Pattern[str]]:
    return [regex.compile(form) for form in forms]


def _compile_before(cues: Iterable[str]) -> regex.Pattern[str]:
    """A cue, then at most an article and a description such as "state news agency", then the name."""
    described = r"(?:\s+[\p{L}’'-]+){0,4}?\s+(?:news\s+(?:agency|service)|newswire|agency|wire\s+service)"
    return regex.compile(rf"(?:{'|'.join(cues)})\s*(?:\b(?:the|an?)\b)?(?:{described})?\s*[«\"“]?\s*$")


def _compile_after(cues: Iterable[str]) -> regex.Pattern[str]:
    return regex.compile(rf"[»\"”]?(?:\s+news\s+(?:agency|service))?(?:{'|'.join(cues)})")


def _take_off_brackets(line: str) -> str:
    """The line without the rules, bullets and brackets around it."""
    core = line.strip().strip("—–-_*•>~ ").rstrip()
    if core[:1] in ("(", "（", "[") and not core[:3].lower().startswith("(c)"):
        core = core[1:].rstrip(" .)）]")
    return core.strip("*_ ")
