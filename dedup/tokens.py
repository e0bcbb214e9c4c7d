"""Text → tokens with offsets. Normalisation lives here and nowhere else.

A token is a number with its group separators, a word with its inner apostrophes, or one character of a
script that writes no spaces. Its offsets point into the text as given, so nothing that normalisation
folds away is ever lost. Sources: UAX #15 (NFKC), UAX #29 (word boundaries), UTS #39 (confusables).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import regex

from dedup.records import Span, TokenizedText

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
_FAR_CHARACTER = re.compile("[^\x00-\u0dff\u2000-\u2e7f]")
_GROUPING = regex.compile(r"(?<=\d)[,.'’\u00a0\u202f\u2009\x20](?=\d{3}(?!\d))")
_FORMAT_CHARACTERS = regex.compile(rf"[{JOINERS}]")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "＇": "'", "‘": "'"})

# Cyrillic and Greek letters that look like Latin ones (the single-letter part of UTS #39 that stands in
# ordinary text). Folded only in a word that also has Latin letters: no real word mixes these scripts.
LOOKALIKES = "аеорсухікмтвнѕјԁԛԝһӏγοαρντυχικ"
_TO_LATIN = str.maketrans(LOOKALIKES, "aeopcyxikmtbhsjdqwhlyoapvtuxik")

# How characters are told apart when a long text is cut: bits of what a chunk of them has.
_LATIN_LETTER, _LOOKALIKE_LETTER, _OTHER_LETTER, _DIGIT, _APOSTROPHE, _HARD = 1, 2, 4, 8, 16, 32
_SPACE, _PLACEHOLDER = 0x20, 0x5F
_TABLE_SIZE = 0x3000
_SHORT_TEXT = 160
_LONGEST_KEPT = 32
_MANY_WORDS = 1 << 16
_PART = regex.compile(rf"[\p{{L}}\p{{N}}\p{{M}}{UNSPACED}ー'’ʼ＇{JOINERS}]+")
_EASY = regex.compile(r"(?=\p{L})[\u0000-\u06ff\u1e00-\u1fff]")
_LATIN = regex.compile(r"\p{Latin}")
_LOOKALIKE = regex.compile(r"[\p{Cyrillic}\p{Greek}]")


Bounds = npt.NDArray[np.int32]
Value = TypeVar("Value")


class WordMemo(dict[str, Value]):
    """What a function says of each word, kept for the words met lately; ``map(memo.__getitem__, words)``."""

    def __init__(self, judge: Callable[[str], Value], *, most: int = _MANY_WORDS) -> None:
        """Remember nothing yet, and at most so many words."""
        super().__init__()
        self._judge = judge
        self._most = most

    def __missing__(self, word: str) -> Value:
        """Ask the function."""
        if len(self) >= self._most:
            self.clear()
        value = self[word] = self._judge(word)
        return value


_KNOWN: dict[str, str] = {}
"""One object for all occurrences of a word lately."""


def tokenize(text: str) -> TokenizedText:
    """Cut a text into normalised tokens.

    Letter case, compatibility forms, invisible format characters, apostrophe styles, digit grouping
    (700,000 = 700 000 = 700.000) and look-alike letters of another script are folded; everything between
    tokens is ignored.
    Cost: linear in the length of the text.
    """
    if len(text) < _SHORT_TEXT:
        words, spans = match_tokens(text)
        bounds = np.array(spans, dtype=np.int32).reshape(-1, 2).T
    else:
        words, bounds = _scan_tokens(text)
    bounds.flags.writeable = False
    return TokenizedText(words=tuple(words), starts=bounds[0], ends=bounds[1])


def match_tokens(text: str) -> tuple[list[str], list[Span]]:
    """The tokens and where they stand, by the pattern alone."""
    words: list[str] = []
    spans: list[Span] = []
    for match in _TOKEN.finditer(text):
        word = normalize_word(match.group())
        if word:
            words.append(word)
            spans.append(match.span())
    return words, spans


def _scan_tokens(text: str) -> tuple[list[str], Bounds]:
    """The same, all characters at once.

    Characters that can be part of no token where they stand cut the text into chunks. Nearly every chunk is
    one word, whose characters are folded one by one; the pattern is asked about the others alone.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.intp)
    kind_of, form_of = _load_characters()
    kinds = np.zeros(len(codes) + 2, dtype=np.uint8)
    np.take(kind_of, codes, out=kinds[1:-1], mode="clip")
    forms = form_of.take(codes, mode="clip")
    _join_chunks(kinds, forms)
    is_inside = kinds > 0
    bounds = np.flatnonzero(is_inside[1:] != is_inside[:-1]).astype(np.int32).reshape(-1, 2).T
    chunks = forms.tobytes().decode("utf-16-le").split()
    if chunks:
        hard = np.flatnonzero(_load_hardness()[np.bitwise_or.reduceat(kinds[1:], bounds[0])])
        if len(hard):
            chunks, bounds = _match_hard(text, chunks, bounds, hard)
    if len(_KNOWN) > _MANY_WORDS:
        _KNOWN.clear()
    return list(map(_KNOWN.setdefault, chunks, chunks)), bounds


