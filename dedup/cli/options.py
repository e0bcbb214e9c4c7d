"""Arguments and options that several subcommands take."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click

paths_argument = click.argument("paths", metavar="PATH...", nargs=-1, required=True)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that extract and compare pages; by default one for each core.",
)
cache_option = click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Keep extracted articles in a directory; a second run over the same pages takes them from there.",
)


def open_stdin() -> BinaryIO:
    """Standard input as bytes."""
    return sys.stdin.buffer
