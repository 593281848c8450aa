"""Small charts as inline SVG, drawn on the server; each figure in them stands in words beside them, too."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from evals.metrics import Figure

_WIDTH = 300
_HEIGHT = 28


def bullet(figure: Figure, bound: float | None, before: float | None, *, lower: bool, failed: bool) -> str:
    """A value as a bar, its interval as a whisker, the threshold as a line, and the baseline as a hollow mark.

    Where lower is better the scale ends at a fifth or a little above the largest mark, else the whole bar would be empty.
    """
    marks = [figure.value, *(figure.wilson or ()), *(m for m in (bound, before) if m is not None)]
    end = min(1.0, max(0.2, *(mark * 1.1 for mark in marks))) if lower else 1.0

    def x(value: float) -> float:
        return round(4 + min(value, end) / end * (_WIDTH - 8), 1)

    parts = [
        f'<rect class="track" x="4" y="10" width="{_WIDTH - 8}" height="8" rx="2"/>',
        f'<rect class="{"bar bad" if failed else "bar"}" x="4" y="10" width="{max(1.0, x(figure.value) - 4)}" height="8" rx="2"/>',
    ]
    if figure.wilson is not None:
        low, high = map(x, figure.wilson)
        parts.append(f'<path class="whisker" d="M{low} 14H{high}M{low} 11v6M{high} 11v6"/>')
    if before is not None:
        parts.append(f'<circle class="before" cx="{x(before)}" cy="14" r="4"/>')
    if bound is not None:
        parts.append(f'<path class="bound" d="M{x(bound)} 3v22"/>')
    return _svg("".join(parts), _WIDTH, _HEIGHT, "bullet")


def rate_bar(figure: Figure) -> str:
    """A rate as a thin bar over the whole width, with a stroke at each end of its interval."""
    low, high = figure.wilson or (figure.value, figure.value)
    return _svg(
        '<rect class="track" x="0" y="5" width="1000" height="2"/>'
        f'<rect class="bar" x="0" y="3" width="{max(1.0, figure.value * 1000):.0f}" height="6"/>'
        f'<path class="span" d="M{low * 1000:.0f} 0V12M{high * 1000:.0f} 0V12"/>',
        1000,
        12,
        "rate",
        stretch=True,
    )


def curves(lines: Sequence[tuple[str, Sequence[tuple[int, float]]]], label: str) -> str:
    """Lines over a few whole numbers, each with its name at its end; `label` describes the chart to a screen reader."""
    width, height, left, right, top, bottom = 440, 240, 44, 140, 12, 34
    steps = [x for x, _ in lines[0][1]]

    def place(index: int, value: float) -> tuple[float, float]:
        x = left + index * (width - left - right) / max(1, len(steps) - 1)
        return round(x, 1), round(top + (1 - value) * (height - top - bottom), 1)

    parts = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        _, y = place(0, share)
        parts.append(f'<path class="grid" d="M{left} {y}H{width - right}"/>')
        parts.append(f'<text x="{left - 8}" y="{y + 5}" text-anchor="end">{share:.0%}</text>')
    for index, step in enumerate(steps):
        parts.append(f'<text x="{place(index, 0)[0]}" y="{height - 10}" text-anchor="middle">{step}</text>')
    ends = _apart([place(len(steps) - 1, points[-1][1])[1] for _, points in lines])
    for number, (name, points) in enumerate(lines):
        spots = [place(index, value) for index, (_, value) in enumerate(points)]
        parts.append(f'<path class="line l{number}" d="M{"L".join(f"{x} {y}" for x, y in spots)}"/>')
        parts += [f'<circle class="dot l{number}" cx="{x}" cy="{y}" r="4"/>' for x, y in spots]
        parts.append(f'<text x="{spots[-1][0] + 12}" y="{ends[number] + 5}">{escape(name)}</text>')
    return _svg("".join(parts), width, height, "curves", label)


def _apart(heights: Sequence[float], least: float = 20) -> list[float]:
    """The heights moved down where labels would lie on one another."""
    placed = list(heights)
    order = sorted(range(len(placed)), key=lambda index: placed[index])
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + least)
    return placed


def _svg(inner: str, width: int, height: int, name: str, label: str | None = None, stretch: bool = False) -> str:
    ratio = ' preserveAspectRatio="none"' if stretch else ""
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true" focusable="false"'
    return f'<svg class="{name}" viewBox="0 0 {width} {height}"{ratio} {said}>{inner}</svg>'
