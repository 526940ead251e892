"""Saving the canvas as a figure: what of it, as which file, how large, with a look at it first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from nnsim.files import FileError, replace_file
from nnsim.text import Message, format_number, message, render, tr
from ui.canvas.figure import PX_PER_CM, Figure, FigureStyle, Format
from ui.look import load_tokens, theme
from ui.look.widgets import Button, Label, PrimaryButton, Segmented, Themed, draw_box
from ui.panels.dialog_page import DialogPage
from ui.panels.folders import documents_folder
from ui.panels.inspector.choice_box import ChoiceBox
from ui.panels.preferences_dialog import PreferenceRow

WIDTHS: dict[str, tuple[float | None, Message]] = {
    "canvas": (None, message("As on the canvas")), "column": (8.5, message("One column, 8.5 cm")),
    "page": (17.0, message("Page, 17 cm")), "slide": (25.4, message("Slide, 25.4 cm")),
}  # fmt: skip
DOTS = (150, 300, 600)
_KINDS: dict[Format, Message] = {
    "svg": message("SVG picture (*.svg)"), "pdf": message("PDF document (*.pdf)"),
    "png": message("PNG picture (*.png)"),
}  # fmt: skip
_PREVIEW = 210


class ExportDialog(DialogPage):
    """Chooses how the figure is made, shows it, saves it or copies it.

    Args:
        figure: makes the figure of everything, or of what is selected; None where nothing is selected.
        name: what the file is called at first, without its ending.

    Signals:
        saved(Path): the figure has been written there.
    """

    saved = Signal(Path)

    def __init__(
        self, figure: Callable[[bool], Figure | None], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(message("Export a figure"), 560, 640, parent)
        self._figures = {"whole": figure(False), "selection": figure(True)}
        self._name = name
        self.preview = Preview()
        self._build_controls()
        self.told = Label("", "small", "text3", wrap=True)
        self.body.addWidget(self.preview)
        self.body.addWidget(self.told)
        for title, control in (
            (message("Part"), self.part), (message("File type"), self.form), (message("Width"), self.width_box),
            (message("Resolution"), self.dots_box), (message("Detail"), self.detail),
            (message("Background"), self.ground),
        ):
            self.body.addWidget(PreferenceRow(title, control))
        self.body.addStretch(1)
        if self._figures["selection"] is None:
            self.part.setEnabled(False)
        for control in (self.part, self.form, self.width_box, self.dots_box, self.detail, self.ground):
            control.chosen.connect(self._show)
        self._build_foot()
        self._show()

    def _build_controls(self) -> None:
        self.part = Segmented(
            [("whole", message("Whole network")), ("selection", message("Selection"))], "whole", message("Part"))
        self.form = Segmented([("svg", "SVG"), ("pdf", "PDF"), ("png", "PNG")], "svg", message("File type"))
        self.width_box = ChoiceBox([(key, title) for key, (_, title) in WIDTHS.items()], message("Width"))
        self.dots_box = ChoiceBox(
            [(str(dots), message("{count} dots per inch", count=dots)) for dots in DOTS], message("Resolution"))
        self.dots_box.set_current("300")
        self.detail = Segmented(
            [("readable", message("Readable text")), ("full", message("All detail"))], "readable", message("Detail"))
        self.ground = Segmented([("white", message("White")), ("clear", message("None"))], "white",
                                message("Background"))

    def _build_foot(self) -> None:
        self.copy = Button(message("Copy as a picture"), icon="copy")
        self.copy.clicked.connect(self.copy_picture)
        self.save = PrimaryButton(message("Save as…"))
        self.save.clicked.connect(self._ask_and_save)
        self._close.hide()  # saving is what the dialog is for
        close = Button(message("Close"))
        close.clicked.connect(self.reject)
        self.add_to_foot(self.copy)
        for button in (close, self.save):
            self._foot.addWidget(button)

    @property
    def style_chosen(self) -> FigureStyle:
        """How the figure is made at present."""
        width = WIDTHS[self.width_box.current][0]
        return FigureStyle(
            width, int(self.dots_box.current), self.ground.current == "clear", self.detail.current == "full")

    @property
    def figure(self) -> Figure:
        """What is drawn at present."""
        figure = self._figures[self.part.current]
        assert figure is not None
        return figure

    def copy_picture(self) -> None:
        """Put the figure on the clipboard as pixels."""
        if not self.figure.empty:
            QGuiApplication.clipboard().setImage(self.figure.image(self.style_chosen))
            self._say(message("Copied."))

    def write(self, path: Path) -> bool:
        """Write the figure; whether that went well. Why not is said in the dialog."""
        form: Format = self._form_of(path)
        try:
            replace_file(path, self.figure.data(form, self.style_chosen), backup=False)
        except FileError as error:
            self._say(error.about(path.name).message, failed=True)
            return False
        self.saved.emit(path)
        return True

    def _form_of(self, path: Path) -> Format:
        return next((form for form in _KINDS if path.suffix.lower() == f".{form}"), self._chosen_form)

    @property
    def _chosen_form(self) -> Format:
        return next(form for form in _KINDS if form == self.form.current)

    def _ask_and_save(self) -> None:
        form = self._chosen_form
        start = str(documents_folder() / f"{self._name}.{form}")
        name, _ = QFileDialog.getSaveFileName(self, tr("Save as"), start, render(_KINDS[form]))
        if not name:
            return
        path = Path(name)
        known = path.suffix.lower() in {f".{each}" for each in _KINDS}
        if self.write(path if known else path.with_name(f"{path.name}.{form}")):
            self.accept()

    def _show(self, *_: object) -> None:
        pixels = self.form.current == "png"
        self.dots_box.setEnabled(pixels)
        empty = self.figure.empty
        for button in (self.copy, self.save):
            button.setEnabled(not empty)
        if empty:
            self._say(message("There is nothing on the canvas yet."))
            self.preview.show_picture(QPixmap())
            return
        style, size = self.style_chosen, self.figure.size(self.style_chosen)
        fitting = min(1200 / size.width(), 700 / size.height(), 3.0)
        small = FigureStyle(style.width, max(20, round(96 * fitting)), style.clear, style.full)
        self.preview.show_picture(QPixmap.fromImage(self.figure.image(small)))
        sides = size.width(), size.height()
        width, height = (format_number(side / PX_PER_CM, 1) for side in sides)
        across, down = (round(side * style.dots / 96) for side in sides)
        if pixels:
            self._say(message("{width} × {height} cm, {across} × {down} pixels", width=width, height=height,
                              across=across, down=down))  # fmt: skip
        else:
            self._say(message("{width} × {height} cm", width=width, height=height))

    def _say(self, text: Message, failed: bool = False) -> None:
        self.told.set_text(text, "err" if failed else "text3")


class Preview(Themed, QWidget):
    """The figure on paper, fitted."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()
        self.follow_theme()

    def show_picture(self, picture: QPixmap) -> None:
        """Show this one."""
        self._picture = picture
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(_PREVIEW))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), theme().tokens
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        rect = QRectF(self.rect())
        draw_box(painter, rect, theme().px(10), load_tokens("light").surface, tokens.border, max(1.0, theme().scale))
        if self._picture.isNull():
            return
        room = rect.adjusted(*(theme().px(each) for each in (12, 12, -12, -12)))
        ratio = self.devicePixelRatioF()
        fitted = self._picture.scaled((room.size() * ratio).toSize(), Qt.AspectRatioMode.KeepAspectRatio,
                                      Qt.TransformationMode.SmoothTransformation)
        box = QRectF(0, 0, fitted.width() / ratio, fitted.height() / ratio)
        box.moveCenter(room.center())
        painter.drawPixmap(box, fitted, QRectF(fitted.rect()))
