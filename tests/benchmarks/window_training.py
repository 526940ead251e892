"""What an open window costs training: 7-8-8-8-8-8-8-1 at full speed, headless and under the window, in turns.

Prints JSON: steps per second of both and their ratio (by the clock, and by the processor time that training got, which
other programs on the machine do not spoil), the gaps between frames of the window (a timer of 16 ms, as the
window polls) in milliseconds, and how often per second figures, maps, canvas and plots were refreshed.

    python tests/benchmarks/window_training.py [--rounds 3] [--seconds 5]
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from msgspec.structs import replace

from nnsim.catalog import AdamSettings, DenseSettings, InputSettings
from nnsim.data import generated
from nnsim.document import Document
from nnsim.edits import add_node, add_output, choose_data, connect, move, new_document, set_rule

HIDDEN = (8,) * 6
FRAME_MILLISECONDS = 16
WARM_UP_SECONDS = 1.5


def network() -> Document:
    """Seven inputs (the two columns of the spirals, taken in turn, so that there are decision maps) to one output."""
    document = choose_data(new_document(), generated("spirals"), 2)
    document, last = add_node(document, "input", (0.0, 0.0), settings=InputSettings((0, 1, 0, 1, 0, 1, 0)))
    positions = {last: (0.0, 0.0)}
    for number, units in enumerate((*HIDDEN, 1), start=1):
        document, layer = add_node(document, "dense", (0.0, 0.0), settings=DenseSettings(units, "tanh"))
        document, last = connect(document, last, layer), layer
        positions[layer] = (220.0 * number, 0.0)
    document, output = add_output(document, (220.0 * 9, 0.0))
    document = set_rule(connect(document, last, output), "adam", AdamSettings(learning_rate=0.003))
    return move(replace(document, plan=replace(document.plan, epochs=10_000_000)), positions)


def train_headless(seconds: float) -> dict[str, float]:
    """Steps per second of the bare loop in this process, by the clock and by processor time."""
    from nnsim.backend import threads_limited_to
    from nnsim.program import Trainer

    trainer = Trainer(network())
    with threads_limited_to(trainer.threads):
        _train(trainer, WARM_UP_SECONDS)
        start, used, step = time.perf_counter(), time.process_time(), trainer.step_number
        _train(trainer, seconds)
        steps = trainer.step_number - step
        return {
            "steps_per_second": steps / (time.perf_counter() - start),
            "steps_per_processor_second": steps / (time.process_time() - used),
        }


def _train(trainer: Any, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        trainer.step()


def processor_seconds(pid: int) -> float:
    """Processor time of a process so far, NaN where the system does not show it as Linux does."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return math.nan
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Window:
    """The real window at 1600×1000 with the network in it, and what is counted while it trains."""

    def __init__(self) -> None:
        from PySide6.QtCore import QEvent, QObject, Qt, QTimer
        from PySide6.QtWidgets import QWidget

        from ui.main_window import MainWindow
        from ui.panels import garbage
        from ui.panels.application import create_application
        from ui.panels.preferences import Preferences

        self.application = create_application(Preferences())
        self.window = MainWindow()
        self.window.resize(1600, 1000)
        self.window.show()
        self.bench = self.window.bench
        self.bench.store.replace_all(network())
        self.window.show_lab()
        garbage.settle()
        paints = self.paints = {"canvas": 0, "plots": 0}

        class Painted(QObject):
            def __init__(self, name: str) -> None:
                super().__init__()
                self.name = name

            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                paints[self.name] += event.type() == QEvent.Type.Paint
                return False

        self.filters = []
        for name, widget in (("canvas", self.window.canvas), ("plots", self.window.plots)):
            watch = Painted(name)
            self.filters.append(watch)
            for target in (widget, *widget.findChildren(QWidget)):
                target.installEventFilter(watch)
        self.ticks: list[float] = []
        self.timer = QTimer(interval=FRAME_MILLISECONDS, timerType=Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(lambda: self.ticks.append(time.perf_counter()))

    def measure(self, seconds: float) -> dict[str, float]:
        """Train for so long and say what happened in that time."""
        trainer = self.bench.trainer
        snapshots: list[tuple[float, int, bytes, float]] = []
        trainer.snapshot.connect(lambda taken: snapshots.append(
            (time.perf_counter(), taken.step, _map_bits(taken), processor_seconds(trainer.worker_pid))))
        trainer.set_speed(math.inf)
        trainer.start()
        self._turn(WARM_UP_SECONDS)
        snapshots.clear()
        self.ticks.clear()
        self.paints.update(dict.fromkeys(self.paints, 0))
        self.timer.start()
        self._turn(seconds)
        self.timer.stop()
        trainer.pause()
        self._turn(0.5)
        gaps = [1000 * (b - a) for a, b in pairwise(self.ticks)]
        first, last = snapshots[0], snapshots[-1]
        maps = sum(a[2] != b[2] for a, b in pairwise(snapshots))
        span = last[0] - first[0]
        return {
            "steps_per_second": (last[1] - first[1]) / span,
            "steps_per_processor_second": (last[1] - first[1]) / (last[3] - first[3]),
            "processor_share": (last[3] - first[3]) / span,
            "frame_gap_median_ms": statistics.median(gaps),
            "frame_gap_p99_ms": statistics.quantiles(gaps, n=100)[98],
            "frame_gap_longest_ms": max(gaps),
            "snapshots_per_second": (len(snapshots) - 1) / span,
            "maps_per_second": maps / span,
            "canvas_paints_per_second": self.paints["canvas"] / seconds,
            "plot_paints_per_second": self.paints["plots"] / seconds,
        }

    def close(self) -> None:
        self.bench.shutdown()
        self.window.deleteLater()
        self._turn(0.05)

    def _turn(self, seconds: float) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop.quit)
        loop.exec()


def _map_bits(snapshot: Any) -> bytes:
    maps = snapshot.unit_maps.get("dense7")
    return b"" if maps is None else maps[0, ::8, ::8].tobytes()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--headless", action="store_true", help="only the bare loop: print its steps per second")
    options = parser.parse_args()
    if options.headless:
        print(json.dumps(train_headless(options.seconds)))
        return 0
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, __file__, "--headless", "--seconds", str(options.seconds)]
    window = Window()
    headless, rounds = [], []
    for _ in range(options.rounds):
        headless.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        rounds.append(window.measure(options.seconds))
    window.close()
    result = {f"headless_{name}": statistics.median(one[name] for one in headless) for name in headless[0]}
    for name, quantity in (("ratio", "steps_per_second"), ("ratio_by_processor_time", "steps_per_processor_second")):
        pairs = zip(rounds, headless, strict=True)
        result[name] = statistics.median(one[quantity] / bare[quantity] for one, bare in pairs)
    result |= {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    print(json.dumps({name: round(value, 3) for name, value in result.items()}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
