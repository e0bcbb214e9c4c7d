"""What is called a news agency: forms for names that no data file lists, by the word for what they name.

Compiled when a text has such a word; of few words that is quickly done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from string import ascii_letters

import regex

from boilerplate.agency.words import Vocabulary, write_words

_CODE = "[\ue000-\ue006]"
_NEVER = "(?!)"
_PLACES = "head", "opener", "kind", "kind_known", "kind_after"
_MOST_EXCERPTS = 8
"""So often forms are made for the words of a text; for further texts they are made of all words."""
_WORD = r"\p{Lu}[\p{L}\p{N}&.\-]{0,23}[\p{L}\p{N}]"
_NOT_FIRST = (
    r"(?!(?:The|An?|This|That|Its?|By|From|With|In|On|At|As|For|And|But|Both|Via|Source|Copyright|According|"
    r"Citing|Reported|Von|Mit|Laut|Par|Avec|Por|Con|Com|Di|Door|Met|Av|Bu)\b)"
)
OF_NEWS = (
    r"\s+(?:de|di|d['’])\s*(?i:presse|prensa|imprensa|stampa|noticias|notícias|notizie|nouvelles|informations?|"
    r"información|informação|informazione|presă|știri)(?!\p{L})"
)
_UNSPACED_NAMES = (
    r"(?<=据|據|援引|引述|引用|根据|根據|来自|由|[:：]|^|[\s，。、（(【\[©])(?![据據由])\p{Han}{1,6}?(?:通讯社|通訊社)",
    r"(?<![\p{Han}\p{Katakana}ー])(?!データ|無線|移動|電気|光|衛星|情報|国際電気)"
    r"[\p{Han}\p{Katakana}ー]{2,8}?通信社?(?![\p{Han}\p{Katakana}])",
    r"(?<!\p{Hangul})(?!이동|정보|무선|위성|데이터)\p{Hangul}{2,5}통신(?:사)?(?!\p{Han})",
    r"(?<!\p{L})وكالة\s+(?:(?:أنباء|الأنباء)\s+\p{Arabic}{3,}|(?:\p{Arabic}{3,}\s+){1,2}?للأنباء)",
)


class CalledFew:
    """The forms for few texts, each of the words that a text has."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the words by the place they fill."""
        self._vocabulary = vocabulary
        self._made: dict[tuple[tuple[str, ...], ...], CalledForms] = {}

    def of(self, text: str) -> CalledForms:
        """The forms for a text."""
        excerpt = self._vocabulary.read(text)
        list_words = excerpt.list_words if len(self._made) < _MOST_EXCERPTS else excerpt.list_all
        words = tuple(map(list_words, _PLACES))
        if words not in self._made:
            self._made[words] = CalledForms(dict(zip(_PLACES, words, strict=True)))
        return self._made[words]


class CalledForms:
    """The forms, of the words for what they name."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        """Take the words by the place they fill."""
        heads, openers = ("|".join(words[place]) or _NEVER for place in ("head", "opener"))
        before, after = write_words(words["kind"]), write_words([*words["kind_after"], *words["head"]])
        loosely = write_words([*words["kind"], *words["kind_known"]])
        free = rf"{_NOT_FIRST}{_WORD}(?:\s+{_WORD}){{0,2}}|[«\"„“](?P<quoted>[^«»\"„“”\n]{{2,40}})[»\"“”]"
        self._own = (
            rf"(?<![\p{{L}}\p{{M}}\p{{N}}]){_NOT_FIRST}(?:{_WORD}\s+){{1,4}}?(?:{heads})(?![\p{{L}}])(?!\s+{_CODE})|"
            rf"(?<![\p{{L}}\p{{M}}])(?:{openers})(?:\s+{_WORD}){{1,3}}?{OF_NEWS}|"
            rf"(?<![\p{{L}}\p{{M}}])(?:{openers})(?:\s+{_WORD}(?!\p{{L}})){{1,3}}+"
            r"(?!\s+(?:d[eiuao]s?|del|della|pour|para|per|von|für)\b)"
        )
        named = rf"{_CODE}|(?<![\p{{L}}\p{{M}}]){_NOT_FIRST}{_WORD}"
        self._named = rf"(?P<after>{named})\s+{after}(?!\s+(?:\p{{Lu}}|{_CODE}))"
        self._kinds_first = rf"{loosely}\s+[«\"„“]?(?P<called>{_CODE})[»\"”“]?|{before}\s+(?P<free>{free})"
        self._first_kinds = f"{loosely}|{before}"
        self._any_kind = rf"(?i:{heads})|{loosely}|{after}|(?:{openers})"
        self._openers = openers

    def of(self, _: str) -> CalledForms:
        """The forms for a text: these, for any."""
        return self

    def compile(self) -> None:
        """Compile every form now."""
        _ = self.anywhere, self.spaced, self.kind, self.opener

    @cached_property
    def anywhere(self) -> regex.Pattern[str]:
        """Finds what is called an agency."""
        own = "|".join((self._own, *_UNSPACED_NAMES))
        return regex.compile(rf"(?P<own>{own})|{self._named}|{self._kinds_first}")

    @cached_property
    def spaced(self) -> regex.Pattern[str]:
        """The same, faster, for a text that separates its words."""
        letters = _find_first_letters(self._first_kinds)
        first = f"[{letters}]|[^a-zA-Z]" if letters else "[^a-zA-Z]"
        return regex.compile(
            rf"(?<![\p{{L}}\p{{M}}])(?:(?=\p{{Lu}}|{_CODE})(?:(?P<own>{self._own})|{self._named})"
            rf"|(?={first})(?:{self._kinds_first}))"
        )

    @cached_property
    def kind(self) -> regex.Pattern[str]:
        """Finds the word for what a name names, in the name."""
        return regex.compile(self._any_kind)

    @cached_property
    def opener(self) -> regex.Pattern[str]:
        """Matches the word for it that a name opens with."""
        return regex.compile(self._openers)


def _find_first_letters(form: str) -> str:
    """The letters of ASCII that what matches a form may begin with."""
    pattern = regex.compile(form)
    return "".join(letter for letter in ascii_letters if pattern.fullmatch(letter, partial=True))
