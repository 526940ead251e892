"""What of a window's texts has too little room or is covered by another, as Qt's own layout tells it, and where."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from nnsim.text import Language
from ui.look import theme

NEAR = 2
SIZES = {1.0: (1366, 768), 2.0: (1920, 1080)}
PATIENCE = 20  # looks, 10 ms apart: a banner that has just come is laid out after the next frame
# both languages and both scales always; every pair of them in the long form
LANGUAGES_AND_SCALES = [
    pytest.param(("en", 1.0), id="en-100%"), pytest.param(("ko", 1.0), id="ko-100%", marks=pytest.mark.long),
    pytest.param(("en", 2.0), id="en-200%", marks=pytest.mark.long), pytest.param(("ko", 2.0), id="ko-200%"),
]


def dress(window: QWidget, language: Language, scale: float) -> None:
    """Put a window into a language, at a scale and in a size that is usual there."""
    theme().set_language(language)
    theme().set_scale(scale)
    window.resize(*SIZES[scale])
    QApplication.processEvents()


def cut(root: QWidget) -> list[str]:
    """What is shown under a widget and is cut or covered once it is laid out, named by class and text."""
    for _ in range(PATIENCE):
        QTest.qWait(10)
        if not (found := cut_now(root) + covered_now(root)):
            break
    return found


def opened_and_cut(dialog: QDialog, wanted: QSize | None = None) -> list[str]:
    """What is cut in a dialog; one that wants a size of its own has at most 92 % of a screen of the window's size."""
    dialog.show()
    if wanted is not None:
        width, height = SIZES[theme().scale]
        dialog.resize((wanted * theme().scale).boundedTo(QSize(round(0.92 * width), round(0.92 * height))))
    found = cut(dialog)
    dialog.close()
    dialog.deleteLater()
    return found


def cut_now(root: QWidget) -> list[str]:
    """What has less room than its text at this moment."""
    found = []
    for widget in root.findChildren(QWidget):
        text, wanted, height = need_of(widget)
        if text and widget.isVisible() and shown_part(widget, root):
            if widget.width() + NEAR < wanted or widget.height() + NEAR < height:
                found.append(f"{type(widget).__name__} '{text}' wants {wanted}×{height}, has {widget.size().toTuple()}")
            elif runs_out(widget):
                found.append(f"{type(widget).__name__} '{text}' runs out of its panel")
    return found


def covered_now(root: QWidget) -> list[str]:
    """Texts beside each other in one panel of which one lies over the other at this moment."""
    found = []
    for parent in (root, *root.findChildren(QWidget)):
        beside = [each for each in parent.children() if isinstance(each, QWidget) and not each.isWindow()
                  and each.isVisible() and need_of(each)[0] and not each.visibleRegion().isEmpty()]
        found += [f"'{need_of(one)[0]}' meets '{need_of(other)[0]}'" for one, other in combinations(beside, 2)
                  if min((one.geometry() & other.geometry()).size().toTuple()) > NEAR]
    return found


def need_of(widget: QWidget) -> tuple[str, int, int]:
    """Text, width and height that a widget wants; no text where there is nothing to cut."""
    match widget:
        case QLabel():
            height = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
            return widget.text(), 0 if widget.wordWrap() else widget.sizeHint().width(), height
        case QAbstractButton():
            words = widget.text() and widget.minimumSizeHint().width()
            return widget.text(), words or 0, 0
        case QComboBox():
            longest = max((widget.itemText(place) for place in range(widget.count())), key=len, default="")
            frame = widget.width() - field_of(widget).width()
            return longest, widget.fontMetrics().horizontalAdvance(longest) + frame - NEAR, 0
    return "", 0, 0


def field_of(box: QComboBox) -> QRect:
    """Where the text of a list of choices stands."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    kind, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(kind, option, part, box)


def shown_part(widget: QWidget, root: QWidget) -> bool:
    """Whether any of it can be seen without scrolling."""
    return not widget.visibleRegion().isEmpty() and root.rect().intersects(box(widget, root))


def runs_out(widget: QWidget) -> bool:
    """Whether it reaches out sideways of the panel that scrolls it."""
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        area = parent.parentWidget()
        if isinstance(area, QScrollArea) and area.viewport() is parent:
            return bool(box(widget, parent).right() > parent.width() + NEAR)
        parent = area
    return False


def box(widget: QWidget, within: QWidget) -> QRect:
    return QRect(widget.mapTo(within, QPoint(0, 0)), widget.size())
