"""Text → tokens with offsets. Normalisation lives here and nowhere else.

A token is a number with its group separators, a word with its inner apostrophes, or one character of a
script that writes no spaces. Its offsets point into the text as given, so nothing that normalisation
folds away is ever lost. Sources: UAX #15 (NFKC), UAX #29 (word boundaries), UTS #39 (confusables).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
import regex

from dedup.records import TokenizedText

UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
JOINERS = r"\u00ad\u200b-\u200f\u2060\ufeff\u061c\u202a-\u202e\u2066-\u2069"
_TOKEN = regex.compile(
    rf"""
    (?<!\p{{N}})\d{{1,3}}(?:([,.'’\u00a0\u202f\u2009\x20])\d{{3}}(?:\1\d{{3}})*)(?!\d)(?:[.,]\d+)?
  | \d+(?:[.,]\d+)*
  | [{UNSPACED}ー]\p{{M}}*
  | [[\p{{L}}\p{{N}}\p{{M}}]--[{UNSPACED}]]+
    (?:['’ʼ＇{JOINERS}]+[[\p{{L}}\p{{N}}\p{{M}}]--[{UNSPACED}]]+)*
    """,
    regex.VERBOSE | regex.VERSION1,
)
_UNSPACED_TOKEN = regex.compile(rf"[{UNSPACED}ー]")
_GROUPING = regex.compile(r"(?<=\d)[,.'’\u00a0\u202f\u2009\x20](?=\d{3}(?!\d))")
_FORMAT_CHARACTERS = regex.compile(rf"[{JOINERS}]")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "＇": "'", "‘": "'"})

# Cyrillic and Greek letters that look like Latin ones (the single-letter part of UTS #39 that stands in
# ordinary text). Folded only in a word that also has Latin letters: no real word mixes these scripts.
LOOKALIKES = "аеорсухікмтвнѕјԁԛԝһӏγοαρντυχικ"
_TO_LATIN = str.maketrans(LOOKALIKES, "aeopcyxikmtbhsjdqwhlyoapvtuxik")
_LATIN = regex.compile(r"\p{Latin}")
_LOOKALIKE = regex.compile(r"[\p{Cyrillic}\p{Greek}]")


def tokenize(text: str) -> TokenizedText:
    """Cut a text into normalised tokens.

    Letter case, compatibility forms, invisible format characters, apostrophe styles, digit grouping
    (700,000 = 700 000 = 700.000) and look-alike letters of another script are folded; everything between
    tokens is ignored.
    Cost: linear in the length of the text.
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        word = normalize_word(match.group())
        if word:
            words.append(word)
            starts.append(match.start())
            ends.append(match.end())
    bounds = np.array([starts, ends], dtype=np.int32)
    bounds.flags.writeable = False
    return TokenizedText(words=tuple(words), starts=bounds[0], ends=bounds[1])


@lru_cache(maxsize=1 << 16)
def normalize_word(word: str) -> str:
    """The form in which a token is compared; empty if nothing of it is visible."""
    if word.isascii():
        word = word.lower()
    else:
        word = fold_characters(word)
        if _LATIN.search(word) and _LOOKALIKE.search(word):
            word = word.translate(_TO_LATIN)
    if word[:1].isdigit():
        word = _GROUPING.sub("", word)
    return word


def fold_characters(text: str) -> str:
    """Letter case, compatibility forms, apostrophes and format characters folded, character by character."""
    text = _FORMAT_CHARACTERS.sub("", text).translate(_APOSTROPHES)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def is_number(word: str) -> bool:
    """Whether a normalised token is a numeral."""
    return word[:1].isdigit()


def is_unspaced(word: str) -> bool:
    """Whether a normalised token is a character of a script that writes no spaces between words."""
    return _UNSPACED_TOKEN.match(word) is not None
