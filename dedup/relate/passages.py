"""The words that stand in both articles: maximal common runs of tokens."""

from __future__ import annotations

import numpy as np

from dedup.match.shingle import hash_runs
from dedup.records import PreparedArticle, SharedPassage


def find_shared_passages(
    left: PreparedArticle, right: PreparedArticle, *, min_tokens: int
) -> tuple[SharedPassage, ...]:
    """Find the runs of tokens that both articles have and that cannot be extended, longest first.

    Every token of the right article lies in one run at the most: the longest that starts before it.
    Args:
        min_tokens: length from which a run counts, ≥ 1.
    Cost: linear in the tokens, times the repetitions of a run inside the left article (at most 8 are tried).
    """
    left_runs = hash_runs(left.token_hashes, size=min_tokens).tolist()
    right_runs = hash_runs(right.token_hashes, size=min_tokens).tolist()
    shared = set(left_runs).intersection(right_runs)
    if not shared:
        return ()
    places: dict[int, list[int]] = {}
    for place, run in enumerate(left_runs):
        if run in shared:
            places.setdefault(run, []).append(place)
    passages = []
    done = 0
    for start, run in enumerate(right_runs):
        if start < done or run not in shared:
            continue
        lengths = [(_common_length(left, right, place, start), -place) for place in places[run][:8]]
        best_length, best_place = max(lengths)
        if best_length >= min_tokens:
            passages.append(_cut_passage(left, right, -best_place, start, best_length))
        done = start + max(1, best_length)
    return tuple(sorted(passages, key=lambda passage: (-passage.tokens, passage.left, passage.right)))


def _common_length(left: PreparedArticle, right: PreparedArticle, left_place: int, right_place: int) -> int:
    tail = left.token_hashes[left_place:], right.token_hashes[right_place:]
    size = min(len(tail[0]), len(tail[1]))
    differs = np.flatnonzero(tail[0][:size] != tail[1][:size])
    return int(differs[0]) if len(differs) else size


def _cut_passage(
    left: PreparedArticle, right: PreparedArticle, left_place: int, right_place: int, length: int
) -> SharedPassage:
    spans = []
    for article, place in ((left, left_place), (right, right_place)):
        start, end = article.tokens.starts[place], article.tokens.ends[place + length - 1]
        spans.append((int(start), int(end)))
    return SharedPassage(
        text=left.article.text[spans[0][0] : spans[0][1]], left=spans[0], right=spans[1], tokens=length
    )
