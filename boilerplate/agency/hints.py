"""Where a text may name an agency, or call something one.

In a text in Latin script the places where a name may begin are found by pairs of characters, all at once;
only there the names themselves are tried.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from boilerplate.agency.name_lookup import NameLookup
from boilerplate.agency.name_search import find_all, write_tree

_AFTER_LATIN = "\u0370"
_LONG, _SAMPLED = 800, 8
_LATIN_SHARE = 1.15
"""Bytes of UTF-8 per character: text in Latin script with accents and curly quotes stays below."""
_AGENCY = ("agenc", "agentur", "agenzi")
_ACCENTED_KINDS = ("agênci", "yhetsbyr")
ALL_KINDS = (
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
Signs = tuple[int, ...]
_SIGNS, _OTHER = 128, 127
"""Characters are told apart as far as ASCII goes; the rest counts as one."""
_ANY: Signs = tuple(range(_SIGNS))
_NO_WORD: Signs = tuple(sign for sign in _ANY if sign == _OTHER or re.match(r"\W", chr(sign)))
_GROUPS, _BEGINNING = 8, 4


class Hints:
    """Finds where a text may have a name or a word for agencies."""

    def __init__(self, names: Sequence[str], *, kinds: Sequence[str], is_for_many: bool = False) -> None:
        """Compile the search for names, and for words that say what something is.

        Args:
            is_for_many: whether what is asked about are many texts, which a table is worth to be built for.
        """
        self._is_for_many = is_for_many
        self._names = [*names, *kinds]
        latin = [name for name in self._names if name < _AFTER_LATIN]
        upper = [name for name in latin if not name[0].islower()]
        lowered = sorted(name for name in latin if name[0].islower())
        shortest = [one for one in lowered if not any(one != two and one.startswith(two) for two in lowered)]
        self._latin = self._compile_names(upper)
        self._lowered = (*_AGENCY, "persbureau", *_ACCENTED_KINDS, *shortest)
        self._beginnings = (Beginnings if is_for_many else FewBeginnings)(upper, self._lowered)

    @cached_property
    def _anywhere(self) -> re.Pattern[str] | NameLookup:
        return self._compile_names(self._names)

    def _compile_names(self, names: Sequence[str]) -> re.Pattern[str] | NameLookup:
        return re.compile(write_tree(names)) if self._is_for_many else NameLookup(names)

    def compile(self) -> None:
        """Compile what is left for texts in other scripts."""
        _ = self._anywhere

    def find(self, text: str) -> list[int]:
        """The places, in no order; each paragraph is read by its own script."""
        candidates = self._beginnings.find(text)
        if text.isascii() or ("\n" not in text and _is_latin(text)):
            return self._check(text, candidates)
        places: list[int] = []
        start = 0
        for paragraph in text.split("\n"):
            end = start + len(paragraph)
            if _is_latin(paragraph):
                own = candidates[bisect_left(candidates, start) : bisect_left(candidates, end)]
                places += self._check(text, own)
            else:
                places += [start + place for place in self._find_anywhere(paragraph)]
            start = end + 1
        return places

    def _check(self, text: str, candidates: Iterable[int]) -> list[int]:
        """The candidates at which a name begins, but in another name, or a word."""
        places: list[int] = []
        end = 0
        for place in candidates:
            if text[place].islower():
                if text.startswith(self._lowered, place):
                    places.append(place)
            elif place >= end and (match := self._latin.match(text, place)):
                end = match.end()
                places.append(place)
        return places

    def _find_anywhere(self, paragraph: str) -> Iterator[int]:
        """The places in a paragraph of any script."""
        for match in self._anywhere.finditer(paragraph):
            yield match.start()
        for word in ALL_KINDS:
            yield from find_all(paragraph, word)


class FewBeginnings:
    """Finds in a few texts where words may begin."""

    def __init__(self, words: Iterable[str], parts: Iterable[str]) -> None:
        """Take words that end where a word ends, and parts of words."""
        self._words = NameLookup(words)
        self._parts = tuple(parts)

    def find(self, text: str) -> list[int]:
        """The places in their order, with some at which no word stands."""
        places = set(self._words.find_beginnings(text))
        for part in self._parts:
            places.update(find_all(text, part))
        return sorted(places)


class Beginnings:
    """Finds where words may begin, by their first four characters taken as two pairs.

    The words are dealt into groups. A table tells of each pair of characters which groups have a word that
    begins with it, and which have one that goes on with it; where both agree, a word of the group may stand.
    """

    def __init__(self, words: Iterable[str], parts: Iterable[str]) -> None:
        """Take words that end where a word ends, and parts of words."""
        windows = [*(_spread(word, _NO_WORD) for word in words), *(_spread(part, _ANY) for part in parts)]
        groups = {pair: number % _GROUPS for number, pair in enumerate(sorted({one[:2] for one in windows}))}
        table = np.zeros((_SIGNS, _SIGNS), dtype=np.uint16)
        for first, second, third, fourth in windows:
            group = groups[first, second]
            table[np.ix_(first, second)] |= 1 << group
            table[np.ix_(third, fourth)] |= 1 << (_GROUPS + group)
        self._table = table.reshape(-1)

    def find(self, text: str) -> list[int]:
        """The places in their order, with some at which no word stands. Cost: 3 ns a character."""
        signs = np.minimum(_to_array(text + " " * (_BEGINNING - 1)), _OTHER)
        pairs = signs[:-1] * _SIGNS
        pairs += signs[1:]
        groups = self._table.take(pairs)
        agreed = (groups[:-2] & (groups[2:] >> _GROUPS)) != 0
        places: list[int] = agreed.nonzero()[0].tolist()
        return places


def _spread(word: str, after: Signs) -> tuple[Signs, ...]:
    """What the first four characters of a text that begins with a word may be."""
    own = [(min(ord(char), _OTHER),) for char in word[:_BEGINNING]]
    return tuple([*own, after, *[_ANY] * _BEGINNING][:_BEGINNING])


def _to_array(text: str) -> npt.NDArray[np.uint16] | npt.NDArray[np.uint32]:
    """The characters as numbers."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    if len(units) == len(text):
        return units
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _is_latin(text: str) -> bool:
    if text.isascii():
        return True
    sample = text[::_SAMPLED] if len(text) > _LONG else text
    return len(sample.encode("utf-8", "replace")) <= _LATIN_SHARE * len(sample)
