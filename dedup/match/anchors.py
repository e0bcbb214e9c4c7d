"""Rare content that two articles share: the second source of candidate pairs.

Where LSH sees whole-story copies, a quotation, a brief or a retelling shares only a few telling things: two
content words that stand together, a name, an unround number. They are kept in an inverted index, and what
stands in many articles counts for nothing (passim keeps n-grams of 2 to 100 texts in the same way).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
import regex

from dedup.function_words import FUNCTION_WORDS
from dedup.match.shingle import Hashes, hash_runs
from dedup.records import AnchorSet, CandidatePair, Span, TokenizedText
from dedup.tokens import is_number, is_unspaced

_CONTENT_RUN = 2
_WORD_RUN = 5
_SENTENCE_START = regex.compile(r"(?:^|[.!?…:;¿¡。！？؟।]|\n|[“”\"„«»‘(\[—–-])[\s\p{P}]*$")
_LONGEST_HEADING = 12
_YEAR = regex.compile(r"(?:19|20)\d\d")


def collect_anchors(
    article_id: str, text: str, tokens: TokenizedText, *, token_hashes: Hashes, quotations: Sequence[Span]
) -> AnchorSet:
    """The names, numbers, quotations and content n-grams of an article.

    Names are words capitalised inside a sentence (scripts with letter case only), numbers all numerals,
    ``quotations`` are spans of tokens between quotation marks; those of two words or more are kept.
    ``hashes`` are of the pairs of neighbouring content words, grammar words and the characters of unspaced
    scripts left out, and of the runs of five tokens; uint64, sorted, unique.
    """
    is_content = np.array([word not in FUNCTION_WORDS for word in tokens.words], dtype=bool)
    is_character = np.array([is_unspaced(word) for word in tokens.words], dtype=bool)
    hashes = np.unique(
        np.concatenate(
            (
                hash_runs(token_hashes[is_content & ~is_character], size=_CONTENT_RUN),
                hash_runs(token_hashes, size=_WORD_RUN),
            )
        )
    )
    hashes.flags.writeable = False
    names = frozenset(_find_names(text, tokens))
    return AnchorSet(
        article_id=article_id,
        names=names,
        numbers=frozenset(word for word in tokens.words if is_number(word)),
        mentions=tuple(_list_mentions(text, tokens, names)),
        quoted_words=frozenset(
            word
            for start, end in quotations
            for word in tokens.words[start:end]
            if word not in FUNCTION_WORDS
        ),
        quotes=frozenset(" ".join(tokens.words[start:end]) for start, end in quotations if end - start > 1),
        hashes=hashes,
    )


def is_telling_number(word: str) -> bool:
    """Whether a numeral is unlikely to stand in two articles by chance: three digits or more, no year."""
    digits = sum(character.isdigit() for character in word)
    return digits >= 3 and not _YEAR.fullmatch(word)


def find_anchored_pairs(
    anchor_sets: Sequence[AnchorSet], *, max_articles: int, min_shared: int
) -> Iterator[CandidatePair]:
    """Yield each pair of articles that share enough rare anchors.

    Args:
        anchor_sets: one per article.
        max_articles: an anchor found in more articles is common and counts for nothing.
        min_shared: rare anchors needed.
    Yields: each pair once, left_id < right_id, ascending.
    Cost: O(a log a) in all anchors, plus at most max_articles² / 2 pairs for each rare one.
    """
    ordered = sorted(anchor_sets, key=lambda anchors: anchors.article_id)
    keys = _pair_keys(ordered, max_articles=max_articles)
    pairs, counts = np.unique(keys, return_counts=True)
    enough = counts >= min_shared
    for key, count in zip(pairs[enough].tolist(), counts[enough].tolist(), strict=True):
        left, right = divmod(key, len(ordered))
        yield CandidatePair(
            left_id=ordered[left].article_id,
            right_id=ordered[right].article_id,
            sources=("anchors",),
            shared_anchors=count,
        )


def _pair_keys(anchor_sets: Sequence[AnchorSet], *, max_articles: int) -> npt.NDArray[np.int64]:
    """left · n + right for each rare anchor and each pair of the articles that have it."""
    count = len(anchor_sets)
    hashes = np.concatenate([anchors.hashes for anchors in anchor_sets] or [np.empty(0, dtype=np.uint64)])
    owners = np.repeat(np.arange(count), [len(anchors.hashes) for anchors in anchor_sets])
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    is_first = np.ones(len(hashes), dtype=bool)
    is_first[1:] = hashes[1:] != hashes[:-1]
    starts = np.flatnonzero(is_first)
    sizes = np.diff(starts, append=len(hashes))
    keys = [np.empty(0, dtype=np.int64)]
    for size in range(2, max_articles + 1):
        members = owners[starts[sizes == size][:, None] + np.arange(size)]
        for first, second in combinations(range(size), 2):
            keys.append(members[:, first] * count + members[:, second])
    return np.concatenate(keys)


def _list_mentions(text: str, tokens: TokenizedText, names: frozenset[str]) -> Iterator[str]:
    """Names and numbers in the order of the text; one that follows upon itself counts once."""
    last = ""
    for word, start in zip(tokens.words, tokens.starts.tolist(), strict=True):
        if word != last and (is_number(word) or (word in names and text[start].isupper())):
            yield word
            last = word


def _find_names(text: str, tokens: TokenizedText) -> Iterator[str]:
    """The normalised words that are capitalised where grammar does not ask for it."""
    bounds = [0, *(place + 1 for place, character in enumerate(text) if character == "\n"), len(text) + 1]
    starts = tokens.starts
    for line_start, line_end in pairwise(bounds):
        first, last = np.searchsorted(starts, (line_start, line_end))
        is_heading = last - first <= _LONGEST_HEADING and not text[line_start:line_end].rstrip().endswith(
            (".", "!", "?", "”", '"', "…", "»", "。")
        )
        if is_heading:
            continue
        for index in range(first, last):
            start = int(starts[index])
            if not text[start].isupper() or tokens.words[index] in FUNCTION_WORDS:
                continue
            if not _SENTENCE_START.search(text[max(line_start, start - 4) : start]) and start > line_start:
                yield tokens.words[index]
