"""Places where extraction lost a word or a figure: "began in .", "worth (), ", "in alone", "rose by %".

A hole is never a change: what is missing there was lost on the way, not left out by an editor. The signs
are such as no writer leaves: a space before a full stop, a preposition that governs nothing, an empty pair
of brackets, a currency sign or per cent sign without its figure.
"""

from __future__ import annotations

import regex

from dedup.records import Hole, Span

_BEFORE_A_FIGURE = r"(?:in|since|until|by|of|to|from|around|about|approximately|roughly|than|im|seit|bis|von|um|en|desde|hasta|depuis)"
_SIGNS = (
    (regex.compile(r"(?<=[\p{L}\p{N}])[ \u00a0]+[.,](?=\s|$)"), "a word is missing before the mark"),
    (
        regex.compile(
            rf"(?i)\b(?:equivalent|equal|amounts?|compared|close|up|{_BEFORE_A_FIGURE})[ \u00a0]to[ \u00a0][–—-]\s"
        ),
        "a figure is missing before the dash",
    ),
    (
        regex.compile(r"\([ \u00a0]*\)|\[[ \u00a0]*\]|“[ \u00a0]*”|«[ \u00a0]*»"),
        "nothing is left inside the marks",
    ),
    (regex.compile(r"[$€£](?=[ \u00a0]+\p{Ll}|[.,;](?:\s|$))"), "a figure is missing after the sign"),
    (regex.compile(r"(?<=\s)[%‰](?=[\s.,;]|$)(?<!\d\s[%‰])"), "a figure is missing before the sign"),
    (
        regex.compile(r"\b(?:in|since|until)[ \u00a0](?:alone|against|since|until|amid|despite|with)\b"),
        "a date is missing after the preposition",
    ),
    (
        regex.compile(r"\b(?:in|since)[ \u00a0]following[ \u00a0]\p{Ll}+[ \u00a0]\p{Ll}+"),
        "a date is missing after the preposition",
    ),
    (
        regex.compile(
            r"\bapproximately[ \u00a0](?!(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a|an|the|half"
            r"|twice|double|every|each|equal|equally|as|where|when|how|what|\w+teen|\w+ty|\w+th|hundreds?"
            r"|thousands?|millions?|billions?|dozens?)\b)\p{Ll}+"
        ),
        "a figure is missing after the word",
    ),
)


def find_holes(left_text: str, right_text: str) -> tuple[Hole, ...]:
    """The damaged places of both texts, those of the left side first.

    Cost: linear in the length of the texts.
    """
    lefts = [Hole(left=span, right=None, reason=reason) for span, reason in _list_holes(left_text)]
    rights = [Hole(left=None, right=span, reason=reason) for span, reason in _list_holes(right_text)]
    return (*lefts, *rights)


def _list_holes(text: str) -> list[tuple[Span, str]]:
    found: list[tuple[Span, str]] = []
    for start, end, reason in sorted(
        (*match.span(), reason) for pattern, reason in _SIGNS for match in pattern.finditer(text)
    ):
        if not found or start >= found[-1][0][1]:
            found.append(((start, end), reason))
    return found
