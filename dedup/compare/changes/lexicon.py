"""The word lists by which changes are told apart, one set per language.

The lists lie in ``lexicons/<language>.tsv`` and ``lexicons/<language>_terms.tsv``: kind, name and members of
a group of words, in the tokenizer's normal form. A language without lists still has its numerals, dates in
figures, names and quotations compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
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
_LEAST_COMMON = 0.06


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
    """The word lists of one language: ``groups[kind]`` holds phrases by their first word.

    ``singles[kind]`` names the groups of single words; ``senses`` are of terms, ``joined`` the terms of more
    than one word by their first.
    """

    language: str
    singles: Mapping[str, Mapping[str, str]]
    joined: Mapping[str, Sequence[tuple[str, ...]]]
    groups: Mapping[str, Mapping[str, Sequence[tuple[tuple[str, ...], str]]]]
    senses: Mapping[str, Sequence[Sense]]
    rules: Mapping[str, frozenset[str]]

    def find(
        self, kind: str, words: Sequence[str], *, is_valid: Callable[[Phrase], bool] | None = None
    ) -> list[Phrase]:
        """The phrases of a kind in a text, the longest valid one at each place, none overlapping.

        Verbs of saying are found in any inflection, everything else as listed.
        """
        phrases = self.groups.get(kind)
        found: list[Phrase] = []
        if not phrases:
            return found
        end = 0
        for at, word in enumerate(words):
            if at < end:
                continue
            forms = (
                _list_known_forms(self.language, word)
                if kind == "speech"
                else ((word,) if word in phrases else ())
            )
            phrase = _match(phrases, forms, words, at, is_valid) if forms else None
            if phrase:
                found.append(phrase)
                end = phrase.end
        return found

    def get(self, kind: str, word: str) -> str | None:
        """The name of the group of a kind in which a single word is listed."""
        return self.singles[kind].get(word)

    def list_words(self, *kinds: str) -> frozenset[str]:
        """Every first word of the phrases of some kinds: a cheap test of what may begin one."""
        return _list_words(self.language, kinds)

    def list_members(self, *kinds: str) -> frozenset[str]:
        """Every word in the phrases of some kinds, or of all: a cheap test of what may be part of one."""
        return _list_members(self.language, kinds)

    def expand(self, words: Sequence[str]) -> list[str]:
        """Words with contractions written out."""
        return [part for word in words for part in (self.get("contraction", word) or word).split()]

    def join_terms(self, words: Sequence[str]) -> list[str]:
        """Words with the listed terms of several words among them ("carry on") put together."""
        terms: list[str] = []
        at = 0
        while at < len(words):
            end = at + 1
            for form in list_forms(words[at]):
                for members in self.joined.get(form, ()):
                    if tuple(words[at + 1 : at + len(members)]) == members[1:] and at + len(members) > end:
                        end = at + len(members)
                        joined = " ".join(members)
            terms.append(words[at] if end == at + 1 else joined)
            at = end
        return terms

    def get_rule(self, name: str) -> frozenset[str]:
        """The members of a rule; none if the language does not have it."""
        return self.rules.get(name, frozenset())

    def list_senses(self, word: str) -> list[Sense]:
        """The senses of a term, found by its base form if not as it stands."""
        return [sense for form in list_forms(word) for sense in self.senses.get(form, ())]


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


def _match(
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], str]]],
    forms: Sequence[str],
    words: Sequence[str],
    at: int,
    is_valid: Callable[[Phrase], bool] | None,
) -> Phrase | None:
    """The longest valid phrase that begins with one of the forms of the word at a place."""
    best: Phrase | None = None
    for form in forms:
        for members, name in phrases.get(form, ()):
            phrase = Phrase(at, at + len(members), name)
            if (
                (best is None or phrase.end > best.end)
                and tuple(words[at + 1 : phrase.end]) == members[1:]
                and (is_valid is None or is_valid(phrase))
            ):
                best = phrase
    return best


@lru_cache(maxsize=len(LANGUAGES) + 1)
def load_lexicon(language: str) -> Lexicon:
    """The word lists of a language; empty ones if it has none.

    Only the names of known languages reach the file system.
    """
    groups: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = defaultdict(lambda: defaultdict(list))
    senses: dict[str, list[Sense]] = defaultdict(list)
    rules: dict[str, frozenset[str]] = {}
    joined: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    lines = _read_lines(language) if language in LANGUAGES else ()
    for number, (kind, name, members) in enumerate(lines):
        if kind == "rule":
            rules[name] = frozenset(members.split("|"))
        elif kind in ("contrast", "same"):
            severity: Severity | None = None
            if kind == "contrast":
                severity = "factual" if name == "factual" else "nuance"
            for sense, listed in enumerate(members.split(" / ")):
                for word in listed.split("|"):
                    senses[word].append(Sense(number, sense, severity))
                    if " " in word:
                        joined[word.split()[0]].append(tuple(word.split()))
        else:
            for member in members.split("|"):
                words = tuple(member.split())
                groups[kind][words[0]].append((words, name))
    singles: dict[str, dict[str, str]] = defaultdict(dict)
    for kind, phrases in groups.items():
        for first, listed_phrases in phrases.items():
            for words, name in listed_phrases:
                if len(words) == 1:
                    singles[kind].setdefault(first, name)
    return Lexicon(language, singles, joined, groups, senses, rules)


@lru_cache(maxsize=1 << 15)
def _list_known_forms(language: str, word: str) -> tuple[str, ...]:
    """The base forms of a word that begin a phrase of saying."""
    phrases = load_lexicon(language).groups.get("speech", {})
    return tuple(form for form in list_forms(word) if form in phrases)


@lru_cache(maxsize=64)
def _list_members(language: str, kinds: tuple[str, ...]) -> frozenset[str]:
    groups = load_lexicon(language).groups
    return frozenset(
        word
        for kind in kinds or groups
        for phrases in groups.get(kind, {}).values()
        for members, _ in phrases
        for word in members
    )


@lru_cache(maxsize=64)
def _list_words(language: str, kinds: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for kind in kinds for word in load_lexicon(language).groups.get(kind, ()))


def guess_language(words: Sequence[str]) -> str:
    """The language whose commonest words the text has most of; "" where none is at home in it."""
    number_of, sharing = _load_common_words()
    counts: Counter[str] = Counter()
    for number, count in Counter(map(number_of.get, words)).items():
        if number is not None:
            counts.update(dict.fromkeys(sharing[number], count))
    best = max(sorted(counts), key=lambda language: (counts[language], language == "en"), default="")
    return best if counts[best] >= _LEAST_COMMON * len(words) else ""


def _read_lines(language: str) -> Iterator[tuple[str, str, str]]:
    folder = resources.files("dedup.compare.changes").joinpath("lexicons")
    for name in (f"{language}.tsv", f"{language}_terms.tsv"):
        file = folder.joinpath(name)
        if file.is_file():
            for line in file.read_text("utf-8").splitlines():
                if line and not line.startswith("#"):
                    kind, group, members = line.split("\t")
                    yield kind, group, members


@lru_cache(maxsize=1)
def _load_common_words() -> tuple[Mapping[str, int], Sequence[tuple[str, ...]]]:
    """The commonest words, each with the number of the languages in which it is one, and these by number."""
    languages: dict[str, tuple[str, ...]] = {}
    text = resources.files("dedup.compare.changes").joinpath("lexicons", "common.tsv").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            language, words = line.split("\t")
            for word in words.split():
                languages[word] = (*languages.get(word, ()), language)
    sharing = sorted(set(languages.values()))
    return {word: sharing.index(found) for word, found in languages.items()}, sharing
