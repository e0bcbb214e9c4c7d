"""What a published set gives: texts that need no extraction, and labels on them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from boilerplate.records import Article
from dedup.errors import InvalidGold
from dedup.evaluate.pairs import GoldPair
from dedup.evaluate.passages import GoldPassages


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """A set's articles and whichever labels it has.

    ``is_complete`` says whether two articles that no label joins are known not to share text. ``groups``
    names the group of each article that is in one.
    """

    articles: tuple[Article, ...]
    pairs: tuple[GoldPair, ...] = ()
    is_complete: bool = True
    groups: Mapping[str, str] = field(default_factory=dict)
    passages: tuple[GoldPassages, ...] = ()


def make_article(
    article_id: str, text: str, *, outlet: str | None = None, published: str | None = None
) -> Article:
    """An article whose text is taken as it is."""
    return Article(
        id=article_id,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        outlet=outlet,
        published=published,
    )


def read_text(path: Path, *, encoding: str) -> str:
    """The text of a file of a set, line ends made plain, offsets otherwise untouched.

    Raises: InvalidGold: it cannot be read, or is not in that encoding.
    """
    try:
        return path.read_bytes().decode(encoding).removeprefix("\ufeff")
    except OSError as error:
        raise InvalidGold(
            f"{path}: {error.strerror}. Give the folder of the set as it is handed out"
        ) from error
    except UnicodeDecodeError as error:
        raise InvalidGold(f"{path}: not {encoding}. Give the set as it is handed out") from error


def list_folders(folder: Path) -> list[Path]:
    """The folders inside a folder by name; none where it does not exist. Links are not followed."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())
