"""The METER corpus: stories of a press agency and what nine British newspapers made of them.

Published with Clough, Gaizauskas and Piao, "Building and annotating a corpus for the study of journalistic
text reuse", 2002. Layout, as two independent readers of the corpus use it::

    meter_corpus/
      PA/annotated/DOMAIN/DATE/CATCHLINE/*.sgml            the agency's story, in one page or several
      newspapers/annotated/DOMAIN/DATE/CATCHLINE/*.sgml    what newspapers printed under the same catchline

DOMAIN is ``courts`` or ``showbiz``. Files are Latin-1. The root element has the attributes ``newspaper``,
``domain`` and, at newspapers only, ``classification``: ``wholly-derived``, ``partially-derived`` or
``non-derived``; the text stands in ``<body>``, in elements that mark how each stretch was reused. Ampersands
stand bare, so that it is no well-formed XML. ``rawtexts`` beside ``annotated`` has the same stories as
``.txt``, ``file_index/DOMAIN/wholly_derived.txt`` and so on lists them by class; neither is needed here.

A newspaper's story is held against all pages of the agency that have its date and catchline, taken as one
source. Assumed: that no attribute value has a ``>`` in it, and that DATE is written ``dd.mm.yy``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from boilerplate.records import Article
from dedup.errors import InvalidGold
from dedup.evaluate.pairs import GoldPair
from dedup.evaluate.sets.labelled import LabelledSet, list_folders, make_article, read_text
from dedup.records import Relation

_CLASSES: dict[str, tuple[Relation, frozenset[Relation], float]] = {
    "wholly-derived": ("near_duplicate", frozenset({"identical", "derived"}), 2.0),
    "partially-derived": ("derived", frozenset({"near_duplicate", "quotes"}), 1.0),
    "non-derived": ("topical", frozenset({"unrelated"}), 0.0),
}
_ROOT = re.compile(r"<([A-Za-z][\w.-]*)\s+([^<>]*)>")
_ATTRIBUTE = re.compile(r"""([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_BODY = re.compile(r"<body\b[^<>]*>(.*?)(?:</body\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|title|head)\b[^<>]*>|\n\s*\n", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[!?][^<>]*>")
_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d\d)")


def read_meter(folder: Path) -> LabelledSet:
    """Read the corpus. Raises: InvalidGold: not that layout, or a class that it does not have."""
    sources: dict[Path, str] = {}
    articles: list[Article] = []
    pairs: list[GoldPair] = []
    for story in _list_stories(folder / "PA" / "annotated"):
        pages = sorted(story.glob("*.sgml"))
        if pages:
            place = story.relative_to(folder / "PA" / "annotated")
            text = "\n".join(_read_story(page)[1] for page in pages)
            article_id = story.relative_to(folder).as_posix()
            sources[place] = article_id
            articles.append(make_article(article_id, text, outlet="PA", published=_read_date(story)))
    for story in _list_stories(folder / "newspapers" / "annotated"):
        source_id = sources.get(story.relative_to(folder / "newspapers" / "annotated"))
        for page in sorted(story.glob("*.sgml")):
            attributes, text = _read_story(page)
            article_id = page.relative_to(folder).as_posix()
            articles.append(
                make_article(
                    article_id, text, outlet=attributes.get("newspaper"), published=_read_date(story)
                )
            )
            if source_id is not None:
                pairs.append(_label(page, attributes.get("classification", ""), (source_id, article_id)))
    if not pairs:
        raise InvalidGold(
            f"{folder}: no stories. Give the folder with PA/annotated and newspapers/annotated in it"
        )
    return LabelledSet(
        articles=tuple(sorted(articles, key=lambda article: article.id)),
        pairs=tuple(sorted(pairs, key=lambda pair: pair.ids)),
        is_complete=False,
    )


def _list_stories(folder: Path) -> Iterator[Path]:
    for domain in list_folders(folder):
        for day in list_folders(domain):
            yield from list_folders(day)


def _read_story(path: Path) -> tuple[dict[str, str], str]:
    """The root's attributes and the body's text, a paragraph a line."""
    content = read_text(path, encoding="latin-1")
    root = _ROOT.search(content)
    body = _BODY.search(content)
    if root is None or body is None:
        raise InvalidGold(f"{path}: no story with a body. Give the annotated files as they are handed out")
    attributes = {name.lower(): first or second for name, first, second in _ATTRIBUTE.findall(root[2])}
    lines = (html.unescape(_TAG.sub("", block)) for block in _BLOCK.split(body[1].replace("\r\n", "\n")))
    return attributes, "\n".join(" ".join(line.split()) for line in lines if line.strip())


def _label(path: Path, name: str, ids: tuple[str, str]) -> GoldPair:
    label = _CLASSES.get(name.lower().replace("_", "-"))
    if label is None:
        raise InvalidGold(f"{path}: classification is {name!r}; give one of {', '.join(_CLASSES)}")
    left_id, right_id = sorted(ids)
    relation, accepted, degree = label
    return GoldPair(
        left_id=left_id,
        right_id=right_id,
        relation=relation,
        accepted=accepted,
        is_scored=True,
        degree=degree,
    )


def _read_date(story: Path) -> str | None:
    found = _DATE.fullmatch(story.parent.name)
    return f"19{found[3]}-{found[2]}-{found[1]}" if found else None
