"""The articles of a big run, held packed: each is made when it is asked for, and forgotten again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, overload

from boilerplate.packing import build_article, encoded_text, pack_outcome, unpack_head
from boilerplate.records import Article, Rejection
from boilerplate.spill import Spill, Spilled

SUMMARY_REASON = "the input has a summary only; the full text is at this address"


class Extraction(NamedTuple):
    """An article kept packed, which pages of equal content share, and what no stage should unpack it for.

    ``is_credited``: an agency or an author is named. ``lack``: why the text cannot be compared, empty if it
    can. ``line_keys``: see ``boilerplate.outlets``.
    """

    kept: bytes | Spilled
    outlet: str | None
    is_credited: bool
    lack: str
    line_keys: bytes

    @property
    def packed(self) -> bytes:
        """The packed article, wherever it is kept."""
        return self.kept if isinstance(self.kept, bytes) else self.kept.spill.read(self.kept)


class PackedArticle(NamedTuple):
    """An article as one page has it: its extraction, and what is the page's own.

    ``sha256`` counts before that of the extraction, ``folder`` where the extraction knows no outlet;
    ``summary_of`` is the address of the full text.
    """

    id: str
    extraction: Extraction
    sha256: str | None = None
    folder: str | None = None
    summary_of: str | None = None

    @property
    def outlet(self) -> str | None:
        """The outlet, however it is known."""
        return self.extraction.outlet or self.folder

    def make(self, *, has_text: bool = True) -> Article:
        """The article; without its text, if so wished, which saves decoding it."""
        packed = self.extraction.packed
        head = unpack_head(packed)
        if isinstance(head, Rejection):
            raise TypeError(f"{self.id}: a rejection is no article")
        summary = [] if self.summary_of is None else [(self.summary_of, SUMMARY_REASON)]
        head = head._replace(
            id=self.id,
            sha256=self.sha256 or head.sha256,
            outlet=head.outlet or self.folder,
            dropped=[*head.dropped, *summary],
        )
        return build_article(head, text=encoded_text(packed).decode("utf-8") if has_text else "")

    def remake(self, article: Article, *, lack: str, spill: Spill) -> PackedArticle:
        """What a stage has made of the article, packed anew."""
        extraction = self.extraction._replace(kept=spill.keep(pack_outcome(article)), lack=lack)
        return PackedArticle(id=self.id, extraction=extraction)


class PackedArticles(Sequence[Article]):
    """Articles in the order of their ids, each made anew when it is asked for.

    Cost: some microseconds for each article asked for; its text is decoded only where it is wanted.
    """

    def __init__(self, articles: Sequence[PackedArticle]) -> None:
        """Hold articles that are sorted by id."""
        self._articles = articles
        self.ids: Sequence[str] = [article.id for article in articles]

    def __len__(self) -> int:
        """How many articles."""
        return len(self._articles)

    @overload
    def __getitem__(self, number: int) -> Article: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Article]: ...

    def __getitem__(self, number: int | slice) -> Article | Sequence[Article]:
        """An article, made anew; a slice is a sequence of the same kind."""
        if isinstance(number, slice):
            return PackedArticles(self._articles[number])
        return self._articles[number].make()

    def __iter__(self) -> Iterator[Article]:
        """Each article, made anew."""
        return (article.make() for article in self._articles)

    def without_text(self, number: int) -> Article:
        """An article whose text is left out (empty)."""
        return self._articles[number].make(has_text=False)

    def text(self, number: int) -> str:
        """The text of an article."""
        return self.encoded_text(number).decode("utf-8")

    def encoded_text(self, number: int) -> bytes:
        """The text of an article in UTF-8."""
        return encoded_text(self._articles[number].extraction.packed)

    def encoded_texts(self, numbers: Iterable[int]) -> list[bytes]:
        """The texts of several articles in UTF-8."""
        return [encoded_text(self._articles[number].extraction.packed) for number in numbers]
