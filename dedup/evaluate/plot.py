"""A reliability diagram as a small SVG that is read without colour and by screen readers."""

from __future__ import annotations

from dedup.evaluate.calibration import Reliability, ReliabilityBin

_SIZE, _LEFT, _TOP, _SIDE = 420, 56, 48, 320
_LARGEST, _SMALLEST = 9.0, 2.5
_HEAD = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" \
role="img" aria-labelledby="title described">
<title id="title">Confidence of verdicts and share that is right</title>
<desc id="described">{described}</desc>
<style>
svg {{ background: #fff; color: #1a1a1a; font: 12px sans-serif }}
text {{ fill: currentColor }}
.axis {{ stroke: currentColor; fill: none }}
.even {{ stroke: #595959; stroke-dasharray: 4 4; fill: none }}
.found {{ stroke: #1a4f8a; stroke-width: 2; fill: none }}
.dot {{ stroke: #1a4f8a; stroke-width: 1.5; fill: #fff }}
@media (prefers-color-scheme: dark) {{
svg {{ background: #16181d; color: #ececec }}
.even {{ stroke: #a8a8a8 }}
.found {{ stroke: #8ab8f0 }}
.dot {{ stroke: #8ab8f0; fill: #16181d }}
}}
</style>"""


def draw_reliability(reliability: Reliability) -> str:
    """Draw the share of right verdicts over their confidence; larger dots stand for more verdicts.

    Everything drawn is told in words too, so that nobody needs to see it.
    """
    most = max((one.verdicts for one in reliability.bins), default=1)
    points = [(_across(one.confidence), _up(one.right)) for one in reliability.bins]
    lines = [
        _HEAD.format(size=_SIZE, described=describe(reliability)),
        f'<text x="{_LEFT}" y="20">Brier score {reliability.brier:.3f}, expected calibration error '
        f"{reliability.expected_error:.3f}, {reliability.verdicts} verdicts</text>",
        f'<path class="axis" d="M{_LEFT} {_TOP}V{_TOP + _SIDE}H{_LEFT + _SIDE}"/>',
        f'<path class="even" d="M{_LEFT} {_TOP + _SIDE}L{_LEFT + _SIDE} {_TOP}"/>',
        *(_draw_tick(step / 4) for step in range(5)),
        f'<text x="{_LEFT + _SIDE / 2:g}" y="{_SIZE - 12}" text-anchor="middle">Confidence</text>',
        f'<text x="16" y="{_TOP + _SIDE / 2:g}" text-anchor="middle" '
        f'transform="rotate(-90 16 {_TOP + _SIDE / 2:g})">Share right</text>',
        f'<polyline class="found" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>',
        *(_draw_dot(one, most) for one in reliability.bins),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def describe(reliability: Reliability) -> str:
    """Say in words what the diagram shows."""
    told = [
        f"{one.verdicts} with confidence {one.low:g} to {one.high:g}, on average {one.confidence:.2f}: "
        f"{one.right:.0%} right"
        for one in reliability.bins
    ]
    return (
        f"Verdicts by confidence: {'; '.join(told) or 'none'}. Reliable confidence lies on the dashed line."
    )


def _draw_tick(share: float) -> str:
    x, y = _across(share), _up(share)
    return (
        f'<path class="axis" d="M{x:.1f} {_TOP + _SIDE}v5M{_LEFT} {y:.1f}h-5"/>'
        f'<text x="{x:.1f}" y="{_TOP + _SIDE + 18}" text-anchor="middle">{share:g}</text>'
        f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{share:g}</text>'
    )


def _draw_dot(one: ReliabilityBin, most: int) -> str:
    radius = max(_SMALLEST, _LARGEST * (one.verdicts / most) ** 0.5)
    told = f"{one.verdicts} verdicts, confidence {one.confidence:.2f}, {one.right:.0%} right"
    x, y = _across(one.confidence), _up(one.right)
    return f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{told}</title></circle>'


def _across(share: float) -> float:
    return _LEFT + _SIDE * share


def _up(share: float) -> float:
    return _TOP + _SIDE * (1 - share)
