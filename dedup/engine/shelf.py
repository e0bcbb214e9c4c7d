"""The articles of a run, made ready for comparison when they are first asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from boilerplate.records import Article
from dedup.compare.align import prepare_sentences
from dedup.match.prepare import prepare_article
from dedup.records import PreparedArticle
from dedup.settings import Settings
from dedup.tokens import tokenize

_MOST_PREPARED = 4_096


class Shelf:
    """Articles by id; what is worked out about them is kept for the last few thousand asked for."""

    def __init__(self, articles: Sequence[Article], *, settings: Settings) -> None:
        """Lay out the articles of a run; their ids differ."""
        self.articles: Mapping[str, Article] = {article.id: article for article in articles}
        self._settings = settings
        self._prepared: OrderedDict[str, PreparedArticle] = OrderedDict()
        self._counts: dict[str, int] = {}

    def prepared(self, article_id: str) -> PreparedArticle:
        """The article, prepared. Cost: linear in its text, unless it was asked for lately."""
        known = self._prepared.get(article_id)
        if known is None:
            known = prepare(self.articles[article_id], settings=self._settings)
            self._prepared[article_id] = known
            self._counts[article_id] = len(known.tokens.words)
            if len(self._prepared) > _MOST_PREPARED:
                self._prepared.popitem(last=False)
        else:
            self._prepared.move_to_end(article_id)
        return known

    def count_tokens(self, article_id: str) -> int:
        """How many tokens the article has."""
        if article_id not in self._counts:
            self._counts[article_id] = len(tokenize(self.articles[article_id].text).words)
        return self._counts[article_id]

    def note_counts(self, counts: Mapping[str, int]) -> None:
        """Take over token counts that somebody else has made."""
        self._counts.update(counts)


def prepare(article: Article, *, settings: Settings) -> PreparedArticle:
    """Everything that is worked out about one article alone."""
    return prepare_article(
        article, sentences=prepare_sentences(article.text), shingle_size=settings.shingle_size
    )
