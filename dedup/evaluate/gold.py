"""Files of labels → gold records.

All are JSON Lines, plain or gzipped. What each line holds:

- texts: ``id``, ``text``
- pairs: ``a``, ``b`` and one label: ``relation``, and if wanted ``accept`` (relations that count as right);
  or ``tier`` (``copy``, ``partial``, ``grey``, ``template``), ``level`` (0 to 3: how much was copied) or
  ``overall`` (1 to 4: how far two reports of events lie apart, none of them copied). ``scored`` false keeps
  the pair out of the figures
- groups: ``id`` and the label of its group under ``family``, ``cluster`` or ``group`` (null: alone; lines
  with ``in_set`` false tell of texts that are not among the pages, and are passed over); or one
  group a line, ``docs`` with the ids; or pairs, of which those of one story (or all linked) make groups
- changes: ``a``, ``b``, ``class``, ``severity``, ``decoy`` (true: it changes nothing that is said),
  ``a_span``, ``b_span`` (half-open, null where nothing stands) and, if wanted, ``only_planted`` (true: the
  pair differs in nothing else)
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar, get_args

from dedup.errors import InvalidGold
from dedup.evaluate.changes import PlantedEdit, PlantedPair
from dedup.evaluate.clusters import join_pairs
from dedup.evaluate.pairs import GoldPair
from dedup.records import LINKED, ChangeClass, Relation, Severity, Span

_RELATIONS: tuple[Relation, ...] = get_args(Relation)
_CLASSES: tuple[ChangeClass, ...] = get_args(ChangeClass)
_SEVERITIES: tuple[Severity, ...] = get_args(Severity)
_GROUP_KEYS = ("family", "cluster", "group")

_Allowed = TypeVar("_Allowed")
_Label = tuple[Relation, frozenset[Relation]]
_TIERS: dict[object, _Label] = {
    "copy": ("near_duplicate", frozenset({"identical"})),
    "partial": ("derived", frozenset({"identical", "near_duplicate"})),
    "template": ("unrelated", frozenset({"topical"})),
    "grey": ("topical", frozenset()),
}
"""A tier ``grey`` is never scored: too little is shared to say."""
_LEVELS: tuple[_Label, ...] = (
    ("topical", frozenset({"unrelated"})),
    ("derived", frozenset()),
    ("near_duplicate", frozenset({"identical", "derived"})),
    ("near_duplicate", frozenset({"identical", "derived"})),
)
_SAME_EVENT = 2.5
"""Middle of the scale of ``overall``; either side accepts both relations of pieces that copied nothing."""


def read_gold_texts(path: Path) -> dict[str, str]:
    """The true text of each article.

    Raises: InvalidGold: not such a file; the message names the line.
    """
    return {_take(line, "id", where): _take(line, "text", where) for where, line in _read_lines(path)}


def read_gold_pairs(path: Path) -> list[GoldPair]:
    """The labelled pairs. Raises: as ``read_gold_texts``."""
    pairs = []
    for where, line in _read_lines(path):
        (relation, accepted), degree = _read_label(line, where)
        left, right = sorted((_take(line, "a", where), _take(line, "b", where)))
        pairs.append(
            GoldPair(
                left_id=left,
                right_id=right,
                relation=relation,
                accepted=accepted,
                is_scored=_is_scored(line),
                degree=degree,
            )
        )
    return pairs


def _is_scored(line: dict[str, object]) -> bool:
    """Whether a pair counts: form letters always do, for a link between them is false."""
    tier = line.get("tier")
    return tier == "template" or (tier != "grey" and line.get("scored", True) is not False)


def _read_label(line: dict[str, object], where: str) -> tuple[_Label, float | None]:
    """The relation of a pair with what else counts as right, and how much was copied on the set's scale."""
    if "relation" in line:
        accepted = line.get("accept", [])
        if not isinstance(accepted, list):
            raise InvalidGold(f'{where}: "accept" is {accepted!r}; give a list of relations')
        relation = _check(line["relation"], _RELATIONS, "relation", where)
        return (relation, frozenset(_check(one, _RELATIONS, "accept", where) for one in accepted)), None
    if "tier" in line:
        return _TIERS[_check(line["tier"], tuple(_TIERS), "tier", where)], None
    if "level" in line:
        level = _check(line["level"], range(len(_LEVELS)), "level", where)
        return _LEVELS[level], float(level)
    overall = line.get("overall")
    if isinstance(overall, int | float):
        apart: tuple[Relation, Relation] = ("topical", "unrelated")
        relation, other = apart if overall < _SAME_EVENT else apart[::-1]
        return (relation, frozenset({other})), -float(overall)
    raise InvalidGold(f'{where}: no label; give "relation", "tier", "level" or "overall"')


def read_gold_groups(path: Path, *, joined_by: frozenset[Relation] = LINKED) -> dict[str, str]:
    """The group of each article that is in one. Raises: as ``read_gold_texts``.

    Args:
        joined_by: the relations that join pairs into groups, where the labels are of pairs.
    """
    first = next(_read_lines(path), None)
    if first is not None and first[1].keys() >= {"a", "b"}:
        return join_pairs(pair.ids for pair in read_gold_pairs(path) if pair.relation in joined_by)
    groups = {}
    for number, (where, line) in enumerate(_read_lines(path)):
        if line.get("in_set") is False:
            continue
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


def read_gold_changes(path: Path) -> list[PlantedPair]:
    """The planted edits of each pair, a and b as they are given. Raises: as ``read_gold_texts``."""
    edits: dict[tuple[str, str, bool], list[PlantedEdit]] = {}
    for where, line in _read_lines(path):
        key = _take(line, "a", where), _take(line, "b", where), line.get("only_planted") is True
        edit = PlantedEdit(
            change_class=_check(line.get("class"), _CLASSES, "class", where),
            severity=_check(line.get("severity"), _SEVERITIES, "severity", where),
            is_decoy=line.get("decoy") is True,
            left=_take_span(line, "a_span", where),
            right=_take_span(line, "b_span", where),
        )
        edits.setdefault(key, []).append(edit)
    return [
        PlantedPair(left_id=left, right_id=right, is_only_planted=is_only, edits=tuple(found))
        for (left, right, is_only), found in edits.items()
    ]


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


def _take_span(line: dict[str, object], key: str, where: str) -> Span | None:
    match line.get(key):
        case None:
            return None
        case [int(start), int(end)] if 0 <= start <= end:
            return start, end
        case value:
            raise InvalidGold(f'{where}: "{key}" is {value!r}; give [start, end] or null')


def _check(value: object, allowed: Sequence[_Allowed], key: str, where: str) -> _Allowed:
    for one in allowed:
        if value == one:
            return one
    listed = ", ".join(map(str, allowed))
    raise InvalidGold(f"{where}: {key} is {value!r}; give one of {listed}")
