"""An article → what every comparison needs of it alone."""

from __future__ import annotations

import numpy as np

from boilerplate.records import Article
from dedup.match.anchors import collect_anchors
from dedup.match.quotations import find_quotations, mark_quoted
from dedup.match.shingle import build_narrative_set, build_shingle_set, hash_tokens
from dedup.records import PreparedArticle, SentenceSet


def prepare_article(article: Article, *, sentences: SentenceSet, shingle_size: int) -> PreparedArticle:
    """Tokens, shingles and anchors of an article; its sentences and their tokens are given.

    Cost: linear in the length of the text.
    """
    tokens = sentences.tokens
    token_hashes = hash_tokens(tokens.words)
    token_hashes.flags.writeable = False
    quotations = find_quotations(article.text, tokens)
    is_quoted = mark_quoted(quotations, len(tokens.words))
    is_quoted.flags.writeable = False
    is_common = np.zeros(len(tokens.words), dtype=bool)
    is_common.flags.writeable = False
    return PreparedArticle(
        article=article,
        tokens=tokens,
        token_hashes=token_hashes,
        shingles=build_shingle_set(article.id, token_hashes, size=shingle_size),
        is_quoted=is_quoted,
        is_common=is_common,
        narrative=build_narrative_set(article.id, token_hashes, is_quoted=is_quoted, size=shingle_size),
        anchors=collect_anchors(
            article.id, article.text, tokens, token_hashes=token_hashes, quotations=quotations
        ),
        sentences=sentences,
    )
