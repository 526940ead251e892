"""The welcome page: what to begin with on the left, the sample networks on the right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from nnsim.assets import asset_path
from ui.look import theme
from ui.look.widgets.themed import Themed
from ui.panels.gallery.sample_part import SamplePart
from ui.panels.gallery.side import Side
from ui.panels.preferences import recent_files
from ui.panels.surface import Surface

SUFFIX = ".nnsim"


class Gallery(Themed, QWidget):
    """Shown while no document is open. It changes nothing by itself: each signal is a wish of the user's.

    Args:
        samples: the folder of sample networks; None takes the shipped ones.
        recent: gives the paths of the files opened last, the newest first.
    """

    new_requested = Signal()
    open_requested = Signal()
    file_requested = Signal(Path)
    sample_requested = Signal(Path)
    language_chosen = Signal(str)
    theme_requested = Signal()
    guide_requested = Signal()
    about_requested = Signal()
    preferences_requested = Signal()

    def __init__(
        self,
        samples: Path | None = None,
        recent: Callable[[], list[str]] = recent_files,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.side = Side(recent)
        self.samples = SamplePart(samples or asset_path("samples"))
        self._ground = Surface(tone="bg")
        self._column = QVBoxLayout(self._ground)
        self._column.addWidget(self.samples)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._ground)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(self._scroll, 1)
        self.setAcceptDrops(True)
        self._connect()
        self.follow_theme()

    def refresh(self) -> None:
        """Read the recent files anew."""
        self.side.recent.refresh()

    def finish_reading(self) -> None:
        """Wait until samples and recent files were read; for pictures of the page."""
        self.samples.finish_reading()
        self.side.recent.finish_reading()

    def restyle(self) -> None:
        """Take margins from the theme."""
        look = theme()
        self._column.setContentsMargins(look.px(36), look.px(28), look.px(36), look.px(28))

    def _connect(self) -> None:
        side = self.side
        side.new_wanted.connect(self.new_requested)
        side.open_wanted.connect(self.open_requested)
        side.recent_chosen.connect(self.file_requested)
        side.language_chosen.connect(self.language_chosen)
        side.theme_wanted.connect(self.theme_requested)
        side.guide_wanted.connect(self.guide_requested)
        side.about_wanted.connect(self.about_requested)
        side.preferences_wanted.connect(self.preferences_requested)
        self.samples.chosen.connect(self.sample_requested)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins at *New network*."""
        super().showEvent(event)
        self.side.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take network files."""
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()
            self.side.hint.set_awaiting(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The file went on."""
        self.side.hint.set_awaiting(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the file to be opened."""
        self.side.hint.set_awaiting(False)
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.file_requested.emit(path)


def dropped_file(data: QMimeData) -> Path | None:
    """The first network file of what is dragged, None when there is none."""
    for url in data.urls():
        if url.isLocalFile() and url.toLocalFile().endswith(SUFFIX):
            return Path(url.toLocalFile())
    return None
