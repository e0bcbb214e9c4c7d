"""What a page is on its way to becoming an article.

Every record is frozen: a stage that changes one returns a ``dataclasses.replace``d copy. Offsets are
half-open ``(start, end)`` pairs in Unicode code points of ``Article.text``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

PageForm = Literal["html", "text", "markup"]
"""A page of HTML; text, clean or with its chrome; the marked-up body of an article alone, as wires send."""
CreditKind = Literal["dateline", "byline", "contributor", "copyright", "in_text"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One story as it came in, before anything is taken off it.

    ``content`` is the raw bytes, or text where the input was already decoded (a JSON string). The other
    fields hold what the input said *about* the page; None where it said nothing. ``sha256`` is of the
    input bytes (of the whole line for a JSON line). ``folder`` is the folder the file lay in below the
    directory named by the user: the outlet where nothing better is known. ``is_summary``: the input
    carries a summary only, as many feeds do.
    """

    id: str
    form: PageForm
    content: bytes | str
    sha256: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    charset: str | None = None
    folder: str | None = None
    is_summary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPage:
    """A page as a line of JSON that nobody has parsed yet: ``boilerplate.read.jsonl.parse_line`` does.

    ``id`` is the page's unless it has its own; ``name`` is the file's and ``where`` the place in it
    (``line 3``), for people; ``folder`` as in ``Page``.
    """

    id: str
    name: str
    where: str
    line: bytes
    folder: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPages:
    """Neighbouring lines of a file, each a page as in ``UnreadPage``, joined by line feeds in ``lines``.

    ``number`` is that of the first record, from 1, among all of the file, ``line`` that of its line.
    """

    name: str
    number: int
    line: int
    lines: bytes
    folder: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A place where an article names the agency it has its text from.

    ``span`` lies in ``Article.text``: the words of an in-text credit; for a line taken out of the text
    the empty span where it stood.
    """

    agency: str
    kind: CreditKind
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedLine:
    """A line of the page that is not in the article's text, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The story itself: ``text`` is its paragraphs joined by newlines, without chrome and credit lines.

    ``published`` is ISO 8601 (date, or date and time) or None; ``language`` an ISO 639-1 code or None;
    ``sha256`` is of the input bytes.
    """

    id: str
    sha256: str
    text: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    credits: tuple[Credit, ...] = ()
    dropped: tuple[DroppedLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A page that cannot be used: its id and, in one line, why."""

    id: str
    reason: str


Record = Page | UnreadPage | UnreadPages | Rejection
"""What a reader makes of a file, one after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripped:
    """What became of all pages of a run; both sorted by id, and no id stands twice.

    Articles by the thousand are a sequence that makes each one when it is asked for.
    """

    articles: Sequence[Article]
    rejections: tuple[Rejection, ...]
