"""Which blocks of a page are its story, why the others are not, and the story's lines.

The model's probabilities decide, but for four things it cannot know: paragraphs of one make belong together;
so does a subhead with the paragraphs around it; agency credits are evidence, so they stay whatever they
look like; the headline and what was said before are not said again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from boilerplate import dates
from boilerplate.agencies import load_agencies
from boilerplate.agency.lines import Edge
from boilerplate.block_features import BlockTable
from boilerplate.block_model import THRESHOLD
from boilerplate.block_survey import BlockSurvey, count_words
from boilerplate.blocks import Block, squeeze
from boilerplate.line_features import opens_as
from boilerplate.metadata import PageMetadata
from boilerplate.vocabulary import BIT

MIN_BODY = 300
"""A shorter JSON-LD body is a summary."""

_BODY_GAIN = 1.25
_BODY_OVERLAP = 0.6
_MIN_REPEAT = 120
"""Shorter lines (of a list, say) may be meant to be said again."""

_COMPANION_LIKELIHOOD = 0.3
_DOUBTFUL_LIKELIHOOD = 0.2
_HARDLY_WORDS = 25
_DOUBTFUL_WORDS = 80
_COHERENT_SHARE = 0.8
_SUBHEADS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_SUBHEAD_LIKELIHOOD = 0.02
_SUBHEAD_WORDS = 14
_PROSE_WORDS = 8
_CREDIT_REACH = 6
_DATE_LINE = 60
_ELSEWHERE = BIT["related"] | BIT["navigation"] | BIT["footer"] | BIT["comment"] | BIT["side"]

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """A page taken apart: its blocks, what speaks for each of them, and what it says about itself.

    ``kept`` are the blocks trafilatura takes for the story, ``stated`` those of the JSON-LD ``body``.
    """

    blocks: tuple[Block, ...]
    kept: tuple[bool, ...]
    stated: tuple[bool, ...]
    survey: BlockSurvey | None
    table: BlockTable
    body: str
    metadata: PageMetadata


def find_reasons(reading: PageReading, probabilities: npt.NDArray[np.float64]) -> list[str]:
    """Why each block is left out; empty for the lines of the story.

    Args:
        probabilities: of each block of the page being a line of the story.
    """
    is_story = probabilities > THRESHOLD
    if reading.survey is not None:
        is_story = _accept_doubtful(reading.survey, probabilities, is_story=is_story)
        is_story |= _find_companions(reading.survey, probabilities, is_story=is_story)
    is_story |= _find_subheads(reading.blocks, probabilities, is_story=is_story)
    is_story |= _find_credits(reading.blocks, is_story=is_story)
    title = squeeze(reading.metadata.title or "").casefold()
    seen: set[str] = set()
    has_begun = False
    reasons = []
    for block, story, probability, kept in zip(
        reading.blocks, is_story, probabilities, reading.kept, strict=True
    ):
        text = squeeze(block.text) if story else ""
        if not story:
            reason = "unlike the story around it" if kept or probability > 0.05 else "outside the story"
        elif title and text.casefold() == title:
            reason = "the headline again"
        elif not has_begun and _is_date_line(block.text):
            reason = "the date of the story"
        elif len(text) >= _MIN_REPEAT and text in seen:
            reason = "said before on the page"
        else:
            reason = ""
            seen.add(text)
            has_begun = has_begun or count_words(block.text) >= _PROSE_WORDS
        reasons.append(reason)
    return reasons


def choose_lines(reading: PageReading, reasons: Sequence[str]) -> list[str]:
    """The blocks that have no reason against them, or the JSON-LD body's lines where it has more of them."""
    lines = [block.text for block, reason in zip(reading.blocks, reasons, strict=True) if not reason]
    return _check_against_body(lines, reading.body)


def _is_date_line(text: str) -> bool:
    """Whether a line above the story says when it was published, and nothing else."""
    return len(text) <= _DATE_LINE and dates.is_date_line(text)


def _accept_doubtful(
    survey: BlockSurvey, probabilities: npt.NDArray[np.float64], *, is_story: Flags
) -> Flags:
    """The story as it is, or where there is hardly any, the doubtful blocks if they hold enough sentences."""
    doubtful = probabilities > _DOUBTFUL_LIKELIHOOD
    sentences = doubtful & survey.ends & (survey.words >= _PROSE_WORDS) & (survey.link_shares < 0.3)
    if survey.words[is_story].sum() < _HARDLY_WORDS and survey.words[sentences].sum() >= _DOUBTFUL_WORDS:
        return doubtful
    return is_story


def _find_companions(
    survey: BlockSurvey, probabilities: npt.NDArray[np.float64], *, is_story: Flags
) -> Flags:
    """Doubtful paragraphs of a make nearly all of whose paragraphs are the story's."""
    _, _, make = survey.groups
    is_paragraph = (survey.words >= _PROSE_WORDS) & (survey.link_shares < 0.3)
    words = survey.words * is_paragraph
    total = np.bincount(make, weights=words)
    held = np.bincount(make, weights=words * is_story)
    is_coherent = (held >= _COHERENT_SHARE * total) & (
        np.bincount(make[is_paragraph], minlength=len(total)) > 2
    )
    return is_coherent[make] & is_paragraph & survey.ends & (probabilities > _COMPANION_LIKELIHOOD)


def _find_subheads(
    blocks: Sequence[Block], probabilities: npt.NDArray[np.float64], *, is_story: Flags
) -> Flags:
    """Short headings, not linked, with a paragraph of the story directly before and after them."""
    is_paragraph = is_story & np.array([count_words(block.text) >= _PROSE_WORDS for block in blocks], bool)
    found = np.zeros(len(blocks), dtype=np.bool_)
    for index in range(1, len(blocks) - 1):
        block = blocks[index]
        found[index] = (
            is_paragraph[index - 1]
            and is_paragraph[index + 1]
            and probabilities[index] > _SUBHEAD_LIKELIHOOD
            and block.element.tag in _SUBHEADS
            and count_words(block.text) <= _SUBHEAD_WORDS
            and block.link_characters < 0.3 * len(block.text)
        )
    return found


def _find_credits(blocks: Sequence[Block], *, is_story: Flags) -> Flags:
    """Lines that credit an agency inside the story or a few blocks from its ends, where no other place is."""
    found = np.zeros(len(blocks), dtype=np.bool_)
    places = np.flatnonzero(is_story)
    if not len(places):
        return found
    book = load_agencies()
    own = int(np.bitwise_or.reduce([blocks[index].around for index in places.tolist()]))
    elsewhere = _ELSEWHERE & ~own
    low, high = max(0, int(places[0]) - _CREDIT_REACH), int(places[-1]) + 1 + _CREDIT_REACH
    for index in range(low, min(high, len(blocks))):
        block = blocks[index]
        if is_story[index] or block.around & elsewhere or 2 * block.link_characters > len(block.text):
            continue
        is_opening = 0 < index < places[0] and opens_as("byline", blocks[index - 1].text)
        edge: Edge | None = "opening" if is_opening else None
        found[index] = book.match_line(block.text, edge=edge) is not None
    return found


def _check_against_body(lines: list[str], body: str) -> list[str]:
    """The JSON-LD body's lines where it is the same story, only longer; else the lines given."""
    text = squeeze("".join(lines))
    squeezed = squeeze(body)
    if len(body) < MIN_BODY or len(squeezed) < _BODY_GAIN * len(text):
        return lines
    pieces = [text[start : start + 40] for start in range(0, len(text) - 39, 40)]
    if sum(piece in squeezed for piece in pieces) < _BODY_OVERLAP * len(pieces):
        return lines
    return body.split("\n")
