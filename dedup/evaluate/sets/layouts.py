"""The name of a layout → the reader of sets in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dedup.evaluate.sets.labelled import LabelledSet
from dedup.evaluate.sets.meter import read_meter
from dedup.evaluate.sets.news_copy import read_news_copy
from dedup.evaluate.sets.pan import read_pan

LAYOUTS: dict[str, Callable[[Path], LabelledSet]] = {
    "meter": read_meter,
    "news-copy": read_news_copy,
    "pan": read_pan,
}
