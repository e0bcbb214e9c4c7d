"""The errors of this package.

    BoilerplateError
    ├── MissingInput        a path that does not exist or cannot be opened at all
    ├── UnreadablePage      one page cannot be used; becomes a Rejection
    └── MissingExtra        an optional library is needed for this input

The message says what was given, what is allowed and what to do; the command prints it as one line.
"""

from __future__ import annotations


class BoilerplateError(Exception):
    """Base of everything this package raises on purpose."""


class MissingInput(BoilerplateError):
    """A path named by the user does not exist or cannot be opened."""


class UnreadablePage(BoilerplateError):
    """One page cannot be read or holds no article; its message is the reason of the Rejection."""


class MissingExtra(BoilerplateError):
    """An optional library is not installed; the message names the extra to install."""
