"""Names of agencies in a text, each put as one character that tells how surely it is a name.

Forms of credits know an agency only as such a character of Unicode's private use area: so every form stays
small, however many agencies there are. A text that can hold no name is told by a search for a few beginnings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from string import ascii_letters
from typing import Any

import regex

from boilerplate.agency_forms import write_words
from boilerplate.agency_masked import (
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
from boilerplate.name_search import find_all, write_names, write_tree

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_JOINED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Arabic}]")
"""Scripts in which a name may begin inside of a word."""
_ARABIC = regex.compile(r"\p{Arabic}")
_LOOK_BACK = 30
_CAPITALIZED = regex.compile(r"(?<!\p{L})(?!The\s)\p{Lu}\p{L}+\s$")
_PREFIX = regex.compile(r"(?<!\p{L})(?:[لبو]|لل)$")
_AFTER_LATIN = "\u0370"
_SHOUTED = 5
_SHORTEST = 2
_LONG, _SAMPLED = 800, 8
_LATIN_SHARE = 1.15
"""Bytes of UTF-8 per character: text in Latin script with accents and curly quotes stays below."""
_WORD = r"\p{Lu}[\p{L}\p{N}&.\-]{0,23}[\p{L}\p{N}]"
_CAPITALS = regex.compile(r"(?:\p{Lu}{4,}\s+){1,3}(?=\p{Lu}\p{Ll})")
_NOT_FIRST = (
    r"(?!(?:The|An?|This|That|Its?|By|From|With|In|On|At|As|For|And|But|Both|Via|Source|Copyright|According|"
    r"Citing|Reported|Von|Mit|Laut|Par|Avec|Por|Con|Com|Di|Door|Met|Av|Bu)\b)"
)
_OF_NEWS = (
    r"\s+(?:de|di|d['’])\s*(?i:presse|prensa|imprensa|stampa|noticias|notícias|notizie|nouvelles|informations?|"
    r"información|informação|informazione|presă|știri)(?!\p{L})"
)
_UNSPACED_NAMES = (
    r"(?<=据|據|援引|引述|引用|根据|根據|来自|由|[:：]|^|[\s，。、（(【\[©])(?![据據由])\p{Han}{1,6}?(?:通讯社|通訊社)",
    r"(?<![\p{Han}\p{Katakana}ー])(?!データ|無線|移動|電気|光|衛星|情報|国際電気)"
    r"[\p{Han}\p{Katakana}ー]{2,8}?通信社?(?![\p{Han}\p{Katakana}])",
    r"(?<!\p{Hangul})(?!이동|정보|무선|위성|데이터)\p{Hangul}{2,5}통신(?:사)?(?!\p{Han})",
    r"(?<!\p{L})وكالة\s+(?:(?:أنباء|الأنباء)\s+\p{Arabic}{3,}|(?:\p{Arabic}{3,}\s+){1,2}?للأنباء)",
)


class NameMask:
    """Finds and masks the names of the agencies of a data file, and of those known by their form alone."""

    def __init__(self, content: Mapping[str, Any], words: Mapping[str, Sequence[str]]) -> None:
        """Compile the names; ``words`` are those of all languages by the place they fill."""
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
        self._compile(words)

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

    def _compile(self, words: Mapping[str, Sequence[str]]) -> None:
        code = "[\ue000-\ue006]"
        heads, openers = "|".join(words["head"]), "|".join(words["opener"])
        before, after = write_words(words["kind"]), write_words([*words["kind_after"], *words["head"]])
        loosely = write_words([*words["kind"], *words["kind_known"]])
        free = rf"{_NOT_FIRST}{_WORD}(?:\s+{_WORD}){{0,2}}|[«\"„“](?P<quoted>[^«»\"„“”\n]{{2,40}})[»\"“”]"
        own = (
            rf"(?<![\p{{L}}\p{{M}}\p{{N}}]){_NOT_FIRST}(?:{_WORD}\s+){{1,4}}?(?:{heads})(?![\p{{L}}])(?!\s+{code})|"
            rf"(?<![\p{{L}}\p{{M}}])(?:{openers})(?:\s+{_WORD}){{1,3}}?{_OF_NEWS}|"
            rf"(?<![\p{{L}}\p{{M}}])(?:{openers})(?:\s+{_WORD}(?!\p{{L}})){{1,3}}+"
            r"(?!\s+(?:d[eiuao]s?|del|della|pour|para|per|von|für)\b)"
        )
        named = (
            rf"(?P<after>{code}|(?<![\p{{L}}\p{{M}}]){_NOT_FIRST}{_WORD})\s+{after}(?!\s+(?:\p{{Lu}}|{code}))"
        )
        kinds_first = rf"{loosely}\s+[«\"„“]?(?P<called>{code})[»\"”“]?|{before}\s+(?P<free>{free})"
        self._called_anywhere = rf"(?P<own>{own}|{'|'.join(_UNSPACED_NAMES)})|{named}|{kinds_first}"
        self._called_spaced = regex.compile(
            rf"(?<![\p{{L}}\p{{M}}])(?:(?=\p{{Lu}}|{code})(?:(?P<own>{own})|{named})"
            rf"|(?=[{_find_first_letters(f'{loosely}|{before}')}]|[^a-zA-Z])(?:{kinds_first}))"
        )
        self._kind = regex.compile(rf"(?i:{heads})|{loosely}|{after}|(?:{openers})")
        self._opener = regex.compile(openers)
        self._heads = frozenset(words["head"])
        kinds = ["通讯社", "通訊社", "通信", "통신", "وكالة", "एजेंसी"]
        kinds += [_literal(name) for name in (*words["head"], *words["opener"])]
        sure = [name for name in self._codes if self._codes[name] != COMMON or name.isupper()]
        self._any = re.compile(write_tree(self._codes))
        self._sure_names = [*sure, *kinds]
        latin = [name for name in [*sure, *kinds] if name < _AFTER_LATIN]
        self._latin = re.compile(write_tree([name for name in latin if not name[0].islower()]))
        lowered = sorted(name for name in latin if name[0].islower())
        self._lowered = [
            "persbureau",
            *(one for one in lowered if not any(one != two and one.startswith(two) for two in lowered)),
        ]
        self._kind_hint = re.compile("|".join([write_tree(kinds), *_ALL_KINDS]))
        plain = {_literal(word) for word in (*words["kind"], *words["kind_after"])} - {""}
        self._kind_word = re.compile("|".join([self._kind_hint.pattern, *sorted(plain)]))

    @cached_property
    def _called(self) -> regex.Pattern[str]:
        return regex.compile(self._called_anywhere)

    @cached_property
    def _sure(self) -> re.Pattern[str]:
        return re.compile(write_tree(self._sure_names))

    def compile(self) -> None:
        """Compile what is left of it for texts in other scripts."""
        _ = self._sure, self._called

    def has_hint(self, text: str) -> bool:
        """Whether a short text may name an agency at all."""
        return self._any.search(text) is not None or self._kind_hint.search(text) is not None

    def find_hints(self, text: str) -> list[int]:
        """Where a paragraph may name an agency, in no order; not by a common word."""
        if text.isascii() or _is_latin(text):
            found = [match.start() for match in self._latin.finditer(text)]
            found += [place for place in find_all(text, "agen") if text.startswith(_AGENCY, place)]
            words = [*self._lowered, *(kind for kind, letter in _ACCENTED_KINDS.items() if letter in text)]
        else:
            found = [match.start() for match in self._sure.finditer(text)]
            words = [*_ALL_KINDS]
        for word in words:
            found += find_all(text, word)
        return found

    def is_known(self, name: str) -> bool:
        """Whether it is how the data file writes an agency."""
        return name in self._codes

    def has_known(self, text: str) -> bool:
        """Whether a text may have the name of a known agency in it."""
        return self._any.search(text) is not None

    def has_name(self, text: str) -> bool:
        """Whether a text has the name of a known agency in it."""
        return next(self._find_known(text), None) is not None

    def mask(self, text: str, *, also: Iterable[str] = ()) -> Masked:
        """Mask every name, and those in ``also``, which are of no known agency but were credited nearby."""
        clean = text if text.isascii() else PRIVATE.sub("\ufffd", text)
        extra = [name for name in also if name not in self._codes and len(name) > 1]
        known = put_codes(clean, [*self._find_known(clean), *_find_extra(clean, extra)])
        if self._kind_word.search(text) is None:
            return known
        called = []
        is_spaced = text.isascii() or _JOINED.search(text) is None
        for match in (self._called_spaced if is_spaced else self._called).finditer(known.text):
            found = self._read_called(match, known)
            if found is not None:
                called.append(found)
        if not called:
            return known
        places = [match.start() for match in PRIVATE.finditer(known.text)]
        first = [
            (known.offsets[place], known.offsets[place + 1], known.text[place], name)
            for place, name in zip(places, known.names, strict=True)
        ]
        return put_codes(clean, [*first, *called])

    def _find_known(self, text: str) -> Iterator[Name]:
        for match in self._any.finditer(text):
            name, start = match.group(), match.start()
            before = text[max(0, start - _LOOK_BACK) : start]
            if before[-1:].isalnum() and not _UNSPACED.match(name[0]) and not _is_arabic_prefix(name, before):
                continue
            if name in self._heads and _CAPITALIZED.search(before):
                continue
            code = self._codes[name]
            is_called = code == FULL and self._kind.search(name) is not None
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
        if self._opener.match(name):
            return any(words[1:])
        return all(words[: max(1, len(words) - 2)])


_IS_OF_NEWS = regex.compile(rf"{_OF_NEWS}$")
_AGENCY = ("agenc", "agentur", "agenzi")
_ACCENTED_KINDS = {"agênci": "ê", "yhetsbyr": "å"}
_ALL_KINDS = (
    "agenc",
    "gentur",
    "agenzi",
    "persbureau",
    *_ACCENTED_KINDS,
    "гентств",
    "генці",
    "πρακτορε",
    "jans",
)
"""What agencies are called, in part."""


def _is_latin(text: str) -> bool:
    sample = text[::_SAMPLED] if len(text) > _LONG else text
    return len(sample.encode("utf-8", "replace")) <= _LATIN_SHARE * len(sample)


def _find_extra(text: str, names: Sequence[str]) -> Iterator[Name]:
    if names:
        for match in regex.finditer(write_names(names), text):
            yield *match.span(), MARK, match.group()


def _is_arabic_prefix(name: str, before: str) -> bool:
    """Whether an Arabic name is joined to a preposition alone: "to", "in", "and"."""
    return _ARABIC.match(name) is not None and _PREFIX.search(before) is not None


def _find_first_letters(form: str) -> str:
    """The letters of ASCII that what matches a form may begin with."""
    pattern = regex.compile(form)
    return "".join(letter for letter in ascii_letters if pattern.fullmatch(letter, partial=True))


def _first_word(name: str) -> str:
    """A mark in capitals stands for itself, whatever capital words follow it."""
    first = name.split()[0]
    return first if len(first) > 1 and first.isupper() else name


def _literal(form: str) -> str:
    """The beginning of a form that is plain letters."""
    return re.split(r"[^\w\s]", form)[0]
