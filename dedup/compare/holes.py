"""Places where extraction lost a word or a figure: "began in .", "worth (), ", "in alone", "rose by %".

A hole is never a change: what is missing there was lost on the way, not left out by an editor. The signs
are such as no writer leaves: a space before a full stop, a preposition that governs nothing, an empty pair
of brackets, a currency sign or per cent sign without its figure.
"""

from __future__ import annotations

import regex

from dedup.records import Hole, Span

_GOVERNING = (
    "in|on|of|at|to|from|by|for|with|since|until|between|about|around|than|approximately|roughly|nearly|almost"
    "|the|an?|and|im|am|von|zum?|zur|bis|seit|rund|etwa|und|der|die|das|en|de|du|le|la|les|et|el|los|desde|hasta|y"
)
_SIGNS = (
    (rf"\b(?:{_GOVERNING})[ \u00a0]+[.,](?=\s|$)", "a word is missing before the mark"),
    (
        r"(?i)\b(?:equivalent|equal|amount(?:s|ing)?|compared|close|up)[ \u00a0]to[ \u00a0][–—-]\s",
        "a figure is missing before the dash",
    ),
    (r"\([ \u00a0]*\)|\[[ \u00a0]*\]|“[ \u00a0]*”|«[ \u00a0]*»", "nothing is left inside the marks"),
    (r"(?<![^\s(])[$€£](?=[ \u00a0]+\p{Ll}|[.,;](?:\s|$))", "a figure is missing after the sign"),
    (r"(?<=\p{L}[ \u00a0])[%‰](?=[\s.,;]|$)", "a figure is missing before the sign"),
    (
        r"\b(?:in|since|until)[ \u00a0](?:alone|against|since|until|amid|despite)\b"
        r"|\b(?:in|since)[ \u00a0]following[ \u00a0](?!the|an?|his|her|their|its|this|these)"
        r"\p{Ll}+[ \u00a0]\p{Ll}+",
        "a date is missing after the preposition",
    ),
    (
        r"\bapproximately[ \u00a0](?!(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?"
        r"|the|half|twice|double|every|each|equal|equally|as|where|when|how|what|\w+teen|\w+ty|\w+th"
        r"|hundreds?|thousands?|millions?|billions?|dozens?)\b)\p{Ll}+",
        "a figure is missing after the word",
    ),
)
_PATTERNS = tuple((regex.compile(pattern), reason) for pattern, reason in _SIGNS)


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
        (*match.span(), reason) for pattern, reason in _PATTERNS for match in pattern.finditer(text)
    ):
        if not found or start >= found[-1][0][1]:
            found.append(((start, end), reason))
    return found
