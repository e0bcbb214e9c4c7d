"""What is known of news agencies: their names and the words in which they are credited.

All of it is data, ``agencies.json``: the agencies, and for each language lists of words by the place they
fill in a credit (``agency.forms.PLACES``). ``forms`` are whole templates where words are not enough,
``taglines`` lines that only one agency uses. A file of the same form extends it.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import regex

from boilerplate.agency.choice import chosen_agencies
from boilerplate.agency.file import check_agencies, join_agencies
from boilerplate.agency.forms import Grammar, take_off_brackets
from boilerplate.agency.lines import Edge, LineForms
from boilerplate.agency.mask import NameMask
from boilerplate.agency.mentions import Known, MentionForms
from boilerplate.agency.name_search import find_all
from boilerplate.errors import BoilerplateError
from boilerplate.records import CreditKind

_MAX_LINE = 600
_LAST_MARK = re.compile(r"(?<=\s)[A-Z]{3,6}\.?$")
_FILE = Path(__file__).with_name("agencies.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCredit:
    """A credit in a piece of text: who, of what kind, and the half-open place of its words there."""

    agency: str
    kind: CreditKind
    start: int
    end: int


class AgencyBook:
    """The agencies and words of a data file.

    Until ``compile`` is called its forms are compiled where names are met, of the words beside them alone.
    """

    def __init__(self, content: Mapping[str, Any], *, sha256: str | None = None) -> None:
        """Take what a data file holds; its form is that of ``agencies.json``.

        Args:
            sha256: of the bytes of the file that was added to it.
        """
        self.sha256 = sha256
        self._content = content
        self._grammar = Grammar(content["languages"])
        self._mask = NameMask(content, self._grammar.vocabulary)
        self._taglines = [(regex.compile(line["form"]), line["agency"]) for line in content["taglines"]]
        self._tagline = regex.compile("|".join(f"(?:{line['form']})" for line in content["taglines"]))

    @cached_property
    def _lines(self) -> LineForms:
        return LineForms(self._content, grammar=self._grammar, mask=self._mask)

    @cached_property
    def _mentions(self) -> MentionForms:
        return MentionForms(self._content, grammar=self._grammar, mask=self._mask)

    def compile(self) -> None:
        """Compile every form of all words now, as for many texts; where one is wrong, it shows here."""
        if self._grammar.is_for_many:
            return
        self._grammar = Grammar(self._content["languages"], is_for_many=True)
        for forms in ("_lines", "_mentions"):
            vars(self).pop(forms, None)
        self._lines.compile()
        self._mask.compile()
        _ = self._mentions

    def is_known(self, name: str) -> bool:
        """Whether a name is read without being told of."""
        return self._mask.is_known(name)

    def match_dateline(self, paragraph: str) -> FoundCredit | None:
        """The agency dateline a paragraph opens with."""
        found = self._lines.match_dateline(paragraph)
        return None if found is None else FoundCredit(agency=found[0], kind="dateline", start=0, end=found[1])

    def match_line(
        self, line: str, *, edge: Edge | None = None, also: Collection[str] = ()
    ) -> tuple[CreditKind, tuple[str, ...]] | None:
        """The kind of a line that is a credit as a whole, and whom it credits.

        Args:
            edge: the end of the story the line stands at, if it does.
            also: names of agencies the data file does not have.
        """
        if len(line) > _MAX_LINE:
            return None
        core = take_off_brackets(line)
        if self._tagline.fullmatch(core):
            agency = next(agency for form, agency in self._taglines if form.fullmatch(core))
            return "contributor", (agency,)
        if (
            not also
            and not self._mask.has_hint(core)
            and _LAST_MARK.search(core, max(0, len(core) - 8)) is None
        ):
            return None
        return self._lines.match_line(core, edge=edge, also=also)

    def match_sign_off(self, paragraph: str) -> FoundCredit | None:
        """The agency whose mark closes a paragraph, such as "(XYZ)" after the last full stop."""
        found = self._lines.match_sign_off(paragraph)
        if found is None:
            return None
        return FoundCredit(agency=found[0], kind="byline", start=found[1], end=len(paragraph))

    def find_mentions(
        self, text: str, *, also: Iterable[str] = (), origins: Collection[str] = ()
    ) -> Iterator[FoundCredit]:
        """Each place where a sentence gives an agency as its source, once for each agency of a sentence.

        Args:
            also: names of agencies the data file does not have.
            origins: the agencies whose own the article is: what they are told in it is no credit.
        """
        names = sorted(also)
        places = self._mask.find_hints(text)
        for name in names:
            places += find_all(text, name)
        if not places:
            return
        places.sort()
        known = Known(names=names, origins=origins)
        start = 0
        for paragraph in text.split("\n"):
            end = start + len(paragraph)
            own = [place - start for place in places[bisect_left(places, start) : bisect_left(places, end)]]
            for agency, span in self._mentions.find_mentions(paragraph, own, known=known, text=text):
                yield FoundCredit(agency=agency, kind="in_text", start=start + span[0], end=start + span[1])
            start = end + 1


def load_agencies(more: Path | None = None) -> AgencyBook:
    """The agencies that ship with the package, and those of one more file of the same form.

    Args:
        more: the file; None: the one that is chosen for the run (``agency.choice``), if any.
    Raises: BoilerplateError: the file cannot be read as one of agencies.
    """
    return _load(more or chosen_agencies())


@lru_cache(maxsize=8)
def _load(more: Path | None) -> AgencyBook:
    content = json.loads(_FILE.read_text(encoding="utf-8"))
    if more is None:
        return AgencyBook(content)
    try:
        written = more.read_bytes()
        added = json.loads(written.decode("utf-8"))
        check_agencies(added, known=content)
        book = AgencyBook(join_agencies(content, added), sha256=hashlib.sha256(written).hexdigest())
        book.compile()
        return book
    except (OSError, ValueError, RecursionError, regex.error) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise BoilerplateError(
            f"{more}: no file of agencies ({reason}); give JSON of the form of boilerplate/agencies.json"
        ) from error
