"""The real main window for a test or for a module of them, closed again without a question."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from ui.look import theme
from ui.main_window import MainWindow
from ui.panels.preferences import Preferences, apply_preferences


@contextmanager
def real_window(application: QApplication, width: int, height: int) -> Iterator[MainWindow]:
    """In this size, light, English, on the welcome page."""
    theme().apply(application)
    apply_preferences(Preferences())
    made = MainWindow()
    made.setWindowState(Qt.WindowState.WindowNoState)
    made.resize(width, height)
    made.show()
    yield made
    made.gallery.finish_reading()
    made.bench.trainer.shutdown()
    made.bench.store.undo_stack.setClean()
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)  # or all of it would be dressed once more
    apply_preferences(Preferences())
