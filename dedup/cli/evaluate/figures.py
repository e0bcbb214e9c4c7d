"""Scores as JSON and as plain tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass

import click

from dedup.evaluate.pairs import Rates
from dedup.report.entries import dump_json

Value = str | int | float


def list_figures(score: object, *, prefix: str = "") -> dict[str, object]:
    """The numbers of a score record by name; rates become three, of lists only their length is told."""
    figures: dict[str, object] = {}
    if is_dataclass(score):
        for field in fields(score):
            value = getattr(score, field.name)
            name = f"{prefix}{field.name}"
            if isinstance(value, Rates):
                figures.update(list_figures(value, prefix=f"{name}_"))
            elif isinstance(value, str | int | float):
                figures[name] = value
            elif isinstance(value, tuple):
                figures[name] = len(value)
    return figures


def write_figures(figures: Mapping[str, object], *, as_json: bool) -> None:
    """Print figures, one a line or as JSON."""
    if as_json:
        click.echo(dump_json(dict(figures)))
        return
    width = max(map(len, figures))
    for name, value in figures.items():
        click.echo(f"{name.replace('_', ' '):<{width}}  {_show(value):>8}")


def write_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    """Print a table after an empty line, the first column to the left and numbers to the right."""
    shown = [list(headings), *([_show(value) for value in row] for row in rows)]
    widths = [max(len(row[place]) for row in shown) for place in range(len(headings))]
    is_number = [all(not isinstance(row[place], str) for row in rows) for place in range(len(headings))]
    click.echo(f"\n{title}")
    for row in shown:
        cells = (
            f"{cell:>{width}}" if to_right else f"{cell:<{width}}"
            for cell, width, to_right in zip(row, widths, is_number, strict=True)
        )
        click.echo("  ".join(cells).rstrip())


def _show(value: object) -> str:
    return f"{value:.4f}" if isinstance(value, float) else str(value)
