"""Rare content that two articles share: the second source of candidate pairs.

Where LSH sees whole-story copies, a quotation, a brief or a retelling shares only a few telling things: two
content words that stand together, a name, an unround number. They are kept in an inverted index, and what
stands in many articles counts for nothing (passim keeps n-grams of 2 to 100 texts in the same way).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
import regex

from dedup.function_words import FUNCTION_WORDS
from dedup.match.shingle import Hashes, hash_runs, sort_distinct
from dedup.records import AnchorSet, CandidatePair, Span, TokenizedText
from dedup.tokens import WordMemo, is_number, is_unspaced

_CONTENT_RUN = 2
_WORD_RUN = 5
_SENTENCE_START = regex.compile(r"(?:^|[.!?…:;¿¡。！？؟।]|\n|[“”\"„«»‘(\[—–-])[\s\p{P}]*$")
_LONGEST_HEADING = 12
_LINE_BREAK = re.compile("\n")
_BEYOND_ASCII, _ALPHABET = 0x80, 26
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
    words = tokens.words
    kinds = np.fromiter(map(_KINDS.__getitem__, words), dtype=np.uint8, count=len(words))
    hashes = sort_distinct(
        np.concatenate(
            (
                hash_runs(token_hashes[kinds & (_FUNCTION | _CHARACTER) == 0], size=_CONTENT_RUN),
                hash_runs(token_hashes, size=_WORD_RUN),
            )
        )
    )
    hashes.flags.writeable = False
    numbers = np.flatnonzero(kinds & _NUMBER).tolist()
    capitals = _list_capitals(text, tokens)
    names = frozenset(words[place] for place in _find_names(text, tokens, capitals))
    return AnchorSet(
        article_id=article_id,
        names=names,
        numbers=frozenset(words[place] for place in numbers),
        mentions=tuple(
            _list_mentions(words, sorted({*numbers, *(place for place in capitals if words[place] in names)}))
        ),
        quoted_words=frozenset(
            word for start, end in quotations for word in words[start:end] if word not in FUNCTION_WORDS
        ),
        quotes=frozenset(" ".join(words[start:end]) for start, end in quotations if end - start > 1),
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


def _judge_word(word: str) -> int:
    return (
        (_FUNCTION if word in FUNCTION_WORDS else 0)
        | (_CHARACTER if is_unspaced(word) else 0)
        | (_NUMBER if is_number(word) else 0)
    )


_FUNCTION, _CHARACTER, _NUMBER = 1, 2, 4
_KINDS = WordMemo(_judge_word)


def _list_mentions(words: Sequence[str], places: Iterable[int]) -> Iterator[str]:
    """The words at these places; one that follows upon itself counts once."""
    last = ""
    for place in places:
        if words[place] != last:
            last = words[place]
            yield last


def _list_capitals(text: str, tokens: TokenizedText) -> list[int]:
    """Which tokens begin with a capital letter."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)[tokens.starts]
    may_be = (codes >= _BEYOND_ASCII) | (codes - np.uint32(ord("A")) < _ALPHABET)
    places = np.flatnonzero(may_be)
    starts = tokens.starts[places].tolist()
    return [place for place, start in zip(places.tolist(), starts, strict=True) if text[start].isupper()]


def _find_names(text: str, tokens: TokenizedText, capitals: Sequence[int]) -> Iterator[int]:
    """The tokens that are capitalised where grammar does not ask for it."""
    bounds = [0, *(match.end() for match in _LINE_BREAK.finditer(text)), len(text) + 1]
    starts = tokens.starts.tolist()
    for line_start, line_end in pairwise(bounds):
        first, last = bisect_left(starts, line_start), bisect_left(starts, line_end)
        is_heading = last - first <= _LONGEST_HEADING and not text[line_start:line_end].rstrip().endswith(
            (".", "!", "?", "”", '"', "…", "»", "。")
        )
        if is_heading:
            continue
        for place in capitals[bisect_left(capitals, first) : bisect_left(capitals, last)]:
            start = starts[place]
            if tokens.words[place] in FUNCTION_WORDS or start == line_start:
                continue
            if not _opens_sentence(text[max(line_start, start - 4) : start]):
                yield place


@lru_cache(maxsize=1 << 14)
def _opens_sentence(before: str) -> bool:
    """Whether a word opens a sentence, or a part of one, by the few characters before it."""
    is_inside = before[-1:] == " " and before[-2:-1].isalnum()
    return not is_inside and _SENTENCE_START.search(before) is not None
