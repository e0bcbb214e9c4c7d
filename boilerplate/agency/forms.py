"""The grammar of credits: templates, filled with the words of all languages that a data file lists.

A template names a place in capitals: ``{WITH} {MATERIAL} {FROM} {A}`` is "with files from the …" and "mit
Material der …" alike. Templates match masked text (``agency.mask``), in which every agency is one character:

    {A} any agency      {M} one that means nothing else      {N} a full name, or called an agency
    {S} as {M}, or a mark of three letters that may mean something else
    {L} a list of agencies, others among them      {P} names of people      {TOWN} {DATE} a dateline's parts
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import regex

from boilerplate.agency.ending import Ending, Opening
from boilerplate.agency.few import PLACE, FewForm
from boilerplate.agency.letters import find_needs
from boilerplate.agency.words import Vocabulary, write_place

_CAPITALIZED = r"[\p{Lu}\p{Lo}][\p{L}\p{M}.'’\-]{0,30}"
_PARTICLE = (
    r"(?:de|del|la|le|les|el|los|las|al|da|do|am|an|der|sur|upon|under|and|of|di|im|bei|the|d['’]\p{L}+)"
)
_DATE_WORD = r"[^\s(),/.;，、|\ue000-\uf8ff]{1,14}\.?"
_DATE_WORDS = rf"{_DATE_WORD}(?:\s+{_DATE_WORD}){{0,3}}"
_NAME = r"[\p{Lu}\p{Lo}][\p{L}\p{M}'’.\-]*"
_PERSON = rf"{_NAME}(?:\s+(?:{_NAME}|de|del|della|di|da|van|von|der|den|zu|al|el|bin|ibn|la|le|dos?)){{0,4}}"
_FULL_NAME = (
    r"\p{Lu}[\p{L}\p{M}'’.\-]*(?:\s+(?:de|del|della|di|da|van|von|der|den|zu|al|el|bin|ibn|la|le|dos?))?"
    r"(?:\s+\p{Lu}[\p{L}\p{M}'’.\-]*){1,3}"
)
_OTHER = r"(?:\p{Lu}[\p{L}\p{N}.'’\- ]{1,40})"

PLACES = (
    "article according says_before says says_softly told told_after not_said adverb report by from for "
    "staff source with material using story uses contributed rights copyright of kind kind_known kind_after "
    "head opener"
).split()
"""What the words of a language can be; each a list of regular expressions, a space for any white space."""

_PARTS = {
    "A": "[\ue000-\ue003\ue005\ue006]",
    "M": "[\ue000-\ue002\ue005]",
    "S": "[\ue000-\ue002\ue005\ue006]",
    "N": "[\ue000\ue001\ue005]",
    "THE": r"(?:(?<![\p{L}\p{M}])\p{L}{1,4}(?:['’]|\s+))?",
    "AND": (
        r"(?:&|(?<!\p{L})(?:and|und|et|y|e|en|och|og|i|oraz|sowie|és|și|ja|ir|dan|và|ve|и|й|та|і|και|και)(?!\p{L})"
        r"|[和与與及、とや와과و])"
    ),
    "ADD": r"(?i:(?:additional|further|some|other|zusätzliche[ns]?|weitere[ns]?|informations?|más)\s+)?",
    "P": rf"{_PERSON}(?:(?:,|,?\s*{{AND}}|\s+(?:with|in|mit|avec|con|com))\s*{_PERSON}){{0,5}}",
    "PERSONS": rf"{_FULL_NAME}(?:(?:,|,?\s*{{AND}})\s*{_FULL_NAME}){{0,5}}",
    "L": rf"{{THE}}{{A}}(?:\s*(?:[,，、/&+·;|]|,?\s*{{AND}})\s*{{THE}}(?:{{A}}|{_OTHER})){{0,5}}",
    "VERB": (
        r"\s+(?:is|are|was|were|has|have|had|ist|sind|war|waren|wurden?|est|sont|a|ont|es|son|fue|fueron|è|sono|"
        r"é|são|foi|foram|werd|werden|zijn|jest|są|został[aoy]?)\s"
    ),
    "OUTLET": rf"(?:{_PERSON}[,|/–-]?\s+)?",
    "JOB": r"(?:,?\s+(?:{STAFF}))?",
    "SHORT": r"(?:(?<!\p{L})\p{L}{1,4}(?:['’]|\s+))",
    "DATED_TAIL": r"(?:\s*[|•·–—,-]\s*.{2,30}\d{4}.{0,20})?",
    "TOWN": (
        rf"{_CAPITALIZED}(?:(?:\s+|/|\s*-\s*)(?:{_PARTICLE}\s+){{0,2}}{_CAPITALIZED}){{0,4}}"
        r"(?:\s*\(\p{Lu}\p{Ll}[^()\n]{1,28}\)(?=\s*\[))?"
    ),
    "CAPS": r"\p{Lu}[\p{Lu}'’. -]{2,30}",
    "DATE": (
        rf"(?:\s+\d{{1,2}}(?:\s+\p{{L}}{{3,10}}\.?)?(?:\s+\d{{4}})?)?(?:\s*[,.;，、|]\s*{_DATE_WORDS}){{0,3}}"
        rf"(?:\s*\[[^\[\]\n]{{2,20}}\])?(?:\s*[,.]\s*{_DATE_WORDS})?"
    ),
    "DATED": rf"(?:\s*,\s*{_DATE_WORDS}){{1,3}}",
    "DASH": r"(?:[.:]?\s*(?:[-–—−‒―_]+|=)\s*|\s*[:：]\s*)(?=\S)",
    "MARKS": r"(?:(?i:©|ⓒ|\(c\)|℗|™|&|{COPYRIGHT}|{RIGHTS}|reserved)[\s:：.,©–—|-]*)+",
    "FILLER": (
        r"(?:\d{4}(?:\s*[-–]\s*\d{4})?|(?i:thomson|一般社団法人|株式会社)|\([cC]\)|[©\-–—,.:：(«„“\"]|\s"
        r"|(?<!\p{L})(?:[Tt]he|[Bb]y|[LlDd]|\p{Ll}{2,4})(?:['’]|\s)|ل)*"
    ),
}

LINES: dict[str, tuple[str, ...]] = {
    "copyright": (
        r"{MARKS}{FILLER}{A}(?!\s*/\s*\p{L}).{0,300}",
        r"(?:\d{4}\s*)?{THE}{A}[.,:]?\s*(?:\d{4}[.,]?\s*)?(?:[-–—|]\s*)?{RIGHTS}.{0,300}",
        r"{A}\s*(?:™|©|&|\(c\)).{0,300}",
    ),
    "contributor": (
        r"(?!{BY}\s){OUTLET}{WITH}\s+(?:{THE}{ADD}{MATERIAL}.{0,100}?{L}.{0,80}|{L}(?:['’]s?)?(?:\s+{MATERIAL})?)",
        r"{ADD}{MATERIAL}(?!{VERB})(?:\s+{AND}\s+{MATERIAL})?(?:\s*[:：]\s*|\s+{SHORT}{1,2}(?:.{0,120}?[\s,])??){L}.{0,80}",
        r"{THE}{A}(?:['’]s?)?\s+{MATERIAL}\s+{USES}.{0,80}",
        r"(?:{STORY}\s*.{0,60}?)?{USING}\s*{THE}{L}(?:[\s|/(–-][^,;，。]{0,40})?",
        r"{STORY}\s*.{0,60}?{USES}\s*(?:.{0,160}?(?<![\p{L}])(?:{SHORT}|in\s)|(?<=\p{Han}))(?:.{0,60}?\s)??{THE}{A}.{0,200}",
        r"(?=.{0,300}{A}).{1,400}?{CONTRIBUTED}.{0,100}",
    ),
    "byline": (
        r"{BY}\s*[:：]?\s+(?:{P}\s*(?:[,|/–—·•-]\s*|,?\s*{SHORT})?|{P},?\s+{STAFF}\s+{SHORT}?)?{THE}(?:{L}|\(\s*{A}\s*\)){JOB}{DATED_TAIL}",
        r"{A}(?:\s*/\s*{A}){1,3}",
        r"{SOURCE}(?:\s*[:：]\s*(?:{THE}{L}(?:[/-]\w{2,12})?(?:[\s,|/.·(–-].{0,60})?)|\s+{THE}{A}{JOB})",
        r"(?:{STAFF}|{BY})\s+{A}",
        r"{BY}\s*[:：]?\s+(?:\p{Ll}+\s+)?{STAFF}\s*[,|/–—·•-]\s*{THE}{L}",
    ),
}
"""A line that is a credit as a whole, wherever it stands."""

FREE_CONTRIBUTOR = r"{WITH}\s+{ADD}{MATERIAL}\s+{SHORT}{1,2}(?P<name>\p{Lu}{3,6})\.?"
"""A contributor line of an agency that is not in the file."""

EDGE_BYLINES = (
    r"{M}(?:\s*[|•·–—-]\s*{TOWN}|\s*[|•·]\s*.{2,60})",
    r"(?:{PERSONS}\s*[,.|•·–—-]\s*)?(?:[Tt]he\s+|[Ll]['’]\s?)?{M}{JOB}",
    r"{PERSONS}(?:\s*[(（]\s*{M}\s*[)）]|,?\s+(?:[Ff]or\s+|for\s+|för\s+)?(?:[Tt]he\s+)?{N})",
    r"\p{Lu}{2,}[\p{Lu} .'’-]{2,40}\s+{M}",
    r"{A}(?:\s*(?:[,;&+·|、]|,?\s*{AND})\s*{A}){1,4}\.?",
)
"""More bylines, at the ends of a story; elsewhere such a line may as well be a photographer's."""

