"""Blocks of a page → numbers: what tells a line of the story from a line of chrome.

What is cheap is measured for every block: size, links, the prose its container holds against the other
containers of the page, what trafilatura and the page's JSON-LD body say of it, the same of its neighbours.
Blocks far from all of that are no candidates. What is dear (wording, names of the elements around) is
measured for the candidates alone.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from boilerplate import block_survey, block_wording
from boilerplate.block_survey import BlockSurvey, Matrix, Numbers
from boilerplate.vocabulary import PLACES

_WITNESS = ("kept", "stated")
_SHARED = ("container_kept", "make_kept", "fine_kept", "kept_words", "has_stated")
_NEIGHBOUR = (*block_survey.SIZE, "mass", *_WITNESS)
_SHIFTS = (-2, -1, 1, 2)
_WINDOWED = ("log_words", "ends", "link_share", "kept", "stated")
_WINDOWS = (4, 10)
NAMES: tuple[str, ...] = (
    *block_survey.NAMES,
    *_WITNESS,
    *_SHARED,
    *(f"{name}{shift:+d}" for shift in _SHIFTS for name in _NEIGHBOUR),
    *(f"{name}~{width}" for width in _WINDOWS for name in _WINDOWED),
    *block_wording.NAMES,
    *(f"near:{place}" for place in PLACES),
    *(f"around:{place}" for place in PLACES),
)
_COLUMN = {name: index for index, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BlockTable:
    """``rows`` has one row of ``NAMES`` for each block of ``candidates``, their ascending indices."""

    candidates: Numbers
    rows: Matrix


EMPTY_TABLE = BlockTable(candidates=np.array([], dtype=np.intp), rows=np.zeros((0, len(NAMES))))


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
    title_words = block_wording.find_title_words(title)
    wording = [
        block_wording.measure_wording(
            blocks[index], is_repeated=copies[blocks[index].text] > 1, title_words=title_words
        )
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


def _unpack_bits(bits: npt.NDArray[np.int64]) -> Matrix:
    return ((bits[:, None] >> np.arange(len(PLACES))) & 1).astype(np.float64)
