"""The check of the pictures sees texts that lie over each other or are cut, and nothing where there is nothing."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.look.typeface import make_font

Paint = Callable[[QPainter], object]
INK, PALE = Qt.GlobalColor.black, Qt.GlobalColor.lightGray


class Sheet(QWidget):
    """White paper of 200 × 60 pixels that is painted on."""

    def __init__(self, *paints: Paint) -> None:
        super().__init__()
        self._paints = paints
        self.setFixedSize(200, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        for paint in self._paints:
            painter.setFont(make_font(14, QFont.Weight.Medium, 1.0))
            painter.setPen(INK)
            paint(painter)


@pytest.fixture
def told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., list[str]]]:
    """What the check says of a sheet, without where it is."""
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "packaging"))
    from screens.faults import faults  # type: ignore[import-not-found]
    from screens.painted import Watch  # type: ignore[import-not-found]
    from screens.stage import Shot  # type: ignore[import-not-found]

    watch = Watch()
    watch.begin()

    def tell(*paints: Paint) -> list[str]:
        sheet = Sheet(*paints)
        qtbot.addWidget(sheet)
        sheet.show()
        watch.taken()
        shot = Shot(sheet.grab(), sheet.mapToGlobal(QPoint(0, 0)), sheet)
        return [fault.partition(" at ")[0] for fault in faults(shot, watch.taken(), 1.0)]

    yield tell
    watch.end()
    for name in [each for each in sys.modules if each == "screens" or each.startswith("screens.")]:
        del sys.modules[name]


def _word(text: str, x: float = 10.0, y: float = 30.0) -> Paint:
    return lambda painter: painter.drawText(QPointF(x, y), text)


def test_what_can_be_read_is_no_fault(told: Callable[..., list[str]]) -> None:
    assert told(_word("weight"), _word("bias", 100.0)) == []


def test_texts_over_each_other(told: Callable[..., list[str]]) -> None:
    assert told(_word("weight"), _word("bias", 30.0, 33.0)) == ["over: 'weight' and 'bias'"]
    assert told(_word("weight"), _word("is", 30.0)) == ["over: 'weight' and 'is'"]


def test_a_text_under_something_else_is_not_seen(told: Callable[..., list[str]]) -> None:
    cover: Paint = lambda painter: painter.fillRect(0, 0, 90, 60, Qt.GlobalColor.white)  # noqa: E731
    assert told(_word("weight"), cover, _word("bias", 30.0, 33.0)) == []


def test_a_text_that_its_room_or_the_edge_cuts(told: Callable[..., list[str]]) -> None:
    (cut,) = told(lambda painter: painter.drawText(QRectF(10, 10, 30, 30), Qt.AlignmentFlag.AlignLeft, "activation"))
    assert cut.startswith("cut: 'activation'")
    assert told(_word("activation", 160.0)) == ["edge: 'activation'"]


def test_small_faint_and_crossed_texts(told: Callable[..., list[str]]) -> None:
    small: Paint = lambda painter: (painter.setFont(make_font(9, QFont.Weight.Medium, 1.0)), _word("weight")(painter))  # noqa: E731
    faint: Paint = lambda painter: (painter.setPen(PALE), _word("weight")(painter))  # noqa: E731
    stroke: Paint = lambda painter: painter.fillRect(0, 22, 90, 4, Qt.GlobalColor.red)  # noqa: E731
    assert [each.split(":")[0] for each in told(small)] == ["small"]
    assert [each.split(":")[0] for each in told(faint)] == ["faint"]
    assert [each.split(":")[0] for each in told(_word("weight"), stroke)] == ["crossed"]
