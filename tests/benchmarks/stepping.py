"""How fast a step is walked: next and back with all that the window shows of it, at 1 000 and at 100 000 parameters.

Prints one line of JSON for each network and detail: the median and the longest move in milliseconds of processor time,
by phase and for the move into the next training step and back, and how much of that the explanation takes. With
`--window` the same in the window, from the move to all of it painted: by processor time, without the share of the
formula (its lines set and painted), and by the clock. Between two moves there is a rest as of somebody who walks, in
which the window prepares what lies beside; with `--haste` there is none.

    python tests/benchmarks/stepping.py [--window [--haste]] [1000] [100000]
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, os.environ.get("NNSIM_TREE", str(Path(__file__).resolve().parents[2])))

import numpy as np

from nnsim import edits
from nnsim.catalog import DenseSettings, InputSettings
from nnsim.data import own_table
from nnsim.document import Document
from nnsim.trace import DETAILS, Detail, Stepper

SIZES = {"1000": (20, 30, 10), "100000": (784, 128, 10)}
SAMPLES = 40
MOVES = 4
"""Moves that are timed in each phase, from its beginning, its middle and its end."""
REST = 0.0 if "--haste" in sys.argv else 0.25
"""Seconds that who walks rests between two moves in the window."""


def network(*sizes: int) -> Document:
    """Dense layers of these sizes that tell classes apart, trained by Adam in mini-batches of ten."""
    random = np.random.default_rng(0)
    columns = {f"x{k}": random.normal(size=SAMPLES).round(2).tolist() for k in range(sizes[0])}
    labels = {"class": [f"c{k % sizes[-1]}" for k in range(SAMPLES)]}
    source = own_table("samples.csv", {**columns, **labels}, ("class",))
    document = edits.choose_data(edits.new_document(), source, sizes[0])
    document, last = edits.add_node(document, "input", (0.0, 0.0), settings=InputSettings(tuple(range(sizes[0]))))
    for number, units in enumerate(sizes[1:], start=2):
        activation = "softmax" if number == len(sizes) else "tanh"
        document, layer = edits.add_node(
            document, "dense", (260.0 * number, 0.0), settings=DenseSettings(units, activation))
        document, last = edits.connect(document, last, layer), layer
    document, output = edits.add_output(document, (260.0 * len(sizes) + 260, 0.0))
    return edits.set_rule(edits.connect(document, last, output), "adam")


def ticks(stepper: Stepper, detail: Detail) -> Iterator[tuple[str, int]]:
    """Where moves are timed: some ticks from the beginning, the middle and the end of each phase."""
    for track in stepper.timeline(detail).tracks:
        for start in (track.start, track.start + track.count // 2, track.start + track.count - MOVES):
            for tick in range(max(start, track.start), min(start + MOVES, track.start + track.count)):
                yield track.phase, tick


def figures(times: Sequence[float]) -> dict[str, float]:
    """The median and the longest of these seconds, in milliseconds."""
    return {"median": round(1000 * statistics.median(times), 1), "longest": round(1000 * max(times), 1)}


def timed(work: Callable[[], object]) -> float:
    """Processor seconds that some work takes in the thread that the window has."""
    start = time.thread_time()
    work()
    return time.thread_time() - start


def headless(document: Document, detail: Detail) -> dict[str, Any]:
    """Moves of a stepper: the cursor, the view and the explanation."""
    stepper = Stepper(document, detail=detail)
    found: dict[str, dict[str, list[float]]] = {"next": {}, "back": {}, "explain": {}}
    stepper.timeline()

    def show(move: Callable[[], object]) -> Callable[[], None]:
        def moved() -> None:
            move()
            stepper.view()
            stepper.explain()
        return moved

    def elsewhere(tick: int) -> None:
        """At a tick, with nothing explained before."""
        stepper._told.clear()
        stepper.seek(tick)

    for phase, tick in list(ticks(stepper, detail)):
        elsewhere(tick - 1)
        found["next"].setdefault(phase, []).append(timed(show(stepper.next)))
        elsewhere(tick)
        found["explain"].setdefault(phase, []).append(timed(stepper.explain))
        elsewhere(tick + 1)
        found["back"].setdefault(phase, []).append(timed(show(stepper.back)))
    for _ in range(MOVES):
        stepper.seek(stepper.timeline().total - 1)
        found["next"].setdefault("into the next step", []).append(timed(show(stepper.next)))
    for _ in range(MOVES):
        stepper.seek(-1)
        found["back"].setdefault("into the step before", []).append(timed(show(stepper.back)))
    return {move: {phase: figures(times) for phase, times in phases.items()} for move, phases in found.items()}


class Formula:
    """Processor seconds that a formula takes, since `seconds` was set to 0: to be set and to be painted."""

    def __init__(self) -> None:
        from ui.teaching import FormulaView

        self.seconds = 0.0
        for name in ("set_lines", "paintEvent"):
            setattr(FormulaView, name, self._timed(getattr(FormulaView, name)))

    def _timed(self, method: Callable[..., None]) -> Callable[..., None]:
        def timed_method(*told: Any, **named: Any) -> None:
            start = time.thread_time()
            method(*told, **named)
            self.seconds += time.thread_time() - start
        return timed_method


def in_window(document: Document, detail: Detail) -> dict[str, Any]:
    """Moves of the clock in the window, as a key makes them, until what they change is painted."""
    from bench_window import Bench, turn
    from PySide6.QtWidgets import QApplication

    bench, formula = Bench(document), Formula()
    clock = bench.window.bench.clock
    clock.set_detail(detail)
    clock.next()
    turn(2.0)
    found: dict[str, dict[str, list[float]]] = {}

    def move(way: str, start: int, phase: str) -> None:
        clock.seek(start)
        turn(0.05 + REST)
        formula.seconds, begun, used = 0.0, time.perf_counter(), time.thread_time()
        getattr(clock, way)()
        QApplication.processEvents()
        QApplication.processEvents()  # what a layout moved while it was painted
        used, took = time.thread_time() - used, time.perf_counter() - begun
        for column, seconds in (("", used), (", without formula", used - formula.seconds), (", by the clock", took)):
            found.setdefault(way + column, {}).setdefault(phase, []).append(seconds)
        turn(0.05)

    for phase, tick in list(ticks(clock._stepper, detail)):
        move("next", tick - 1, phase)
        move("back", tick + 1, phase)
    for way, tick, name in (("next", clock.timeline().total - 1, "into the next step"),
                            ("back", -1, "into the step before")) * 3:
        move(way, tick, name)
        turn(0.3)
    bench.close()
    return {move: {phase: figures(times) for phase, times in phases.items()} for move, phases in found.items()}


def main() -> None:
    """Measures what is named on the command line, else everything."""
    named = [name for name in sys.argv[1:] if name in SIZES] or list(SIZES)
    for name in named:
        document = network(*SIZES[name])
        count = sum(array.size for array in document.state.parameters.values())
        for detail in DETAILS:
            measured = (in_window if "--window" in sys.argv else headless)(document, detail)
            print(json.dumps({"parameters": count, "detail": detail, **measured}), flush=True)


if __name__ == "__main__":
    main()
