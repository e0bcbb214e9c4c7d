"""Blocks of a page → numbers: what tells a line of the story from a line of chrome.

What is cheap is measured for every block: size, links, the prose its container holds against the other
containers of the page, what trafilatura and the page's JSON-LD body say of it, the same of its neighbours.
Blocks far from all of that are no candidates. What is dear (wording, names of the elements around) is
measured for the candidates alone.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from lxml.html import HtmlElement

from boilerplate.blocks import Block
from boilerplate.vocabulary import PLACES

Matrix = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.intp]
Key = TypeVar("Key", bound=Hashable)

_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_WORD = re.compile(r"\w+")
_END = re.compile(r"""[.!?。！？।؟…]["'”’»“)\]」]*$""")
_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}[:.]\d\d|\b\d{1,2}[./-]\d{1,2}\b|年|\bago\b")
_QUOTES = re.compile(r"[\"“”„«»「」]")
_ADDRESS = re.compile(r"https?:|www\.|@\w")
_SEPARATOR = re.compile(r"\||\s/\s|[•·›»→]")
_LEAD = re.compile(r"^[^.!?]{0,40}?:\s|^\[|^\(|^[*†]")
_HEAD_WORDS = 40
_HEAD_CHARACTERS = 360
"""What is measured of the wording of a longer line is measured on its head."""

_PROSE_WORDS = 8
_PHRASE_GROUPS = ("section", "share", "subscribe", "legal", "comment", "byline", "advert", "caption")
_NOTICE_WORDS = frozenset(
    "affiliate affiliates commission commissions contributed editor's editors note correction clarification "
    "corrected disclosure disclaimer originally republished reprinted inbox email e-mail contact reach tips "
    "follow podcast watch listen gallery slideshow click here premoderated unsubscribe sponsored giveaway"
    " ".split()
)
_TAGS = (
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "div",
    "td",
    "span",
    "a",
    "blockquote",
    "pre",
    "section",
    "article",
)
_TAG_INDEX = {tag: index for index, tag in enumerate(_TAGS)}
_OWN_CONTAINER = frozenset("div td section article body main blockquote ul ol table tbody tr form dl".split())

_SIZE = ("log_words", "ends", "link_share", "all_link")
_WITNESS = ("kept", "stated")
_PLACE = (
    *("mass", "mass_outer", "mass_rank", "in_top", "is_top", "log_siblings", "container_words"),
    *("container_ends", "make_mass", "make_count", "fine_mass", "fine_count", "place", "after_top"),
    *("distance_top", "place_in_top", "prose_before", "prose_after", "depth", "depth_from_top", "log_blocks"),
    *("prose_share_page", "top_words", "after_heading"),
)
_SHARED = ("container_kept", "make_kept", "fine_kept", "kept_words", "has_stated")
_NEIGHBOUR = (*_SIZE, "mass", *_WITNESS)
_SHIFTS = (-2, -1, 1, 2)
_WINDOWED = ("log_words", "ends", "link_share", "kept", "stated")
_WINDOWS = (4, 10)
_WORDING = (
    *(
        "log_characters",
        "word_length",
        "ends_colon",
        "ends_question",
        "commas",
        "quotes",
        "digits",
        "capitals",
    ),
    *("starts_lower", "starts_upper", "date", "address", "separator", "lead", "bold_share", "all_bold"),
    *("repeated", "title_share", "notice"),
)
NAMES: tuple[str, ...] = (
    *_SIZE,
    *_PLACE,
    *_WITNESS,
    *_SHARED,
    *(f"{name}{shift:+d}" for shift in _SHIFTS for name in _NEIGHBOUR),
    *(f"{name}~{width}" for width in _WINDOWS for name in _WINDOWED),
    *_WORDING,
    *(f"phrase:{group}" for group in _PHRASE_GROUPS),
    *(f"tag:{tag}" for tag in _TAGS),
    *(f"near:{place}" for place in PLACES),
    *(f"around:{place}" for place in PLACES),
)
_COLUMN = {name: index for index, name in enumerate(NAMES)}


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BlockTable:
    """``rows`` has one row of ``NAMES`` for each block of ``candidates``, their ascending indices."""

    candidates: Numbers
    rows: Matrix


