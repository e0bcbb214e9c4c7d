"""Which encoding bytes without a declaration are in, told from the letters each encoding makes of them.

Every language writes few letters outside ASCII, and writes them often; of the right encoding's reading nearly
all are among them. The letters per language are in ``charsets.tsv``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("charsets.tsv")
_SAMPLE_BYTES = 12_000
_MARKUP = re.compile(rb"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_SEGMENT = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_BESIDE_ASCII = re.compile(r"[A-Za-z](?=[^\W\d_a-zA-Z])|[^\W\d_a-zA-Z](?=[A-Za-z])")
_PUNCTUATION = frozenset("\u00a0\u3000–—‘’‚“”„…«»‹›•©®°§·€™¡¿、。，！？：；「」『』（）《》・〜～“”")
_RARE, _PLAIN, _FOREIGN, _BROKEN = 0.3, 0.3, -2.0, -4.0
_WESTERN_BONUS = 0.35
"""For windows-1252, by far the commonest: decides where there is next to nothing to go by."""


@dataclass(frozen=True, slots=True)
class _Language:
    is_latin: bool
    encodings: tuple[str, ...]
    weights: dict[str, float]


def guess_charset(content: bytes) -> str | None:
    """The name of the encoding in which a page reads best, or None where it reads well in none.

    Only lines of its text that are not plain ASCII are looked at, however far down they stand.
    Cost: linear in the page, then bounded: a sample of 12 kB, read once per encoding.
    """
    sample = b"\n".join(_SEGMENT.findall(_MARKUP.sub(b"\n", content)))[:_SAMPLE_BYTES]
    if not sample:
        return None
    readings: dict[str, str] = {}
    best_encoding, best_fit = None, 0.0
    for language in _load_languages():
        for encoding in language.encodings:
            if encoding not in readings:
                readings[encoding] = sample.decode(encoding, "replace")
            fit = _measure_fit(readings[encoding], language) + _WESTERN_BONUS * (encoding == "cp1252")
            if fit > best_fit:
                best_encoding, best_fit = encoding, fit
    return best_encoding


def _measure_fit(text: str, language: _Language) -> float:
    """How well the characters outside ASCII suit a language: 1 at best, below 0 when most do not."""
    characters = _NOT_ASCII.findall(text)
    total = sum(_weigh(character, language) for character in characters)
    if not language.is_latin:
        total -= len(_BESIDE_ASCII.findall(text))
    return total / len(characters) if characters else 0.0


def _weigh(character: str, language: _Language) -> float:
    if (weight := language.weights.get(character)) is not None:
        return weight
    if character == "\ufffd":
        return _BROKEN
    if character in _PUNCTUATION:
        return _PLAIN
    is_east_asian = "一" in language.weights or "이" in language.weights
    if is_east_asian and ("\u4e00" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3"):
        return _RARE
    if "の" in language.weights and "\u30a1" <= character <= "\u30fc":
        return 0.7
    return _FOREIGN


@cache
def _load_languages() -> tuple[_Language, ...]:
    languages = []
    for line in _DATA.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        _, script, encodings, letters = line.split("\t")
        weights: dict[str, float] = {}
        for rank, letter in enumerate(letters):
            weight = 1.0 - 0.6 * rank / len(letters)
            weights.setdefault(letter, weight)
            weights.setdefault(letter.upper(), weight * 0.3)
        languages.append(_Language(script == "latin", tuple(encodings.split()), weights))
    return tuple(languages)
