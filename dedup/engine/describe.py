"""What a report tells of each cluster and family: who leads it, what became of its text in the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from boilerplate.workers import run_tasks
from dedup.compare.align import align_sentences
from dedup.engine.packing import pack_article, pack_settings, unpack_article
from dedup.engine.shelf import Shelf
from dedup.records import Cluster, Family, FormLabel, Link
from dedup.relate.forms import label_forms
from dedup.relate.lead import choose_lead
from dedup.relate.merged import find_merged
from dedup.settings import Settings

MOST_LABELLED = 2_000
"""Cluster members whose form is labelled in one run; further ones are counted."""

SHARED_FROM = 200
"""Members from which processes are worth starting."""

_DEADLINE_SECONDS = 600.0
_LIGHT_BYTES = 1 << 15
"""A cluster of a few articles of ordinary length: most have no more, and messages cost as well."""
_WORK = "members labelled"
_MERGED: tuple[FormLabel, ...] = ("merged",)

Forms = tuple[tuple[str, tuple[FormLabel, ...]], ...]
Progress = Callable[[str, int, int | None], None]


def describe_clusters(
    clusters: Sequence[Cluster],
    *,
    shelf: Shelf,
    links: Sequence[Link],
    most_labelled: int = MOST_LABELLED,
    workers: int | None = None,
    progress: Progress | None = None,
) -> tuple[Cluster, ...]:
    """Choose each cluster's lead and label the other members by what became of its text.

    Args:
        most_labelled: members at most; further ones have no forms.
    """
    cluster_of = {member: cluster.id for cluster in clusters for member in cluster.article_ids}
    led = list(_choose_leads(clusters, cluster_of, shelf, links))
    labelled = list(_choose_labelled(led, most_labelled))
    members = frozenset(member for cluster in labelled for member in cluster.article_ids)
    merged = find_merged(links, among=members, block_of=cluster_of, prepared=shelf.prepared)
    forms = _label_clusters(labelled, shelf, merged, workers=workers, progress=progress)
    return tuple(replace(cluster, forms=forms.get(cluster.id, ())) for cluster in led)


def describe_families(
    families: Sequence[Family],
    *,
    clusters: Sequence[Cluster],
    shelf: Shelf,
    links: Sequence[Link],
    most_looked_at: int = MOST_LABELLED,
) -> tuple[Family, ...]:
    """Say which members outside all clusters are merged from two or more others of their family.

    Args:
        most_looked_at: such members at most; further ones get no label.
    """
    cluster_of = {member: cluster.id for cluster in clusters for member in cluster.article_ids}
    lone = (member for family in families for member in family.article_ids if member not in cluster_of)
    members = frozenset(islice(lone, most_looked_at))
    merged = find_merged(links, among=members, block_of=cluster_of, prepared=shelf.prepared)
    return tuple(
        replace(family, forms=tuple((member, _MERGED) for member in family.article_ids if member in merged))
        for family in families
    )


def _choose_leads(
    clusters: Sequence[Cluster], cluster_of: Mapping[str, str], shelf: Shelf, links: Sequence[Link]
) -> Iterator[Cluster]:
    inside: dict[str, list[Link]] = {}
    for link in links:
        home = cluster_of.get(link.left_id)
        if home is not None and home == cluster_of.get(link.right_id):
            inside.setdefault(home, []).append(link)
    for cluster in clusters:
        articles = {member: shelf.label(member) for member in cluster.article_ids}
        counts = {member: shelf.count_tokens(member) for member in cluster.article_ids}
        lead_id, reason = choose_lead(
            cluster, articles=articles, token_counts=counts, links=inside.get(cluster.id, ())
        )
        yield replace(cluster, lead_id=lead_id, lead_reason=reason)


def _choose_labelled(clusters: Sequence[Cluster], most: int) -> Iterator[Cluster]:
    """The first clusters, until their members are as many; of the last one no more than are wanted."""
    for cluster in clusters:
        if most <= 0:
            return
        others = [member for member in cluster.article_ids if member != cluster.lead_id][:most]
        most -= len(others)
        yield replace(cluster, article_ids=tuple(sorted((cluster.lead_id, *others))))


def _label_clusters(
    clusters: Sequence[Cluster],
    shelf: Shelf,
    merged: frozenset[str],
    *,
    workers: int | None,
    progress: Progress | None,
) -> dict[str, Forms]:
    """The forms of each cluster's members; many are labelled by one process a core."""
    total = sum(len(cluster.article_ids) - 1 for cluster in clusters)
    if total < SHARED_FROM or workers == 1:
        return {cluster.id: _label_members(cluster, shelf, merged) for cluster in clusters}
    forms: dict[str, Forms] = {}
    done = 0
    tasks = ((cluster, _pack_task(cluster, shelf, merged)) for cluster in clusters)
    for cluster, answer in run_tasks(
        label_packed,
        tasks,
        workers=workers,
        deadline_seconds=_DEADLINE_SECONDS,
        is_light=lambda task: len(task) <= _LIGHT_BYTES,
    ):
        labels = [] if answer.result is None else json.loads(answer.result)
        forms[cluster.id] = tuple((member, tuple(found)) for member, found in labels)
        done += len(cluster.article_ids) - 1
        if progress is not None:
            progress(_WORK, done, total)
    return forms


def label_packed(payload: bytes) -> bytes:
    """The task of a worker: a cluster and its articles → the forms of its members."""
    task = json.loads(payload)
    articles = [unpack_article(article) for article in task["articles"]]
    shelf = Shelf(articles, settings=Settings(**task["settings"]))
    cluster = Cluster(id="", article_ids=tuple(shelf.ids), lead_id=task["lead"])
    return json.dumps(_label_members(cluster, shelf, frozenset(task["merged"]))).encode("ascii")


def _pack_task(cluster: Cluster, shelf: Shelf, merged: frozenset[str]) -> bytes:
    task = {
        "settings": pack_settings(shelf.settings),
        "articles": [pack_article(shelf.article(member)) for member in cluster.article_ids],
        "lead": cluster.lead_id,
        "merged": sorted(merged.intersection(cluster.article_ids)),
    }
    return json.dumps(task).encode("ascii")


def _label_members(cluster: Cluster, shelf: Shelf, merged: frozenset[str]) -> Forms:
    lead = shelf.split(cluster.lead_id)
    forms = []
    for member in cluster.article_ids:
        if member != cluster.lead_id:
            other = shelf.split(member)
            segments = align_sentences(lead.sentences, other.sentences)
            forms.append((member, label_forms(lead, other, segments=segments, is_merged=member in merged)))
    return tuple(forms)
