"""How smoothly steps play: frames a second while numbers travel, and how long the window does not answer, by network.

Prints one line of JSON for each kind of network and speed: frames a second while pulses move (the median), the time
between two of them that 99 of 100 keep to, the longest, and the longest that the event loop was held up, all in
milliseconds by the clock and, where other programs spoil that, by the processor time of the window's thread; and how
many steps were walked of those that were due. It takes the real window at 1600×1000, on the display at hand or without
one. With reduced motion nothing travels, so that there are no frames.

    python tests/benchmarks/play.py [dense convolution recurrent attention] [--detail neuron] [--still]
"""

import argparse
import json
import math
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, os.environ.get("NNSIM_TREE", str(Path(__file__).resolve().parents[2])))

import itertools

import numpy as np
from bench_window import Bench, turn
from PySide6.QtCore import QObject, Qt, QTimer

from nnsim import catalog, edits, files
from nnsim.catalog import AttentionSettings, DenseSettings, InputSettings
from nnsim.data import own_table
from nnsim.document import Document, Settings
from ui.bridge.step_clock import TICK_MILLISECONDS
from ui.canvas.diagram import tidied
from ui.look import theme

SAMPLES = Path(__file__).resolve().parents[2] / "assets" / "samples"
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
BEFORE = {("recurrent", "neuron"): 33}  # ticks: the sums of two biases for each gate, along which nothing travels
SHORTEST, TICKS = 4.0, 5
"""Seconds that each speed plays at least, and ticks of it"""


def sequence(kind: str, settings: Settings) -> Document:
    """Twelve numbers as a sequence through one layer that reads such, classes at its end."""
    drawn = np.random.default_rng(0)
    columns = {f"x{k}": drawn.normal(size=40).round(2).tolist() for k in range(12)}
    source = own_table("waves.csv", {**columns, "class": ["up", "down"] * 20}, ("class",))
    document = edits.choose_data(edits.new_document(), source, 12)
    shape = (4, 3) if kind == "attention" else (12, 1)
    document, last = edits.add_node(document, "input", (0, 0), settings=InputSettings(tuple(range(12)), shape))
    for name, given in ((kind, settings), ("flatten", None), ("dense", DenseSettings(1, "sigmoid"))):
        if name == "flatten" and kind != "attention":
            continue
        document, node = edits.add_node(document, name, (0, 0), settings=given)
        document, last = edits.connect(document, last, node), node
    document, output = edits.add_output(document, (0, 0))
    return tidied(edits.connect(document, last, output))


KINDS: dict[str, Callable[[], Document]] = {
    "dense": lambda: files.load(SAMPLES / "mlp-xor.nnsim"),
    "convolution": lambda: files.load(SAMPLES / "cnn-digits.nnsim"),
    "recurrent": lambda: sequence("lstm", catalog.kind("lstm").default_settings()),
    "attention": lambda: sequence("attention", AttentionSettings()),
}


class Beats(QObject):
    """When the event loop came round, and what the window's thread had worked by then."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[tuple[float, float]] = []
        self._timer = QTimer(self, interval=4, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self.at.append((time.perf_counter(), time.thread_time())))
        self._timer.start()


def longest(at: list[tuple[float, float]]) -> tuple[float, float]:
    """The longest time between two of these moments, by the clock and by the processor, in milliseconds."""
    gaps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(at)]
    return (round(1000 * max((gap[0] for gap in gaps), default=0.0), 1),
            round(1000 * max((gap[1] for gap in gaps), default=0.0), 1))


def late(gaps: list[float]) -> float:
    """What 99 of 100 of these times are not longer than, in milliseconds."""
    return round(sorted(gaps)[math.ceil(0.99 * len(gaps)) - 1], 1) if gaps else 0.0


def play(kind: str, detail: str, speeds: tuple[float, ...], still: bool) -> None:
    """Plays one kind at every speed, from the start of a step on."""
    bench = Bench(KINDS[kind]())
    theme().set_reduced_motion(still)
    clock, frames = bench.window.bench.clock, bench.canvas.frames
    clock.set_detail(detail)
    clock.next()
    turn(1.5)
    moving: list[list[tuple[float, float]]] = [[]]
    tick = frames.tick

    def ticked() -> None:
        tick()
        moving[-1].append((time.perf_counter(), time.thread_time()))
        if "pulse" not in frames._animations:
            moving.append([])

    frames._timer.timeout.disconnect()
    frames._timer.timeout.connect(ticked)
    for speed in speeds:
        clock.seek(BEFORE.get((kind, detail), -1))
        clock.set_speed(speed)
        seconds = max(SHORTEST, TICKS * TICK_MILLISECONDS[detail] / 1000 / speed)
        walked: list[object] = []
        follow = walked.append
        clock.moved.connect(follow)
        beats = Beats()
        moving[:] = [[]]
        clock.play()
        turn(seconds)
        clock.pause()
        clock.moved.disconnect(follow)
        held, runs = longest(beats.at), [run for run in moving if len(run) > 2]
        between = [1000 * (b[0] - a[0]) for run in runs for a, b in itertools.pairwise(run)]
        work = [1000 * (b[1] - a[1]) for run in runs for a, b in itertools.pairwise(run)]
        due = 1 + seconds * 1000 * speed / TICK_MILLISECONDS[detail]
        print(json.dumps({
            "kind": kind, "detail": detail, "speed": speed, "still": theme().reduced_motion,
            "frames": len(between),
            "fps": round(1000 / statistics.median(between), 1) if between else 0.0,
            "p99": late(between), "longest_frame": round(max(between, default=0.0), 1),
            "frame_processor": round(statistics.median(work), 1) if work else 0.0,
            "p99_processor": late(work), "longest_frame_processor": round(max(work, default=0.0), 1),
            "held_up": held[0], "held_up_processor": held[1], "walked": len(walked), "due": round(due)}), flush=True)
        beats.deleteLater()
    bench.close()


def main() -> None:
    """Plays what is named on the command line, else everything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kinds", nargs="*", choices=[*KINDS, []])
    parser.add_argument("--detail", default="neuron", choices=list(TICK_MILLISECONDS))
    parser.add_argument("--speeds", nargs="*", type=float, default=list(SPEEDS))
    parser.add_argument("--still", action="store_true", help="with reduced motion")
    options = parser.parse_args()
    for kind in options.kinds or KINDS:
        play(kind, options.detail, tuple(options.speeds), options.still)


if __name__ == "__main__":
    main()