OPENING_BYLINES = (r"{PERSONS}\s*(?:\s/\s|,)\s*{S}",)
NO_LINES = (r"(?:©|\([cC]\))\s*{A}\.?",)
"""Lines that are no credit but at the ends of a story: those of photographs."""

DATELINES = (
    r"{CAPS},\s+{S}\s*[-–—]+\s+(?=\S)",
    r"{M},\s*{TOWN}{DATE}\s*[-–—]+\s+",
    r"{TOWN}{DATE}\s*[:：]\s*[(（]\s*{A}\s*[)）]\s*",
    r"{TOWN}{DATED}\s+{A}\s*[-–—:]+\s+",
    r"[(（]\s*{A}\s*[)）]\s*[-–—]*\s*{CAPS},?\s+\d{1,2}\s+\p{L}{3,9}\.?\s*[-–—]\s*",
    r"[(（]\s*{A}\s*[)）]\s*[-–—]?\s*{CAPS}(?:,[^-–—]{2,20})?\s*[-–—:]+\s*(?=\S)",
    r"(?:{TOWN}{DATE}\s*[-–—,:]*\s*)?"
    r"[(（\[]\s*{A}(?:\s*[/–-]\s*[\w ]{1,12}|\s+\p{L}{3,16}|,[^()]{2,20})?\s*[)）\]]\s*{DASH}",
    r"{TOWN}{DATED}\s*[(（]\s*{A}\s*[)）]\s+(?=[\p{Lu}\p{Lo}\"“«‘])",
    r"{CAPS}\s*[(（]\s*{A}\s*[)）]\s+(?=[\p{Lu}\"“«‘])",
    r"{TOWN}{DATE}\s*[(（]\s*{A}\s*[)）]\.\s+(?=[\p{Lu}\p{Lo}\"“«‘])",
    r"[(（]\s*{M}\s*[)）]\s+(?=[\p{Lu}\"“«‘])",
    r"[\p{Han}\p{Katakana}ー・]{2,14}[（(]\s*{A}\s*[)）]\s*[-―—]?\s*(?=[\p{Han}\p{Hiragana}\p{Katakana}])",
    r"{TOWN}{DATE}\s*/\s*{A}\s*/\s*(?:[.:]\s*[-–—]{0,2}|[-–—]{1,2})\s*",
    r"[（(【\[]?\s*{A}\s*(?:记者|記者)?[\p{Han}·、／/]{0,14}?(?:\d{1,2}月)?\d{1,2}日(?:综合|綜合)?[电電讯訊]"
    r"(?:\s*[（(][^（）()]{1,30}[)）])?\s*[)）】\]]?\s*[:：]?\s*",
    r"[（(【\[]?\s*{A}\s*[，,]?\s*[\p{Han}·、／/]{1,14}?[电電讯訊](?:\s*[（(][^（）()]{1,30}[)）])?\s*[)）】\]]?\s*[:：—-]*\s*",
    r"[【\[［（(](?:[^】\]］）)]{0,16}?[\s=＝、，]*)?{A}(?:[^】\]］）)]{0,12})?[】\]］]\s*[-－―—=]?\s*",
    r"[(（][^()（）]{1,14}?\s*[=＝・]?\s*{A}[)）]\s*[-－―—=]?\s*(?=[\p{Han}\p{Hiragana}\p{Katakana}])",
    r"[(\[]\s*[\p{Hangul}·,\s]{1,12}\s*=\s*{A}\s*[)\]]\s*(?:[\p{Hangul}·\s,]{2,20}(?:기자|특파원)?\s*=)?\s*",
    r"{TOWN}{DATE}\s*[-–—./,|]\s*(?:[Tt]he\s+)?{M}\s*[.:]?\s*[-–—.:]+\s+",
    r"{M}\s+[-–—]{1,2}\s+(?=[\p{Lu}\p{Lo}\"“«‘].{30})",
    r"{M}\s*[-–—/|]\s*{CAPS}{DATE}\s*[-–—:.]+\s+(?=\S.{20})",
    r"{TOWN}{DATE},?\s+{M}\s*[-–—:]+\s+(?=\S)",
)
FREE_DATELINES = (
    r"{CAPS},\s+{S}\s*[-–—]+\s+(?=\S)",
    r"(?P<place>{TOWN}{DATE})"
    r"\s*[(（]\s*(?P<name>\p{Lu}[\p{L}\p{N}.&'’ -]{1,24}?)\s*[)）]\s*[.:]?\s*[-–—:]+\s*(?=\S)",
    r"(?P<place>\p{Lu}[\p{Lu}'’.-]{2,20}(?:\s\p{Lu}[\p{Lu}'’.-]{2,20})?|(?=[^(（]{0,60}\d){TOWN}{DATED})\s*[(（]\s*(?P<name>\p{Lu}{3,6})\s*[)）]\s+(?=[\p{Lu}\p{Lo}\"“«‘])",
    r"[(（]\s*(?P<name>\p{Lu}{3,12})\s*[)）]\s*[-–—]\s*(?P<place>{CAPS}),?\s+\d{1,2}\s+\p{L}{3,9}\.?\s*[-–—]\s*(?=\S)",
    r"(?P<place>{TOWN}{DATE})\s*/\s*(?P<name>\p{Lu}[\p{L}\p{N}.&'’ -]{1,24}?)\s*/[.:]?\s*[-–—]*\s*(?=\S)",
    r"[(\[](?P<place>\p{Hangul}{1,6})\s*=\s*(?P<name>\p{Hangul}{2,8})\s*[)\]]\s*(?:[\p{Hangul}·\s,]{2,20}(?:기자|특파원)?\s*=)?\s*",
    r"(?P<name>\p{Han}{2,5}社)(?P<place>\p{Han}{1,10}?)(?:\d{1,2}月)?\d{1,2}日(?:综合|綜合)?[电電](?:\s*[（(][^（）()]{1,30}[)）])?\s*[:：]?\s*",
    r"[【(（](?P<place>[\p{Han}\p{Katakana}ー]{2,8})\s*[=＝]\s*(?P<name>[\p{Han}\p{Katakana}ー]{2,8})[】)）]\s*",
)
"""Datelines of agencies that are not in the file."""

