"""Scenes of what lies over the canvas: cards, offers, fields, banners, notices and menus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from nnsim import edits
from nnsim.session.divergence import explain_overflow
from nnsim.text import NnsimError
from screens.stage import Scene, Stage
from ui.bridge.worker_deaths import told_end
from ui.canvas.menu import context_menu
from ui.canvas.note_bar import Bar
from ui.canvas.note_field import NoteField
from ui.canvas.popover import Popover
from ui.canvas.quick_add import QuickAdd
from ui.canvas.refusal import tell_why
from ui.canvas.rename import NameField
from ui.look.widgets.banner import Banner, Toast
from ui.panels.rail_button import RailButton

LINK = "dense1/weight", 2, 1


def _cell(stage: Stage) -> QWidget:
    window = stage.window
    link = next(link for link in window.bench.store.document.network.links if link.target == "dense1")
    window.bench.selection.select_cell(link, LINK)
    stage.act("edit_in_place")
    return stage.seen(Popover)


def _unit(stage: Stage) -> QWidget:
    stage.window.bench.selection.select_unit("dense1", 2)
    stage.act("edit_in_place")
    return stage.seen(Popover)


def _done(act: str, node: str, kind: type[QWidget]) -> Callable[[Stage], QWidget]:
    def show(stage: Stage) -> QWidget:
        if node:
            stage.window.bench.selection.select([node])
        stage.act(act)
        return stage.seen(kind)

    return show


def _offers(letters: str) -> Callable[[Stage], QWidget]:
    def show(stage: Stage) -> QWidget:
        offers = _done("offer", "input1", QuickAdd)(stage)
        assert isinstance(offers, QuickAdd)
        offers.search.setText(letters)
        return offers

    return show


def _wrong_name(stage: Stage) -> QWidget:
    field = _done("rename", "dense1", NameField)(stage)
    assert isinstance(field, NameField)
    field.setText("Output")
    field.returnPressed.emit()
    return field


def _note_bar(stage: Stage) -> QWidget:
    note = stage.window.bench.store.document.views.notes[-1]
    stage.window.bench.selection.select((), (note.id,))
    return stage.seen(Bar)


def _problem(node: str) -> Callable[[Stage], QWidget]:
    def show(stage: Stage) -> QWidget:
        stage.window.bench.problems.insist()
        stage.window.bench.selection.select([node])
        return stage.seen(Banner)

    return show


def _words(stage: Stage) -> QWidget:
    window = stage.window
    window.bench.selection.select(["dense1"])
    try:
        edits.connect(window.bench.store.document, "output1", "dense1")
    except NnsimError as error:
        tell_why(window.canvas, error.message)
    return window.canvas


def _divergence(stage: Stage) -> QWidget:
    document = stage.window.bench.store.document
    stage.window.bench.trainer.diverged.emit(explain_overflow(document, "dense1/weight", 84), True)
    return stage.seen(Toast)


def _refused_training(stage: Stage) -> QWidget:
    stage.window.acts["train"].trigger()
    return stage.seen(Banner)


def _fault(stage: Stage) -> QWidget:
    path = stage.folder / "damaged.nnsim"
    path.write_bytes(b"no network")
    stage.window.open_file(path)
    return stage.seen(Toast)


def _given_up(stage: Stage) -> QWidget:
    stage.window.bench.trainer.given_up.emit(told_end())
    return stage.seen(Toast)


def _menu(make: Callable[[Stage], QMenu]) -> Callable[[Stage], QWidget]:
    def show(stage: Stage) -> QWidget:
        menu = make(stage)
        menu.popup(stage.window.canvas.mapToGlobal(QPoint(round(120 * stage.scale), round(60 * stage.scale))))
        return menu

    return show


def _context(stage: Stage) -> QMenu:
    return context_menu(stage.window.canvas)


def _of_node(stage: Stage) -> QMenu:
    stage.window.bench.selection.select(["dense1"])
    return context_menu(stage.window.canvas)


def _of_several(stage: Stage) -> QMenu:
    stage.window.bench.selection.select(["dense1", "dense2", "output1"])
    return context_menu(stage.window.canvas)


def _of_link(stage: Stage) -> QMenu:
    _cell(stage)
    return context_menu(stage.window.canvas)


def _of_window(submenu: str) -> Callable[[Stage], QWidget]:
    """The menu of the window with one of its submenus, named by its place."""

    def show(stage: Stage) -> QWidget:
        menu = stage.window.menu
        bar = stage.window.top_bar
        menu.popup(bar.mapToGlobal(QPoint(round(40 * stage.scale), bar.height())))
        stage.live(seconds=0.05)
        action = [each for each in menu.actions() if each.menu() is not None][int(submenu)]
        menu.setActiveAction(action)
        below = action.menu()
        assert isinstance(below, QMenu)
        below.popup(menu.mapToGlobal(menu.actionGeometry(action).topRight()))
        return below

    return show


def _pressed(find: Callable[[Stage], QWidget]) -> Callable[[Stage], QWidget]:
    """The menu that a button opens."""

    def show(stage: Stage) -> QWidget:
        find(stage).click()  # type: ignore[attr-defined]
        return stage.seen(QMenu)

    return show


def _document_menu(stage: Stage) -> QWidget:
    stage.window.top_bar.title.clicked.emit()
    return stage.seen(QMenu)


def _entries(stage: Stage) -> QWidget:
    stage.window.palette_column.set_rail(True)
    rail = stage.window.palette_column.rail
    stage.live(seconds=0.1)
    rail.findChildren(RailButton)[3].click()
    return stage.seen(QMenu)


def _no_such_layer(stage: Stage) -> QWidget:
    palette = stage.window.palette_column
    palette.focus_search()
    QTest.keyClicks(palette.search, "relo")
    return palette


SCENES = (
    Scene("over-link", "xor", _cell),
    Scene("over-unit", "xor", _unit),
    Scene("over-offers", "xor", _offers("")),
    Scene("over-offers-letters", "xor", _offers("no")),
    Scene("over-rename", "xor", _done("rename", "dense1", NameField)),
    Scene("over-rename-refused", "xor", _wrong_name),
    Scene("over-note", "annotated", _done("note", "", NoteField)),
    Scene("over-note-bar", "annotated", _note_bar),
    Scene("over-problem", "broken", _problem("dense2")),
    Scene("over-problem-loss", "broken", _problem("loss1")),
    Scene("over-words", "xor", _words),
    Scene("over-divergence", "xor", _divergence),
    Scene("over-training-refused", "broken", _refused_training),
    Scene("over-no-data", "bare", _refused_training),
    Scene("over-fault", "xor", _fault),
    Scene("over-given-up", "xor", _given_up),
    Scene("menu-canvas", "xor", _menu(_context)),
    Scene("menu-node", "xor", _menu(_of_node)),
    Scene("menu-several", "xor", _menu(_of_several)),
    Scene("menu-link", "xor", _menu(_of_link)),
    *(Scene(f"menu-window-{place}", "xor", _of_window(str(place))) for place in range(7)),
    Scene("menu-document", "xor", _document_menu),
    Scene("menu-backend", "xor", _pressed(lambda stage: stage.window.top_bar.backend)),
    Scene("menu-dock", "xor", _pressed(lambda stage: stage.window.dock._more)),
    Scene("menu-entries", "xor", _entries),
    Scene("palette-nothing", "xor", _no_such_layer),
)
