"""NEWS-COPY: scanned articles of historical newspapers and which of them reprint one wire story.

Published with Silcock, D'Amico-Wong, Yang and Dell, "Noise-Robust De-Duplication at Scale", 2023. Layout, as
the authors' own evaluation reads it: a JSON object that maps the id of each article to an object with
``article`` (the text), ``byline`` and more, and a JSON array of pairs ``[id, id]``, the links between
reprints; what they connect is one group. An id carries the date of the paper, fifth to third from the end of
its parts between hyphens (``Jul-04-1955``). How the files are named is not settled: here a folder is searched
for ``.json`` files, objects being articles and arrays of pairs being links; keep one split in one folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import combinations
from pathlib import Path

from dedup.errors import InvalidGold
from dedup.evaluate.clusters import join_pairs
from dedup.evaluate.pairs import GoldPair
from dedup.evaluate.sets.labelled import LabelledSet, make_article, read_text


def read_news_copy(folder: Path) -> LabelledSet:
    """Read one split. Raises: InvalidGold: a file is not of that layout, or articles or links are missing."""
    texts: dict[str, str] = {}
    links: list[tuple[str, str]] = []
    has_links = False
    for path in sorted(folder.glob("*.json")):
        content = _read_json(path)
        if isinstance(content, dict):
            texts.update(_read_articles(path, content))
        elif isinstance(content, list):
            links += _read_links(path, content)
            has_links = True
        else:
            raise InvalidGold(
                f"{path}: neither articles nor links. Give an object of articles or an array of pairs"
            )
    if not texts or not has_links:
        raise InvalidGold(
            f"{folder}: no {'links' if texts else 'articles'}. Give a folder with one split's JSON files"
        )
    groups = join_pairs(link for link in links if set(link) <= texts.keys())
    members: dict[str, list[str]] = {}
    for article_id, group in sorted(groups.items()):
        members.setdefault(group, []).append(article_id)
    return LabelledSet(
        articles=tuple(
            make_article(article_id, text, published=_read_date(article_id))
            for article_id, text in sorted(texts.items())
        ),
        pairs=tuple(
            _label(left, right) for group in members.values() for left, right in combinations(group, 2)
        ),
        groups=groups,
    )


def _read_json(path: Path) -> object:
    try:
        return json.loads(read_text(path, encoding="utf-8"))
    except ValueError as error:
        raise InvalidGold(f"{path}: not JSON: {error}. Give the files as they are handed out") from error


def _read_articles(path: Path, content: Mapping[str, object]) -> dict[str, str]:
    texts = {}
    for article_id, entry in content.items():
        if not isinstance(entry, dict) or not isinstance(entry.get("article"), str):
            raise InvalidGold(
                f'{path}: {article_id!r} has no "article". Give an object with the text under it'
            )
        byline = entry.get("byline")
        texts[article_id] = "\n".join(
            part for part in (byline, entry["article"]) if isinstance(part, str) and part
        )
    return texts


def _read_links(path: Path, content: Iterable[object]) -> list[tuple[str, str]]:
    links = []
    for entry in content:
        match entry:
            case [str(left), str(right), *_]:
                links.append((left, right))
            case _:
                raise InvalidGold(f"{path}: {entry!r} is no link. Give [id, id]")
    return links


def _read_date(article_id: str) -> str | None:
    try:
        return datetime.strptime("-".join(article_id.split("-")[-5:-2]), "%b-%d-%Y").date().isoformat()
    except ValueError:
        return None


def _label(left_id: str, right_id: str) -> GoldPair:
    """Two reprints of one story: abridged ones count as well."""
    return GoldPair(
        left_id=left_id,
        right_id=right_id,
        relation="near_duplicate",
        accepted=frozenset({"identical", "derived"}),
        is_scored=True,
    )
