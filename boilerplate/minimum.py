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
_ACCENTED = r"\x80-\u0dff\u2000-\u2e7f"
_OPENING = re.compile(
    rf"(?:[\s!-/:-@\[-`{{-\x7f{_ACCENTED}]*+[A-Za-z0-9][!-~{_ACCENTED}]*+){{{MIN_WORDS}}}(?=\s|\Z)"
)
"""Words with white space between them, in scripts that write some: most texts open with enough of them."""


def find_lack(text: str) -> str | None:
    """Why an article's text cannot be compared; None where it can."""
    if has_enough_words(text):
        return None
    if not text.strip():
        return "no article text on the page"
    return f"the article has under {MIN_WORDS} words, too few for a comparison; give its full text"


def has_enough_words(text: str) -> bool:
    """Whether a text is long enough to be compared; characters of unspaced scripts count as part words."""
    if _OPENING.match(text):
        return True
    count = 0.0
    for match in _WORD.finditer(text):
        unspaced = len(_UNSPACED.findall(match.group()))
        count += unspaced / _CHARACTERS_PER_WORD if unspaced else 1
        if count >= MIN_WORDS:
            return True
    return False
