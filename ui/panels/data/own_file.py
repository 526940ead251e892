"""The part of the dialog that takes an own CSV file: drop or open it, and see and correct how it was read."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nnsim.data import CsvReport
from nnsim.data.csv_text import ENCODINGS
from nnsim.text import Message, message
from ui.look import theme
from ui.look.widgets import Banner, Button, Label, Themed
from ui.panels.data.draft import Draft, OwnFile
from ui.panels.data.short_label import ShortLabel
from ui.panels.inspector.choice_box import ChoiceBox

_AUTO = "auto"
_DELIMITERS: dict[str, Message] = {
    ",": message("Comma"), ";": message("Semicolon"), "\t": message("Tab"),
}  # fmt: skip
_DECIMALS: dict[str, Message] = {".": message("decimal point"), ",": message("decimal comma")}
_HEADERS: dict[str, Message] = {
    "yes": message("First row names the columns"), "no": message("First row is a sample"),
}  # fmt: skip
_ENCODINGS: tuple[tuple[str, Message], ...] = tuple((name, Message(name)) for name in ENCODINGS)


class OwnFileRows(Themed, QWidget):
    """A place to drop a file; below, once there is one, how it was read and what was left out.

    Signals:
        open_wanted(): the file is to be picked in a file dialog.
        reread(OwnFile): the file at hand is to be read in another way.
    """

    open_wanted = Signal()
    reread = Signal(object)

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.drop_place = DropPlace(_place_text(draft), is_small=draft.source is not None)
        self.drop_place.open_wanted.connect(self.open_wanted)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.drop_place)
        self._boxes: list[ChoiceBox] = []
        self._options = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        if draft.file is not None and draft.report is not None:
            self._add_options(draft.file, draft.report)
            for note in draft.report.notes:
                self._column.addWidget(Banner("info", note))
        self.follow_theme()

    def set_narrow(self, on: bool) -> None:
        """Put how the file was read below each other."""
        ways = QBoxLayout.Direction
        self._options.setDirection(ways.TopToBottom if on else ways.LeftToRight)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._column.setSpacing(theme().px(8))
        self._options.setSpacing(theme().px(8))
        for box in self._boxes:
            box.setMinimumWidth(theme().px(150))

    def _add_options(self, file: OwnFile, report: CsvReport) -> None:
        found = message("Found: {what}", what=_DELIMITERS[report.delimiter])
        delimiter = ChoiceBox([(_AUTO, found), *_DELIMITERS.items()], message("Delimiter"))
        delimiter.set_current(file.delimiter or _AUTO)
        delimiter.chosen.connect(lambda key: self._read_with(file, delimiter=None if key == _AUTO else key))
        found = message("Found: {what}", what=report.encoding)
        encoding = ChoiceBox([(_AUTO, found), *_ENCODINGS], message("Encoding of the file"))
        encoding.set_current(file.encoding or _AUTO)
        encoding.chosen.connect(lambda key: self._read_with(file, encoding=None if key == _AUTO else key))
        header = ChoiceBox([*_HEADERS.items()], message("Header"))
        header.set_current("yes" if report.header else "no")
        header.chosen.connect(lambda key: self._read_with(file, header=key == "yes"))
        self._boxes = [delimiter, encoding, header]
        for box in self._boxes:
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # as in the rows of columns
        self._options.setContentsMargins(0, 0, 0, 0)
        for box, stretch in zip(self._boxes, (2, 2, 3), strict=True):
            self._options.addWidget(box, stretch)
        self._column.addLayout(self._options)

    def _read_with(self, file: OwnFile, **options: object) -> None:
        self.reread.emit(replace(file, **options))


class DropPlace(Themed, QWidget):
    """A dashed box that says what to do; a click on it, or on its button, does it."""

    open_wanted = Signal()

    def __init__(self, text: Message, is_small: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_small, self._is_target = is_small, False
        self._text = ShortLabel(text, "control") if is_small else Label(text, "card_title", "text2", wrap=True)
        self.open = Button(
            message("Open another file…") if is_small else message("Open file…"), icon="folder-open", size="small"
        )
        self.open.clicked.connect(self.open_wanted)
        self._column = QHBoxLayout(self) if is_small else QVBoxLayout(self)
        self._column.addWidget(self._text, 1)
        if not is_small:
            self._add_formats()
        self._column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignCenter)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.follow_theme()

    def set_target(self, on: bool) -> None:
        """Whether a file is held over the window."""
        self._is_target = on
        self.update()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        top = px(10) if self._is_small else px(56)
        self._column.setContentsMargins(px(16), top, px(16), top)
        self._column.setSpacing(px(10))
        self.update()

    def _add_formats(self) -> None:
        formats = Label(
            message("Comma, semicolon or tab · decimal point or comma · UTF-8, CP949 or UTF-16"),
            "small", "text3", wrap=True,
        )  # fmt: skip
        for label in (self._text, formats):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column.addWidget(formats)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in the box."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.open_wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dashed box; in ink while a file is held over it."""
        painter, tokens, scale = QPainter(self), theme().tokens, theme().scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(tokens.accent if self._is_target else tokens.border2, (2.0 if self._is_target else 1.25) * scale)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(tokens.hover if self._is_target else tokens.canvas)
        inset = 1.5 * scale
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 10 * scale, 10 * scale)


def _place_text(draft: Draft) -> Message:
    source, report = draft.source, draft.report
    if source is None:
        return message("Drop a CSV file here")
    if report is None:
        return message("'{file}' is kept in this document.", file=source.rows.name)
    return message(
        "{file}: {rows} rows, {decimal}", file=source.rows.name, rows=report.rows, decimal=_DECIMALS[report.decimal]
    )
