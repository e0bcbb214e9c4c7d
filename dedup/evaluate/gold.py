"""Files of labels → gold records.

All are JSON Lines, plain or gzipped. What each line holds:

- texts: ``id``, ``text``
- pairs: ``a``, ``b``, ``relation``, and if wanted ``accept`` (labels that count as right), ``scored`` (false
  keeps the pair out of the figures)
- groups: ``id`` and the label of its group under ``family``, ``cluster`` or ``group`` (null: alone); or one
  group a line, ``docs`` with the ids
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from dedup.errors import InvalidGold
from dedup.evaluate.pairs import GoldPair
from dedup.records import Relation

_RELATIONS: tuple[Relation, ...] = get_args(Relation)
_GROUP_KEYS = ("family", "cluster", "group")


def read_gold_texts(path: Path) -> dict[str, str]:
    """The true text of each article.

    Raises: InvalidGold: not such a file; the message names the line.
    """
    return {_take(line, "id", where): _take(line, "text", where) for where, line in _read_lines(path)}


def read_gold_pairs(path: Path) -> list[GoldPair]:
    """The labelled pairs. Raises: as ``read_gold_texts``."""
    pairs = []
    for where, line in _read_lines(path):
        relation = _check_relation(line.get("relation"), where)
        accepted = line.get("accept", [])
        if not isinstance(accepted, list):
            raise InvalidGold(f'{where}: "accept" is {accepted!r}; give a list of relations')
        left, right = sorted((_take(line, "a", where), _take(line, "b", where)))
        pairs.append(
            GoldPair(
                left_id=left,
                right_id=right,
                relation=relation,
                accepted=frozenset(_check_relation(label, where) for label in accepted),
                is_scored=line.get("scored", True) is not False,
            )
        )
    return pairs


def read_gold_groups(path: Path) -> dict[str, str]:
    """The group of each article that is in one. Raises: as ``read_gold_texts``."""
    groups = {}
    for number, (where, line) in enumerate(_read_lines(path)):
        members = line.get("docs")
        if isinstance(members, list):
            groups.update({str(member): str(number) for member in members})
            continue
        key = next((key for key in _GROUP_KEYS if key in line), None)
        if key is None:
            raise InvalidGold(f'{where}: no group; give "docs", or "id" and one of {", ".join(_GROUP_KEYS)}')
        if line[key] is not None:
            groups[_take(line, "id", where)] = str(line[key])
    return groups


def _read_lines(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    has_lines = False
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as file
        ):
            for number, text in enumerate(file, start=1):
                if text.strip():
                    where = f"{path}:{number}"
                    line = json.loads(text)
                    if not isinstance(line, dict):
                        raise InvalidGold(f"{where}: not a JSON object; give one object a line")
                    has_lines = True
                    yield where, line
    except OSError as error:
        raise InvalidGold(f"{path}: cannot be read: {error}. Give a file of JSON Lines") from error
    except ValueError as error:
        raise InvalidGold(f"{path}: not JSON Lines in UTF-8: {error}. Give one object a line") from error
    if not has_lines:
        raise InvalidGold(f"{path}: no labels in it. Give JSON Lines, one label a line")


def _take(line: dict[str, object], key: str, where: str) -> str:
    value = line.get(key)
    if not isinstance(value, str):
        raise InvalidGold(f'{where}: "{key}" is {value!r}; give a string')
    return value


def _check_relation(value: object, where: str) -> Relation:
    for relation in _RELATIONS:
        if value == relation:
            return relation
    raise InvalidGold(f"{where}: relation is {value!r}; give one of {', '.join(_RELATIONS)}")