SIGN_OFF = (
    r"(?<=[.!?。！？…”\"»’)।])\s*"
    r"(?:[(（\[【]\s*(?:{SOURCE}\s*[:：]\s*|{WITH}\s+)?{A}"
    r"(?:\s*[/,，、]\s*[\w ]{1,20}|\s*[/,，、–-]\s*{A}){0,2}"
    r"\s*[)）\]】]|[-–—]{1,2}\s*{A}|(?<=\s){M})\s*[.。]?\s*"
)
FREE_SIGN_OFF = r"(?<=[.!?。！？”\"»])\s*[(（]\s*(?P<name>\p{Lu}{3,6})\s*[)）]\s*[.。]?\s*"

_OPENING = r"(?:{ACCORDING}|{SAYS_BEFORE})\s*:?\s*(?:{ARTICLE}\s*){0,2}"
_MORE = r"(?:(?:[\p{L}’'-]+\s+){1,4}?)?"
_QUOTE = r"[«\"“„]?\s*"
BEFORE = _OPENING + _QUOTE
BEFORE_CALLED = _OPENING + _MORE + _QUOTE
"""What precedes a name where the cue does; of one called an agency a few words more may be told."""
_LISTENER = r"{TOLD}\s*(?:{ARTICLE}\s*){0,2}"
TOLD = _LISTENER + _QUOTE
TOLD_CALLED = _LISTENER + _MORE.replace("4", "3") + _QUOTE
TOLD_AFTER = r"[»\"”“]?{TOLD_AFTER}"
"""Somebody tells it to the agency."""
_ADVERBS = r"(?:(?:{ADVERB})[\s,]+){0,3}"
_ASIDE = r"(?:\s*[(（][^()（）]{1,30}[)）])?"
AFTER = (
    rf"[»\"”“]?{_ASIDE}(?:,\s[^,.;]{{1,60}},)?\s*,?\s*(?:[-–]\s*)?"
    rf"{_ADVERBS}{{SAYS}}(?!\s+(?i:{{NOT_SAID}})\b)"
)
AFTER_SOFTLY = (
    rf"[»\"”]?{_ASIDE}(?:,\s[^,.;]{{1,60}},)?\s+{_ADVERBS}{{SAYS_SOFTLY}}(?!\s+(?i:{{NOT_SAID}})\b)"
)
AS = r"(?:,|(?<!\p{L})[Aa]s)\s*{THE}"
AFTER_REPORT = r"(?:['’]s?)?\s*(?:(?:own|latest|recent|exclusive)\s+)?{REPORT}"
AND_MORE = r"\s*(?:,|,?\s*{AND})\s*{THE}"


