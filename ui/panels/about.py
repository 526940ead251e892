"""About nnsim: which versions run here, and the licenses of what is shipped."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import QLibraryInfo, QRectF, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from nnsim import __version__
from nnsim.assets import asset_path
from nnsim.text import Message, message
from ui.look import paint_mark, theme
from ui.look.widgets import Button, Divider, Label, Themed
from ui.panels.dialog_page import DialogPage

_PACKAGES = (
    ("NumPy", "numpy"),
    ("PySide6", "PySide6-Essentials"),
    ("msgspec", "msgspec"),
    ("safetensors", "safetensors"),
    ("ziamath", "ziamath"),
    ("CuPy", "cupy-cuda12x"),
)
# what is shipped or drawn with, what it is for, and its license
LICENSES: tuple[tuple[str, Message, str], ...] = (
    ("nnsim", message("This application"), "MIT"),
    ("Pretendard", message("Typeface"), "SIL OFL 1.1"),
    ("STIX Two Math", message("Typeface of formulas"), "SIL OFL 1.1"),
    ("Phosphor Icons", message("Icons"), "MIT"),
    ("QtAwesome", message("Icons"), "MIT"),
    ("ziamath", message("Formulas"), "MIT"),
    ("Qt, PySide6", message("Windows"), "LGPL 3.0"),
    ("NumPy", message("Arithmetic"), "BSD 3-Clause"),
    ("msgspec", message("Files"), "BSD 3-Clause"),
    ("safetensors", message("Files"), "Apache 2.0"),
    ("Digits", message("Data: E. Alpaydin, C. Kaynak 1998, UCI Machine Learning Repository"), "CC BY 4.0"),
    ("Iris", message("Data: R. A. Fisher 1936, UCI Machine Learning Repository"), "CC BY 4.0"),
)


def versions() -> tuple[tuple[str, str], ...]:
    """Name and version of everything that runs here; what is not installed is left out."""
    found = [("nnsim", __version__), ("Python", platform.python_version()), ("Qt", qVersion())]
    for name, package in _PACKAGES:
        try:
            found.append((name, metadata.version(package)))
        except metadata.PackageNotFoundError:
            continue
    return tuple(found)


class AboutDialog(DialogPage):
    """Mark, versions, licenses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(message("About nnsim"), 560, 720, parent)
        self.body.addWidget(BigMark())
        self.body.addWidget(Label(message("A desktop lab for neural networks: draw them, step through every number, "
                                          "train them live."), "body", "text2", wrap=True))  # fmt: skip
        self.body.addWidget(Divider())
        self.body.addWidget(Label(message("Versions"), "control_strong"))
        self.body.addWidget(Table([(name, "", version) for name, version in versions()]))
        self.body.addWidget(Divider())
        self.body.addWidget(Label(message("Licenses"), "control_strong"))
        self.body.addWidget(Table(list(LICENSES)))
        self.body.addStretch(1)
        copy = Button(message("Copy versions"), icon="copy")
        copy.clicked.connect(self._copy)
        self.add_to_foot(copy)
        license = Button(message("Font license"), icon="file-text")
        license.clicked.connect(_open_font_license)
        self.add_to_foot(license)

    def _copy(self) -> None:
        lines = [f"{name} {version}" for name, version in versions()]
        lines.append(f"{platform.platform()}, Qt {QLibraryInfo.version().toString()} {QApplication.platformName()}")
        QApplication.clipboard().setText("\n".join(lines))


def _open_font_license() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(asset_path("fonts", "OFL.txt"))))


class BigMark(Themed, QWidget):
    """The mark, 48 pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.follow_theme()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedHeight(theme().px(52))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The mark."""
        side = theme().px(48)
        paint_mark(QPainter(self), QRectF(0, 0, side, side), theme().tokens)


class Table(Themed, QWidget):
    """Rows of name, what it is for, and a version or license."""

    def __init__(self, rows: list[tuple[str, Message | str, str]]) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)
        for place, (name, purpose, value) in enumerate(rows):
            for column, (text, token) in enumerate(((name, "text"), (purpose, "text3"), (value, "text2"))):
                self._grid.addWidget(Label(text, "small", token, wrap=column == 1), place, column)
        self.follow_theme()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(theme().px(6))
        self._grid.setHorizontalSpacing(theme().px(16))
