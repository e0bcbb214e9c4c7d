"""Words of credits as regular expressions, and which of them a text may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import regex

from boilerplate.agency.letters import Needs, find_needs, index_text

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Arabic}]")


_REMEMBERED = 256
"""Texts: the lines of a page come again when its credits are taken."""
_UNBOUNDED = frozenset({"head", "opener"})
"""Places whose words may be parts of words."""


class Vocabulary:
    """The words of all languages by the place they fill in a credit."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        """Take the words; what each needs is found out when its place is asked for."""
        self.words = words
        self._needs: dict[str, list[tuple[str, Needs]]] = {}
        self.read = lru_cache(maxsize=_REMEMBERED)(self._read)

    def _read(self, text: str) -> Excerpt:
        """The words that a text may have."""
        return Excerpt(index_text(text), self)

    def list_needs(self, place: str) -> list[tuple[str, Needs]]:
        """The words of a place, and what each needs."""
        if place not in self._needs:
            self._needs[place] = [
                (word, find_needs(_write_word(word), is_word=place not in _UNBOUNDED and _is_spaced(word)))
                for word in self.words[place]
            ]
        return self._needs[place]


class Excerpt:
    """What one text may have of a vocabulary."""

    def __init__(self, index: str, vocabulary: Vocabulary) -> None:
        """Take the index of the text."""
        self._index = index
        self._vocabulary = vocabulary
        self._found: dict[str, tuple[str, ...]] = {}

    def list_words(self, place: str) -> tuple[str, ...]:
        """The words of a place that the text may have, in their order."""
        found = self._found.get(place)
        if found is None:
            found = self._found[place] = tuple(self._select(self._vocabulary.list_needs(place)))
        return found

    def _select(self, words: Iterable[tuple[str, Needs]]) -> Iterator[str]:
        """The words that the text has what they need for; hundreds are asked for at every line."""
        index = self._index
        for word, needs in words:
            for letters in needs:
                for choice in letters:
                    if choice in index:
                        break
                else:
                    break
            else:
                yield word

    def list_all(self, place: str) -> tuple[str, ...]:
        """All words of a place."""
        return tuple(self._vocabulary.words[place])

    def has(self, needs: Needs) -> bool:
        """Whether the text has what is needed; a name in braces is any word of a place."""
        for letters in needs:
            for choice in letters:
                if self.list_words(choice[1:-1]) if choice[0] == "{" else choice in self._index:
                    break
            else:
                return False
        return True


def write_place(place: str, words: Iterable[str]) -> str:
    """An expression for any of the words that may fill a place."""
    return write_words(words, is_any_case=place != "kind")


def write_words(words: Iterable[str], *, is_any_case: bool = False) -> str:
    """An expression for any of the words, bounded where their script has spaces; never, if there are none."""
    bounded = [_write_word(word) for word in words if _is_spaced(word)]
    free = [_write_word(word) for word in words if not _is_spaced(word)]
    choices = (
        [rf"(?<![\p{{L}}\p{{M}}])(?:{'|'.join(bounded)})(?:(?<=['’])|(?![\p{{L}}\p{{M}}]))"]
        if bounded
        else []
    )
    flag = "i" if is_any_case else ""
    return f"(?{flag}:{'|'.join([*choices, *free]) or '(?!)'})"


def _write_word(word: str) -> str:
    """A word with its spaces as any white space; as none too, where a script has none."""
    return word.replace(" ", r"\s+" if _is_spaced(word) else r"\s*")


def _is_spaced(word: str) -> bool:
    return _UNSPACED.search(word) is None