NAMES = frozenset([*_PARTS, *map(str.upper, PLACES)])
"""What a template can name in braces."""


_ANYTHING = "[^"
_NOTHING = frozenset({""})
Form = regex.Pattern[str] | FewForm
"""A template that can be matched."""


class Grammar:
    """Fills templates with words: all languages at once, for a page seldom tells its language rightly."""

    def __init__(
        self, languages: Mapping[str, Mapping[str, Sequence[str]]], *, is_for_many: bool = False
    ) -> None:
        """Take for each language its words by the place they fill.

        Args:
            is_for_many: whether templates are compiled of all words, at once and for any number of texts.
        """
        self.words = {
            place: list(dict.fromkeys(word for words in languages.values() for word in words.get(place, ())))
            for place in PLACES
        }
        self.vocabulary = Vocabulary(self.words)
        self.is_for_many = is_for_many
        self._parts = dict(_PARTS)
        if is_for_many:
            self._parts |= {name.upper(): write_place(name, words) for name, words in self.words.items()}

    def compile(self, form: str) -> Form:
        """The expression of one template."""
        filled = _fill(form, self._parts)
        return regex.compile(filled) if self.is_for_many else FewForm(filled, self.vocabulary)

    def compile_ending(self, form: str) -> Ending | FewForm:
        """A template that ``match`` finds at the end of a text, reading backwards from there."""
        filled = _fill(form, self._parts)
        return Ending(filled) if self.is_for_many else FewForm(filled, self.vocabulary, is_reversed=True)

    def compile_opening(self, form: str, *, place: str) -> Opening | FewForm:
        """A template that ``match`` finds at the start of a text.

        Args:
            place: the one of the template where the words are that may have anything before them.
        """
        filled = _fill(form, self._parts)
        if not self.is_for_many:
            return FewForm(filled, self.vocabulary)
        words = self.words[place]
        late = [word for word in words if _ANYTHING in word]
        early = write_place(place, [word for word in words if word not in late])
        needs = [(*find_needs(word), _NOTHING)[0] for word in late]
        return Opening(
            filled, early=_fill(form, {**self._parts, place.upper(): early}), late=frozenset().union(*needs)
        )

    def compile_all(self, forms: Iterable[str]) -> tuple[Form, ...]:
        """The expressions of several templates, in their order."""
        return tuple(map(self.compile, forms))


def _fill(form: str, parts: Mapping[str, str]) -> str:
    """The template with the parts put in, and with theirs; what is none of them stays."""
    while (filled := PLACE.sub(lambda match: parts.get(match[1], match[0]), form)) != form:
        form = filled
    return form


def take_off_brackets(line: str) -> str:
    """The line without the rules, bullets and brackets around it."""
    core = line.strip().strip("—–-_*•>~ ").rstrip()
    if core[:1] in ("(", "（", "[", "<") and not core[:3].lower().startswith("(c)"):
        core = core[1:].rstrip(" .)）]>")
    return core.strip("*_ ")
