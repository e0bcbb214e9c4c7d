"""Search for many names at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import regex

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")

_FOREIGN = re.compile("[^\x00-\u036f\u2000-\u2bff]")
"""Letters that are not Latin, and some that are."""


def find_all(text: str, name: str) -> list[int]:
    """The places where a text has a name, as part of a word too."""
    found = []
    start = text.find(name)
    while start >= 0:
        found.append(start)
        start = text.find(name, start + 1)
    return found


def is_unspaced(name: str) -> bool:
    """Whether a name is written in a script that has no spaces."""
    return _UNSPACED.search(name) is not None


def write_names(names: Iterable[str]) -> str:
    """An expression for any of the names, longest first, as whole words where their script has words."""
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    spaced = "|".join(regex.escape(name) for name in ordered if not _UNSPACED.search(name))
    unspaced = "|".join(regex.escape(name) for name in ordered if _UNSPACED.search(name))
    choices = [rf"(?<![\p{{L}}\p{{M}}\p{{N}}])(?:{spaced})(?![\p{{L}}\p{{M}}\p{{N}}])"] if spaced else []
    return f"(?:{'|'.join([*choices, *([unspaced] if unspaced else [])])})"


class AnyOf:
    """A search for any of many words, the longest first; see ``write_tree``.

    A text that has no letters but Latin ones is searched only for what begins with one, twice as fast.
    """

    def __init__(self, words: Iterable[str], *, forms: Iterable[str] = ()) -> None:
        """Take the words, and expressions that begin with a letter, to be found in words as well."""
        self._words = list(words)
        self._forms = list(forms)

    def fit(self, text: str) -> re.Pattern[str]:
        """The expression for a text; compiled when it is asked for."""
        return self._latin if text.isascii() or _FOREIGN.search(text) is None else self._all

    def compile(self) -> None:
        """Compile both expressions."""
        _ = self._latin, self._all

    @cached_property
    def _latin(self) -> re.Pattern[str]:
        words, forms = (
            [one for one in ones if not _FOREIGN.match(one)] for ones in (self._words, self._forms)
        )
        return _compile_any(words, forms)

    @cached_property
    def _all(self) -> re.Pattern[str]:
        return _compile_any(self._words, self._forms)


def _compile_any(words: Iterable[str], forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(filter(None, [write_tree(words), *forms])) or "(?!)")


def write_tree(words: Iterable[str]) -> str:
    """An expression (of ``re``) for any of the words, the longest first, with their beginnings shared.

    ``re`` skips to their first letters at a few nanoseconds a character. Words of a script that has spaces
    end where a word does; where they begin is left to the caller to check.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = not is_unspaced(word)
    return _write_branches(tree)[3:-1]


def _write_branches(tree: dict[str, Any]) -> str:
    branches = [re.escape(char) + _write_node(tree[char]) for char in sorted(filter(None, tree))]
    if "" in tree:
        branches.append(r"(?!\w)" if tree[""] else "")
    return f"(?:{'|'.join(branches)})"


def _write_node(tree: dict[str, Any]) -> str:
    branches = _write_branches(tree)
    return branches[3:-1] if len(tree) == 1 else branches
