"""Articles as they travel to other processes: JSON, so that reading them back can run no code."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from boilerplate.records import Article, Credit
from dedup.settings import Settings


def pack_article(article: Article) -> dict[str, Any]:
    """An article as values of JSON, without the lines dropped from its page."""
    packed = {name: getattr(article, name) for name in _FIELDS}
    packed["credits"] = [asdict(credit) for credit in article.credits]
    return packed


def unpack_article(packed: dict[str, Any]) -> Article:
    """The article that was packed."""
    credits = tuple(Credit(**{**credit, "span": tuple(credit["span"])}) for credit in packed.pop("credits"))
    return Article(**packed, credits=credits)


def pack_settings(settings: Settings) -> dict[str, Any]:
    """Settings as values of JSON."""
    return asdict(settings)


_FIELDS = tuple(field.name for field in fields(Article) if field.name not in ("credits", "dropped"))
