"""How the forms of ``agencies.json`` become expressions, and the names in a text single characters.

Forms know an agency's name only as one character of Unicode's private use area, put in its place by
``NameMask``: so every form stays small, however many agencies there are.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_PRIVATE = regex.compile("[\ue000-\uf8ff]")
_FULL, _PLAIN, _COMMON, _LAST = 0xE000, 0xE800, 0xF000, 0xF8FF

CAPITALIZED = r"[\p{Lu}\p{Lo}][\p{L}\p{M}.'’\-]{0,30}"
_PARTICLE = r"(?:de|del|la|le|les|el|los|las|al|da|do|am|an|der|sur|upon|under|and|of|di|im|bei|d['’]\p{L}+)"
_TOWN = (
    rf"{CAPITALIZED}(?:(?:\s+|/)(?:{_PARTICLE}\s+)?{CAPITALIZED}){{0,4}}"
    r"(?:\s*\(\p{Lu}\p{Ll}[^()\n]{1,28}\)(?=\s*\[))?"
)
_DATE_WORD = r"[^\s(),/.;，、|]{1,14}\.?"
_DATE_WORDS = rf"{_DATE_WORD}(?:\s+{_DATE_WORD}){{0,3}}"
_PERSON = r"\p{Lu}[\p{L}\p{M}'’.\- ]{1,40}"
PARTS = {
    "THE": r"(?:[Tt]he\s+)?",
    "P": rf"{_PERSON}(?:(?:,|,?\s+(?:and|y|et|und|e|en|och|og|i|и|&))\s+{_PERSON}){{0,3}}",
    "TOWN": _TOWN,
    "CAPS": r"\p{Lu}[\p{Lu}'’. -]{2,30}",
    "JOB": r"(?:\s+(?i:(?:\w+\s+)?(?:writers?|staff|reporters?|correspondents?|news)))?",
    "DATE": (
        rf"(?:\s+\d{{1,2}})?(?:\s*[,.;，、|]\s*{_DATE_WORDS}){{0,3}}"
        rf"(?:\s*\[[^\[\]\n]{{2,20}}\])?(?:\s*[,.]\s*{_DATE_WORDS})?"
    ),
    "DATED": rf"(?:\s*,\s*{_DATE_WORDS}){{1,3}}",
    "DASH": r"(?:[.:]?\s*(?:[-–—−‒―_]+|=)\s*|\s*[:：]\s*)(?=\S)",
    "A": "(?P<agency>[\ue000-\uf8ff])",
    "M": "(?P<agency>[\ue000-\uefff])",
    "N": "(?P<agency>[\ue000-\ue7ff])",
    "B": "[\ue000-\uf8ff]",
}


class NameMask:
    """Puts one character in place of every name of a known agency."""

    def __init__(self, *, full: Iterable[str], plain: Iterable[str], common: Iterable[str]) -> None:
        """Take the full names, the marks that mean nothing else, and those that may."""
        self._codes: dict[str, str] = {}
        for first, names in ((_FULL, full), (_PLAIN, plain), (_COMMON, common)):
            for number, name in enumerate(names):
                self._codes.setdefault(name, chr(min(first + number, _LAST)))
        self._names = {code: name for name, code in self._codes.items()}
        self._known = regex.compile(write_names(self._codes))

    def mask(self, text: str) -> tuple[str, list[int] | range]:
        """The masked text, and for each of its places (its end too) the place in the text as given."""
        if not text.isascii():
            text = _PRIVATE.sub("\ufffd", text)
        matches = list(self._known.finditer(text))
        if not matches:
            return text, range(len(text) + 1)
        parts: list[str] = []
        offsets: list[int] = []
        position = 0
        for match in matches:
            parts += [text[position : match.start()], self._codes[match.group()]]
            offsets += range(position, match.start() + 1)
            position = match.end()
        return "".join([*parts, text[position:]]), [*offsets, *range(position, len(text) + 1)]

    def find_names(self, masked: str) -> list[str]:
        """The names that stand behind the characters of a masked text, in their order."""
        return [self._names[code] for code in _PRIVATE.findall(masked)]

    def has_name(self, text: str) -> bool:
        """Whether a text (not masked) has the name of a known agency in it."""
        return self._known.search(text) is not None


def write_names(names: Iterable[str]) -> str:
    """An expression for any of the names, longest first, as whole words where their script has words."""
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    spaced = "|".join(regex.escape(name) for name in ordered if not _UNSPACED.search(name))
    unspaced = "|".join(regex.escape(name) for name in ordered if _UNSPACED.search(name))
    choices = [rf"(?<![\p{{L}}\p{{M}}\p{{N}}])(?:{spaced})(?![\p{{L}}\p{{M}}\p{{N}}])"] if spaced else []
    return f"(?:{'|'.join([*choices, *([unspaced] if unspaced else [])])})"


def write_unknown(heads: Iterable[str], opening_heads: Iterable[str]) -> str:
    """An expression for the name of an agency that is known by its kind alone."""
    closing, opening = ("|".join(map(regex.escape, words)) for words in (heads, opening_heads))
    word = r"\p{Lu}[\p{L}\p{N}&'’.-]{1,24}"
    return rf"(?<![\p{{L}}\p{{M}}])(?:{word}\s+){{1,4}}?(?:{closing})\b|(?:{opening})(?:\s+{word}){{1,3}}"


def fill(form: str, parts: dict[str, str]) -> str:
    """Put the parts into their places."""
    return regex.sub(r"(?<!\\[pP])\{([A-Z]+)\}", lambda match: parts[match[1]], form)


def compile_any(forms: Iterable[str]) -> list[regex.Pattern[str]]:
    """The expressions of forms, in their order."""
    return [regex.compile(form) for form in forms]


def compile_before(cues: Iterable[str]) -> regex.Pattern[str]:
    """A cue, then at most an article and a description such as "state news agency", then the name."""
    described = r"(?:\s+[\p{L}’'-]+){0,4}?\s+(?:news\s+(?:agency|service)|newswire|agency|wire\s+service)"
    return compile_ending(rf"(?:{'|'.join(cues)})\s*(?:\b(?:the|an?)\b)?(?:{described})?\s*[«\"“]?\s*")


def compile_ending(form: str) -> regex.Pattern[str]:
    """A form that ``match`` finds at the end of a text, reading backwards from there."""
    return regex.compile(form, regex.REVERSE)


def compile_after(cues: Iterable[str]) -> regex.Pattern[str]:
    """What may follow the name where the cue stands behind it."""
    return regex.compile(rf"[»\"”]?(?:\s+news\s+(?:agency|service))?(?:{'|'.join(cues)})")


def take_off_brackets(line: str) -> str:
    """The line without the rules, bullets and brackets around it."""
    core = line.strip().strip("—–-_*•>~ ").rstrip()
    if core[:1] in ("(", "（", "[") and not core[:3].lower().startswith("(c)"):
        core = core[1:].rstrip(" .)）]")
    return core.strip("*_ ")
