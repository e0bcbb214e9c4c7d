"""What stands between quotation marks: words of somebody else, whoever reports them."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from dedup.records import Span, TokenizedText

_QUOTATION = re.compile(
    r"„[^„“”\n]{2,600}[“”]|“[^“”\n]{2,600}”|«[^«»\n]{2,600}»|»[^«»\n]{2,600}«|「[^「」\n]{2,600}」"
    r"|『[^『』\n]{2,600}』|\"[^\"\n]{2,600}\""
)


def find_quotations(text: str, tokens: TokenizedText) -> tuple[Span, ...]:
    """The tokens between quotation marks, as half-open spans of token indices, in order.

    A quotation is at most 600 characters long and does not run over a paragraph, so that one missing mark
    does not turn the rest of the text into a quotation.
    Cost: linear in the length of the text.
    """
    spans = []
    for match in _QUOTATION.finditer(text):
        start, end = np.searchsorted(tokens.starts, match.span()).tolist()
        if end > start:
            spans.append((start, end))
    return tuple(spans)


def list_quotations(text: str) -> list[str]:
    """The quotations themselves, with their marks. Cost: linear in the length of the text."""
    return _QUOTATION.findall(text)


def mark_quoted(quotations: tuple[Span, ...], count: int) -> npt.NDArray[np.bool_]:
    """Whether each of ``count`` tokens is quoted; bool, shape (count,)."""
    is_quoted = np.zeros(count, dtype=bool)
    for start, end in quotations:
        is_quoted[start:end] = True
    return is_quoted
