"""What the compiled tokenizer has to know of each character, worked out from ``dedup.tokens`` itself.

A word can be folded character by character where no character of it composes with, or moves past, another one
(UAX #15). Characters for which that is not certain are marked; a text that has one is left to ``tokenize``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import regex

from dedup.tokens import JOINERS, LOOKALIKES, UNSPACED, fold_characters, is_unspaced

WORD, DIGIT, UNSPACED_START, MARK, JOINER = 1, 2, 4, 8, 16
"""What part of a token a character can be, by the pattern of ``dedup.tokens``."""
HARD, STACKING, PLAIN, LATIN, LOOKALIKE, STARTS_DIGIT = 32, 64, 128, 256, 512, 1024
"""``HARD``: folding depends on its neighbours. ``STACKING``: a mark with a place in the order of marks, which
may follow only a ``PLAIN`` character. ``LATIN``, ``LOOKALIKE``: letters of scripts that no real word mixes.
``STARTS_DIGIT``: folded, it begins with a digit."""
ENDS_SENTENCE = 2048
"""A mark after which a sentence has ended; ASCII has its own."""

TABLE_SIZE = 0x20000
"""Code points from here on are all ``HARD``: rare ideographs, tags and variation selectors."""
FOLDED_SIZE = 0x10000
"""Code points from here on are ``HARD`` where they are part of a token at all."""
LONGEST_FOLD = 8
"""Bytes of the longest folded form that the table holds."""

SENTENCE_ENDS = r"…‼⁇-⁉؟۔।॥。！？｡．\x85\u2028\u2029"
"""Marks beyond ASCII after which a sentence has ended, as the inside of a character class."""

SEPARATOR, QUOTE = 1, 255
"""What a character between tokens is folded to; ’ is one of several things, by what stands before it."""
GROUPING_SPACES = {0xA0: 2, 0x202F: 3, 0x2009: 4}
"""Spaces that may group digits keep a code of their own."""
_SENTENCE_END = ord("!")
_RIGHT_QUOTE = 0x2019

_CLASSES = (
    (WORD, rf"[[\p{{L}}\p{{N}}\p{{M}}]--[{UNSPACED}]]"),
    (DIGIT, r"\d"),
    (UNSPACED_START, rf"[{UNSPACED}ー]"),
    (MARK, r"\p{M}"),
    (ENDS_SENTENCE, rf"[{SENTENCE_ENDS}]"),
    (JOINER, rf"['’＇{JOINERS}]"),
)
_APOSTROPHE_LETTER = 0x02BC
_JAMO_THAT_COMPOSE = (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))

Arrays = tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint64], npt.NDArray[np.uint8], npt.NDArray[np.uint8]]


@dataclass(frozen=True, slots=True, eq=False)
class CharacterTable:
    """By code point: ``classes`` and ``separators``, (0x20000,); ``folded`` and ``lengths``, (0x10000,).

    ``separators`` says what a character that only parts words is folded to, 0 for all others; ``folded`` and
    ``lengths`` are the bytes of the normalised form as a little-endian number, and how many there are.
    """

    classes: npt.NDArray[np.uint16]
    folded: npt.NDArray[np.uint64]
    lengths: npt.NDArray[np.uint8]
    separators: npt.NDArray[np.uint8]

    def as_arrays(self) -> Arrays:
        """The four together, as the compiled loops take them."""
        return self.classes, self.folded, self.lengths, self.separators


@lru_cache(maxsize=1)
def build_character_table() -> CharacterTable:
    """Classify and fold every character of the first two planes.

    Cost: some hundredths of a second, once a process.
    """
    everything = "".join(map(chr, range(TABLE_SIZE)))
    classes = np.zeros(TABLE_SIZE, dtype=np.uint16)
    for bit, pattern in _CLASSES:
        for match in regex.compile(f"(?:{pattern})+", regex.VERSION1).finditer(everything):
            classes[match.start() : match.end()] |= bit
    in_tokens = (classes & (WORD | DIGIT | UNSPACED_START | MARK)) > 0
    classes[FOLDED_SIZE:][in_tokens[FOLDED_SIZE:]] |= HARD
    folded = np.zeros(FOLDED_SIZE, dtype=np.uint64)
    lengths = np.zeros(FOLDED_SIZE, dtype=np.uint8)
    composing = _find_composing()
    for first, end, bits in _UNIFORM:
        classes[first:end] |= bits
        folded[first:end], lengths[first:end] = _encode_range(first, end), 3
        in_tokens[first:end] = False
    points = np.flatnonzero(in_tokens[:FOLDED_SIZE]).tolist()
    for point, form in zip(points, _fold_each(points), strict=True):
        classes[point] |= _judge(chr(point), form, composing)
        encoded = form.encode("utf-8", "surrogatepass")
        if len(encoded) <= LONGEST_FOLD:
            folded[point] = int.from_bytes(encoded, "little")
            lengths[point] = len(encoded)
    classes[_APOSTROPHE_LETTER] |= JOINER
    separators = _list_separators(classes)
    for array in (classes, folded, lengths, separators):
        array.flags.writeable = False
    return CharacterTable(classes, folded, lengths, separators)


def _list_separators(classes: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint8]:
    separators = np.where((classes & ~np.uint16(ENDS_SENTENCE)) == 0, SEPARATOR, 0).astype(np.uint8)
    separators[classes == ENDS_SENTENCE] = _SENTENCE_END
    for space, code in GROUPING_SPACES.items():
        separators[space] = code
    separators[_RIGHT_QUOTE] = QUOTE
    return separators


def _fold_each(points: list[int]) -> list[str]:
    """The normalised form of each character alone. A line break is part of no token and keeps them apart."""
    return fold_characters("\n".join(map(chr, points))).split("\n")


def _judge(character: str, form: str, composing: frozenset[str]) -> int:
    """The bits that say how a character of a token may be folded."""
    decomposed = unicodedata.normalize("NFKD", character)
    encoded = form.encode("utf-8", "surrogatepass")
    bits = 0
    if form == character == unicodedata.normalize("NFD", character) and not unicodedata.combining(character):
        bits |= PLAIN
    starts = (form[:1], decomposed[:1], unicodedata.normalize("NFKC", character)[:1])
    is_mark = any(unicodedata.combining(start) for start in starts if start)
    if is_mark and form == character == decomposed:
        bits |= STACKING
    elif is_mark:
        bits |= HARD
    if not encoded or len(encoded) > LONGEST_FOLD or _BREAKING.search(form):
        bits |= HARD
    if any(start in composing for start in starts):
        bits |= HARD
    if _UNSPACED_NUMERAL.match(character) or (is_unspaced(form) and not _CHARACTER.match(character)):
        bits |= HARD
    if not character.isdecimal() and form[:1].isdigit():
        bits |= STARTS_DIGIT
    if _LATIN.search(form):
        bits |= LATIN
    if _LOOKALIKE.search(form):
        bits |= LOOKALIKE
    return bits


def _find_composing() -> frozenset[str]:
    """The characters that may melt into the one before them."""
    found = set(map(chr, _JAMO_THAT_COMPOSE))
    for point in _list_composed():
        parts = unicodedata.normalize("NFD", chr(point))
        if len(parts) > 1:
            found.update(parts[1:])
    return frozenset(found)


def _list_composed() -> Iterator[int]:
    yield from range(0xC0, 0x3100)
    yield from range(0xF900, 0xFB50)


def _encode_range(first: int, end: int) -> npt.NDArray[np.uint64]:
    """The three bytes of each character's UTF-8, the first one lowest."""
    points = np.arange(first, end, dtype=np.uint64)
    six, low = np.uint64(6), np.uint64(0x3F)
    lead, middle = np.uint64(0xE0) | (points >> np.uint64(12)), np.uint64(0x80) | ((points >> six) & low)
    last = np.uint64(0x80) | (points & low)
    encoded: npt.NDArray[np.uint64] = lead | (middle << np.uint64(8)) | (last << np.uint64(16))
    return encoded


_UNIFORM = (
    (0x3400, 0x4DC0, PLAIN),  # ideographs
    (0x4E00, 0xA000, PLAIN),
    (0xAC00, 0xD7A4, 0),  # Hangul syllables, which a following jamo may extend
)
_BREAKING = regex.compile(r"(?=[\x00-\x7f])[^A-Za-z0-9]")
_CHARACTER = regex.compile(rf"[{UNSPACED}ー]", regex.VERSION1)
_UNSPACED_NUMERAL = regex.compile(rf"(?=[{UNSPACED}])(?!\d)\p{{N}}", regex.VERSION1)
_LATIN = regex.compile(r"\p{Latin}")
_LOOKALIKE = regex.compile(f"[{LOOKALIKES}]")