EMPTY_TABLE = BlockTable(candidates=np.array([], dtype=np.intp), rows=np.zeros((0, len(NAMES))))


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


def describe_blocks(
    survey: BlockSurvey, *, kept: Sequence[bool], stated: Sequence[bool], title: str | None
) -> BlockTable:
    """Measure the blocks that may be lines of the story.

    Args:
        kept: which of the blocks trafilatura takes for the story.
        stated: which of them stand in the page's JSON-LD body; all False where it has none.
        title: the page's headline, if known.
    Cost: linear in the number of blocks.
    """
    blocks = survey.blocks
    cheap = np.column_stack([survey.columns, *_measure_witnesses(survey, kept=kept, stated=stated)])
    around = _measure_neighbours(cheap)
    candidates = _find_candidates(cheap, around)
    copies = Counter(block.text for block in blocks)
    title_words = frozenset(_WORD.findall((title or "").casefold()))
    wording = [
        _measure_wording(blocks[index], is_repeated=copies[blocks[index].text] > 1, title_words=title_words)
        for index in candidates
    ]
    names = np.array([(blocks[index].near, blocks[index].around) for index in candidates], dtype=np.int64)
    rows = np.hstack(
        [
            cheap[candidates],
            around[candidates],
            np.array(wording, dtype=np.float64).reshape(len(candidates), -1),
            _unpack_bits(names.reshape(-1, 2)[:, 0]),
            _unpack_bits(names.reshape(-1, 2)[:, 1]),
        ]
    )
    return BlockTable(candidates=candidates, rows=rows)


def _measure_sizes(blocks: Sequence[Block]) -> Matrix:
    rows = []
    for block in blocks:
        text = block.text
        words = text.count(" ") + 1.0
        if not text.isascii():
            words += len(_UNSPACED.findall(text)) / 2
        link_share = block.link_characters / len(text)
        rows.append((math.log1p(words), _END.search(text[-6:]) is not None, link_share, link_share > 0.9))
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
    for block in blocks:
        element = block.element
        if element not in makes:
            own = (element.tag, element.get("class"))
            parent = element.getparent()
            outer = parent.getparent() if parent is not None else None
            makes[element] = own, (own, *((e.tag, e.get("class")) for e in (parent, outer) if e is not None))
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


def _measure_witnesses(survey: BlockSurvey, *, kept: Sequence[bool], stated: Sequence[bool]) -> list[Matrix]:
    """What trafilatura and the JSON-LD body say of each block and of those of its container and make."""
    is_kept, is_stated = np.array(kept, dtype=np.float64), np.array(stated, dtype=np.float64)
    words = np.expm1(survey.columns[:, _COLUMN["log_words"]])
    container, *makes = survey.groups
    shares = [(np.bincount(container, weights=is_kept) / np.bincount(container))[container]]
    for make in makes:
        total = np.maximum(np.bincount(make, weights=words), 1e-9)
        shares.append((np.bincount(make, weights=words * is_kept) / total)[make])
    kept_words = math.log1p(float((words * is_kept).sum()))
    has_stated = float(is_stated.any())
    return [is_kept, is_stated, *shares, np.full(len(words), kept_words), np.full(len(words), has_stated)]


