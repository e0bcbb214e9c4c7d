"""Forms that stand before a name, read backwards from it.

Such a form has hundreds of words to try, and hardly any text ends in one. What the last words of a text
leave possible is looked up: those before names are few and come again.
"""

from __future__ import annotations

from functools import lru_cache

import regex

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
