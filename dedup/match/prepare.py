"""An article → what every comparison needs of it alone."""

from __future__ import annotations

from boilerplate.records import Article
from dedup.match.anchors import collect_anchors
from dedup.match.shingle import build_shingle_set, hash_tokens
from dedup.records import PreparedArticle, SentenceSet
from dedup.tokens import tokenize


def prepare_article(article: Article, *, sentences: SentenceSet, shingle_size: int) -> PreparedArticle:
    """Tokens, shingles and anchors of an article; its sentences are given.

    Cost: linear in the length of the text.
    """
    tokens = tokenize(article.text)
    token_hashes = hash_tokens(tokens.words)
    token_hashes.flags.writeable = False
    return PreparedArticle(
        article=article,
        tokens=tokens,
        token_hashes=token_hashes,
        shingles=build_shingle_set(article.id, token_hashes, size=shingle_size),
        anchors=collect_anchors(article.id, article.text, tokens, token_hashes),
        sentences=sentences,
    )
