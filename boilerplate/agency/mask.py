"""Names of agencies in a text, each put as one character that tells how surely it is a name.

Forms of credits know an agency only as such a character of Unicode's private use area: so every form stays
small, however many agencies there are. A text that can hold no name is told by a search for a few beginnings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import regex

from boilerplate.agency.called import OF_NEWS, CalledFew, CalledForms
from boilerplate.agency.hints import ALL_KINDS, Hints
from boilerplate.agency.masked import (
    ACRONYM,
    CALLED,
    COMMON,
    FULL,
    MARK,
    NAMESAKE,
    PAPER,
    PRIVATE,
    Masked,
    Name,
    put_codes,
)
from boilerplate.agency.name_lookup import NameLookup
from boilerplate.agency.name_search import AnyOf, write_names
from boilerplate.agency.words import Vocabulary

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_JOINED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Arabic}]")
"""Scripts in which a name may begin inside of a word."""
_ARABIC = regex.compile(r"\p{Arabic}")
_LOOK_BACK = 30
_CAPITALIZED = regex.compile(r"(?<!\p{L})(?!The\s)\p{Lu}\p{L}+\s$")
_PREFIX = regex.compile(r"(?<!\p{L})(?:[لبو]|لل)$")
_HIDDEN_AGENCY = re.compile("genc(?!ij)")
_SHOUTED = 5
_SHORTEST = 2
_CAPITALS = regex.compile(r"(?:\p{Lu}{4,}\s+){1,3}(?=\p{Lu}\p{Ll})")


class NameMask:
    """Finds and masks the names of the agencies of a data file, and of those known by their form alone."""

    def __init__(self, content: Mapping[str, Any], vocabulary: Vocabulary) -> None:
        """Compile the names; the vocabulary is of all languages."""
        refused = {name.casefold() for name in content["not_agencies"]}
        self._refused = frozenset(refused)
        self.agencies: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        for agency in content["agencies"]:
            self._add(agency)
        for name in [name for name, code in self._codes.items() if code in (FULL, NAMESAKE)]:
            if len(name) >= _SHOUTED and name.upper() != name:
                self._codes.setdefault(name.upper(), MARK)
                self.agencies.setdefault(name.upper(), self.agencies[name])
        for paper in content["newspapers"]:
            self._codes.setdefault(paper, PAPER)
            self.agencies.setdefault(paper, paper)
        for name in [name for name in self._codes if name.casefold() in refused]:
            del self._codes[name]
        self._called: CalledFew | CalledForms = CalledFew(vocabulary)
        self._words = vocabulary.words
        self._prepare(vocabulary.words)

    def _add(self, agency: Mapping[str, Any]) -> None:
        common, namesakes = agency.get("common", ()), agency.get("namesakes", ())
        own = agency["name"]
        groups = (
            (COMMON, common),
            (NAMESAKE, namesakes),
            (MARK, agency.get("marks", ())),
            (FULL, (own, *agency.get("names", ()))),
        )
        for code, names in groups:
            for name in names:
                is_acronym = code == COMMON and len(name) > _SHORTEST and name.isupper()
                self._codes.setdefault(name, ACRONYM if is_acronym else code)
                self.agencies.setdefault(name, own)

    def _prepare(self, words: Mapping[str, Sequence[str]]) -> None:
        self._heads = frozenset(words["head"])
        kinds = ["通讯社", "通訊社", "通信", "통신", "وكالة", "एजेंसी"]
        kinds += [_literal(name) for name in (*words["head"], *words["opener"])]
        self._kinds = kinds
        self._sure = [name for name in self._codes if self._codes[name] != COMMON or name.isupper()]
        self._any: AnyOf | NameLookup = NameLookup(self._codes)
        self._hints = Hints(self._sure, kinds=kinds)
        self._kind_hint = AnyOf(kinds, forms=ALL_KINDS)
        self._kind_word = AnyOf(kinds, forms=_write_kinds([*words["kind"], *words["kind_after"]]))

    def compile(self) -> None:
        """Compile what finds all names and all words, as for many texts."""
        any_name = self._any = AnyOf(self._codes)
        for search in (any_name, self._kind_hint, self._kind_word):
            search.compile()
        self._hints = Hints(self._sure, kinds=self._kinds, is_for_many=True)
        self._hints.compile()
        called = self._called = CalledForms(self._words)
        called.compile()

    def has_hint(self, text: str) -> bool:
        """Whether a short text may name an agency at all."""
        return (
            self._any.fit(text).search(text) is not None or self._kind_hint.fit(text).search(text) is not None
        )

    def find_hints(self, text: str) -> list[int]:
        """Where a text may name an agency, in no order; not by a common word."""
        return self._hints.find(text)

    def is_known(self, name: str) -> bool:
        """Whether it is how the data file writes an agency."""
        return name in self._codes

    def has_known(self, text: str) -> bool:
        """Whether a text may have the name of a known agency in it."""
        return self._any.fit(text).search(text) is not None

    def has_name(self, text: str) -> bool:
        """Whether a text has the name of a known agency in it."""
        return next(self._find_known(text), None) is not None

    def mask(self, text: str, *, also: Iterable[str] = ()) -> Masked:
        """Mask every name, and those in ``also``, which are of no known agency but were credited nearby."""
        clean = text if text.isascii() else PRIVATE.sub("\ufffd", text)
        extra = [name for name in also if name not in self._codes and len(name) > 1]
        known = put_codes(clean, [*self._find_known(clean), *_find_extra(clean, extra)])
        if self._kind_word.fit(text).search(text) is None:
            return known
        called = []
        is_spaced = text.isascii() or _JOINED.search(text) is None
        forms = self._called.of(known.text)
        for match in (forms.spaced if is_spaced else forms.anywhere).finditer(known.text):
            found = self._read_called(match, known)
            if found is not None:
                called.append(found)
        if not called:
            return known
        first = [
            (known.offsets[place], known.offsets[place + 1], known.text[place], name)
            for place, name in zip(known.places, known.names, strict=True)
        ]
        return put_codes(clean, [*first, *called])

    def _find_known(self, text: str) -> Iterator[Name]:
        for match in self._any.fit(text).finditer(text):
            name, start = match.group(), match.start()
            before = text[max(0, start - _LOOK_BACK) : start]
            if before[-1:].isalnum() and not _UNSPACED.match(name[0]) and not _is_arabic_prefix(name, before):
                continue
            if name in self._heads and _CAPITALIZED.search(before):
                continue
            code = self._codes[name]
            is_called = code == FULL and self._called.of(text).kind.search(name) is not None
            yield start, match.end(), CALLED if is_called else code, self.agencies[name]

    def _read_called(self, match: regex.Match[str], known: Masked) -> Name | None:
        """What the data file has no name for, or a known name with what kind of thing it is."""
        start, end = match.span()
        inner = known.names_in(start, end)
        places = known.offsets[start], known.offsets[end]
        if inner:
            is_paper = PAPER in known.text[start:end]
            return *places, PAPER if is_paper else CALLED, inner[0]
        groups = match.groupdict()
        name = groups["after"] or groups["quoted"] or groups["free"] or groups["own"]
        shift = capitals.end() if (capitals := _CAPITALS.match(name)) else 0
        name = name[shift:]
        if groups["free"] and not groups["quoted"]:
            name = _first_word(name)
            places = places[0], known.offsets[match.start("free") + shift + len(name)]
        elif shift:
            places = known.offsets[start + shift], places[1]
        return None if self._is_refused(name) else (*places, CALLED, name)

    def _is_refused(self, name: str) -> bool:
        """Whether it is an agency of another kind, or has no name of its own."""
        if _IS_OF_NEWS.search(name):
            return False
        words = [word.casefold() in self._refused for word in name.split()]
        if self._called.of(name).opener.match(name):
            return any(words[1:])
        return all(words[: max(1, len(words) - 2)])


_IS_OF_NEWS = regex.compile(rf"{OF_NEWS}$")


def _find_extra(text: str, names: Sequence[str]) -> Iterator[Name]:
    if names:
        for match in regex.finditer(write_names(names), text):
            yield *match.span(), MARK, match.group()


def _is_arabic_prefix(name: str, before: str) -> bool:
    """Whether an Arabic name is joined to a preposition alone: "to", "in", "and"."""
    return _ARABIC.match(name) is not None and _PREFIX.search(before) is not None


def _first_word(name: str) -> str:
    """A mark in capitals stands for itself, whatever capital words follow it."""
    first = name.split()[0]
    return first if len(first) > 1 and first.isupper() else name


def _write_kinds(forms: Sequence[str]) -> list[str]:
    """Expressions one of which a sentence has at least that calls something an agency by one of the forms.

    The English words stand in their forms in full, so of them alone the mere word "agency" is not enough.
    """
    is_plain = not any(_HIDDEN_AGENCY.search(form) for form in forms if not _literal(form))
    parts = [f"{kind}(?!y|ies)" if kind == "agenc" and is_plain else kind for kind in ALL_KINDS]
    return [*parts, *sorted({_literal(form) for form in forms} - {""})]


def _literal(form: str) -> str:
    """The beginning of a form that is plain letters."""
    return re.split(r"[^\w\s]", form)[0]
