"""Weights and biases are changed where they stand: a small card opens at the link or the unit that is clicked."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nnsim.catalog import DenseSettings
from tests.ui.canvas.lab import Lab
from ui.canvas.geometry import link_point
from ui.canvas.link_popover import LinkPopover
from ui.canvas.popover import reach_of
from ui.canvas.popovers import Popovers
from ui.canvas.unit_popover import UnitPopover
from ui.canvas.wires import wires_of_cell

Key = Qt.Key
CELL = ("dense1/weight", 2, 1)


def wire_point(lab: Lab, share: float = 0.5) -> QPointF:
    (wire,) = wires_of_cell(lab.view.board.wiring, CELL)
    return link_point(wire.start, wire.end, share)


def link_popover(lab: Lab) -> LinkPopover:
    lab.click(wire_point(lab, 0.3))
    opened = lab.view.overlays[Popovers].open
    assert isinstance(opened, LinkPopover)
    return opened


def weight(lab: Lab) -> float:
    return float(lab.store.document.state.parameters["dense1/weight"][2, 1])


def test_a_click_on_a_link_opens_its_one_weight_and_a_number_typed_there_is_one_edit(lab: Lab) -> None:
    popover, before = link_popover(lab), lab.store.document.state.parameters["dense1/weight"]
    assert popover.isVisible()
    assert popover.accessibleName() == "x₂ → h₃"
    assert popover.row.field.value == pytest.approx(weight(lab))
    assert lab.view.rect().contains(popover.geometry())
    box = popover.around()
    assert box is not None
    assert not popover.geometry().intersects(lab.view.mapFromScene(box).boundingRect()), "the link stays in sight"
    QTest.keyClick(lab.view, Key.Key_Return)
    assert QApplication.focusWidget() is popover.row.field
    popover.row.field.selectAll()
    QTest.keyClicks(popover.row.field, "1 1/2")
    QTest.keyClick(popover.row.field, Key.Key_Return)
    changed = lab.store.document.state.parameters["dense1/weight"]
    assert np.argwhere(changed != before).tolist() == [[2, 1]]
    assert weight(lab) == 1.5
    assert lab.store.undo_stack.count() == 1
    reached = set()
    for _ in range(7):
        reached.add(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert {popover.row.field, popover.row.slider, popover.frozen, popover.pruned} < reached
    assert all(popover.isAncestorOf(each) for each in reached), "Tab goes round inside"
    lab.store.undo()
    assert popover.row.field.value == pytest.approx(before[2, 1])


def test_a_number_typed_while_a_popover_is_open_goes_into_its_field(lab: Lab) -> None:
    popover, chosen = link_popover(lab), lab.selection.cells
    QTest.keyClick(lab.view, Key.Key_Minus)
    assert QApplication.focusWidget() is popover.row.field
    QTest.keyClicks(popover.row.field, "1/4")
    QTest.keyClick(popover.row.field, Key.Key_Return)
    assert weight(lab) == -0.25
    assert lab.selection.cells == chosen
    zoom = lab.view.zoom
    QTest.keyClick(popover.row.field, Key.Key_Escape)
    QTest.keyClick(lab.view, Key.Key_Minus)
    assert lab.view.overlays.number_field() is None
    assert weight(lab) == -0.25
    assert lab.view.zoom == zoom


def test_a_slider_previews_and_the_buttons_freeze_prune_and_draw_the_one_link(lab: Lab) -> None:
    popover, before = link_popover(lab), weight(lab)
    popover.row.slider.setSliderDown(True)
    popover.row.slider.setSliderPosition(900)
    assert weight(lab) == before
    assert lab.store.shown.state.parameters["dense1/weight"][2, 1] == pytest.approx(2.4)
    popover.row.slider.drop()
    assert not lab.store.previewing
    popover.frozen.click()
    assert lab.store.document.network.masks["dense1/weight:frozen"].sum() == 1
    popover.frozen.click()
    assert "dense1/weight:frozen" not in lab.store.document.network.masks
    QTest.keyClick(lab.view, Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    drawn = weight(lab)
    assert drawn != before
    QTest.keyClick(lab.view, Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert weight(lab) != drawn
    popover.pruned.click()
    assert popover.isVisible()
    assert not popover.row.isEnabled()
    assert lab.store.document.network.masks["dense1/weight:pruned"].sum() == 1
    QTest.keyClick(lab.view, Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert popover.row.isEnabled()


def test_a_popover_goes_with_the_selection_and_escape_gives_the_keys_back(lab: Lab) -> None:
    overlay = lab.view.overlays[Popovers]
    popover = link_popover(lab)
    QTest.keyClick(popover, Key.Key_Escape)
    assert overlay.open is None
    link_popover(lab)
    lab.click(lab.card("dense1").center_of[1])
    assert isinstance(overlay.open, UnitPopover)
    lab.click(lab.card("dense1").rect.topLeft() + QPointF(12, 12))
    assert overlay.open is None
    link_popover(lab)
    lab.selection.select_unit("dense1", 2)
    assert isinstance(overlay.open, UnitPopover), "by keyboard it goes along to what is selected next"
    assert overlay.open.accessibleName() == "h₃ of Dense 1"
    lab.selection.select(["dense1"])
    QTest.keyClick(lab.view, Key.Key_Delete)
    assert overlay.open is None


def test_a_unit_has_its_bias_and_the_activation_of_its_layer(lab: Lab) -> None:
    lab.click(lab.card("dense1").center_of[3])
    popover = lab.view.overlays[Popovers].open
    assert isinstance(popover, UnitPopover)
    assert popover.bias is not None
    QTest.keyClick(lab.view, Key.Key_Return)
    popover.bias.field.selectAll()
    QTest.keyClicks(popover.bias.field, "-0,25")
    QTest.keyClick(popover.bias.field, Key.Key_Return)
    assert lab.store.document.state.parameters["dense1/bias"].tolist() == [0.0, 0.0, 0.0, -0.25]
    popover._activate("relu")
    settings = lab.store.document.network.node("dense1").settings
    assert isinstance(settings, DenseSettings)
    assert settings.activation == "relu"
    popover.frozen.click()
    masks = lab.store.document.network.masks
    assert np.flatnonzero(masks["dense1/weight:frozen"].all(axis=1)).tolist() == [3]
    assert np.flatnonzero(masks["dense1/bias:frozen"]).tolist() == [3]
    QTest.keyClick(lab.view, Key.Key_Delete)
    assert lab.store.document.state.parameters["dense1/weight"].shape == (3, 2)


def test_a_popover_stays_inside_of_the_view_wherever_its_link_runs(lab: Lab) -> None:
    popover = link_popover(lab)
    for x, y in ((0, 0), (-90, -120), (180, 200), (-5000, 0)):
        lab.view.camera.pan(QPointF(x, y))
        inside = QRect(lab.view.viewport().rect()).contains(popover.geometry())
        assert popover.isVisible() == (x != -5000)
        assert inside or not popover.isVisible()
    assert [reach_of(value) for value in (0.0, -3.0, 3.5, 11.0, 31.0, 1e9)] == [3.0, 3.0, 10.0, 30.0, 100.0, 1e6]


def test_a_step_of_the_computation_takes_the_card_away_but_not_while_one_types(lab: Lab) -> None:
    overlay = lab.view.overlays[Popovers]
    for typing in (False, True):
        link_popover(lab)
        if typing:
            QTest.keyClick(lab.view, Key.Key_Return)
        overlay._give_way(None)
        assert overlay.open is not None
        overlay._give_way(object())
        assert (overlay.open is not None) == typing


def test_enter_on_a_whole_link_asks_for_the_table_of_its_weights(lab: Lab) -> None:
    asked: list[str] = []
    lab.view.table_requested.connect(asked.append)
    lab.selection.select_link(lab.store.document.network.links[0])
    QTest.keyClick(lab.view, Key.Key_Return)
    assert asked == ["dense1/weight"]
    assert lab.view.overlays[Popovers].open is None
