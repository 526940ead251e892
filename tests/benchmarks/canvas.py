"""How fast the canvas is: frames while links and pulses move, opening and panning 10 000 neurons, edits at 1 000 nodes.

Prints one line of JSON for each case. Times by the clock and, where other programs on the machine would spoil them, by
the processor time of this process. It takes the real window at 1600×1000, on the display at hand or without one.

    python tests/benchmarks/canvas.py [links400 links2000 step open edit edit30 …]
"""

import gc
import math
import os
import statistics
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, os.environ.get("NNSIM_TREE", str(Path(__file__).resolve().parents[2])))

import numpy as np
from bench_window import Bench, Paints, follows, gaps, show, tell, turn
from networks import acts, free_neurons, layers
from PySide6.QtCore import QEventLoop, QPointF, Qt, QTimer
from PySide6.QtWidgets import QApplication

from nnsim import edits
from nnsim.document import Document
from nnsim.text import message
from ui.canvas.items import TOP_LAYER, Painted

CHANGES_PER_SECOND = 5
SETTLED = 2.0
"""Seconds after an edit until the worker has sent maps and values of all units, and these are painted"""


def animate(case: str, *sizes: int, seconds: float = 4.0) -> None:
    """Every weight changes five times a second, and pulses run along all links at every frame."""
    document = layers(*sizes)
    bench = Bench(document)
    canvas, board, snapshot = bench.canvas, bench.canvas.board, moving(document)
    canvas.live.set_running(True)
    steps = iter(range(1, 10_000))
    change = QTimer(interval=1000 // CHANGES_PER_SECOND, timerType=Qt.TimerType.PreciseTimer)
    change.timeout.connect(lambda: canvas.live.follow(snapshot(next(steps))))
    run_pulses(canvas)
    change.start()
    paints = Paints(canvas.viewport())
    changes: list[float] = []
    put_up = board.links._put_up
    board.links._put_up = lambda *args: (changes.append(time.perf_counter()), put_up(*args))[1]
    turn(1.0)
    paints.clear()
    changes.clear()
    used = time.process_time()
    turn(seconds)
    used = time.process_time() - used
    change.stop()
    shown, put_up_times = tuple(paints.at), len(changes)  # what follows paints at its own pace
    work = gaps(tuple(paints.used))
    pulse_ms, change_ms = costs(canvas, lambda: canvas.live.follow(snapshot(next(steps))))
    tell(case, frame_ms=round(pulse_ms, 1), change_ms=round(change_ms, 1),
         frames_of_the_processor=round((1000 - CHANGES_PER_SECOND * change_ms) / pulse_ms),
         links=len(board.wiring.wires), zoom=round(canvas.zoom, 2), **gaps(shown),
         processor_p95=work["p95"], processor_longest=work["longest"],
         processor_ms_per_frame=round(1000 * used / max(1, len(shown)), 1),
         new_widths_per_second=round(put_up_times / seconds, 1))
    bench.close()


def moving(document: Document) -> Callable[[int], SimpleNamespace]:
    """Snapshots of a training in which all weights and maps are others at every step."""
    drawn = np.random.default_rng(0)
    start = dict(document.state.parameters)
    units = {node: count for node, count in edits.units(document.network).items() if count}
    maps = {node: np.tanh(drawn.normal(size=(count, 64, 64))).astype(np.float32) for node, count in units.items()}

    def snapshot(step: int) -> SimpleNamespace:
        moved = {path: array + drawn.normal(scale=0.5, size=array.shape) for path, array in start.items()}
        shown = maps if step % 2 else {node: -each for node, each in maps.items()}
        norms = dict.fromkeys(start, 0.1)
        return SimpleNamespace(parameters=moved, gradient_norms=norms, unit_maps=shown, train_loss=0.2, step=step,
                               activations={}, sample=0)

    return snapshot


def costs(canvas: Any, change: Callable[[], None]) -> tuple[float, float]:
    """Milliseconds of the processor for a frame in which only pulses move, and for new widths and maps beside it."""
    canvas.frames.stop("pulses")
    canvas.finish()
    turn(0.3)

    def frames(count: int, work: Callable[[], None]) -> float:
        best = math.inf
        for _ in range(3):
            used = time.process_time()
            for _ in range(count):
                work()
                canvas.board.update()
                QApplication.processEvents()
            best = min(best, 1000 * (time.process_time() - used) / count)
        return best

    def all_of_it() -> None:
        canvas.live._pause.stop()
        change()
        canvas.finish()

    frame = frames(20, lambda: None)
    return frame, frames(4, all_of_it) - frame


def run_pulses(canvas: Any) -> None:
    """A dot on every link, over and over: more than are shown in a step, where halos stand for so many."""
    board, began = canvas.board, time.perf_counter()

    def paint(painter: Any) -> None:
        share, wiring = (time.perf_counter() - began) / 0.7 % 1.0, board.wiring
        if hasattr(wiring, "points"):
            from ui.canvas.flow import paint_dots

            every = np.arange(len(wiring.wires))
            paint_dots(painter, wiring.points(every, np.array([share]))[:, 0], board.look.tokens.text, board.look)
            return
        xs, ys = wiring.samples
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(board.look.tokens.text)
        size = 2.5 / min(1.0, canvas.zoom)
        at = min(32, int(33 * share))
        for x, y in zip(xs[:, at].tolist(), ys[:, at].tolist(), strict=True):
            painter.drawEllipse(QPointF(x, y), size, size)

    item = Painted(TOP_LAYER, paint)
    board.addItem(item)
    canvas.frames.animate("pulses", lambda seconds: (item.cover(board.diagram.bounds), True)[1])


def step(case: str) -> None:
    """Walking a step of a layer of 16 by 16, neuron layers at a time."""
    bench = Bench(layers(2, 16, 16, 6, 1))
    clock, canvas = bench.window.bench.clock, bench.canvas
    clock.set_detail("layer")
    clock.next()
    turn(1.5)
    paints, used = Paints(canvas.viewport()), time.process_time()
    for _ in range(8):
        clock.next()
        turn(0.7)
    used = time.process_time() - used
    tell(case, frames=len(paints.at), processor_ms_per_frame=round(1000 * used / max(1, len(paints.at)), 1),
         median_gap=gaps(paints.at).get("median"))
    bench.close()


def opening(case: str) -> None:
    """2 000 free neurons beside 8 000 in layers: opened, and panned at three zooms."""
    document = free_neurons(2000, 8000)
    bench = Bench(None)
    turn(0.5)
    gc.collect()
    start, used = time.perf_counter(), time.process_time()
    bench.open(document)
    at, used_then = stands(bench)
    tell(case, seconds=round(at - start, 2), processor_seconds=round(used_then - used, 2))
    turn(2.0)
    camera = bench.canvas.camera
    for zoom in (bench.canvas.zoom, 0.25, 1.0):
        camera.place(zoom, camera.center)
        bench.canvas.finish()
        turn(0.3)
        times, used = [time.perf_counter()], time.process_time()
        for number in range(60):
            way = 1 if number % 30 < 15 else -1
            camera.pan(QPointF(12 * way, 5 * way))
            QApplication.processEvents()
            times.append(time.perf_counter())
        used = time.process_time() - used
        tell(f"{case}: pan at {zoom:.2f}", **gaps(times), processor_ms_per_frame=round(1000 * used / 60, 1))
    bench.close()


def stands(bench: Bench) -> tuple[float, float]:
    """Let the window work until the display has all of the network that was opened, as `show` tells when that was."""
    if not hasattr(bench.store, "opening"):  # an older tree to compare with
        QApplication.processEvents()
        bench.canvas.finish()
        QApplication.processEvents()
        return time.perf_counter(), time.process_time()
    ends: list[tuple[float, float]] = []
    loop = QEventLoop()

    def stood() -> None:
        QApplication.sync()
        assert follows(bench.canvas.board)
        ends.append((time.perf_counter(), time.process_time()))
        loop.quit()

    bench.store.opening.over.connect(stood)
    loop.exec()
    return ends[0]






def editing(case: str, count: int) -> None:
    """Each edit until it is painted, and the longest that the window stands still in the second after it."""
    document = free_neurons(count)
    bench = Bench(document)
    canvas, store = bench.canvas, bench.store
    canvas.camera.place(0.5, QPointF(600.0, -3400.0))
    canvas.finish()
    turn(1.5)
    paints = Paints(canvas.viewport())
    beats: list[float] = []
    beat = QTimer(interval=4, timerType=Qt.TimerType.PreciseTimer)
    beat.timeout.connect(lambda: beats.append(time.perf_counter()))
    beat.start()
    for name, act in acts(document).items():
        shown, processor, still = [], [], []
        for _ in range(5):
            paints.at.clear()
            start, used = time.perf_counter(), time.process_time()
            store.commit(act(store.document), message("Move"))
            at, used_then = show(canvas, paints)
            shown.append(1000 * (at - start))
            processor.append(1000 * (used_then - used))
            beats.clear()
            turn(SETTLED)
            still.append(max(1000 * (b - a) for a, b in pairwise(beats)))
        tell(f"{case}: {name}", shown_ms=round(statistics.median(shown), 1), best=round(min(shown), 1),
             processor_ms=round(min(processor), 1), stands_still_ms=round(statistics.median(still), 1))
    dragging(case, bench, paints)
    bench.close()


def dragging(case: str, bench: Bench, paints: Paints) -> None:
    """One card is dragged, and cards are selected one after another."""
    canvas, store = bench.canvas, bench.store
    places = store.document.views.positions
    times = [0.0]
    for number in range(20):
        paints.at.clear()
        start = time.perf_counter()
        store.preview(edits.move(store.document, {"neuron7": (places["neuron7"][0] + 4.0 * number, -3600.0)}))
        times.append(times[-1] + show(canvas, paints)[0] - start)
    store.drop_preview()
    tell(f"{case}: drag", **gaps(times))
    times = [time.perf_counter()]
    for number in range(20):
        bench.window.bench.selection.select([f"neuron{number + 1}"])
        QApplication.processEvents()
        times.append(time.perf_counter())
    tell(f"{case}: select", **gaps(times))


CASES: dict[str, Callable[[], None]] = {
    "links400": lambda: animate("400 links", 2, 16, 16, 6, 1),
    "links2000": lambda: animate("2 000 links", *(16,) * 8, 13),
    "step": lambda: step("step of 16 by 16"),
    "open": lambda: opening("10 000 neurons"),
    "edit": lambda: editing("1 000 nodes", 1000),
    "edit30": lambda: editing("30 nodes", 60),
}


def main() -> int:
    for case in sys.argv[1:] or CASES:
        CASES[case]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
