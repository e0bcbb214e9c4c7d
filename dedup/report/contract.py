"""Records as the JSON other programs rely on, field for field as the contract has it.

Equal records give byte-equal output: lists are sorted where their order means nothing, similarities are
rounded to six digits, and keys always stand in the contract's order. The schemas in ``schemas/`` describe
every document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from boilerplate.records import Article, Credit, Rejection
from dedup.records import (
    Change,
    Cluster,
    DiffReport,
    Explanation,
    Family,
    FormLabel,
    Hole,
    Link,
    Report,
    Segment,
    Span,
    Surroundings,
)
from dedup.report.entries import Entries, Spread, dump_json
from dedup.report.tool import name_tool

Source = TypeVar("Source")

VERSION = 1
"""The version of the documents' form; it changes only when a reader of the old form would break."""


def extract_to_json(result: Article | Rejection) -> dict[str, object]:
    """Return one line of ``extract``: the article, or the id and why the page was rejected."""
    if isinstance(result, Rejection):
        return {"id": result.id, "rejected": result.reason}
    return {
        "id": result.id,
        "url": result.url,
        "outlet": result.outlet,
        "title": result.title,
        "author": result.author,
        "published": result.published,
        "language": result.language,
        "text": result.text,
        "credits": _credits(result.credits),
        "dropped": [{"text": line.text, "reason": line.reason} for line in result.dropped],
        "sha256": result.sha256,
    }


def clusters_to_json(report: Report) -> dict[str, object]:
    """Return the document of ``clusters``."""
    return {name: part.make() if isinstance(part, Entries) else part for name, part in _list_parts(report)}


def dump_clusters(report: Report, *, spread: Spread = map) -> Iterator[str]:
    """Yield the document of ``clusters`` as ``dump_json`` gives it, piece by piece: it may be long.

    Args:
        spread: has the pieces of a list written, in their order.
    """
    lead = "{"
    for name, part in _list_parts(report):
        yield f'{lead}"{name}": '
        lead = ", "
        yield from part.dump(spread=spread) if isinstance(part, Entries) else (dump_json(part),)
    yield "}"


def _list_parts(report: Report) -> Iterator[tuple[str, object]]:
    """The parts of the document of ``clusters``; the long ones make their entries when asked to."""
    rejections = sorted(report.rejections, key=lambda rejection: (rejection.id, rejection.reason))
    yield "version", VERSION
    yield "tool", name_tool()
    yield "settings", _settings(report.settings)
    articles, counts = _sort_articles(report)
    yield "articles", Entries(articles, lambda article, number: _listed_article(article, counts[number]))
    yield "clusters", _list_entries(_cluster, sorted(report.clusters, key=lambda one: one.id))
    yield "families", _list_entries(_family, sorted(report.families, key=lambda one: one.id))
    yield "pairs", _list_entries(_pair, _linked(report.links))
    yield "rejections", [{"id": rejection.id, "reason": rejection.reason} for rejection in rejections]
    yield "counts", dict(sorted(report.counts))


def _sort_articles(report: Report) -> tuple[Sequence[Article], Sequence[int]]:
    """The articles by their ids, and the token counts; those that are made when asked for lie so."""
    if not isinstance(report.articles, tuple):
        return report.articles, report.token_counts
    order = sorted(range(len(report.articles)), key=lambda number: report.articles[number].id)
    return [report.articles[number] for number in order], [report.token_counts[number] for number in order]


def _list_entries(make: Callable[[Source], object], sources: Sequence[Source]) -> Entries[Source]:
    return Entries(sources, lambda source, _: make(source))


def diff_to_json(diff: DiffReport) -> dict[str, object]:
    """Return the document of ``diff``."""
    alignment = diff.alignment
    return {
        "version": VERSION,
        "tool": name_tool(),
        "settings": _settings(diff.settings),
        "a": _compared_article(diff.left, alignment.left_sentences),
        "b": _compared_article(diff.right, alignment.right_sentences),
        "relation": diff.link.relation,
        "scores": _scores(diff.link),
        "segments": [_segment(segment) for segment in alignment.segments],
        "changes": [_change(change) for change in alignment.changes],
        "not_comparable": [_hole(hole) for hole in alignment.holes],
    }


