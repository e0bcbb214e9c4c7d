"""Names and numbers of articles, found by a glance, and how many of them pairs have in common.

Compiled where the compiler is there; then a fact is known by its hash, else by what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import regex

from dedup.match.batch import Offsets
from dedup.match.shingle import Hashes, hash_tokens
from dedup.match.survey import Owners, Reader
from dedup.match.texts import Desk, do_parts, locate_texts

Numbers = npt.NDArray[np.int32]
Table = tuple[npt.NDArray[np.uint8], Hashes]
"""By code point: what it may be part of; the bytes of its small form as a number, 0 if it is one itself."""

UPPER, BEFORE_NAME, LETTER, DIGIT, HARD = 1, 2, 4, 8, 16
"""What the loop has to know of a character; texts with a ``HARD`` one are left to the pattern."""
TABLE_SIZE, FOLDED_SIZE = 0x20000, 0x10000
"""Code points from the first on are all ``HARD``; from the second on those that are folded are."""
IS_NUMBER = 1
"""Bit of a fact's hash that is set for numbers, and for nothing else."""

_PAIRS_AT_ONCE = 1_024
_FACT = regex.compile(r"(?<=[\p{Ll}\p{N},;] )\p{Lu}[\p{L}\p{M}]+|\d+(?:[.,:]\d+)*")
_CASED = regex.compile(r"[\p{Lu}\p{Ll}\p{Lt}\p{M}]")
_CLASSES = (UPPER, r"\p{Lu}"), (BEFORE_NAME, r"[\p{Ll}\p{N},;]"), (LETTER, r"[\p{L}\p{M}]"), (DIGIT, r"\d")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FactCounts:
    """Of p pairs, int32, shape (p,): the first article's facts, those of them that are numbers.

    And how many of each the second one has too.
    """

    facts: Numbers
    shared: Numbers
    numbers: Numbers
    shared_numbers: Numbers


def count_facts(reader: Reader, pairs: Owners) -> FactCounts:
    """Count what the first articles of pairs (2, p) have, and the second ones too.

    Cost: some µs an article where it is compiled; its articles are read again for every 1,024 pairs.
    """
    rows = np.zeros((4, pairs.shape[1]), dtype=np.int32)

    def count_part(bounds: slice, desk: Desk) -> None:
        numbers, local = np.unique(pairs[:, bounds], return_inverse=True)
        order = [reader.order[number] for number in numbers.tolist()]
        places = np.ascontiguousarray(local.reshape(2, -1), dtype=np.int32)
        if reader.is_compiled:
            rows[:, bounds] = _count_compiled(reader.texts, order, places, desk)
        else:
            rows[:, bounds] = _count_plain(reader.texts, order, places)

    do_parts(count_part, pairs.shape[1], at_once=_PAIRS_AT_ONCE, threads=reader.threads)
    return FactCounts(facts=rows[0], shared=rows[1], numbers=rows[2], shared_numbers=rows[3])


def list_facts(text: str) -> frozenset[str]:
    """The names and numbers of a text: words capitalised after a small letter, and digits."""
    return frozenset(word.casefold() for word in _FACT.findall(text))


def _count_plain(texts: Sequence[str], order: Sequence[int], pairs: Owners) -> Numbers:
    facts = [list_facts(texts[number]) for number in order]
    numbers = [frozenset(fact for fact in own if fact[0].isdigit()) for own in facts]
    rows = np.zeros((4, pairs.shape[1]), dtype=np.int32)
    for place, (one, other) in enumerate(pairs.T.tolist()):
        rows[:2, place] = len(facts[one]), len(facts[one] & facts[other])
        rows[2:, place] = len(numbers[one]), len(numbers[one] & numbers[other])
    return rows


def _count_compiled(texts: Sequence[str], order: Sequence[int], pairs: Owners, desk: Desk) -> Numbers:
    from dedup.match.kernels.facts import count_shared

    rows = np.zeros((4, pairs.shape[1]), dtype=np.int32)
    count_shared(*hash_facts(texts, order, desk), pairs, rows)
    return rows


def hash_facts(texts: Sequence[str], order: Sequence[int], desk: Desk) -> tuple[Hashes, Offsets]:
    """The distinct facts of each of these texts as hashes, end to end, and where each text's begin."""
    from dedup.match.kernels.facts import list_facts as list_compiled

    buffer, starts, ends = locate_texts(texts, order, desk)
    facts = desk.take("facts", int((ends - starts).sum()) // 2 + len(order), np.uint64)
    offsets, is_hard = np.zeros(len(order) + 1, dtype=np.int64), np.zeros(len(order), dtype=bool)
    list_compiled(buffer, (starts, ends), build_fact_table(), (facts, offsets, is_hard))
    found = facts[: offsets[-1]]
    if not is_hard.any():
        return found, offsets
    parts = np.split(found, offsets[1:-1])
    for place in np.flatnonzero(is_hard).tolist():
        parts[place] = _hash_plain(list_facts(texts[order[place]]))
    np.cumsum([len(part) for part in parts], out=offsets[1:])
    return np.concatenate(parts), offsets


def _hash_plain(facts: frozenset[str]) -> Hashes:
    listed = sorted(facts)
    is_number = np.array([fact[0].isdigit() for fact in listed], dtype=np.uint64)
    return hash_tokens(listed) & ~np.uint64(IS_NUMBER) | is_number


@lru_cache(maxsize=1)
def build_fact_table() -> Table:
    """Classify and fold every character of the first two planes. Cost: a hundredth of a second."""
    everything = np.arange(TABLE_SIZE, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    classes = np.zeros(TABLE_SIZE, dtype=np.uint8)
    for bit, pattern in _CLASSES:
        for match in regex.compile(f"(?:{pattern})+").finditer(everything):
            classes[match.start() : match.end()] |= bit
    forms = np.zeros(FOLDED_SIZE, dtype=np.uint64)
    for letter in _CASED.findall(everything):
        form = letter.casefold()
        if form == letter:
            continue
        point, encoded = ord(letter), form.encode()
        if point < FOLDED_SIZE and len(encoded) <= forms.itemsize:
            forms[point] = int.from_bytes(encoded, "little")
        else:
            classes[point] = HARD
    classes.flags.writeable = forms.flags.writeable = False
    return classes, forms
