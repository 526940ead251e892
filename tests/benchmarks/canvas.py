"""How fast the canvas is: frames while links and pulses move, opening and panning 10 000 neurons, edits at 1 000 nodes.

Prints one line of JSON for each case. Times by the clock and, where other programs on the machine would spoil them, by
the processor time of this process. It takes the real window at 1600×1000, on the display at hand or without one.

    python tests/benchmarks/canvas.py [links400 links2000 step open edit edit30 …]
"""

import gc
import json
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, os.environ.get("NNSIM_TREE", str(Path(__file__).resolve().parents[2])))
if sys.platform.startswith("linux") and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    # The usual screen without a display is smaller than the window, which would then be laid out compactly.
    screen = Path(tempfile.mkdtemp()) / "screen.json"
    screen.write_text(json.dumps({"screens": [{
        "name": "large", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "logicalBaseDpi": 96,
        "dpr": 1}]}))
    os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={screen}")

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer
from PySide6.QtWidgets import QApplication

from nnsim import edits
from nnsim.catalog import DenseSettings, InputSettings, NeuronSettings
from nnsim.data import generated
from nnsim.document import Document, Link, Network, Node
from nnsim.text import message
from ui.canvas.diagram import tidied
from ui.canvas.items import TOP_LAYER, Painted
from ui.main_window import MainWindow
from ui.panels import garbage
from ui.panels.application import create_application
from ui.panels.preferences import Preferences

PER_COLUMN = 50
CHANGES_PER_SECOND = 5
SETTLED = 2.0
"""Seconds after an edit until the worker has sent maps and values of all units, and these are painted"""


def layers(*sizes: int) -> Document:
    """An input and Dense layers of these sizes, an output and a loss, on the two spirals."""
    document = edits.choose_data(edits.new_document(), generated("spirals"), 2)
    columns = InputSettings(tuple(column % 2 for column in range(sizes[0])))
    document, last = edits.add_node(document, "input", (0.0, 0.0), settings=columns)
    for units in sizes[1:]:
        document, layer = edits.add_node(document, "dense", (0.0, 0.0), settings=DenseSettings(units))
        document, last = edits.connect(document, last, layer), layer
    document, output = edits.add_output(document, (0.0, 0.0))
    return tidied(edits.connect(document, last, output))


