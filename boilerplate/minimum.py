"""How much text an article must have to be compared."""

from __future__ import annotations

import re

import regex

MIN_WORDS = 25
"""Fewer words make no comparison: two sentences. News in brief have 40 and more."""

_CHARACTERS_PER_WORD = 1.6
"""Chinese and Japanese text per word of its translation (ISO 17100 practice counts 1.5 to 2)."""

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*")
_MAYBE_UNSPACED = re.compile("[^\x00-\u0dff\u2000-\u2e7f]")  # its opposite takes longer to compile
_OPENING = 250
_PLAIN_WORD = re.compile(r"[A-Za-z0-9]\S*")


def find_lack(text: str) -> str | None:
    """Why an article's text cannot be compared; None where it can."""
    if has_enough_words(text):
        return None
    if not text.strip():
        return "no article text on the page"
    return f"the article has under {MIN_WORDS} words, too few for a comparison; give its full text"


def has_enough_words(text: str) -> bool:
    """Whether a text is long enough to be compared; characters of unspaced scripts count as part words."""
    opening = text[:_OPENING]
    if len(_PLAIN_WORD.findall(opening)) >= MIN_WORDS and _MAYBE_UNSPACED.search(opening) is None:
        return True
    count = 0.0
    for match in _WORD.finditer(text):
        unspaced = len(_UNSPACED.findall(match.group()))
        count += unspaced / _CHARACTERS_PER_WORD if unspaced else 1
        if count >= MIN_WORDS:
            return True
    return False
