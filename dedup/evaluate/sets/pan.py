"""PAN text alignment, 2013 to 2015: documents into which passages of others were set, by offsets.

Published by Potthast and others for the shared tasks. Layout, as several entries and evaluators read it::

    CORPUS/
      pairs                               one pair a line: ``suspicious-documentN.txt source-documentM.txt``
      susp/suspicious-documentN.txt       UTF-8
      src/source-documentM.txt
      02-no-obfuscation/pairs             the pairs of one kind; 01-no-plagiarism has those without a passage
      02-no-obfuscation/suspicious-documentN-source-documentM.xml

Each XML file is a ``<document reference="…">`` of elements ``<feature name="plagiarism" this_offset="…"
this_length="…" source_reference="…" source_offset="…" source_length="…" …/>``, none in the files of the first
folder. Offsets count characters of the files, line ends as they stand there. The ``pairs`` file at the top is
not needed. Assumed: a byte order mark at the start is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from lxml import etree

from boilerplate.records import Article
from dedup.errors import InvalidGold
from dedup.evaluate.pairs import GoldPair
from dedup.evaluate.passages import GoldPassages, Passage
from dedup.evaluate.sets.labelled import LabelledSet, list_folders, make_article, read_text
from dedup.records import LINKED, Relation

_NAMES = ("source_offset", "source_length", "this_offset", "this_length")
_LEAST: tuple[tuple[float, Relation], ...] = ((0.6, "near_duplicate"), (0.15, "derived"), (0.0, "quotes"))
"""From which share of the shorter document in passages which relation; any other link counts as right too."""


def read_pan(folder: Path) -> LabelledSet:
    """Read a corpus. Raises: InvalidGold: not that layout; the message names the file."""
    articles: dict[str, Article] = {}
    passages: list[GoldPassages] = []
    for kind in list_folders(folder):
        if not (kind / "pairs").is_file():
            continue
        for suspicious, source in _read_pairs(kind / "pairs"):
            for article_id in (f"src/{source}", f"susp/{suspicious}"):
                if article_id not in articles:
                    text = read_text(folder / article_id, encoding="utf-8")
                    articles[article_id] = make_article(article_id, text)
            name = f"{suspicious.removesuffix('.txt')}-{source.removesuffix('.txt')}.xml"
            found = tuple(_read_passages(kind / name, source))
            passages.append(
                GoldPassages(left_id=f"src/{source}", right_id=f"susp/{suspicious}", passages=found)
            )
    if not passages:
        raise InvalidGold(
            f"{folder}: no pairs. Give the folder with src, susp and folders with pairs in them"
        )
    passages.sort(key=lambda one: (one.left_id, one.right_id))
    return LabelledSet(
        articles=tuple(articles[article_id] for article_id in sorted(articles)),
        pairs=tuple(_label(one, articles) for one in passages),
        is_complete=False,
        passages=tuple(passages),
    )


def _read_pairs(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(read_text(path, encoding="utf-8").splitlines(), start=1):
        names = line.split()
        if not names:
            continue
        if len(names) != 2 or any(PurePosixPath(name).name != name for name in names):
            raise InvalidGold(f"{path}:{number}: {line!r} is no pair. Give two names of files")
        yield names[0], names[1]


def _read_passages(path: Path, source: str) -> Iterator[Passage]:
    """The passages as (place in the source, place in the suspicious document)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except OSError as error:
        raise InvalidGold(f"{path}: {error.strerror}. Each pair has a file of passages") from error
    except etree.XMLSyntaxError as error:
        raise InvalidGold(f"{path}: not XML: {error}. Give the set as it is handed out") from error
    for feature in root.iter("feature"):
        if feature.get("name") == "plagiarism" and feature.get("source_reference") == source:
            try:
                first, length, second, other = (int(feature.get(name, "")) for name in _NAMES)
            except ValueError as error:
                raise InvalidGold(f"{path}: a feature without whole {', '.join(_NAMES)}") from error
            yield (first, first + length), (second, second + other)


def _label(gold: GoldPassages, articles: Mapping[str, Article]) -> GoldPair:
    relation: Relation = "unrelated"
    accepted: Sequence[Relation] = ("topical",)
    if gold.passages:
        sides = zip((gold.left_id, gold.right_id), zip(*gold.passages, strict=True), strict=True)
        share, _ = max(
            (sum(end - start for start, end in spans) / max(1, len(articles[side].text)), side)
            for side, spans in sides
        )
        relation = next(name for least, name in _LEAST if share >= least)
        accepted = tuple(LINKED)
    return GoldPair(
        left_id=gold.left_id,
        right_id=gold.right_id,
        relation=relation,
        accepted=frozenset(accepted),
        is_scored=True,
    )
