"""The lines of an outlet's pages: how they are compared, and when two pages tell the same story."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Set
from functools import cached_property

from boilerplate.outlet_memory import SAMPLING, RememberedLine, number_line

_SAME_STORY = 0.3
_SHINGLE_WORDS = 4
_DIGIT = re.compile(r"\d")
_KEY_WORDS = 8
_FOLD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ123456789", b"abcdefghijklmnopqrstuvwxyz000000000")
_UNSPACED = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f])")


class Story:
    """The lines of one page, each with its shingles, worked out when they are first asked for."""

    def __init__(self, text: str) -> None:
        """Take the text of a page."""
        self._text = text

    @cached_property
    def lines(self) -> dict[str, frozenset[int]]:
        """The shingles of each line by its normalised form."""
        return {line: _shingles(line) for line in self._normalized}

    @cached_property
    def _normalized(self) -> list[str]:
        return [line for line in dict.fromkeys(map(normalize_line, self._text.split("\n"))) if line]

    def numbers(self) -> list[int]:
        """The numbers by which its lines are remembered, in their order."""
        return list(dict.fromkeys(map(number_line, self._normalized)))

    def shingles(self, *, without: Set[str]) -> frozenset[int]:
        """The shingles of all lines but some."""
        return frozenset().union(*(own for line, own in self.lines.items() if line not in without))

    def remember(self) -> dict[int, RememberedLine]:
        """The page in the form in which it is remembered."""
        return {
            number_line(line): RememberedLine(key=make_line_key(line), sample=sample_shingles(own))
            for line, own in self.lines.items()
        }


class EarlierStory:
    """One page of an earlier run, of whose shingles a sample is left."""

    def __init__(self, lines: dict[int, RememberedLine]) -> None:
        """Take what is remembered of a page."""
        self.lines = lines

    def shingles(self, *, without: Set[str]) -> frozenset[int]:
        """The sample of all lines but some."""
        left_out = set(map(number_line, without))
        kept = (line.sample for number, line in self.lines.items() if number not in left_out)
        return frozenset().union(*kept)


def normalize_line(line: str) -> str:
    """The form in which lines are compared: compatibility forms and case folded, every digit a zero."""
    return _DIGIT.sub("0", " ".join(unicodedata.normalize("NFKC", line).casefold().split()))


def make_line_key(line: str) -> int:
    """A number of 32 bits that stands for the first words of a line, normalised."""
    words = line.split(None, _KEY_WORDS)[:_KEY_WORDS]
    opening = " ".join(words)
    if opening.isascii():
        return zlib.crc32(opening.encode("ascii").translate(_FOLD))
    # Normalising adds words but takes none away, and does so for each word apart from the others.
    folded = " ".join(normalize_line(opening).split()[:_KEY_WORDS])
    return zlib.crc32(folded.encode("utf-8", "surrogatepass"))


def _shingles(line: str) -> frozenset[int]:
    words = _UNSPACED.sub(r" \1 ", line).split()
    starts = range(max(1, len(words) - _SHINGLE_WORDS + 1))
    return frozenset(
        zlib.crc32(" ".join(words[start : start + _SHINGLE_WORDS]).encode("utf-8", "surrogatepass"))
        for start in starts
    )


def sample_shingles(shingles: frozenset[int]) -> frozenset[int]:
    """Those that are remembered."""
    return frozenset(shingle for shingle in shingles if shingle % SAMPLING == 0)


def is_same_story(left: frozenset[int], right: frozenset[int]) -> bool:
    """Whether much of the shorter stands in the longer; pages with nothing of their own count as one."""
    shorter = min(len(left), len(right))
    return shorter == 0 or len(left & right) >= _SAME_STORY * shorter
