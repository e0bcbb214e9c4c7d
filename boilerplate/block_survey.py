"""The blocks of a page against one another: their size, container and make, before anything is decided.

A container is the element whose direct blocks are one another's neighbours; a make is what blocks of the
same tag and class have in common, wherever they stand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from lxml.html import HtmlElement

from boilerplate.blocks import Block

Matrix = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.intp]
Key = TypeVar("Key", bound=Hashable)

_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_END = re.compile(r"""[.!?。！？।؟…]["'”’»“)\]」]*$""")
_PROSE_WORDS = 8
_OWN_CONTAINER = frozenset("div td section article body main blockquote ul ol table tbody tr form dl".split())


SIZE = ("log_words", "ends", "link_share", "all_link")
_PLACE = (
    *("mass", "mass_outer", "mass_rank", "in_top", "is_top", "log_siblings", "container_words"),
    *("container_ends", "make_mass", "make_count", "fine_mass", "fine_count", "place", "after_top"),
    *("distance_top", "place_in_top", "prose_before", "prose_after", "depth", "depth_from_top", "log_blocks"),
    *("prose_share_page", "top_words", "after_heading"),
)
NAMES: tuple[str, ...] = (*SIZE, *_PLACE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BlockSurvey:
    """What the blocks and the tree alone tell; the tree may change afterwards.

    ``columns`` has one row per block, ``groups`` number the container, the make and the finer make of each;
    ``top`` is the container that holds the most prose, ``prose`` the words of each block that are prose.
    """

    blocks: Sequence[Block]
    columns: Matrix
    groups: tuple[Numbers, Numbers, Numbers]
    top: HtmlElement
    prose: Matrix

    @property
    def words(self) -> Matrix:
        """The number of words of each block."""
        return np.asarray(np.expm1(self.columns[:, 0]), dtype=np.float64)

    @property
    def ends(self) -> Flags:
        """Which blocks end like a sentence."""
        return np.asarray(self.columns[:, 1] > 0, dtype=np.bool_)

    @property
    def link_shares(self) -> Matrix:
        """The share of each block's characters that are links."""
        return self.columns[:, 2]


def survey_blocks(blocks: Sequence[Block]) -> BlockSurvey:
    """Measure size, container and make of every block of a page, of which there is at least one.

    Cost: linear in the number of blocks and the depth of the tree.
    """
    size = _measure_sizes(blocks)
    log_words, ends, link_share, _ = size.T
    words = np.expm1(log_words)
    prose = words * (1 - link_share) * (words >= _PROSE_WORDS)
    group, elements = _number([_container(block.element) for block in blocks])
    mass, outer = _weigh_containers(group, elements, prose)
    top = int(mass.argmax())
    make, fine = _number_makes(blocks)
    most = mass[top] or 1.0
    rank = np.empty(len(mass))
    rank[np.argsort(-mass, kind="stable")] = np.arange(len(mass))
    members = np.bincount(group)
    inside = _are_inside(elements, elements[top])[group]
    columns = (
        mass[group] / most,
        outer[group] / most,
        1 / (1 + rank[group]),
        inside,
        group == top,
        np.log1p(members[group]),
        np.log1p(np.bincount(group, weights=prose))[group],
        (np.bincount(group, weights=ends) / members)[group],
        *_measure_makes(make, prose),
        *_measure_makes(fine, prose),
        *_measure_page(blocks, prose=prose, words=words, inside=inside),
    )
    return BlockSurvey(
        blocks=blocks,
        columns=np.column_stack([size, *(np.asarray(column, dtype=np.float64) for column in columns)]),
        groups=(group, make, fine),
        top=elements[top],
        prose=prose,
    )


def count_words(text: str) -> float:
    """The words of a text, two characters of a script without spaces being one."""
    words = text.count(" ") + 1.0
    return words if text.isascii() else words + len(_UNSPACED.findall(text)) / 2


def _measure_sizes(blocks: Sequence[Block]) -> Matrix:
    rows = []
    for block in blocks:
        text = block.text
        words = count_words(text)
        link_share = block.link_characters / len(text)
        ends = not text[-1].isalnum() and _END.search(text[-6:]) is not None
        rows.append((math.log1p(words), ends, link_share, link_share > 0.9))
    return np.array(rows, dtype=np.float64)


def _weigh_containers(
    group: Numbers, elements: Sequence[HtmlElement], prose: Matrix
) -> tuple[Matrix, Matrix]:
    """The prose of each container with part of that of its children, and that of its parent's children."""
    held = np.bincount(group, weights=prose)
    parents: dict[HtmlElement, float] = {}
    parent_of = [element.getparent() for element in elements]
    for parent, amount in zip(parent_of, held.tolist(), strict=True):
        if parent is not None:
            parents[parent] = parents.get(parent, 0.0) + amount
    inner = np.array([parents.get(element, 0.0) for element in elements])
    outer = np.array([parents.get(parent, 0.0) if parent is not None else 0.0 for parent in parent_of])
    return held + 0.6 * inner, outer


def _number_makes(blocks: Sequence[Block]) -> tuple[Numbers, Numbers]:
    """Number alike the blocks of the same tag and class, alone and together with the two elements around."""
    makes: dict[HtmlElement, tuple[Hashable, Hashable]] = {}
    settings: dict[HtmlElement | None, Hashable] = {None: None}
    for block in blocks:
        element = block.element
        if element not in makes:
            parent = element.getparent()
            if parent is not None and parent not in settings:
                outer = parent.getparent()
                own = (parent.tag, parent.get("class"))
                settings[parent] = own if outer is None else (*own, outer.tag, outer.get("class"))
            make = (element.tag, element.get("class"))
            makes[element] = make, (make, settings[parent])
    keys = [makes[block.element] for block in blocks]
    return _number([own for own, _ in keys])[0], _number([fine for _, fine in keys])[0]


def _measure_makes(make: Numbers, prose: Matrix) -> tuple[Matrix, Matrix]:
    """The prose in blocks of the same make, wherever they stand, against the fullest make; their number."""
    held = np.bincount(make, weights=prose)
    return (held / (held.max() or 1.0))[make], np.log1p(np.bincount(make))[make]


def _measure_page(blocks: Sequence[Block], *, prose: Matrix, words: Matrix, inside: Flags) -> list[Matrix]:
    """Where each block stands on the page and against the top container."""
    count = len(blocks)
    order = np.arange(count)
    in_top = np.flatnonzero(inside)
    first, last = int(in_top[0]), int(in_top[-1])
    before = np.cumsum(prose) - prose
    all_prose = float(prose.sum()) or 1.0
    depth = np.array([block.depth for block in blocks], dtype=np.float64)
    heading = next((index for index, block in enumerate(blocks) if block.element.tag == "h1"), 0)
    return [
        order / count,
        (order > last).astype(np.float64),
        np.log1p(np.maximum(0, np.maximum(first - order, order - last))),
        np.clip((order - first) / max(1, last - first), -1, 2),
        before / all_prose,
        1 - (before + prose) / all_prose,
        depth / 10,
        (depth - np.median(depth[in_top])) / 10,
        np.full(count, math.log1p(count)),
        np.full(count, all_prose / (float(words.sum()) or 1.0)),
        np.full(count, math.log1p(float(words[inside].sum()))),
        (order > heading).astype(np.float64),
    ]


def _container(element: HtmlElement) -> HtmlElement:
    """The element whose direct blocks are the neighbours of this one."""
    if element.tag in _OWN_CONTAINER:
        return element
    parent = element.getparent()
    return element if parent is None else parent


def _number(keys: Sequence[Key]) -> tuple[Numbers, list[Key]]:
    """Number equal keys alike in order of appearance: the number of each key, and the distinct keys."""
    numbers: dict[Key, int] = {}
    indices = np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.intp)
    return indices, list(numbers)


def _are_inside(elements: Sequence[HtmlElement], top: HtmlElement) -> Flags:
    """Which elements are ``top`` or stand inside it. Cost: each element of the tree is visited once."""
    known: dict[HtmlElement, bool] = {top: True}
    for element in elements:
        path = []
        current: HtmlElement | None = element
        while current is not None and current not in known:
            path.append(current)
            current = current.getparent()
        answer = current is not None and known[current]
        known.update(dict.fromkeys(path, answer))
    return np.array([known[element] for element in elements], dtype=np.bool_)
