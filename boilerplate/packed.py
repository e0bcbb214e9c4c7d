"""The articles of a big run, held packed: each is made when it is asked for, and forgotten again."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

from boilerplate.bundle import Entry
from boilerplate.packing import build_article, pack_outcome, read_head
from boilerplate.records import Article
from boilerplate.spill import Spill

SUMMARY_REASON = "the input has a summary only; the full text is at this address"


class Own(NamedTuple):
    """What is a page's own, and not of an extraction that pages of equal content share.

    ``sha256`` counts before that of the extraction, ``folder`` where the extraction knows no outlet;
    ``summary_of`` is the address of the full text.
    """

    sha256: str | None = None
    folder: str | None = None
    summary_of: str | None = None


NOTHING_OWN = Own()


class PackedArticle(NamedTuple):
    """An article as one page has it: its extraction, which lies in a spill, and what is the page's own."""

    id: str
    extraction: Entry
    own: Own = NOTHING_OWN

    @property
    def outlet(self) -> str | None:
        """The outlet, however it is known."""
        return self.extraction.outlet or self.own.folder

    def make(self, spill: Spill, *, has_text: bool = True) -> Article:
        """The article; without its text, if so wished, which saves reading it."""
        start, text_start, end, *_ = self.extraction
        return _make(self.id, (start, text_start, end), self.own, spill=spill, has_text=has_text)

    def remake(self, article: Article, *, lack: str, spill: Spill) -> PackedArticle:
        """What a stage has made of the article, packed anew."""
        packed = pack_outcome(article)
        start = spill.keep(packed)
        text_start = start + packed.index(b"\n") + 1
        extraction = self.extraction._replace(
            start=start, text_start=text_start, end=start + len(packed), lack=lack
        )
        return PackedArticle(id=self.id, extraction=extraction)


class PackedArticles(Sequence[Article]):
    """Articles in the order of their ids, each made anew when it is asked for.

    ``texts[0]`` says where in the spill each one's text begins, ``texts[1]`` where it ends: it lies there in
    UTF-8. Cost: some microseconds for each article asked for; its text is read only where it is wanted.
    """

    def __init__(self, articles: Sequence[PackedArticle], *, spill: Spill) -> None:
        """Hold articles that are sorted by id."""
        self.ids: Sequence[str] = [article.id for article in articles]
        self.spill = spill
        self._starts = array("q", [article.extraction.start for article in articles])
        starts = array("q", [article.extraction.text_start for article in articles])
        self.texts = starts, array("q", [article.extraction.end for article in articles])
        own = enumerate(article.own for article in articles)
        self._own = {number: one for number, one in own if one is not NOTHING_OWN}

    def __len__(self) -> int:
        """How many articles."""
        return len(self.ids)

    @overload
    def __getitem__(self, number: int) -> Article: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Article]: ...

    def __getitem__(self, number: int | slice) -> Article | Sequence[Article]:
        """An article, made anew; a slice makes all of its own."""
        if isinstance(number, slice):
            return tuple(map(self._make, range(*number.indices(len(self)))))
        return self._make(range(len(self))[number])

    def __iter__(self) -> Iterator[Article]:
        """Each article, made anew."""
        return map(self._make, range(len(self)))

    def without_text(self, number: int) -> Article:
        """An article whose text is left out (empty)."""
        return self._make(number, has_text=False)

    @property
    def labels(self) -> Sequence[Article]:
        """The articles without their texts."""
        return _Labels(self)

    def text(self, number: int) -> str:
        """The text of an article."""
        return self.encoded_text(number).decode("utf-8")

    def encoded_text(self, number: int) -> bytes:
        """The text of an article in UTF-8."""
        starts, ends = self.texts
        return self.spill.read(starts[number], ends[number])

    def _make(self, number: int, *, has_text: bool = True) -> Article:
        starts, ends = self.texts
        places = self._starts[number], starts[number], ends[number]
        own = self._own.get(number, NOTHING_OWN)
        return _make(self.ids[number], places, own, spill=self.spill, has_text=has_text)


class _Labels(Sequence[Article]):
    """Articles whose texts are left out, each made anew when it is asked for."""

    def __init__(self, articles: PackedArticles) -> None:
        self._articles = articles

    def __len__(self) -> int:
        return len(self._articles)

    @overload
    def __getitem__(self, number: int) -> Article: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Article]: ...

    def __getitem__(self, number: int | slice) -> Article | Sequence[Article]:
        if isinstance(number, slice):
            return tuple(map(self._articles.without_text, range(*number.indices(len(self)))))
        return self._articles.without_text(range(len(self))[number])

    def __iter__(self) -> Iterator[Article]:
        return map(self._articles.without_text, range(len(self)))


def _make(
    article_id: str, places: tuple[int, int, int], own: Own, *, spill: Spill, has_text: bool
) -> Article:
    """The article whose head and text lie at these places."""
    start, text_start, end = places
    packed = spill.read(start, end if has_text else text_start)
    head = read_head(packed[: text_start - start])
    if isinstance(head, dict):
        raise TypeError(f"{article_id}: a rejection is no article")
    if own is not NOTHING_OWN:
        summary = [] if own.summary_of is None else [(own.summary_of, SUMMARY_REASON)]
        head = head._replace(
            sha256=own.sha256 or head.sha256,
            outlet=head.outlet or own.folder,
            dropped=[*head.dropped, *summary],
        )
    return build_article(head, article_id=article_id, text=packed[text_start - start :].decode("utf-8"))
