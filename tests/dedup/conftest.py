from __future__ import annotations

from collections.abc import Callable

import pytest

from boilerplate.records import Article
from dedup.compare.align import prepare_sentences
from dedup.match.prepare import prepare_article
from dedup.records import PreparedArticle


@pytest.fixture(scope="session")
def prepare() -> Callable[[str, str], PreparedArticle]:
    """Make a prepared article of an id and a text."""

    def make(article_id: str, text: str) -> PreparedArticle:
        article = Article(id=article_id, sha256="", text=text)
        return prepare_article(article, sentences=prepare_sentences(text), shingle_size=3)

    return make