def explain_to_json(explanation: Explanation) -> dict[str, object]:
    """Return the document of ``explain``."""
    link = explanation.link
    passages = sorted(explanation.shared, key=lambda passage: (passage.left, passage.right))
    return {
        "a": link.left_id,
        "b": link.right_id,
        "relation": link.relation,
        "linked": link.is_linked,
        **_probabilities(link),
        "because": [
            {
                "evidence": evidence.name,
                "value": _value(evidence.value),
                "needed": evidence.needed,
                "met": evidence.met,
                "decides": evidence.is_decisive,
            }
            for evidence in link.evidence
        ],
        "shared": [
            {
                "text": passage.text,
                "a": list(passage.left),
                "b": list(passage.right),
                "stories": passage.stories or None,
                "counts": not passage.is_common,
            }
            for passage in passages
        ],
        "among": _surroundings(explanation.surroundings),
    }


def _surroundings(around: Surroundings | None) -> dict[str, object] | None:
    if around is None:
        return None
    return {
        "articles": around.articles,
        "alone": around.alone,
        "proposed_by": list(around.proposed_by),
        "supporters": [
            {"id": article_id, "probability": _rounded(probability)}
            for article_id, probability in around.supporters
        ],
    }


def _credits(credits: Iterable[Credit]) -> list[dict[str, object]]:
    return [{"agency": credit.agency, "kind": credit.kind, "text": credit.text} for credit in credits]


def _settings(settings: Iterable[tuple[str, object]]) -> dict[str, object]:
    return dict(sorted(settings))


def _listed_article(article: Article, tokens: int) -> dict[str, object]:
    return {
        "id": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "published": article.published,
        "language": article.language,
        "tokens": tokens,
        "credits": _credits(article.credits),
    }


def _compared_article(article: Article, sentences: Iterable[Span]) -> dict[str, object]:
    return {
        "id": article.id,
        "sha256": article.sha256,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "credits": _credits(article.credits),
        "text": article.text,
        "sentences": [list(span) for span in sentences],
    }


def _cluster(cluster: Cluster) -> dict[str, object]:
    return {
        "id": cluster.id,
        "articles": sorted(cluster.article_ids),
        "lead": cluster.lead_id,
        "lead_reason": cluster.lead_reason,
        "forms": _forms(cluster.forms),
    }


def _family(family: Family) -> dict[str, object]:
    return {"id": family.id, "articles": sorted(family.article_ids), "forms": _forms(family.forms)}


def _forms(forms: Iterable[tuple[str, tuple[FormLabel, ...]]]) -> dict[str, list[FormLabel]]:
    return {member: list(labels) for member, labels in sorted(forms)}


def _linked(links: Iterable[Link]) -> list[Link]:
    return sorted((link for link in links if link.is_linked), key=lambda link: (link.left_id, link.right_id))


def _scores(link: Link) -> dict[str, float]:
    return {
        "jaccard": _rounded(link.overlap.jaccard),
        "containment_a": _rounded(link.overlap.left_containment),
        "containment_b": _rounded(link.overlap.right_containment),
        "coverage_a": _rounded(link.left_coverage),
        "coverage_b": _rounded(link.right_coverage),
    }


def _probabilities(link: Link) -> dict[str, float]:
    return {"similarity": _rounded(link.similarity), "confidence": _rounded(link.confidence)}


def _pair(link: Link) -> dict[str, object]:
    return {
        "a": link.left_id,
        "b": link.right_id,
        "relation": link.relation,
        **_scores(link),
        **_probabilities(link),
    }


def _segment(segment: Segment) -> dict[str, object]:
    return {
        "kind": segment.kind,
        "moved": segment.is_moved,
        "a": list(segment.left),
        "b": list(segment.right),
        "similarity": _rounded(segment.similarity),
        "edits": [
            {"op": edit.op, "a": list(edit.left), "b": list(edit.right), "trivial": edit.is_trivial}
            for edit in segment.edits
        ],
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "class": change.change_class,
        "severity": change.severity,
        "a": _span(change.left),
        "b": _span(change.right),
        "a_text": change.left_text,
        "b_text": change.right_text,
    }


def _hole(hole: Hole) -> dict[str, object]:
    return {"a": _span(hole.left), "b": _span(hole.right), "reason": hole.reason}


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)


def _rounded(share: float) -> float:
    return round(float(share), 6)


def _value(value: float | int | str) -> float | int | str:
    return round(value, 6) if isinstance(value, float) else value
