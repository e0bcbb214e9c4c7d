"""``wirecopy diff``: how one article differs from another."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dedup.cli.files import write_whole
from dedup.cli.options import agencies_option, json_option
from dedup.pipeline import compare_files
from dedup.report.contract import diff_to_json
from dedup.report.entries import dump_json
from dedup.settings import Settings

_FAILED = 1


@click.command()
@click.argument("a")
@click.argument("b")
@json_option
@agencies_option
@click.option(
    "--html",
    "html_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the report as one HTML file that needs nothing else.",
)
@click.option(
    "--changes", "changes_only", is_flag=True, help="Print only the changes that alter what is told."
)
@click.option(
    "--fail-on",
    type=click.Choice(["factual", "nuance", "style"]),
    help="Leave with exit code 1 if there is a change so grave, or graver.",
)
def diff(
    a: str, b: str, as_json: bool, html_file: Path | None, changes_only: bool, fail_on: str | None
) -> None:
    """Show how article B differs from article A, sentence by sentence.

    A and B are files of one article, or FILE#N for the Nth of many. The changes that alter what the reader is
    told come first, the gravest on top.
    """
    report = compare_files(a, b, settings=Settings())
    if html_file is not None:
        from dedup.report.html import render_diff_html

        write_whole(html_file, render_diff_html(report), sources=(a, b))
        click.echo(f"wrote {html_file}", err=True)
    if as_json:
        click.echo(dump_json(diff_to_json(report)))
    elif html_file is None:
        from dedup.report.terminal import write_diff

        write_diff(report, sys.stdout, changes_only=changes_only)
    grades = ["factual", "nuance", "style"]
    if fail_on and any(grades.index(c.severity) <= grades.index(fail_on) for c in report.alignment.changes):
        sys.exit(_FAILED)
