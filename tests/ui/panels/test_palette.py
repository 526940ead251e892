"""The palette: what it offers, how it is searched, and what a choice asks for."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnsim import catalog
from nnsim.text import render, set_language
from ui.look import has_glyph, theme
from ui.panels import palette_rail
from ui.panels.palette import NothingFound, Palette, Section
from ui.panels.palette_entries import categories, matches, suggestion
from ui.panels.palette_row import PaletteEntry, PaletteRow
from ui.panels.rail_button import RailButton


@pytest.fixture
def palette(qtbot: QtBot, qapp: QApplication) -> Palette:
    theme().apply(qapp)
    panel = Palette()
    qtbot.addWidget(panel)
    panel.resize(220, 780)
    panel.show()
    return panel


def shown(palette: Palette) -> list[str]:
    entries = [widget for widget in palette.findChildren(PaletteEntry) if widget.isVisible()]
    return [render(widget.entry.title) for widget in entries]


def test_it_offers_kinds_and_activations_by_category() -> None:
    found = {category.id: [entry.payload for entry in category.entries] for category in categories()}
    assert found["neuron"] == ["neuron", "input", "output", "loss"]
    assert found["dense"] == ["dense"]
    assert "activation:relu" in found["activation"]


def test_a_search_leaves_what_matches(palette: Palette) -> None:
    palette.search.setText("den")
    assert shown(palette) == ["Dense"]
    palette.search.setText("l")
    assert len(shown(palette)) > 10
    palette.search.clear()
    assert shown(palette) == ["Neuron", "Input", "Output", "Loss", "Dense"]


def test_what_enter_places_is_marked(qtbot: QtBot, palette: Palette) -> None:
    rows = palette.findChildren(PaletteEntry)
    for query in ("inp", "add", "l"):
        palette.search.setText(query)
        (marked,) = [row for row in rows if row._next]
        assert marked.isVisible()
        with qtbot.waitSignal(palette.add_requested) as asked:
            QTest.keyClick(palette.search, Qt.Key.Key_Return)
        assert asked.args[0] is marked.entry
    assert not any(row._next for row in rows)
    palette.search.setText("att")  # flATTen comes before it in the list
    assert "attention" in next(row.entry.title.id for row in rows if row._next).casefold()


def test_every_kind_stands_under_a_heading_with_a_glyph(palette: Palette) -> None:
    found = categories()
    assert {entry.kind for category in found for entry in category.entries} == {kind.id for kind in catalog.kinds()}
    for category in found:
        assert has_glyph(category.glyph)
        assert all(has_glyph(entry.glyph) for entry in category.entries)


def test_a_closed_section_opens_and_shows_its_entries(palette: Palette) -> None:
    section = next(section for section in palette.findChildren(Section) if not section.header.isChecked())
    QTest.mouseClick(section.header, Qt.MouseButton.LeftButton)
    assert {render(entry.entry.title) for entry in section.entries} <= set(shown(palette))


def test_a_search_finds_the_english_name_in_korean_too() -> None:
    set_language("ko")
    dense = next(entry for category in categories() for entry in category.entries if entry.kind == "dense")
    assert matches(dense, "dense")


def test_a_slip_of_the_pen_gets_a_suggestion(qtbot: QtBot, palette: Palette) -> None:
    palette.search.setText("relo")
    nothing = palette.findChild(NothingFound)
    assert nothing.isVisible()
    assert nothing._sentence.text() == "No layer called 'relo'. Did you mean ReLU?"
    with qtbot.waitSignal(palette.add_requested) as asked:
        nothing._button.click()
    assert asked.args[0].payload == "activation:relu"
    assert not nothing.isVisible()


def test_nothing_is_suggested_for_nonsense() -> None:
    entries = tuple(entry for category in categories() for entry in category.entries)
    assert suggestion("xqzzy", entries) is None


def test_enter_in_the_search_adds_the_first_match(qtbot: QtBot, palette: Palette) -> None:
    QTest.keyClicks(palette.search, "sigm")
    with qtbot.waitSignal(palette.add_requested) as asked:
        QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert asked.args[0].payload == "activation:sigmoid"


def test_enter_and_double_click_add(qtbot: QtBot, palette: Palette) -> None:
    row = next(row for row in palette.findChildren(PaletteRow) if row.entry.kind == "dense")
    with qtbot.waitSignal(palette.add_requested):
        QTest.mouseDClick(row, Qt.MouseButton.LeftButton, pos=QPoint(60, 16))
    with qtbot.waitSignal(palette.add_requested) as asked:
        QTest.keyClick(row, Qt.Key.Key_Return)
    assert asked.args[0].payload == "dense"


def test_the_rail_shrinks_and_the_search_widens_again(palette: Palette) -> None:
    palette.set_rail(True)
    assert palette.width() == theme().px(56)
    assert palette.search.isHidden() or not palette.search.isVisible()
    palette.focus_search()
    assert palette.width() == theme().px(220)
    assert palette.search.isVisible()


def test_data_in_the_rail_widens_and_gives_the_data_the_keyboard(qtbot: QtBot, qapp: QApplication) -> None:
    theme().apply(qapp)
    card = QWidget()
    hidden, choose = QPushButton(card), QPushButton(card)
    hidden.hide()
    panel = Palette(card)
    qtbot.addWidget(panel)
    panel.set_rail(True)
    panel.show()
    panel.rail.data_wanted.emit()
    assert not panel.is_rail
    assert panel.focusWidget() is choose


def test_the_rail_opens_the_entries_of_a_category(qtbot: QtBot, palette: Palette) -> None:
    menu = palette.rail.menu_of(categories()[0])
    assert [action.text() for action in menu.actions()] == ["Neuron", "Input", "Output", "Loss"]
    with qtbot.waitSignal(palette.add_requested) as asked:
        menu.actions()[0].trigger()
    assert asked.args[0].payload == "neuron"


def test_an_entry_is_dragged_out_of_the_menu_of_the_rail(
    qtbot: QtBot, palette: Palette, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[str] = []
    monkeypatch.setattr(palette_rail, "carry", lambda _source, entry: carried.append(entry.payload))
    menu = palette.rail.menu_of(categories()[0])
    menu.popup(QPoint(100, 100))
    at = menu.actionGeometry(menu.actions()[1]).center()
    QTest.mousePress(menu, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(menu, at + QPoint(2, 0))
    assert menu.isVisible()
    with qtbot.assertNotEmitted(palette.add_requested):
        QTest.mouseMove(menu, at + QPoint(80, 20))
        qtbot.waitUntil(lambda: carried == ["input"])
    assert not menu.isVisible()


def test_a_click_takes_an_entry_in_hand_and_a_double_click_asks_for_it(qtbot: QtBot, palette: Palette) -> None:
    row = next(widget for widget in palette.findChildren(PaletteRow) if widget.entry.kind == "dense")
    with qtbot.waitSignal(palette.taken) as taken:
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert taken.args[0].payload == "dense"
    with qtbot.waitSignal(palette.add_requested):
        QTest.mouseDClick(row, Qt.MouseButton.LeftButton)
    before = row.grab().toImage()
    palette.show_carried("dense")
    assert row.grab().toImage() != before
    palette.show_carried("")
    assert row.grab().toImage() == before


def test_an_icon_of_the_rail_is_dragged_and_names_keys(
    qtbot: QtBot, palette: Palette, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[str] = []
    button = next(each for each in palette.rail.findChildren(RailButton) if each.accessibleName() == "Dense")
    button.dragged.connect(lambda entry: carried.append(entry.payload))
    monkeypatch.setattr(QDrag, "exec", lambda *_: None)
    palette.set_rail(True)
    assert button.toolTip() == "Dense   D"
    QTest.mousePress(button, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.mouseMove(button, QPoint(22, 20))
    assert not carried
    with qtbot.assertNotEmitted(button.clicked):
        QTest.mouseMove(button, QPoint(60, 20))
        QTest.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    assert carried == ["dense"]
    keys = [action.shortcut().toString() for action in palette.rail.menu_of(categories()[0]).actions()]
    assert keys == ["N", "I", "O", "L"]
