"""Credits that are a line, or the opening or the close of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

import regex

from boilerplate.agency import forms as forms
from boilerplate.agency.mask import NameMask
from boilerplate.records import CreditKind

_TAIL = 110
_MAX_BYLINE = 140
_LINE_KINDS: tuple[CreditKind, ...] = ("copyright", "contributor", "byline")
_MIN_MARK = 2
_DATELINE = 240
_DATELINE_REACH = 150
_DATELINE_MARK = re.compile(r"[(/（【\[［–—―=＝社網电電-](?:(?<!-)|(?=[ -]))")
_EXPLAINED = regex.compile(r"(\p{Lu}[^()\n,]{3,60})\((\p{Lu}{2,6})\)")
_COINED = regex.compile(r"^[^\s-]+\p{Lu}|(?:news|press?|info|inform|wire|fax|ajans)$")
"""Not the name of a region, as in "Town (Region) -"."""
_BRACKETS, _ENDS, _DASHES = frozenset(")）]】"), frozenset('.!?…”"»’)।-–—'), ("–", "—", "--")

Edge = Literal["opening", "closing"]
"""Where a line stands that opens or closes the story: there a bare name is a byline, elsewhere it may as
well be a photographer's."""


class LineForms:
    """The forms of lines, datelines and closing marks."""

    def __init__(self, content: Mapping[str, Any], *, grammar: forms.Grammar, mask: NameMask) -> None:
        """Take the forms of a data file; each kind is compiled when there is a line to match."""
        self._mask = mask
        self._grammar = grammar
        self._more: Mapping[str, Sequence[str]] = content["forms"]
        self._refused = frozenset(name.casefold() for name in content["not_agencies"])
        self._caption = regex.compile(content["captions"])

    def compile(self) -> None:
        """Compile every form now."""
        _ = (self._lines, self._edge_bylines, self._no_lines, self._datelines, self._free_datelines)
        _ = (self._sign_offs, self._free_sign_off, self._free_contributor)

    @cached_property
    def _lines(self) -> dict[CreditKind, tuple[forms.Form, ...]]:
        return {
            kind: self._grammar.compile_all([*forms.LINES[kind], *self._more.get(kind, ())])
            for kind in _LINE_KINDS
        }

    @cached_property
    def _edge_bylines(self) -> dict[Edge, tuple[forms.Form, ...]]:
        closing = self._grammar.compile_all(forms.EDGE_BYLINES)
        return {"opening": (*closing, *self._grammar.compile_all(forms.OPENING_BYLINES)), "closing": closing}

    @cached_property
    def _no_lines(self) -> tuple[forms.Form, ...]:
        return self._grammar.compile_all(forms.NO_LINES)

    @cached_property
    def _datelines(self) -> tuple[forms.Form, ...]:
        return self._grammar.compile_all([*forms.DATELINES, *self._more.get("dateline", ())])

    @cached_property
    def _free_datelines(self) -> tuple[forms.Form, ...]:
        return self._grammar.compile_all(forms.FREE_DATELINES)

    @cached_property
    def _sign_offs(self) -> tuple[forms.Form, ...]:
        ends = [forms.SIGN_OFF, *self._more.get("sign_off", ())]
        return self._grammar.compile_all(rf"(?:{one})$" for one in ends)

    @cached_property
    def _free_contributor(self) -> forms.Form:
        return self._grammar.compile(forms.FREE_CONTRIBUTOR)

    @cached_property
    def _free_sign_off(self) -> forms.Form:
        return self._grammar.compile(rf"(?:{forms.FREE_SIGN_OFF})$")

    def match_dateline(self, paragraph: str) -> tuple[str, int] | None:
        """The agency of the dateline a paragraph opens with, and where that ends."""
        if _DATELINE_MARK.search(paragraph, 0, _DATELINE_REACH) is None:
            return None
        head = paragraph[:_DATELINE]
        if self._mask.has_known(head):
            masked = self._mask.mask(head)
            for form in self._datelines:
                match = form.match(masked.text)
                names = () if match is None else masked.names_in(*match.span())
                if match is not None and names:
                    end = masked.offsets[match.end()]
                    explained = _EXPLAINED.match(head[:end])
                    is_other = explained is not None and is_short_for(explained[2], explained[1])
                    return None if is_other else (names[0], end)
        for form in self._free_datelines:
            match = form.match(head)
            if match is not None and self._is_agency(match["name"], place=match["place"]):
                return match["name"], match.end()
        return None

    def match_line(
        self, core: str, *, edge: Edge | None, also: Iterable[str]
    ) -> tuple[CreditKind, tuple[str, ...]] | None:
        """The kind of a line, its brackets taken off, that is a credit as a whole, and whom it credits."""
        masked = self._mask.mask(core, also=also).without_papers()
        if not masked.names:
            return self._match_free_line(core)
        if edge is None and any(form.fullmatch(masked.text) for form in self._no_lines):
            return None
        for kind in _LINE_KINDS:
            if kind == "byline" and (len(core) > _MAX_BYLINE or self._caption.search(core)):
                continue
            more = self._edge_bylines[edge] if edge is not None and kind == "byline" else ()
            if any(form.fullmatch(masked.text) for form in (*self._lines[kind], *more)):
                return kind, _credited(masked.names)
        return None

    def _match_free_line(self, core: str) -> tuple[CreditKind, tuple[str, ...]] | None:
        match = self._free_contributor.fullmatch(core)
        if match is None or match["name"].casefold() in self._refused:
            return None
        return "contributor", (match["name"],)

    def match_sign_off(self, paragraph: str) -> tuple[str, int] | None:
        """The agency whose mark closes a paragraph, such as "(XYZ)" after the last full stop, and where."""
        first = max(0, len(paragraph) - _TAIL)
        tail = paragraph[first:]
        if not _is_signed(tail):
            return None
        if self._mask.has_hint(tail):
            masked = self._mask.mask(tail)
            for form in self._sign_offs if masked.names else ():
                match = form.search(masked.text)
                if match is not None:
                    return masked.names_in(*match.span())[0], first + masked.offsets[match.start()]
        match = self._free_sign_off.search(tail)
        if match is not None and match["name"].casefold() not in self._refused:
            return match["name"], first + match.start()
        return None

    def _is_agency(self, name: str, *, place: str) -> bool:
        """Whether "PLACE (NAME) —" looks like a dateline and not like a name with its abbreviation."""
        words = [word for word in regex.split(r"[\s,]+", place) if word]
        initials = "".join(word[0] for word in words if word[0].isupper())
        letters = name.replace(".", "")
        is_coined = _COINED.search(name) is not None
        is_mark = name.isupper() and len(letters) > _MIN_MARK and not set(letters) <= set(place.upper())
        is_town = not words[0][0].isupper() or words[0].isupper() or "," in place
        return (
            letters.casefold() not in self._refused
            and len(letters) >= _MIN_MARK
            and not any(char.isdigit() for char in letters)
            and not (name.endswith(".") and not name.isupper())
            and not initials.upper().endswith(letters.upper())
            and (is_town or (len(words) == 1 and (is_coined or is_mark)))
        )


def _credited(names: Iterable[str]) -> tuple[str, ...]:
    """Every agency a line names, in their order; not the mark of one named in full."""
    each = dict.fromkeys(names)
    return tuple(name for name in each if not any(is_short_for(name, other) for other in each))


def _is_signed(tail: str) -> bool:
    """Whether a paragraph may end in a mark: in brackets, after a dash, or behind its last full stop."""
    core = tail.rstrip(" .。")
    rest = core.rpartition(" ")[0]
    return core[-1:] in _BRACKETS or rest[-1:] in _ENDS or any(dash in tail[-60:] for dash in _DASHES)


def is_short_for(mark: str, words: str) -> bool:
    """Whether a mark is made of the initials of the last words before it, of all or of the great ones."""
    if len(mark) < _MIN_MARK or words.upper() == words:
        return False
    initials = [word[0] for word in regex.findall(r"\p{L}[\p{L}'’]*", words)]
    great = [initial for initial in initials if initial.isupper()]
    return mark.upper() in ("".join(some[-len(mark) :]).upper() for some in (initials, great))
