"""A plot of cost against size, both on logarithmic scales, as an SVG file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from html import escape

Points = Mapping[int, float]

_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 160, 20, 50
_COLOURS = "#1b5e8c #2e8b57 #b5541c #7d3c98 #a02c2c #444444 #8a6d00 #0d7f83 #c2185b".split()


def draw_costs(costs: Mapping[str, Points]) -> str:
    """CPU seconds by number of articles, a line for each system."""
    sizes = [size for points in costs.values() for size in points]
    seconds = [cost for points in costs.values() for cost in points.values()]
    across = _Scale(sizes, _LEFT, _WIDTH - _RIGHT)
    down = _Scale(seconds, _HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        *_draw_grid(across, down),
    ]
    labels = sorted(costs, key=lambda name: -list(costs[name].values())[-1])
    last = -math.inf
    for number, name in enumerate(labels):
        points = sorted(costs[name].items())
        colour = _COLOURS[number % len(_COLOURS)]
        places = " ".join(f"{across.place(size):.1f},{down.place(cost):.1f}" for size, cost in points)
        parts.append(f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.extend(
            f'<circle cx="{across.place(size):.1f}" cy="{down.place(cost):.1f}" r="3" fill="{colour}"/>'
            for size, cost in points
        )
        last = max(last + 14, down.place(points[-1][1]) + 4)
        parts.append(f'<text x="{_WIDTH - _RIGHT + 12}" y="{last:.1f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


class _Scale:
    def __init__(self, values: list[int] | list[float], first: float, last: float) -> None:
        self.low = math.floor(math.log10(min(values)))
        self.high = max(self.low + 1, math.ceil(math.log10(max(values))))
        self._first, self._last = first, last

    def place(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self._first + share * (self._last - self._first)


def _draw_grid(across: _Scale, down: _Scale) -> Iterator[str]:
    line = '<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" stroke="#dddddd"/>'
    for power in range(across.low, across.high + 1):
        x = across.place(10**power)
        yield line.format(x, _TOP, x, _HEIGHT - _BOTTOM)
        yield f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>'
    for power in range(down.low, down.high + 1):
        y = down.place(10.0**power)
        yield line.format(_LEFT, y, _WIDTH - _RIGHT, y)
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'
    middle, title = (_LEFT + _WIDTH - _RIGHT) / 2, "articles; CPU time from text to pairs"
    yield f'<text x="{middle}" y="{_HEIGHT - 10}" text-anchor="middle">{title}</text>'
