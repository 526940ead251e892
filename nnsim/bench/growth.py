"""How the cost of a step grows with the batch and with the number of layers: measured, fitted by a line, drawn."""

from dataclasses import dataclass

import numpy as np

from nnsim.bench.cases import perceptron
from nnsim.bench.measure import measure
from nnsim.bench.ours import our_contender

BATCHES = (32, 64, 128, 256, 512, 1024)
DEPTHS = (2, 4, 8, 16, 32)
WIDTH, HEIGHT, MARGIN = 640, 280, 48


@dataclass(frozen=True)
class Series:
    """Times of a step (µs) over one size, the line fitted to them, and how well it fits (R²)."""

    over: str
    sizes: tuple[int, ...]
    times: tuple[float, ...]
    slope: float
    start: float
    fit: float


def growth(rounds: int = 7) -> tuple[Series, ...]:
    """Over the batch (64-64-64-8) and over hidden layers of 32 units (batch 64), all sizes measured in turns."""
    by_batch = {str(size): our_contender(perceptron("", (64, 64, 64, 8), size, "adam", "float64", 0, 0))
                for size in BATCHES}
    by_depth = {str(size): our_contender(perceptron("", (32, *(32,) * size, 8), 64, "adam", "float64", 0, 0))
                for size in DEPTHS}
    return (_fitted("batch", BATCHES, measure(by_batch, rounds, 0.05)),
            _fitted("hidden layers", DEPTHS, measure(by_depth, rounds, 0.05)))


def _fitted(over: str, sizes: tuple[int, ...], times: dict[str, float]) -> Series:
    measured = np.array([times[str(size)] for size in sizes])
    slope, start = np.polyfit(np.array(sizes, float), measured, 1)
    left = measured - (slope * np.array(sizes) + start)
    fit = 1.0 - float((left**2).sum() / ((measured - measured.mean()) ** 2).sum())
    return Series(over, sizes, tuple(float(each) for each in measured), float(slope), float(start), fit)


def drawn(series: tuple[Series, ...]) -> str:
    """The measurements with their fitted lines, as SVG."""
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT * len(series)}" '
             'font-family="sans-serif" font-size="12">']
    for number, each in enumerate(series):
        parts.append(_panel(each, number * HEIGHT))
    return "\n".join((*parts, "</svg>\n"))


def _panel(series: Series, top: int) -> str:
    across = (WIDTH - 2 * MARGIN) / max(series.sizes)
    up = (HEIGHT - 2 * MARGIN) / max(series.times)
    bottom = top + HEIGHT - MARGIN

    def at(size: float, time: float) -> tuple[float, float]:
        return MARGIN + size * across, bottom - time * up

    left, right = at(0, series.start), at(series.sizes[-1], series.start + series.slope * series.sizes[-1])
    points = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5"/><text x="{x:.1f}" y="{bottom + 16}" '
        f'text-anchor="middle">{size}</text>'
        for size, (x, y) in ((size, at(size, time)) for size, time in zip(series.sizes, series.times, strict=True)))
    return (f'<line x1="{left[0]:.1f}" y1="{left[1]:.1f}" x2="{right[0]:.1f}" y2="{right[1]:.1f}" stroke="gray"/>'
            f'<line x1="{MARGIN}" y1="{bottom}" x2="{WIDTH - MARGIN}" y2="{bottom}" stroke="black"/>{points}'
            f'<text x="{MARGIN}" y="{top + 24}">µs per step over {series.over}: {series.start:.0f} + '
            f'{series.slope:.2f} · n, R² = {series.fit:.4f}; largest {max(series.times):.0f} µs</text>')