def _join_chunks(kinds: npt.NDArray[np.uint8], forms: npt.NDArray[np.uint16]) -> None:
    """Settle what apostrophes and the signs between digits are; ``kinds`` has one more place at either end.

    A sign taken for part of a chunk though it is none costs time alone, since the pattern then decides.
    """
    marks = np.flatnonzero(kinds & _APOSTROPHE)
    neighbours = kinds[marks - 1], kinds[marks + 1]
    is_outer = (neighbours[0] == 0) | (neighbours[1] == 0)
    kinds[marks[is_outer]] = 0
    forms[marks[is_outer] - 1] = _SPACE
    kinds[marks[~is_outer & ((neighbours[0] | neighbours[1]) & _APOSTROPHE > 0)]] = _HARD
    digits = np.flatnonzero(kinds & _DIGIT)
    signs = digits[:-1][digits[1:] - digits[:-1] == 2] + 1
    kinds[signs] |= _HARD
    forms[signs - 1] = _PLACEHOLDER


def _match_hard(
    text: str, chunks: list[str], bounds: Bounds, hard: npt.NDArray[np.intp]
) -> tuple[list[str], Bounds]:
    """The words and bounds with those that the pattern finds in the chunks of these numbers."""
    words: list[str] = []
    spans: list[Span] = []
    counts = np.ones(len(chunks), dtype=np.intp)
    done = 0
    for number, start, end in zip(hard.tolist(), *bounds[:, hard].tolist(), strict=True):
        match = _match_short if end - start <= _LONGEST_KEPT else match_tokens
        found, places = match(text[start:end])
        words += chunks[done:number]
        words += found
        spans += [(start + first, start + last) for first, last in places]
        counts[number] = len(found)
        done = number + 1
    words += chunks[done:]
    is_hard = np.zeros(len(chunks), dtype=bool)
    is_hard[hard] = True
    spread = np.repeat(bounds, counts, axis=1)
    spread[:, np.repeat(is_hard, counts)] = np.array(spans, dtype=np.int32).reshape(-1, 2).T
    return words, spread


_match_short = lru_cache(maxsize=1 << 14)(match_tokens)


@lru_cache(maxsize=1)
def _load_characters() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint16]]:
    """What a character can be part of and what it is folded to, by code point; the last is for all beyond.

    Only letters that are folded to one letter, whatever stands beside them, and the digits of ASCII are easy.
    """
    everything = "".join(map(chr, range(_TABLE_SIZE)))
    kinds = np.zeros(_TABLE_SIZE + 1, dtype=np.uint8)
    forms = np.full(_TABLE_SIZE + 1, _SPACE, dtype=np.uint16)
    for match in _PART.finditer(everything):
        kinds[slice(*match.span())] = _HARD
    for match in regex.finditer(r"\d+", everything):
        kinds[slice(*match.span())] |= _DIGIT
    kinds[-1] = _HARD | _DIGIT
    forms[kinds > 0] = _PLACEHOLDER
    letters, folded = _fold_letters(everything)
    scripts = np.full(len(letters), _OTHER_LETTER, dtype=np.uint8)
    for pattern, script in ((_LATIN, _LATIN_LETTER), (_LOOKALIKE, _LOOKALIKE_LETTER)):
        scripts[[match.start() for match in pattern.finditer(folded)]] = script
    places = list(map(ord, letters))
    kinds[places] = scripts
    forms[places] = list(map(ord, folded))
    kinds[0x30:0x3A] = _DIGIT
    forms[0x30:0x3A] = np.arange(0x30, 0x3A)
    for mark in "'’":
        kinds[ord(mark)] = _APOSTROPHE
        forms[ord(mark)] = ord("'")
    return kinds, forms


def _fold_letters(characters: str) -> tuple[str, str]:
    """The letters that are folded to one letter, and these; all at once, a line break keeping them apart."""
    letters = _EASY.findall(characters)
    forms = fold_characters("\n".join(letters)).split("\n")
    kept = [
        (one, form) for one, form in zip(letters, forms, strict=True) if len(form) == 1 and form.isalpha()
    ]
    return "".join(one for one, _ in kept), "".join(form for _, form in kept)


@lru_cache(maxsize=1)
def _load_hardness() -> npt.NDArray[np.bool_]:
    """Which kinds of characters, taken together, make a chunk that is not simply one word."""
    found = np.arange(256)
    is_number = found == _DIGIT
    is_mixed = (found & _LATIN_LETTER > 0) & (found & _LOOKALIKE_LETTER > 0)
    hardness: npt.NDArray[np.bool_] = (found & _HARD > 0) | (found & _DIGIT > 0) & ~is_number | is_mixed
    return hardness


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


def may_be_unspaced(text: str) -> bool:
    """Whether a token of a text may be such a character: False is certain, and cheap to tell."""
    return not text.isascii() and _FAR_CHARACTER.search(text) is not None
