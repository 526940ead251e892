"""The data card: what it says about the data, and that it and the clock speak of the same sample."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from nnsim.data import digits, generated, iris, own_table, prepare
from nnsim.document import DataSource
from nnsim.edits import choose_data, new_document
from nnsim.text import message
from ui.bridge import DocumentStore
from ui.look import sequential_color, theme
from ui.panels.data.data_card import DataCard
from ui.panels.data.sample_text import input_text, output_text, tuple_text

from .conftest import Clock


@pytest.fixture
def shown(qtbot: Any, store: DocumentStore) -> DataCard:
    card = DataCard(store, Clock())
    qtbot.addWidget(card)
    card.show()
    return card


def choose(store: DocumentStore, source: DataSource, inputs: int) -> None:
    store.commit(choose_data(store.document, source, inputs), message("Choose data"))


def test_an_empty_document_offers_one_action(qtbot: Any, empty_store: DocumentStore) -> None:
    card = DataCard(empty_store, Clock())
    qtbot.addWidget(card)
    card.show()
    assert not card.plot.isVisible()
    with qtbot.waitSignal(card.choose_requested):
        card._empty.choose.click()
    choose(empty_store, generated("xor"), 2)
    assert card.plot.isVisible()
    assert not card._empty.isVisible()


def test_it_names_data_sample_and_values(shown: DataCard) -> None:
    assert shown.header.accessibleName() == "Data · XOR, 4 samples"
    assert shown.navigator.place.text() == "Sample 1 of 4"
    assert shown.navigator.values.text().replace("\u00a0", " ") == "x = (0, 0)  y = 0"


def test_it_follows_the_language(shown: DataCard) -> None:
    theme().set_language("ko")
    try:
        assert "샘플 4개" in shown.header.accessibleName()
        assert shown.navigator.place.text() != "Sample 1 of 4"
    finally:
        theme().set_language("en")


def test_without_a_step_one_looks_through_all_samples(shown: DataCard) -> None:
    told: list[int] = []
    shown.row_changed.connect(told.append)
    shown.navigator.moved.emit(-1)
    assert shown.row == 3
    shown.navigator.moved.emit(1)
    assert shown.row == 0
    shown.plot.sample_clicked.emit(2)
    assert told == [3, 0, 2]
    assert shown.navigator.place.text() == "Sample 3 of 4"


def test_the_walk_goes_through_the_batch_in_the_order_of_the_table(qtbot: Any, store: DocumentStore) -> None:
    clock = Clock(rows=(3, 0, 2))
    card = DataCard(store, clock)
    qtbot.addWidget(card)
    seen = []
    for _ in range(4):
        card.navigator.moved.emit(1)
        seen.append((card.row, clock.view.row))
    assert seen == [(2, 2), (3, 3), (0, 0), (2, 2)]
    card.plot.sample_clicked.emit(1)
    assert card.row == 2, "a sample outside of the batch has no numbers to show"


def test_it_follows_the_clock(qtbot: Any, store: DocumentStore) -> None:
    clock = Clock(rows=(3, 0, 2, 1))
    card = DataCard(store, clock)
    qtbot.addWidget(card)
    clock.set_sample(0)
    assert card.navigator.place.text() == "Sample 4 of 4"


def test_other_data_begins_at_its_first_sample(shown: DataCard, store: DocumentStore) -> None:
    shown.navigator.moved.emit(-1)
    choose(store, iris(), 2)
    assert shown.row == 0
    assert "Iris" in shown.header.accessibleName()
    store.undo()
    assert "XOR" in shown.header.accessibleName()


@pytest.mark.parametrize("source", [generated("not"), generated("one_sample"), generated("three_gaussians"), iris()])
def test_every_shape_of_data_is_shown(qtbot: Any, source: DataSource) -> None:
    card = DataCard(DocumentStore(choose_data(new_document(), source, 1)), Clock())
    qtbot.addWidget(card)
    card.resize(220, 240)
    assert not card.grab().isNull()
    assert card.navigator.values.text()


def test_values_are_written_short() -> None:
    from nnsim.data import prepare

    wide = prepare(own_table("t", {name: [1.5, 2.0] for name in "abcde"} | {"y": [10.0, 20.0]}, ["y"]))
    assert input_text(wide, 0).replace("\u00a0", " ") == "x = (1.50, 1.50, … +3)"
    assert output_text(wide, 1).replace("\u00a0", " ") == "y = 20"
    assert tuple_text([-1.0], whole=True) == "−1"


def test_samples_that_are_pictures_are_shown_as_pictures(qtbot: QtBot, shown: DataCard, store: DocumentStore) -> None:
    choose(store, digits(), 64)
    assert not shown.plot.isVisible()
    assert shown.pictures.isVisible()
    picture = prepare(digits()).x_train[3].reshape(8, 8)
    rows, columns = np.nonzero(picture == 1.0)
    drawn = shown.pictures.grab().toImage()

    def pixel(row: int, column: int) -> str:
        box, ratio = shown.pictures.box(3), shown.devicePixelRatioF()
        at = box.topLeft() + QPointF((column + 0.5) * box.width() / 8, (row + 0.5) * box.height() / 8)
        return drawn.pixelColor((at * ratio).toPoint()).name()

    assert {pixel(row, column) for row, column in zip(rows, columns, strict=True)} == {sequential_color(1, 0, 1).name()}
    assert pixel(0, 0) == sequential_color(0, 0, 1).name()
    QTest.mouseClick(shown.pictures, Qt.MouseButton.LeftButton, pos=shown.pictures.box(3).center().toPoint())
    assert shown.row == 3
    qtbot.keyClick(shown.pictures, Qt.Key.Key_Down)
    assert shown.row == 8
    qtbot.keyClick(shown.pictures, Qt.Key.Key_Down)
    assert shown.row == 13
    assert shown.pictures.shown == range(10, 20)
    columns = tuple(replace(c, role="ignore") if c.name == "1·1" else c for c in digits().columns)
    choose(store, replace(digits(), columns=columns), 63)
    assert shown.plot.isVisible()
