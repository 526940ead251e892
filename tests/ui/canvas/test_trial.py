"""What is tried out on the canvas: by keys, with what was there beside what is, and gone by Escape."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim import files
from nnsim.assets import asset_path
from ui.bridge.workbench import Workbench
from ui.canvas.hit import Hit
from ui.canvas.input_popover import InputPopover
from ui.canvas.link_popover import LinkPopover
from ui.canvas.popovers import Popovers
from ui.canvas.trial import Trial
from ui.canvas.view import CanvasView
from ui.look import theme

Key, Shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication) -> Iterator[Workbench]:
    theme().apply(qapp)
    bench = Workbench()
    bench.store.replace_all(files.load(asset_path("samples", "mlp-by-hand.nnsim")))
    yield bench
    bench.shutdown()


@pytest.fixture
def view(qtbot: QtBot, bench: Workbench) -> CanvasView:
    view = CanvasView(bench.store, bench.trainer, bench.clock, bench.selection)
    view.overlays[Trial].join(bench.what_if)
    view.resize(1000, 640)
    with qtbot.waitExposed(view):
        view.show()
    bench.clock.seek(3)
    qtbot.addWidget(view, before_close_func=lambda _: bench.clock.end())  # while there is a canvas that is told
    return view


def _link(view: CanvasView, bench: Workbench) -> None:
    link = next(link for link in bench.store.document.network.links if link.target == "dense1")
    bench.selection.select_cell(link, ("dense1/weight", 1, 0))


def test_a_weight_is_tried_by_keys_alone(qtbot: QtBot, view: CanvasView, bench: Workbench) -> None:
    trial, base = view.overlays[Trial], bench.store.document
    _link(view, bench)
    QTest.keyClick(view, Key.Key_W, Shift)
    assert trial.banner.isVisible()
    assert not trial.banner.keep.isVisible()
    view.overlays[Popovers].edit()
    popover = view.overlays[Popovers].open
    assert isinstance(popover, LinkPopover)
    seen = bench.clock.view
    popover.row.field.setText("1,5")
    popover.row.field.setModified(True)
    QTest.keyClick(popover.row.field, Key.Key_Return)
    qtbot.waitUntil(lambda: bench.clock.view is not seen, timeout=10_000)
    assert trial.banner.accessibleName() == "What if w₂₁ of Hidden = 1.50"
    assert trial.banner.keep.isVisible()
    before, _ = bench.what_if.earlier()
    card = view.board.diagram.cards["dense1"]
    assert [text for _, text in trial._were(card, before)] == [f"{before.values['dense1'][1]:.2f}"]
    QTest.keyClick(popover, Key.Key_Escape)  # the card goes, what is tried stays
    assert bench.what_if.tried
    QTest.keyClick(view, Key.Key_Escape)
    assert (bench.what_if.on, trial.banner.isVisible(), bench.store.document is base) == (False, False, True)


def test_enter_keeps_it_and_an_input_has_a_card_of_its_own(
    qtbot: QtBot, view: CanvasView, bench: Workbench
) -> None:
    bench.selection.select_unit("input1", 1)
    view.overlays[Popovers].click(Hit("unit", "input1", 1))
    popover = view.overlays[Popovers].open
    assert isinstance(popover, InputPopover)
    seen = bench.clock.view
    popover.row.committed.emit(2.0)
    qtbot.waitUntil(lambda: bench.clock.view is not seen, timeout=10_000)
    assert view.overlays[Popovers].open is popover
    assert popover.row.field.value == 2.0
    QTest.keyClick(view, Key.Key_Return)
    qtbot.waitUntil(lambda: bench.clock.cursor == 3, timeout=10_000)
    assert (bench.store.undo_stack.count(), bench.what_if.on) == (1, False)
    assert bench.clock.view.values["input1"][1] == 2.0


def test_enter_commits_what_is_pointed_at(view: CanvasView, bench: Workbench) -> None:
    quiz = bench.clock.quiz
    bench.clock.set_detail("layer")
    bench.clock.seek(1)
    quiz.ask()
    while quiz.question.kind != "unit":
        quiz.ask_other()
    way = quiz.question.question.way
    bench.selection.select_unit(way.node, 1 - way.unit)
    view.overlays[Popovers].click(Hit("unit", way.node, 1 - way.unit))
    assert view.overlays[Popovers].open is None  # what is clicked is the answer
    bench.selection.select_unit(way.node, way.unit)
    QTest.keyClick(view, Key.Key_Return)
    assert (quiz.open, quiz.is_right, quiz.answered) == (False, True, 1)
