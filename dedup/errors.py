"""The errors of this package.

    DedupError
    ├── InvalidSetting      a setting outside its range
    ├── SignatureMismatch   signatures of different seeds or sizes were mixed
    └── MissingExtra        an optional library is needed for what was asked

The message says what was given, what is allowed and what to do; the command prints it as one line.
"""

from __future__ import annotations


class DedupError(Exception):
    """Base of everything this package raises on purpose."""


class InvalidSetting(DedupError):
    """A setting is outside its range."""


class SignatureMismatch(DedupError):
    """Signatures made with different seeds or numbers of permutations cannot be compared."""


class MissingExtra(DedupError):
    """An optional library is not installed; the message names the extra to install."""
