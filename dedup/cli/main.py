"""The command ``wirecopy``: its subcommands, loaded when they are called, and what errors turn into.

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module

import click

from boilerplate.errors import BoilerplateError
from dedup.errors import DedupError

_COMMANDS = {
    "extract": "Print the article of every page, without chrome and credit lines.",
    "clusters": "Print which pages carry the same story, and which were made from it.",
    "diff": "Show how one article differs from another, sentence by sentence.",
    "explain": "Tell why two articles are, or are not, linked.",
    "evaluate": "Hold results against labels.",
}

_OBJECTS_PER_COLLECTION = 1_000_000
"""Articles leave hardly a cycle behind: with Python's 700 a twentieth of a small run goes into the search."""


class _Commands(click.Group):
    """Imports a subcommand's module only when it is run; the help needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(f"dedup.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


def _print_version(ctx: click.Context, _: click.Parameter, is_asked: bool) -> None:
    if is_asked and not ctx.resilient_parsing:
        from importlib.metadata import version  # takes as long to load as all the rest of the help

        click.echo(f"wirecopy {version('wirecopy')}")
        ctx.exit()


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Print the version and stop.",
)
def cli() -> None:
    """Find republished wire copy among news pages and show how each outlet changed it.

    Data goes to standard output, notes to standard error. `wirecopy COMMAND --help` tells more.
    """


def _silence_stdout() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not fail over it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> None:
    """Run the command and leave with its exit code; our own errors become one line on standard error."""
    if sys.stdout is None:
        sys.exit("wirecopy: standard output is closed; connect it to a terminal, a file or a pipe")
    gc.set_threshold(_OBJECTS_PER_COLLECTION)
    atexit.register(gc.freeze)  # what is left when the process ends need not be looked through for cycles
    try:
        cli.main(prog_name="wirecopy", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("wirecopy: stopped", err=True)
        sys.exit(130)
    except (BoilerplateError, DedupError) as error:
        click.echo(f"wirecopy: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        _silence_stdout()
        sys.exit(1)
    except OSError as error:
        _silence_stdout()
        click.echo(f"wirecopy: {error.strerror or error}; nothing more could be written or read", err=True)
        sys.exit(1)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
