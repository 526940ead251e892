"""Many columns are chosen as ranges."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.text import render
from ui.look import theme
from ui.panels.inspector.column_ranges import ColumnRanges, columns_of, ranges_of


@pytest.fixture
def ranges(qtbot: QtBot, qapp: QApplication) -> ColumnRanges:
    theme().apply(qapp)
    found = ColumnRanges(64)
    qtbot.addWidget(found)
    found.chosen.connect(found.set_columns)
    found.set_columns(range(64))
    found.show()
    return found


@pytest.mark.parametrize(("columns", "text"), [
    (range(64), "0–63"), ((0, 2, 5), "0, 2, 5"), ((3,), "3"), ((5, 6, 7, 1, 2), "5–7, 1–2"), ((), ""),
])  # fmt: skip
def test_runs_of_columns_are_written_as_ranges(columns: range | tuple[int, ...], text: str) -> None:
    assert ranges_of(tuple(columns)) == text
    assert columns_of(text) == tuple(columns)


@pytest.mark.parametrize("text", ["", "a", "1–", "1–2–3", "-1", "1,,2", "999999"])
def test_what_cannot_be_read_names_no_column(text: str) -> None:
    assert columns_of(text) == ()


def test_typed_ranges_are_chosen_once(qtbot: QtBot, ranges: ColumnRanges) -> None:
    told = []
    ranges.chosen.connect(told.append)
    ranges.field.selectAll()
    QTest.keyClicks(ranges.field, "0-7; 16-23")
    QTest.keyClick(ranges.field, Qt.Key.Key_Return)
    assert told == [(*range(8), *range(16, 24))]
    assert ranges.field.text() == "0–7, 16–23"
    ranges._all.click()
    assert told[1:] == [tuple(range(64))]
    assert not ranges._all.isEnabled()


@pytest.mark.parametrize(("text", "words"), [("64", "no column 64: the data has 0–63"), ("x", "such as 0–63")])
def test_what_cannot_be_taken_stays_with_a_reason_until_escape(ranges: ColumnRanges, text: str, words: str) -> None:
    ranges.field.selectAll()
    QTest.keyClicks(ranges.field, text)
    problem = ranges.field.commit()
    assert problem is not None
    assert words in render(problem)
    assert words in ranges.hint.text()
    assert ranges.field.property("invalid") == "true"
    QTest.keyClick(ranges.field, Qt.Key.Key_Escape)
    assert ranges.field.text() == "0–63"
    assert ranges.hint.text() == "64 columns: 0–63"
    assert ranges.field.property("invalid") == "false"
