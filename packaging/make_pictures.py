"""Takes the README's pictures anew, from the window as it is: `python packaging/make_pictures.py`."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, Qt  # noqa: E402  (the checkout itself must be importable first)
from PySide6.QtWidgets import QApplication  # noqa: E402

from nnsim import edits, files  # noqa: E402
from nnsim.assets import asset_path  # noqa: E402
from nnsim.session import TrainingSession  # noqa: E402
from ui.look import theme  # noqa: E402
from ui.main_window import MainWindow  # noqa: E402
from ui.panels import garbage  # noqa: E402
from ui.panels.application import create_application  # noqa: E402
from ui.panels.preferences import Preferences  # noqa: E402

PICTURES = ROOT / "docs"
SIZE = 1600, 1000
SPEED = 50  # epochs per second while the picture is taken, as the slider has it


def main() -> None:
    """One light picture of stepping, one dark one of training."""
    create_application(Preferences(mode="light"))
    step_through(opened("mlp-xor", 120))
    theme().set_mode("dark")
    training(opened("spirals", 600))


def opened(sample: str, epochs: int) -> MainWindow:
    """A window of the pictures' size with a sample in it that has trained for so long."""
    document = files.load(asset_path("samples", f"{sample}.nnsim"))
    session = TrainingSession(document)
    for _ in range(epochs):  # one by one, so that the history has the loss of each
        session.set_goal(epochs=1)
        session.advance()
    garbage.settle()
    window = MainWindow()
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*SIZE)
    window.show()
    with tempfile.TemporaryDirectory() as folder:
        trained = Path(folder) / f"{sample}.nnsim"
        after = session.document()
        files.save(edits.with_training(document, after.state, after.history), trained)
        assert window.open_file(trained)
    live(lambda: window.bench.trainer.latest is not None)
    return window


def step_through(window: MainWindow) -> None:
    """Term 4 of 5 of the answer's weighted sum."""
    clock = window.bench.clock
    window.dock.bring("explain")
    clock.set_detail("term")
    clock.set_sample(2)
    for _ in range(20):
        clock.next()
        live(seconds=0.05)
    take(window, "step-through")


def training(window: MainWindow) -> None:
    """Near the end of learning two spirals, with the narrow palette."""
    window.acts["palette"].trigger()
    window.dock.bring("plots")
    window.bench.trainer.set_speed(SPEED)
    before = window.bench.trainer.latest.epoch
    window.bench.trainer.start()
    live(lambda: window.bench.trainer.latest.epoch > before + SPEED // 2, 30.0)
    live(seconds=1.0)
    take(window, "training")


def take(window: MainWindow, name: str) -> None:
    """Writes the picture and closes the window."""
    live(seconds=0.8)
    window.canvas.finish()
    window.grab().save(str(PICTURES / f"{name}.png"))
    window.bench.trainer.pause()
    live(lambda: not window.bench.trainer.running, 5.0)
    window.bench.store.undo_stack.setClean()
    window.close()


def live(done: Callable[[], bool] = lambda: False, seconds: float = 5.0) -> None:
    """Lets the window live until something is so, but no longer than this."""
    deadline = QDeadlineTimer(round(1000 * seconds))
    while not done() and not deadline.hasExpired():
        QApplication.processEvents()


if __name__ == "__main__":
    main()