def free_neurons(count: int, dense_units: int = 0, links: int = 4) -> Document:
    """Free neurons in columns, each linked from a few of the column before, and wide Dense layers beside them."""
    drawn = np.random.default_rng(0)
    document = edits.choose_data(edits.new_document(), generated("spirals"), 2)
    document, first = edits.add_node(document, "input", (0.0, 0.0), settings=InputSettings((0, 1)))
    nodes, wires, places = list(document.network.nodes), list(document.network.links), dict(document.views.positions)
    for number in range(count):
        column, row = divmod(number, PER_COLUMN)
        name = f"neuron{number + 1}"
        nodes.append(Node(name, "neuron", f"n{number + 1}", NeuronSettings()))
        places[name] = (200.0 + 170.0 * column, 150.0 * row - 3700)
        start = (column - 1) * PER_COLUMN + 1
        sources = drawn.choice(PER_COLUMN, links, replace=False) if column else []
        wires += [Link(f"neuron{start + int(each)}", name) for each in sources] if column else [Link(first, name)]
    last, x = first, 200.0 + 170.0 * (count // PER_COLUMN + 1)
    for number in range(-(-dense_units // 400)):
        name = f"dense{number + 1}"
        nodes.append(Node(name, "dense", f"d{number + 1}", DenseSettings(min(400, dense_units - 400 * number))))
        wires.append(Link(last, name))
        places[name] = (x + 260.0 * number, 0.0)
        last = name
    views = replace(document.views, positions=places)
    return edits.reconcile(document, replace(document, network=Network(tuple(nodes), tuple(wires)), views=views))


class Paints(QObject):
    """When a widget was painted, and what that took of the processor since."""

    def __init__(self, widget: Any) -> None:
        super().__init__()
        self.at: list[float] = []
        self.used: list[float] = []
        widget.installEventFilter(self)

    def clear(self) -> None:
        """Forget those that were."""
        self.at.clear()
        self.used.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.at.append(time.perf_counter())
            self.used.append(time.thread_time())
        return False


def turn(seconds: float) -> None:
    """Let the window live for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def gaps(at: Sequence[float]) -> dict[str, float]:
    """Frames per second and the gaps between them in milliseconds."""
    between = sorted(1000 * (b - a) for a, b in pairwise(at))
    if not between:
        return {"fps": 0.0}
    return {"fps": round(1000 / statistics.mean(between), 1), "median": round(statistics.median(between), 1),
            "p95": round(between[int(0.95 * len(between))], 1), "longest": round(between[-1], 1)}


def show(canvas: Any, paints: Paints) -> tuple[float, float]:
    """Let the window work until the display has all that an edit changed on the canvas.

    Returns:
        When it had the last of it, by the clock and by the processor time of this process.
    """
    shown, still = (time.perf_counter(), time.process_time()), 0
    end = shown[0] + 3.0
    while still < 2 and time.perf_counter() < end:
        painted = len(paints.at)
        QApplication.processEvents()
        if len(paints.at) > painted:
            QApplication.sync()
            shown, still = (time.perf_counter(), time.process_time()), 0
        elif follows(canvas.board):
            still += 1
    return shown


def follows(board: Any) -> bool:
    """Whether cards and links are painted as the document has them; another full width of all links may be to come."""
    links, showing = board.links._painted, board.showing
    same = links is not None and links.wiring is board.wiring and links.parameters is showing.parameters
    return same and links.masks is showing.masks and board._stale == set()


def tell(case: str, **figures: Any) -> None:
    """One line for one case."""
    print(json.dumps({"case": case, **figures}), flush=True)


class Bench:
    """The window with a document in it."""

    def __init__(self, document: Document | None) -> None:
        self.application = create_application(Preferences())
        self.window = MainWindow()
        self.window.resize(1600, 1000)
        self.window.show()
        self.canvas, self.store = self.window.canvas, self.window.bench.store
        garbage.settle()
        if document is not None:
            self.open(document)
            turn(1.5)
            self.canvas.finish()

    def open(self, document: Document) -> None:
        self.store.replace_all(document)
        self.window.show_lab()

    def close(self) -> None:
        self.store.undo_stack.setClean()
        self.window.bench.shutdown()
        self.window.deleteLater()
        turn(0.05)


def animate(case: str, *sizes: int, seconds: float = 4.0) -> None:
    """Every weight changes five times a second, and pulses run along all links at every frame."""
    document = layers(*sizes)
    bench = Bench(document)
    canvas, board = bench.canvas, bench.canvas.board
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


Act = Callable[[Document], Document]


def acts(document: Document) -> dict[str, Act]:
    """Edits of a network of free neurons."""
    middle = "neuron155"  # in the middle of what can be seen
    count = iter(range(10_000))

    def connect(d: Document) -> Document:
        last = d.network.nodes[-1].id
        free = (f"neuron{n}" for n in range(2, 400) if edits.can_connect(d, f"neuron{n}", last) is None)
        return edits.connect(d, next(free), last)

    def function(d: Document) -> Document:
        other = "tanh" if d.network.node(middle).settings.activation != "tanh" else "sigmoid"  # type: ignore[attr-defined]
        return edits.change_settings(d, middle, NeuronSettings(activation=other))

    def move(d: Document) -> Document:
        x, y = d.views.positions[middle]
        return edits.move(d, {middle: (x + 8, y)})

    return {
        "move": move,
        "weight": lambda d: edits.set_weight(d, f"{middle}/weight", (0, 0), 0.1 * next(count)),
        "rename": lambda d: edits.rename(d, middle, f"renamed {next(count)}"),
        "settings": function,
        "add": lambda d: edits.add_node(d, "neuron", (0.0, 0.0))[0],
        "connect": connect,
        "delete": lambda d: edits.delete(d, [d.network.nodes[-1].id]),
    }


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
    bench.close()


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
