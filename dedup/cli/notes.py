"""Notes on standard error that a result does not hold by itself."""

from __future__ import annotations

from collections.abc import Sequence

import click

from boilerplate.records import Stripped


def note_emptiness(stripped: Stripped, *, paths: Sequence[str]) -> None:
    """Say so where not a single page was found."""
    if not stripped.articles and not stripped.rejections:
        named = ", ".join(paths)
        click.echo(f"wirecopy: {named}: no pages found; give files, or folders that hold some", err=True)
