"""What a text must have for a regular expression to match: letters that can be looked for at once.

Most words of credits cannot match where some letters are missing. Letters are looked for in an index of the
text: the text itself, and its words with spaces around them; letters that begin or end a word have the space.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import regex

Letters = frozenset[str]
Needs = tuple[Letters, ...]
"""A text needs some of the first letters, some of the second, and so on; without letters any text will do."""

_TOKEN = re.compile(
    r"\\[pP]\{[^{}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:[:=!>]|<[=!]|[a-z]+:|P?<\w+>)|"
    r"(?:[*+?]|\{\d*,?\d*\})[?+]?|\{[A-Z_]+\}|[^\W\d_]{2,}(?![*?{])|.",
    re.DOTALL,
)
_REPEAT = re.compile(r"[*+?]|\{\d*,?\d*\}")
_LOOKS = frozenset({"(?=", "(?!", "(?<=", "(?<!"})
_ANYTHING = frozenset(".^$")
_WORD = regex.compile(r"\p{L}+")
_DOTTED = str.maketrans("İı", "ii")


def index_text(text: str) -> str:
    """What letters are looked for in."""
    return f"{fold(text)}\n {fold(' '.join(_WORD.findall(text)))} "


def fold(text: str) -> str:
    """The text with letters alike that a regular expression may take for one another when case is ignored."""
    return text.translate(_DOTTED).casefold()


def find_needs(form: str, *, places: Mapping[str, Needs] | None = None, is_word: bool = False) -> Needs:
    """What a text needs that a regular expression matches.

    Args:
        places: what that needs which a name in braces stands for.
        is_word: whether it begins and ends where a word does.
    """
    if is_word and form.isalpha():
        return (frozenset({f" {fold(form)} "}),)
    return _read_choices(read_tokens(form)[::-1], places or {}, is_word)


def read_tokens(form: str) -> list[str]:
    """The parts of a regular expression, each opening and closing bracket one of its own."""
    return _TOKEN.findall(form)


def _read_choices(tokens: list[str], places: Mapping[str, Needs], is_bounded: bool) -> Needs:
    """What the alternatives up to a closing bracket need; their tokens are taken off, and the bracket."""
    choices = [_read_sequence(tokens, places, is_bounded)]
    while tokens and tokens.pop() == "|":
        choices.append(_read_sequence(tokens, places, is_bounded))
    if len(choices) == 1:
        return choices[0]
    longest = [max(needs, key=_measure, default=frozenset()) for needs in choices]
    return (frozenset().union(*longest),) if all(longest) else ()


def _read_sequence(tokens: list[str], places: Mapping[str, Needs], is_bounded: bool) -> Needs:
    """What comes before the next alternative or closing bracket needs; its tokens are taken off."""
    needs: list[Letters] = []
    run, edge = "", " " if is_bounded else ""
    while tokens and tokens[-1] not in ("|", ")"):
        token = tokens.pop()
        group = _read_group(token, tokens, places)
        repeat = tokens.pop() if tokens and _REPEAT.match(tokens[-1]) else ""
        is_sure = repeat[:1] in ("", "+")
        is_letters = token.isalpha()
        if is_letters and is_sure:
            run = (run or edge) + fold(token)
        edge = " " if is_sure and _is_gap(token) else ""
        if run and (repeat or not is_letters):
            needs.append(frozenset({run + edge}))
            run = ""
        needs += group if is_sure else ()
    return (*needs, frozenset({run + (" " if is_bounded else "")})) if run else tuple(needs)


def _read_group(token: str, tokens: list[str], places: Mapping[str, Needs]) -> Needs:
    """What a group or a place needs; what a look around needs stands elsewhere, or nowhere."""
    if token[0] == "(":
        needs = _read_choices(tokens, places, is_bounded=False)
        return () if token in _LOOKS else needs
    return places.get(token[1:-1], ()) if token[0] == "{" else ()


def _is_gap(token: str) -> bool:
    """Whether it is a character that is no letter, or white space."""
    if token[0] == "\\":
        return token == "\\s" or (len(token) == 2 and not token[1].isalnum())
    return len(token) == 1 and not token.isalpha() and token not in _ANYTHING


def _measure(letters: Letters) -> int:
    return min(map(len, letters))
