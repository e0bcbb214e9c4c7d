"""The word lists by which changes are told apart, one set per language.

The lists lie in ``lexicons/<language>.tsv`` and ``lexicons/<language>_terms.tsv``: kind, name and members of
a group of words, in the tokenizer's normal form. A language without lists still has its numerals, dates in
figures, names and quotations compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import regex

from dedup.records import Severity

LANGUAGES = ("en", "de", "fr", "es")
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""), ("s", ""),
    ("'s", ""),
)  # fmt: skip
_DOUBLED = regex.compile(r"([bdglmnprt])\1$")
_SHORTEST_STEM = 3


class Phrase(NamedTuple):
    """A group's words found in a text: word numbers [first, end), and the group's name."""

    first: int
    end: int
    name: str


class Sense(NamedTuple):
    """A place in the lists of terms: the line, the sense on it, and how grave an exchange within it is."""

    line: int
    sense: int
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of one language: ``groups[kind]`` holds phrases by their first word."""

    language: str
    groups: Mapping[str, Mapping[str, Sequence[tuple[tuple[str, ...], str]]]]
    senses: Mapping[str, Sequence[Sense]]
    rules: Mapping[str, frozenset[str]]

    def find(self, kind: str, words: Sequence[str]) -> list[Phrase]:
        """The phrases of a kind in a text, the longest at each place, none overlapping."""
        phrases = self.groups.get(kind)
        found: list[Phrase] = []
        if not phrases:
            return found
        at = 0
        while at < len(words):
            phrase = self._match(phrases, words, at)
            if phrase:
                found.append(phrase)
                at = phrase.end
            else:
                at += 1
        return found

    def get(self, kind: str, word: str) -> str | None:
        """The name of the group of a kind in which a single word is listed."""
        for members, name in self.groups.get(kind, {}).get(word, ()):
            if len(members) == 1:
                return name
        return None

    def get_rule(self, name: str) -> frozenset[str]:
        """The members of a rule; none if the language does not have it."""
        return self.rules.get(name, frozenset())

    def list_senses(self, word: str) -> list[Sense]:
        """The senses of a term, found by its base form if not as it stands."""
        return [sense for form in list_forms(word) for sense in self.senses.get(form, ())]

    def _match(
        self, phrases: Mapping[str, Sequence[tuple[tuple[str, ...], str]]], words: Sequence[str], at: int
    ) -> Phrase | None:
        best: Phrase | None = None
        for form in list_forms(words[at]):
            for members, name in phrases.get(form, ()):
                end = at + len(members)
                if tuple(words[at + 1 : end]) == members[1:] and (best is None or end > best.end):
                    best = Phrase(at, end, name)
        return best


@lru_cache(maxsize=1 << 15)
def list_forms(word: str) -> tuple[str, ...]:
    """A word as it stands and the base forms it may be an inflection of (English endings)."""
    forms = [word]
    for ending, base in _ENDINGS:
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) >= _SHORTEST_STEM:
            forms.append(stem + base)
            if not base and _DOUBLED.search(stem):
                forms.append(stem[:-1])
    return tuple(dict.fromkeys(forms))


@lru_cache(maxsize=len(LANGUAGES) + 1)
def load_lexicon(language: str) -> Lexicon:
    """The word lists of a language; empty ones if it has none."""
    groups: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = defaultdict(lambda: defaultdict(list))
    senses: dict[str, list[Sense]] = defaultdict(list)
    rules: dict[str, frozenset[str]] = {}
    for number, (kind, name, members) in enumerate(_read_lines(language)):
        if kind == "rule":
            rules[name] = frozenset(members.split("|"))
        elif kind in ("contrast", "same"):
            severity: Severity | None = None
            if kind == "contrast":
                severity = "factual" if name == "factual" else "nuance"
            for sense, words in enumerate(members.split(" / ")):
                for word in words.split("|"):
                    senses[word].append(Sense(number, sense, severity))
        else:
            for member in members.split("|"):
                words = tuple(member.split())
                groups[kind][words[0]].append((words, name))
    return Lexicon(language, groups, senses, rules)


def guess_language(words: Sequence[str]) -> str:
    """The language with word lists whose commonest words the text has most of; English if none has any."""
    counts = {language: 0 for language in LANGUAGES}
    for word in words:
        for language in _COMMONEST.get(word, ()):
            counts[language] += 1
    return max(LANGUAGES, key=lambda language: (counts[language], language == "en"))


def _read_lines(language: str) -> Iterator[tuple[str, str, str]]:
    folder = resources.files("dedup.compare.changes").joinpath("lexicons")
    for name in (f"{language}.tsv", f"{language}_terms.tsv"):
        file = folder.joinpath(name)
        if file.is_file():
            for line in file.read_text("utf-8").splitlines():
                if line and not line.startswith("#"):
                    kind, group, members = line.split("\t")
                    yield kind, group, members


_COMMONEST: dict[str, list[str]] = defaultdict(list)
for _language, _words in (
    ("en", "the of and to a in that is was for it with as his on be at by he this are from said has have"),
    ("de", "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an er"),
    ("fr", "le la les de des et en un une que qui dans pour au sur pas du par est il elle ce plus ont aux"),
    ("es", "el la los las de del y en un una que por para con no se su al lo como más fue es ha sus"),
):
    for _word in _words.split():
        _COMMONEST[_word].append(_language)
