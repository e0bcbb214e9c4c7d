"""One name for each agency: a short form gives way to the full name that it stands for.

``(NWA)`` in a dateline and "Northern Wire Agency" in a contributor line are one agency. An agency of the
data file has one name from the start; one that is known by its form alone is spelt as the page spells it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

import regex

from boilerplate.records import Article, Credit

_SHORT = regex.compile(r"\p{Lu}{2,6}")
_WORD = regex.compile(r"[\p{L}\p{N}]+")


Names = dict[str, set[str]]
"""Full names of agencies by their initials."""


def unify_agencies(article: Article, everywhere: Names) -> Article:
    """The article with every short form replaced by the full name whose initials it is.

    An author line that ends in such an agency is a byline; on its own it could be anybody's.

    The full name is looked for among the credits of the article itself, then among those of all articles; it
    must be the only one there with these initials. Cost: linear in the credits.

    Args:
        everywhere: the full names among the credits of all articles.
    """
    here = find_full_names(credit.agency for credit in article.credits)
    credits = [*_find_byline(article, {**everywhere, **here})]
    for credit in article.credits:
        short = _short_form(credit.agency)
        names = here.get(short) or everywhere.get(short) or set()
        credits.append(replace(credit, agency=next(iter(names))) if len(names) == 1 else credit)
    return article if tuple(credits) == article.credits else replace(article, credits=tuple(credits))


def _find_byline(article: Article, names: Names) -> Iterator[Credit]:
    """The agency that the page's author line names, if it is credited elsewhere and the line is not."""
    author = " ".join((article.author or "").split())
    if not author or any(credit.kind == "byline" for credit in article.credits):
        return
    for short, full in sorted(names.items()):
        written = author if author == author.upper() else ""
        for name in sorted(full):
            is_named = author.endswith(name) or written.endswith(name.upper())
            if is_named or (len(full) == 1 and _WORD.findall(author)[-1:] == [short]):
                yield Credit(agency=name, kind="byline", text=author, span=(0, 0))


def find_full_names(agencies: Iterable[str]) -> Names:
    """The full names among the names of agencies."""
    names: Names = defaultdict(set)
    for agency in agencies:
        words = _WORD.findall(agency)
        if len(words) > 1 and not any(_SHORT.fullmatch(word) for word in words):
            names["".join(word[0] for word in words if word[0].isupper())].add(agency)
    return names


def _short_form(agency: str) -> str:
    """The short form that an agency is named by, alone or after a word such as "agency"; empty if by none."""
    found = [word for word in _WORD.findall(agency) if _SHORT.fullmatch(word)]
    return found[0] if len(found) == 1 and len(_WORD.findall(agency)) <= 2 else ""
