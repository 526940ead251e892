"""Takes the 24 screens that every change of the look is judged by: `python packaging/make_screens.py DIR`.

Both languages, light and dark: the window at 1366 × 768, 1600 × 1000 and 1920 × 1080, there at 100 % and at 200 %, and
the map of keys in the smallest window and in the one of 200 %.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, QSize, Qt  # noqa: E402  (the checkout itself must be importable first)
from PySide6.QtWidgets import QApplication  # noqa: E402

from nnsim.assets import asset_path  # noqa: E402
from ui.look import theme  # noqa: E402
from ui.main_window import MainWindow  # noqa: E402
from ui.panels import garbage  # noqa: E402
from ui.panels.application import create_application  # noqa: E402
from ui.panels.key_map import KeyMap  # noqa: E402
from ui.panels.preferences import Preferences  # noqa: E402

SIZES = ((1366, 768, 1.0), (1600, 1000, 1.0), (1920, 1080, 1.0), (1920, 1080, 2.0))
WITH_DIALOG = (SIZES[0], SIZES[-1])


def main(arguments: list[str]) -> int:
    """Write the pictures into the folder that is named, and their paths to the terminal."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    create_application(Preferences(reduced_motion=True))
    window = opened()
    for language, mode, size in product(("en", "ko"), ("light", "dark"), SIZES):
        width, height, scale = size
        theme().set_language(language)
        theme().set_mode(mode)
        theme().set_scale(scale)
        window.resize(width, height)
        live(seconds=0.3)
        window.canvas.fit(travel=False)
        window.canvas.finish()
        name = f"{width}x{height}-{round(100 * scale)}-{language}-{mode}"
        save(window, folder / f"{name}.png")
        if size in WITH_DIALOG:
            dialog = KeyMap(window)
            dialog.resize((QSize(760, 760) * scale).boundedTo(QSize(round(0.92 * width), round(0.92 * height))))
            dialog.show()
            live(seconds=0.2)
            save(dialog, folder / f"{name}-keys.png")
            dialog.close()
    window.bench.store.undo_stack.setClean()
    window.close()
    return 0


def opened() -> MainWindow:
    """A window with the XOR sample, stepped a little into the second layer, its unit selected."""
    garbage.settle()
    window = MainWindow()
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.show()
    assert window.open_file(asset_path("samples", "mlp-xor.nnsim"))
    live(lambda: window.bench.trainer.latest is not None)
    window.dock.bring("explain")
    clock = window.bench.clock
    clock.set_detail("term")
    for _ in range(16):
        clock.next()
        live(lambda: not clock.busy, 2.0)
    return window


def save(widget: MainWindow | KeyMap, path: Path) -> None:
    """Write a picture of a window."""
    widget.grab().save(str(path))
    print(path)


def live(done: Callable[[], bool] = lambda: False, seconds: float = 5.0) -> None:
    """Let the window live until something is so, but no longer than this."""
    deadline = QDeadlineTimer(round(1000 * seconds))
    while not done() and not deadline.hasExpired():
        QApplication.processEvents()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
