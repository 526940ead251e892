"""How soon a slide stands: each lecture of the samples, forward and back, from the key to the picture on the display.

    python tests/benchmarks/lecture.py [--size 1920x1080] [SAMPLE …]

Slides are made before they are turned to, as they are for a lecturer who talks about each: what is measured is the
turning alone, until stage and network are painted. The flight of the camera follows it, and is not waited for.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from pathlib import Path
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from nnsim import files
from nnsim.assets import asset_path
from ui.lecture.presenter import Presenter
from ui.look import theme

SAMPLES = ("mlp-by-hand", "perceptron", "adaline", "cnn-digits")
ROUNDS = 3


def main() -> None:
    """Measure, and print a row for each lecture and direction."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("samples", nargs="*", default=SAMPLES)
    parser.add_argument("--size", default="1920x1080")
    given = parser.parse_args()
    application = QApplication(sys.argv[:1])
    theme().apply(application)
    width, height = (int(side) for side in given.size.split("x"))
    print(f"{'lecture':14} {'':8} {'median':>8} {'longest':>8} {'of processor':>17}  longest at")
    for name in given.samples:
        for direction, times in measured(application, name, (width, height)).items():
            walls = [wall for _, wall, _ in times]
            slide, wall, _ = max(times, key=lambda each: each[1])
            processor = [each[2] for each in times]
            print(f"{name:14} {direction:8} {1e3 * statistics.median(walls):6.1f}ms {1e3 * wall:6.1f}ms "
                  f"{1e3 * statistics.median(processor):6.1f}ms {1e3 * max(processor):6.1f}ms  slide {slide + 1}")


def measured(application: QApplication, name: str, size: tuple[int, int]) -> dict[str, list[tuple[int, float, float]]]:
    """Of each direction the slides turned to, with seconds of the wall's clock and of the processor."""
    presenter = Presenter(files.load(asset_path("samples", f"{name}.nnsim")))
    presenter.resize(*size)
    presenter.show()
    deck = presenter.deck
    for index in range(deck.count):
        deck.go_to(index)
        while deck.busy:
            application.processEvents()
    rest(application, 1.0)
    found: dict[str, list[tuple[int, float, float]]] = {"forward": [], "back": []}
    for _ in range(ROUNDS):
        deck.go_to(0)
        rest(application, 0.6)
        for direction, order in (("forward", range(1, deck.count)), ("back", range(deck.count - 2, -1, -1))):
            for index in order:
                begun, spent = perf_counter(), process_time()
                deck.go_to(index)
                while deck.busy or deck.clock.busy:
                    application.processEvents()
                application.processEvents()
                found[direction].append((index, perf_counter() - begun, process_time() - spent))
                rest(application, 0.45)
    presenter.close()
    return found


def rest(application: QApplication, seconds: float) -> None:
    """Let what was begun come to its end."""
    until = perf_counter() + seconds
    while perf_counter() < until:
        application.processEvents()


if __name__ == "__main__":
    main()
