"""Two articles → how they answer to each other: the whole comparison strung together."""

from __future__ import annotations

from dataclasses import replace

from boilerplate.records import Article
from dedup.compare.align import align_sentences, measure_coverage, prepare_sentences
from dedup.compare.changes.compose import find_changes
from dedup.compare.edits import find_passage_edits
from dedup.compare.holes import find_holes
from dedup.compare.words import cut_passage
from dedup.records import Alignment, Segment, SentenceSet, Span


def align_articles(left: Article, right: Article) -> Alignment:
    """Align the sentences of two articles, mark the edits in them, and class what they change.

    Swapping the sides mirrors the result.
    """
    lefts, rights = prepare_sentences(left.text), prepare_sentences(right.text)
    segments = align_sentences(lefts, rights)
    left_coverage, right_coverage = measure_coverage(segments, lefts, rights)
    segments = tuple(_add_edits(segment, lefts, rights) for segment in segments)
    holes = find_holes(left.text, right.text)
    languages = {(article.language or "").partition("-")[0].lower() for article in (left, right)}
    language = languages.pop() if len(languages) == 1 else None
    return Alignment(
        left_id=left.id,
        right_id=right.id,
        left_sentences=lefts.spans,
        right_sentences=rights.spans,
        segments=segments,
        changes=find_changes(segments, lefts, rights, holes=holes, language=language),
        holes=holes,
        left_coverage=left_coverage,
        right_coverage=right_coverage,
    )


def _add_edits(segment: Segment, left: SentenceSet, right: SentenceSet) -> Segment:
    """A segment with its edits; one whose words are equal but whose signs are not is no longer verbatim."""
    if not segment.left or not segment.right:
        return segment
    edits = find_passage_edits(
        cut_passage(left.text, left.tokens, _span(left, segment.left)),
        cut_passage(right.text, right.tokens, _span(right, segment.right)),
    )
    if segment.kind == "verbatim" and any(edit.op != "equal" and not edit.is_trivial for edit in edits):
        return replace(segment, edits=edits, kind="light", similarity=0.9999)
    return replace(segment, edits=edits)


def _span(side: SentenceSet, sentences: tuple[int, ...]) -> Span:
    return side.spans[sentences[0]][0], side.spans[sentences[-1]][1]
