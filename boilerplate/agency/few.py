"""Forms for few texts: compiled of the words that a text has, and only where it may match at all.

A form of all words takes milliseconds to compile, and there are fifty. What a text lacks can be left out of a
form and changes nothing: so most forms get short, and many are never needed.
"""

from __future__ import annotations

import regex

from boilerplate.agency.letters import find_needs, read_tokens
from boilerplate.agency.words import Excerpt, Vocabulary, write_place

PLACE = regex.compile(r"(?<!\\[pP])\{([A-Z_]+)\}")
"""A name in braces."""

_NEVER = regex.compile("(?!)")
_OPTIONAL = frozenset("*?{")
_MOST_EXCERPTS = 8
"""So often a form is compiled for the words of a text; for a further text it is compiled of all words."""
_SHORT = 80
"""Characters after the opening of a form that are no worse to compile than the opening."""


class FewForm:
    """A template whose places are filled by words; it matches as its expression of all words does."""

    def __init__(self, template: str, vocabulary: Vocabulary, *, is_reversed: bool = False) -> None:
        """Take a template in which no places are left but those of words.

        Args:
            is_reversed: whether texts are read backwards from their end.
        """
        self._vocabulary = vocabulary
        self._whole = _Filled(template, flags=regex.REVERSE if is_reversed else 0)
        end = 0 if is_reversed else _find_opening(template)
        self._opening = _Filled(template[:end]) if end else None

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """As a compiled expression does it."""
        form = self._fit(text, start, end)
        return None if form is None else form.fullmatch(text, start, end)

    def match(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """As a compiled expression does it."""
        form = self._fit(text, start, end)
        return None if form is None else form.match(text, start, end)

    def search(self, text: str) -> regex.Match[str] | None:
        """As a compiled expression does it."""
        form = self._whole.fit(self._vocabulary.read(text))
        return None if form is None else form.search(text)

    def _fit(self, text: str, start: int, end: int | None) -> regex.Pattern[str] | None:
        """The expression for a text; None where the text does not open as the form does."""
        excerpt = self._vocabulary.read(text)
        if self._opening is not None and self._whole.may_match(excerpt):
            opening = self._opening.fit(excerpt)
            if opening is None or opening.match(text, start, end) is None:
                return None
        return self._whole.fit(excerpt)


class _Filled:
    """A template, and the expressions that it was filled to."""

    def __init__(self, template: str, *, flags: int = 0) -> None:
        self._template = template
        self._flags = flags
        names = dict.fromkeys(PLACE.findall(template))
        self._places = tuple(map(str.lower, names))
        marks = {name: (frozenset({f"{{{name.lower()}}}"}),) for name in names}
        self._needs = find_needs(template, places=marks)
        self._filled: dict[tuple[tuple[str, ...], ...], regex.Pattern[str]] = {}

    def may_match(self, excerpt: Excerpt) -> bool:
        """Whether a text has what the template needs."""
        return excerpt.has(self._needs)

    def fit(self, excerpt: Excerpt) -> regex.Pattern[str] | None:
        """The expression for a text; None if none can match it."""
        if not self.may_match(excerpt):
            return None
        if len(self._filled) < _MOST_EXCERPTS:
            return self._fill(tuple(map(excerpt.list_words, self._places)))
        return self._fill(tuple(map(excerpt.list_all, self._places)))

    def _fill(self, words: tuple[tuple[str, ...], ...]) -> regex.Pattern[str]:
        if words not in self._filled:
            chosen = zip(self._places, words, strict=True)
            parts = {place.upper(): write_place(place, listed) for place, listed in chosen}
            form = PLACE.sub(lambda match: parts[match[1]], self._template)
            self._filled[words] = regex.compile(form, self._flags)
        return self._filled[words]


def _find_opening(template: str) -> int:
    """Where the first place ends that no match is without; 0 if what follows is not worth it."""
    depth = length = end = 0
    tokens = read_tokens(template)
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        length += len(token)
        depth += (token[0] == "(") - (token == ")")
        if depth == 0 and token == "|":
            return 0
        is_optional = following[:1] in _OPTIONAL and not PLACE.fullmatch(following)
        if depth == 0 and not end and PLACE.fullmatch(token) and not is_optional:
            end = length
    return end if len(template) - end > _SHORT else 0
