"""The real window for measuring: with a document in it, told when it was painted, and what that took."""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, os.environ.get("NNSIM_TREE", str(Path(__file__).resolve().parents[2])))
if sys.platform.startswith("linux") and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    # The usual screen without a display is smaller than the window, which would then be laid out compactly.
    screen = Path(tempfile.mkdtemp()) / "screen.json"
    screen.write_text(json.dumps({"screens": [{
        "name": "large", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "logicalBaseDpi": 96,
        "dpr": 1}]}))
    os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={screen}")

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from nnsim.document import Document
from ui.main_window import MainWindow
from ui.panels import garbage
from ui.panels.application import create_application
from ui.panels.preferences import Preferences


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
