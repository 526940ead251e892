"""The dialog that chooses the data: sets at the left, the chosen one at the right, taken over as one edit."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnsim.edits import choose_data
from nnsim.text import message, tr
from ui.bridge import DocumentStore
from ui.canvas.centered import centered
from ui.look import theme
from ui.look.widgets import Button, Divider, Label, NumberField, PrimaryButton, Themed, key_text, tab_stops
from ui.panels.data.data_page import DataPage, summary
from ui.panels.data.draft import Draft
from ui.panels.data.file_loader import FileLoader
from ui.panels.data.source_list import SourceList
from ui.panels.folders import documents_folder
from ui.panels.surface import Surface

_WIDTH, _HEIGHT, _OF_SCREEN = 960, 680, 0.92
_USE_KEYS = ("Ctrl+Return", "Ctrl+Enter")
_ROOMY = 840  # pixels at 100 % from which things stand side by side


class DataDialog(Themed, QDialog):
    """Edits a draft; *Use this data* commits it as one undo entry, Escape leaves the document as it is.

    A CSV file may be dropped anywhere on it.
    """

    def __init__(self, store: DocumentStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.draft = Draft(store.document.data, self)
        self.loader = FileLoader(self)
        self.sources = SourceList()
        self.apply = PrimaryButton(message("Use this data"), icon="check")
        self._cancel = Button(message("Cancel"))
        self._foot = Label("", "small", "text2", wrap=True)
        self.page: DataPage
        self._shown_id = ""
        self._scroll = QScrollArea()
        self._lay_out()
        self._connect()
        self.apply.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves a number that cannot be taken in its field
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._renew()
        self.follow_theme()
        self.resize(self._wanted_size())

    def open_file(self, path: Path) -> None:
        """Read an own CSV file into the draft."""
        self.draft.choose("own")
        self.loader.open(path)

    def retranslate(self) -> None:
        """Take the title from the language."""
        self.setWindowTitle(tr("Choose data"))
        self.apply.setToolTip(key_text(_USE_KEYS[0]))

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self._foot_row.setContentsMargins(px(24), px(12), px(24), px(12))
        self._foot_row.setSpacing(px(8))
        self._list_column.setContentsMargins(px(8), px(8), px(8), px(8))

    def _lay_out(self) -> None:
        left = Surface(edges=("right",), tone="surface")
        self._list_column = QVBoxLayout(left)
        self._list_column.addWidget(self.sources)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls to what has the focus in it
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(left)
        upper.addWidget(self._scroll, 1)
        self._foot_row = QHBoxLayout()
        self._foot_row.addWidget(self._foot, 1)
        self._foot_row.addWidget(self._cancel)
        self._foot_row.addWidget(self.apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(Divider())
        column.addLayout(self._foot_row)

    def _connect(self) -> None:
        self.sources.chosen.connect(self.draft.choose)
        self.sources.taken.connect(self._take)
        self.draft.chosen.connect(self._renew)
        self.draft.changed.connect(self._tell)
        self.loader.read.connect(self.draft.take_file)
        self.loader.refused.connect(self.draft.refuse_file)
        self.loader.busy_changed.connect(self._tell)
        self.apply.clicked.connect(self.accept)
        for keys in _USE_KEYS:
            QShortcut(QKeySequence(keys), self, self.accept)
        self._cancel.clicked.connect(self.reject)
        self.finished.connect(self.loader.wait)

    def _renew(self) -> None:
        """Show the choice of the moment with widgets of its own."""
        place = self._scroll.verticalScrollBar().value() if self._shown_id == self.draft.kind.id else 0
        self._shown_id = self.draft.kind.id
        self.sources.set_current(self._shown_id)
        old = self._scroll.takeWidget()
        if old is not None:
            old.deleteLater()  # later, because one of its own controls may have asked for this
        self.page = DataPage(self.draft)
        self.page.open_wanted.connect(self._pick_file)
        self.page.reread.connect(self.loader.read_again)
        self.page.set_narrow(self._is_narrow())
        self._scroll.setWidget(self.page)
        for before, stop in pairwise((self.sources, *tab_stops(self.page), self._cancel, self.apply)):
            QWidget.setTabOrder(before, stop)
        self._scroll.verticalScrollBar().setValue(place)
        self._tell()

    def _is_narrow(self) -> bool:
        return self.width() < theme().px(_ROOMY)

    def _tell(self, busy: bool = False) -> None:
        """What the network would get, or why this cannot be used yet."""
        objection, data = self.draft.objection, self.draft.data
        if busy:
            self._foot.set_text(message("Reading the file…"), "text2")
        elif objection is not None:
            self._foot.set_text(objection, "text2" if data is None else "err")
        elif data is not None:
            self._foot.set_text(summary(data), "text2")
        self.apply.setEnabled(objection is None and not busy)

    def _take(self) -> None:
        """Use what is chosen; an own file that is still to come is picked first."""
        if self.draft.source is None:
            self._pick_file()
        else:
            self.accept()

    def _pick_file(self) -> None:
        filters = ";;".join((tr("Tables (*.csv *.tsv *.txt)"), tr("All files (*)")))
        path, _ = QFileDialog.getOpenFileName(self, tr("Open a CSV file"), str(documents_folder()), filters)
        if path:
            self.open_file(Path(path))

    def _wanted_size(self) -> QSize:
        room = self.screen().availableGeometry().size() * _OF_SCREEN
        return QSize(theme().px(_WIDTH), theme().px(_HEIGHT)).boundedTo(room)

    def accept(self) -> None:
        """Take the draft over into the document, unless a number is still to be put right."""
        field = self.focusWidget()
        if isinstance(field, NumberField) and not field.commit():
            field.complain()
            return
        source, data = self.draft.source, self.draft.data
        if self.draft.objection is not None or source is None or data is None:
            return
        before = self._store.document
        document = centered(before, choose_data(before, source, len(data.inputs)))
        self._store.commit(document, message("Choose data"), initiator=self)
        super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter uses the data also from the first rows, where it does nothing else."""
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enters and isinstance(self.focusWidget(), QAbstractItemView):
            self.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below each other where there is no room side by side."""
        super().resizeEvent(event)
        self.page.set_narrow(self._is_narrow())
        self.sources.set_narrow(self._is_narrow())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A single local file is welcome."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()
            if self.page.own_file is not None:
                self.page.own_file.drop_place.set_target(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The file went away again."""
        if self.page.own_file is not None:
            self.page.own_file.drop_place.set_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file."""
        event.acceptProposedAction()
        self.open_file(Path(event.mimeData().urls()[0].toLocalFile()))
