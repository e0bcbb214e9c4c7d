"""A comparison as one HTML file that needs nothing else: no network, no font, no script to be readable.

The content security policy allows the file's own style and script by their hashes and nothing besides, so
that nothing hidden in article text can run or load. There are no style attributes for the same reason:
figures are drawn as SVG.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dedup.records import DiffReport
from dedup.report.escape import scrub_line
from dedup.report.page import build_page


def render_diff_html(diff: DiffReport) -> str:
    """Return the comparison as one self-contained HTML document.

    Cost: O(n log n) in the length of the texts; about 1.4 kB a sentence.
    """
    page = build_page(diff)
    lines = len(page.rows) + len(page.folds) + 1
    style = Markup(_read("diff.css").replace("ROW_COUNT", str(lines)))
    script = Markup(_read("diff.js"))
    template = _environment().get_template("diff.html")
    return template.render(page=page, style=style, script=script, policy=_build_policy(style, script))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dedup.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["line"] = _line
    return environment


def _line(value: object) -> str:
    return scrub_line(str(value))


@cache
def _read(name: str) -> str:
    return files("dedup.report").joinpath("templates", name).read_text(encoding="utf-8")


def _build_policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(source: str) -> str:
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"
