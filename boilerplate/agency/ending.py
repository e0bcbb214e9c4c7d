"""Forms that stand before a name, read backwards from it, or after one.

Such a form has hundreds of words to try, and hardly any text ends or opens with one. What the nearest words
of a text leave possible is looked up: those beside names are few and come again.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import regex

from boilerplate.agency.letters import fold

_WORDS = 3
_MOST_CHARACTERS = 32
_KEPT = 1 << 14


class Ending:
    """A form that ``match`` finds at the end of a text."""

    def __init__(self, form: str) -> None:
        """Compile the form."""
        self.form = form
        self._pattern = regex.compile(form, regex.REVERSE)
        self._may_end = lru_cache(maxsize=_KEPT)(self._is_possible)

    def match(self, text: str) -> regex.Match[str] | None:
        """The form at the end of a text, as it would be found by trying all its words."""
        start = len(text)
        for _ in range(_WORDS):
            start = text.rfind(" ", 0, max(start - 1, 0))
            if start < 0 or len(text) - start > _MOST_CHARACTERS:
                break
            if not self._may_end(text[start + 1 :]):
                return None
        return self._pattern.match(text)

    def _is_possible(self, tail: str) -> bool:
        """Whether some text that ends in these words ends in the form."""
        return self._pattern.match(tail, partial=True) is not None


class Opening:
    """A form that ``match`` finds at the start of a text."""

    def __init__(self, form: str, *, early: str, late: Iterable[str]) -> None:
        """Compile the form.

        Args:
            early: the form without those of its words that may have anything before them.
            late: letters, folded, some of which a text has wherever it has one of those words.
        """
        self.form = form
        self._pattern = regex.compile(form)
        self._early = regex.compile(early)
        self._late = tuple(sorted(late))
        self._late_ascii = tuple(filter(str.isascii, self._late))
        self._may_open = lru_cache(maxsize=_KEPT)(self._is_possible)

    def match(self, text: str) -> regex.Match[str] | None:
        """The form at the start of a text, as it would be found by trying all its words."""
        end = 0
        for _ in range(_WORDS):
            end = text.find(" ", end + 1)
            if not 0 < end < _MOST_CHARACTERS:
                break
            if not self._may_open(text[: end + 1]):
                if self._has_late(text):
                    break
                return None
        return self._pattern.match(text)

    def _is_possible(self, head: str) -> bool:
        """Whether some text that opens with these words opens with the form."""
        return self._early.match(head, partial=True) is not None

    def _has_late(self, text: str) -> bool:
        """Whether a text may have one of the words that stand behind anything."""
        if text.isascii():
            lowered = text.lower()
            return any(letters in lowered for letters in self._late_ascii)
        folded = fold(text)
        return any(letters in folded for letters in self._late)
