"""``wirecopy explain``: why two articles are, or are not, linked."""

from __future__ import annotations

import sys

import click

from dedup.cli.options import agencies_option, json_option
from dedup.pipeline import explain_files
from dedup.report.contract import dump_json, explain_to_json
from dedup.settings import Settings


@click.command()
@click.argument("a")
@click.argument("b")
@json_option
@agencies_option
def explain(a: str, b: str, as_json: bool) -> None:
    """Tell why two articles are, or are not, linked.

    A and B are files of one article, or FILE#N for the Nth of many. Printed are the evidence, what each
    verdict would need, and the words that stand in both.
    """
    explanation = explain_files(a, b, settings=Settings())
    if as_json:
        click.echo(dump_json(explain_to_json(explanation)))
        return
    from dedup.report.table import write_explain

    write_explain(explanation, sys.stdout)
