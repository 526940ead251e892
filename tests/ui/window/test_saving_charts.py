"""The confusion matrix is saved from the menu of the side panel, as a picture and as a table."""

import csv
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from nnsim.data import prepare
from ui.main_window import MainWindow


def test_the_confusion_matrix_is_saved_as_picture_and_as_table(
    lab: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    lab.dock.bring("measures")
    matrix = lab.measures.matrix.matrix
    qtbot.waitUntil(lambda: matrix.isVisible() and not matrix.is_empty, timeout=20_000)

    def save(name: str, kind: str) -> None:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), kind))
        menu = QMenu(lab)
        lab.dock.menu_wanted.emit(menu)
        next(action for action in menu.actions() if "confusion matrix" in action.text()).trigger()

    save("matrix", "Pictures (*.png *.svg)")
    save("answers", "Table (*.csv)")
    assert QImage(str(tmp_path / "matrix.png")).width() == 2 * matrix.width()
    with (tmp_path / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    dataset = prepare(lab.bench.store.document.data)
    assert tuple(header[1:]) == dataset.classes == tuple(row[0] for row in rows)
    snapshot = lab.bench.trainer.latest
    assert [[int(count) for count in row[1:]] for row in rows] == snapshot.measures["train"].confusion.tolist()


def test_a_matrix_that_nobody_looks_at_is_not_saved_as_it_was(lab: MainWindow, qtbot: QtBot) -> None:
    lab.dock.bring("measures")
    qtbot.waitUntil(lambda: not lab.measures.matrix.matrix.is_empty, timeout=20_000)
    for tab, offered in (("plots", False), ("measures", True)):
        lab.dock.bring(tab)
        menu = QMenu(lab)
        lab.dock.menu_wanted.emit(menu)
        assert next(a for a in menu.actions() if "confusion matrix" in a.text()).isEnabled() == offered
