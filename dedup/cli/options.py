"""Arguments and options that several subcommands take."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, BinaryIO

import click

from boilerplate.agency.choice import agencies_from

paths_argument = click.argument("paths", metavar="PATH...", nargs=-1, required=True)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that extract and compare pages; by default one for each core.",
)


class _NamedPath(click.Path):
    """A path that is not empty, as an unset variable is in a shell: it would mean the folder one is in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert(value, param, ctx) if value else self.fail("an empty name.", param, ctx)


cache_option = click.option(
    "--cache",
    type=_NamedPath(file_okay=False, path_type=Path),
    metavar="DIR",
    help=(
        "Keep extracted articles in a directory, from which a second run over the same pages takes them, and"
        " remember there what each outlet repeats, so that later runs clean even a single page of it."
    ),
)


def _choose_agencies(ctx: click.Context, _: click.Parameter, file: Path | None) -> None:
    if file is not None and not ctx.resilient_parsing:
        from boilerplate.agencies import load_agencies

        load_agencies(file)  # a file that is none of agencies ends the run here
        ctx.with_resource(agencies_from(file))


agencies_option = click.option(
    "--agencies",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    expose_value=False,
    callback=_choose_agencies,
    help="Know the agencies and credit words of a JSON file as well.",
)


def open_stdin() -> BinaryIO | None:
    """Standard input as bytes; None where it is closed, as under some schedulers."""
    return sys.stdin.buffer if sys.stdin else None
