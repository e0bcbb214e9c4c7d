"""The same text as it would look in another script: letter for letter, or without spaces."""

from __future__ import annotations

import re

SCRIPTS = ("cyrillic", "greek", "arabic", "han")

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_LETTERS = {
    "cyrillic": "абцдефгхижклмнопярстувшхыз",
    "greek": "αβκδεφγηιξκλμνοπρρστυβωχυζ",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنه",
}
_TABLES = {
    script: str.maketrans(_LATIN + _LATIN.upper(), letters + letters.upper())
    for script, letters in _LETTERS.items()
}
_MARKS = {"arabic": str.maketrans(",;?", "،؛؟"), "han": str.maketrans(",;?!:", "，；？！：")}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FIRST_HAN, _HAN = 0x4E00, 6000


def write_in_script(text: str, script: str) -> str:
    """Replace the letters of a text by those of one of ``SCRIPTS``; numbers and structure stay.

    Han: every word becomes one or two characters, always the same ones, and the spaces go.
    """
    if script != "han":
        return text.translate(_TABLES[script]).translate(_MARKS.get(script, {}))
    written = _WORD.sub(lambda match: _to_han(match.group().casefold()), text)
    written = re.sub(r"\.(?=[\s\"”’)]|$)", "。", written.translate(_MARKS["han"]))
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", written)


def _to_han(word: str) -> str:
    code = 0
    for letter in word:
        code = (code * 31 + ord(letter)) % 1_000_003
    first = chr(_FIRST_HAN + code % _HAN)
    return first if len(word) < 5 else first + chr(_FIRST_HAN + code // 7 % _HAN)