def _measure_neighbours(cheap: Matrix) -> Matrix:
    count = len(cheap)
    columns = []
    chosen = cheap[:, [_COLUMN[name] for name in _NEIGHBOUR]]
    for shift in _SHIFTS:
        shifted = np.zeros_like(chosen)
        if shift < 0:
            shifted[-shift:] = chosen[:shift]
        else:
            shifted[:-shift] = chosen[shift:]
        columns.append(shifted)
    windowed = cheap[:, [_COLUMN[name] for name in _WINDOWED]]
    sums = np.vstack([np.zeros((1, windowed.shape[1])), np.cumsum(windowed, axis=0)])
    order = np.arange(count)
    for width in _WINDOWS:
        low, high = np.maximum(0, order - width), np.minimum(count, order + width + 1)
        columns.append((sums[high] - sums[low]) / (high - low)[:, None])
    return np.hstack(columns)


def _find_candidates(cheap: Matrix, around: Matrix) -> Numbers:
    """Blocks that trafilatura or JSON-LD keeps, or near one, or in a container with much of the prose."""
    near_kept = around[:, _COLUMN["kept~10"] - cheap.shape[1]] > 0
    stated, in_top, mass = (cheap[:, _COLUMN[name]] for name in ("stated", "in_top", "mass"))
    return np.flatnonzero(near_kept | (stated > 0) | (in_top > 0) | (mass > 0.3))


def _measure_wording(block: Block, *, is_repeated: bool, title_words: frozenset[str]) -> list[float]:
    text = block.text[:_HEAD_CHARACTERS]
    length = len(text)
    words = _WORD.findall(text)
    count = len(words) + 1
    bold_share = block.bold_characters / len(block.text)
    folded = _WORD.findall(text.casefold())
    is_short = len(block.text) < _HEAD_CHARACTERS
    row = [
        math.log1p(len(block.text)),
        length / count,
        block.text[-1] in ":：",
        block.text[-1] in "?？",
        (text.count(",") + text.count("，") + text.count("、")) / count,
        _QUOTES.search(text) is not None,
        sum(map(text.count, "0123456789")) / length,
        sum(word[0].isupper() for word in words) / count,
        text[0].islower(),
        text[0].isupper(),
        length < 120 and _DATE.search(text) is not None,
        is_short and _ADDRESS.search(text) is not None,
        _SEPARATOR.search(text) is not None,
        _LEAD.match(text) is not None,
        bold_share,
        bold_share > 0.9,
        is_repeated,
        len(title_words.intersection(folded)) / count if count < 40 else 0.0,
        len(_NOTICE_WORDS.intersection(folded)) / math.sqrt(count) if is_short else 0.0,
    ]
    phrases = _find_phrases(folded[:_HEAD_WORDS]) if is_short else [0.0] * len(_PHRASE_GROUPS)
    tags = [0.0] * len(_TAGS)
    if (index := _TAG_INDEX.get(str(block.element.tag))) is not None:
        tags[index] = 1.0
    return [*row, *phrases, *tags]


def _find_phrases(words: Sequence[str]) -> list[float]:
    """Per group of chrome phrases: 1 at the start of the line, .5 inside it, 0 where there is none."""
    found = [0.0] * len(_PHRASE_GROUPS)
    phrases = _load_phrases()
    for index, word in enumerate(words):
        for rest, group in phrases.get(word, ()):
            if not rest or tuple(words[index + 1 : index + 1 + len(rest)]) == rest:
                found[group] = max(found[group], 0.5 if index else 1.0)
    return found


@lru_cache(maxsize=1)
def _load_phrases() -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """The phrases of chrome in many languages by their first word: the other words, and the group."""
    content = json.loads(Path(__file__).with_name("chrome_words.json").read_text(encoding="utf-8"))
    by_word: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for group, name in enumerate(_PHRASE_GROUPS):
        for phrase in content.get(name, ()):
            words = tuple(_WORD.findall(phrase.casefold()))
            if words:
                by_word.setdefault(words[0], []).append((words[1:], group))
    return by_word


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


def _unpack_bits(bits: npt.NDArray[np.int64]) -> Matrix:
    return ((bits[:, None] >> np.arange(len(PLACES))) & 1).astype(np.float64)
