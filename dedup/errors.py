"""The errors of this package.

    DedupError
    ├── CannotWrite         a report cannot be written where the user wants it
    ├── InvalidGold         a file of labels is not what it should be
    ├── InvalidSetting      a setting outside its range
    ├── NoArticle           a file named by the user holds no article that can be compared
    ├── SignatureMismatch   signatures of different seeds or sizes were mixed
    └── MissingExtra        an optional library is needed for what was asked

The message says what was given, what is allowed and what to do; the command prints it as one line.
"""

from __future__ import annotations


class DedupError(Exception):
    """Base of everything this package raises on purpose."""


class CannotWrite(DedupError):
    """A file cannot be written; the message says why."""


class InvalidGold(DedupError):
    """A file of labels cannot be used; the message names the line."""


class InvalidSetting(DedupError):
    """A setting is outside its range."""


class NoArticle(DedupError):
    """A file named by the user holds no article; the message says why."""


class SignatureMismatch(DedupError):
    """Signatures made with different seeds or numbers of permutations cannot be compared."""


class MissingExtra(DedupError):
    """An optional library is not installed; the message names the extra to install."""
