"""The wording of a block → numbers: phrases of chrome, marks, capitals, dates, what repeats the headline."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from boilerplate.blocks import Block

_DIGIT = re.compile(r"[0-9]")
_WORD = re.compile(r"\w+")
_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}[:.]\d\d|\b\d{1,2}[./-]\d{1,2}\b|年|\bago\b")
_QUOTES = re.compile(r"[\"“”„«»「」]")
_ADDRESS = re.compile(r"https?:|www\.|@\w")
_SEPARATOR = re.compile(r"\||\s/\s|[•·›»→]")
_LEAD = re.compile(r"^[^.!?]{0,40}?:\s|^\[|^\(|^[*†]")
_HEAD_WORDS = 40
_HEAD_CHARACTERS = 360
"""What is measured of the wording of a longer line is measured on its head."""

_PHRASE_GROUPS = ("section", "share", "subscribe", "legal", "comment", "byline", "advert", "caption")
_NOTICE_WORDS = frozenset(
    "affiliate affiliates commission commissions contributed editors note correction clarification "
    "corrected disclosure disclaimer originally republished reprinted inbox email contact reach tips "
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
    *_WORDING,
    *(f"phrase:{group}" for group in _PHRASE_GROUPS),
    *(f"tag:{tag}" for tag in _TAGS),
)


def find_title_words(title: str | None) -> frozenset[str]:
    """The words of a headline, folded."""
    return frozenset(_WORD.findall((title or "").casefold()))


def measure_wording(block: Block, *, is_repeated: bool, title_words: frozenset[str]) -> list[float]:
    """One row of ``NAMES``: what the words and marks of a block look like."""
    text = block.text[:_HEAD_CHARACTERS]
    length = len(text)
    words = _WORD.findall(text)
    count = len(words) + 1
    bold_share = block.bold_characters / len(block.text)
    folded = [word.casefold() for word in words]
    is_short = len(block.text) < _HEAD_CHARACTERS
    row = [
        math.log1p(len(block.text)),
        length / count,
        block.text[-1] in ":：",
        block.text[-1] in "?？",
        (text.count(",") + text.count("，") + text.count("、")) / count,
        _QUOTES.search(text) is not None,
        len(_DIGIT.findall(text)) / length,
        sum([word[0].isupper() for word in words]) / count,
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
