"""One name for each agency: a short form gives way to the full name that it stands for.

``(NWA)`` in a dateline and "Northern Wire Agency" in a contributor line are one agency. An agency of the
data file has one name from the start; one that is known by its form alone is spelt as the page spells it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial

import regex

from boilerplate.records import Article, Credit

_SHORT = regex.compile(r"\p{Lu}{2,6}")
_WORD = regex.compile(r"[\p{L}\p{N}]+")


Names = dict[str, set[str]]
_KEPT = 4_096


class AgencyNames:
    """The agencies of a run, by whose full names short forms are read."""

    def __init__(self, agencies: Iterable[str]) -> None:
        """Take the names as articles credit them."""
        self._everywhere = _find_full_names(agencies)
        self._find_signed = lru_cache(maxsize=_KEPT)(partial(_find_signed, names=self._everywhere))

    def unify(self, article: Article) -> Article:
        """The article with every short form replaced by the full name whose initials it is.

        An author line that ends in such an agency is a byline; on its own it could be anybody's.

        The full name is looked for among the credits of the article itself, then among those of all articles;
        it must be the only one there with these initials. Cost: linear in the credits.
        """
        here = _find_full_names(credit.agency for credit in article.credits)
        credits = [*self._find_bylines(article, here)]
        for credit in article.credits:
            short = _short_form(credit.agency)
            names = here.get(short) or self._everywhere.get(short) or set()
            credits.append(replace(credit, agency=next(iter(names))) if len(names) == 1 else credit)
        return article if tuple(credits) == article.credits else replace(article, credits=tuple(credits))

    def _find_bylines(self, article: Article, here: Names) -> Iterator[Credit]:
        """The agency that the page's author line names, if it is credited elsewhere and the line is not."""
        author = " ".join((article.author or "").split())
        if not author or any(credit.kind == "byline" for credit in article.credits):
            return
        is_usual = all(self._everywhere.get(short) == names for short, names in here.items())
        signed = (
            self._find_signed(author)
            if is_usual
            else _find_signed(author, names={**self._everywhere, **here})
        )
        for name in signed:
            yield Credit(agency=name, kind="byline", text=author, span=(0, 0))


def _find_signed(author: str, *, names: Names) -> tuple[str, ...]:
    """The agencies that an author line ends in."""
    found = []
    written = author if author == author.upper() else ""
    last = _WORD.findall(author)[-1:]
    for short, full in sorted(names.items()):
        for name in sorted(full):
            is_named = author.endswith(name) or written.endswith(name.upper())
            if is_named or (len(full) == 1 and last == [short]):
                found.append(name)
    return tuple(found)


def _find_full_names(agencies: Iterable[str]) -> Names:
    """The full names among the names of agencies, by their initials."""
    names: Names = defaultdict(set)
    for agency in agencies:
        initials = _find_initials(agency)
        if initials is not None:
            names[initials].add(agency)
    return names


@lru_cache(maxsize=_KEPT)
def _find_initials(agency: str) -> str | None:
    """The initials of a full name; None of what is none."""
    words = _WORD.findall(agency)
    if len(words) < 2 or any(_SHORT.fullmatch(word) for word in words):
        return None
    return "".join(word[0] for word in words if word[0].isupper())


@lru_cache(maxsize=_KEPT)
def _short_form(agency: str) -> str:
    """The short form that an agency is named by, alone or after a word such as "agency"; empty if by none."""
    words = _WORD.findall(agency)
    found = [word for word in words if _SHORT.fullmatch(word)]
    return found[0] if len(found) == 1 and len(words) <= 2 else ""
