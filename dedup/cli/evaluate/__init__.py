"""``wirecopy evaluate``: results held against labels."""

from __future__ import annotations

import click

from dedup.cli.evaluate.matches import ablation, candidates, clusters, pairs
from dedup.cli.evaluate.texts import changes, extraction, passages


@click.group()
def evaluate() -> None:
    """Hold results against labels.

    PATH... are pages as for the other commands, and --gold FILE has the labels of their ids as JSON Lines,
    plain or gzipped. Or PATH is the folder of a published set and --layout names what it is laid out like:
    `meter` (the METER corpus), `news-copy` (NEWS-COPY), `pan` (PAN text alignment); texts and labels both
    come from it.

    \b
    Labels   What a line holds
    texts    id, text
    pairs    a, b and relation (if wanted accept, scored),
             or tier (copy, partial, grey, template), level (0 to 3),
             or overall (1 to 4: how far two events lie apart)
    groups   id and family, cluster or group; or docs; or pairs
    changes  a, b, class, severity, decoy, a_span, b_span
    """


for command in (ablation, candidates, changes, clusters, extraction, pairs, passages):
    evaluate.add_command(command)
