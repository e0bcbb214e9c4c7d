"""The articles of a run, made ready for comparison when they are first asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from boilerplate.records import Article
from dedup.compare.align import prepare_sentences
from dedup.match.prepare import prepare_article
from dedup.records import PreparedArticle, SentenceSet
from dedup.settings import Settings
from dedup.tokens import tokenize

_MOST_PREPARED = 2_048


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SplitArticle:
    """An article and its sentences: what an alignment needs."""

    article: Article
    sentences: SentenceSet


class Shelf:
    """Articles by id; what is worked out about them is kept for the last few thousand asked for."""

    def __init__(
        self,
        articles: Sequence[Article],
        *,
        settings: Settings,
        ids: Sequence[str] | None = None,
        labels: Sequence[Article] | None = None,
        texts: Sequence[str] | None = None,
    ) -> None:
        """Lay out the articles of a run; their ids differ.

        Args:
            articles: may make an article each time it is asked for it.
            ids: of each article, ascending; None: they are read off the articles, which may have any order.
            labels: the articles with or without their texts, where that is cheaper.
            texts: of each article, where that is cheaper.
        """
        self.settings = settings
        if ids is None:
            ids = [article.id for article in articles]
            if any(left > right for left, right in pairwise(ids)):
                articles = sorted(articles, key=lambda article: article.id)
                ids = [article.id for article in articles]
        self.ids = ids
        self._articles = articles
        self.labels = articles if labels is None else labels
        self.texts = _Texts(articles) if texts is None else texts
        self._prepared: OrderedDict[str, PreparedArticle] = OrderedDict()
        self._counts: dict[str, int] = {}
        self._all_counts: npt.NDArray[np.int32] | None = None

    def __len__(self) -> int:
        """How many articles."""
        return len(self.ids)

    def find(self, article_id: str) -> int:
        """The number of an article, in the order of their ids."""
        return bisect_left(self.ids, article_id)

    def article(self, article_id: str) -> Article:
        """The article itself."""
        return self._articles[bisect_left(self.ids, article_id)]

    def label(self, article_id: str) -> Article:
        """The article, maybe without its text."""
        return self.labels[bisect_left(self.ids, article_id)]

    def prepared(self, article_id: str) -> PreparedArticle:
        """The article, prepared. Cost: linear in its text, unless it was asked for lately."""
        known = self._prepared.get(article_id)
        if known is None:
            known = prepare(self.article(article_id), settings=self.settings)
            self._prepared[article_id] = known
            self._counts[article_id] = len(known.tokens.words)
            if len(self._prepared) > _MOST_PREPARED:
                self._prepared.popitem(last=False)
        else:
            self._prepared.move_to_end(article_id)
        return known

    def split(self, article_id: str) -> PreparedArticle | SplitArticle:
        """The article cut into sentences, which takes half as long as preparing it, unless that was done."""
        known = self._prepared.get(article_id)
        if known is not None:
            return known
        article = self.article(article_id)
        return SplitArticle(article=article, sentences=prepare_sentences(article.text))

    def count_tokens(self, article_id: str) -> int:
        """How many tokens the article has."""
        if self._all_counts is not None:
            return int(self._all_counts[bisect_left(self.ids, article_id)])
        if article_id not in self._counts:
            self._counts[article_id] = len(tokenize(self.article(article_id).text).words)
        return self._counts[article_id]

    def list_counts(self) -> tuple[int, ...]:
        """How many tokens each article has, in the order of their ids."""
        if self._all_counts is not None:
            return tuple(self._all_counts.tolist())
        return tuple(map(self.count_tokens, self.ids))

    def note_counts(self, counts: npt.NDArray[np.int32]) -> None:
        """Take over the token counts of all articles, in the order of their ids."""
        self._all_counts = counts


class _Texts(Sequence[str]):
    """The texts of articles, each read when it is asked for."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles

    def __len__(self) -> int:
        return len(self._articles)

    def __getitem__(self, number: int) -> str:  # type: ignore[override]
        return self._articles[number].text


def prepare(article: Article, *, settings: Settings) -> PreparedArticle:
    """Everything that is worked out about one article alone."""
    return prepare_article(
        article, sentences=prepare_sentences(article.text), shingle_size=settings.shingle_size
    )
