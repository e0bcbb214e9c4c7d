"""Flattened pages: the floors that the line network holds on sites it has not seen."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from boilerplate.line_context import read_lines
from boilerplate.line_features import split_lines
from boilerplate.line_model import load_networks

FLOORS = {"scrapinghub": 0.925, "newspaper4k": 0.912}
OTHER_SCRIPT_FLOOR = 0.89
CLEAN_FLOOR = 0.9


def test_the_shipped_weights_fit_the_features() -> None:
    features = read_lines(split_lines("A line\n\n• an item\nAnd a sentence that closes the page."))
    for network in load_networks():
        assert network.entry.shape[0] == features.shape[1]
        assert network.judge(features).shape == (3,)


@pytest.mark.slow
def test_unseen_sites_are_stripped_well(shared: Path, root: Path) -> None:
    """Five folds by site, as printed by the script that makes the weights (several minutes)."""
    script = root / "tests" / "quality" / "train_lines.py"
    folders = [str(shared / "data" / name) for name in ("flattened", "mutations")]
    printed = subprocess.run(
        [sys.executable, str(script), *folders, "--folds"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for part, floor in FLOORS.items():
        figures = dict(re.findall(rf"^{part}\s+(.+?)\s+F1 ([\d.]+)", printed, re.MULTILINE))
        assert float(figures.pop("as it is")) >= floor
        assert min(map(float, figures.values())) >= OTHER_SCRIPT_FLOOR
    kept = re.search(r"clean texts: ([\d.]+)", printed)
    assert kept is not None
    assert float(kept[1]) >= CLEAN_FLOOR
