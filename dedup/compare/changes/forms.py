"""Two ways of writing one word: British and American, in full and cut short before a full stop."""

from __future__ import annotations

from functools import lru_cache

import regex

from dedup.compare.changes.reading import Reading

_SPELLINGS = tuple(
    (regex.compile(pattern), replacement)
    for pattern, replacement in (
        (r"is(e[ds]?|ing|ations?|ers?)$", r"iz\1"),
        (r"(?<=..)our(?=s?$|ed$|ing$|able$|ite)", "or"),
        (r"tre(s?)$", r"ter\1"),
        (r"enc(e[sd]?|eless)$", r"ens\1"),
        (r"ll(ed|ing|ers?)$", r"l\1"),
        (r"ogue(s?)$", r"og\1"),
        (r"ae(?=[a-z])", "e"),
        (r"mme(s?)$", r"m\1"),
        (r"xe$", "x"),
        (r"^grey", "gray"),
        (r"ey$", "y"),
    )
)
_NEGATIVE_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "anti", "mis")
_OPPOSITE_PREFIXES = (
    ("in", "out"),
    ("over", "under"),
    ("up", "down"),
    ("pre", "post"),
    ("pro", "anti"),
    ("inter", "intra"),
)
_LONGEST_SHORT_FORM = 5
_SHORTEST_OPPOSITE, _LONGEST_PREFIX = 4, 4


@lru_cache(maxsize=1 << 14)
def fold_spelling(word: str) -> str:
    """One spelling for the British and the American one: organise, centre, colour, defence, axe."""
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    return word


def is_opposite(one: str, other: str) -> bool:
    """Whether one word is the other turned round by its beginning or ending: "inbound", "harmful"."""
    for first, second in ((one, other), (other, one)):
        if min(len(first), len(second)) < _SHORTEST_OPPOSITE:
            continue
        if (
            first.startswith(_NEGATIVE_PREFIXES)
            and first.endswith(second)
            and len(first) - len(second) <= _LONGEST_PREFIX
        ):
            return True
        for ours, theirs in _OPPOSITE_PREFIXES:
            if (
                first.startswith(ours)
                and second.startswith(theirs)
                and first[len(ours) :] == second[len(theirs) :]
            ):
                return True
        if first.endswith("ful") and second == first[:-3] + "less":
            return True
    return False


def is_short_for(reading: Reading, number: int, full: str) -> bool:
    """Whether a word is cut short before a full stop: "Maj." for "Major", "Sgt." for "Sergeant"."""
    short = reading.words[number]
    letters = iter(full)
    return (
        reading.text.startswith(".", reading.ends[number])
        and len(short) <= min(_LONGEST_SHORT_FORM, len(full) - 2)
        and short[0] == full[0]
        and all(letter in letters for letter in short)
    )
