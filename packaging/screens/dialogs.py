"""Scenes of the dialogs: data, tables, figures, preferences, and what the window asks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QWidget

from nnsim.text import tr
from screens.stage import Scene, Stage
from ui.panels.about import AboutDialog
from ui.panels.command_palette import CommandPalette
from ui.panels.data import DataDialog
from ui.panels.export_dialog import ExportDialog
from ui.panels.guide import Guide
from ui.panels.inspector.matrix_dialog import MatrixDialog
from ui.panels.key_map import KeyMap
from ui.panels.leave_question import LeaveQuestion
from ui.panels.preferences_dialog import PreferencesDialog

HOUSES = "면적;방;지역;Einwohner der Gemeinde am 1. Januar;가격\n84,5;3;강남;12040;1.250,5\n59,9;2;마포;9700;820\n" \
    "45,2;1;노원;8800;410,75\n70,0;;성북;9100;650\n101,3;4;강남;12040;1.700\n"
BAD_ROW = "x;y\n1;2\n3;nan\n4;5\n"


def _data(source: str) -> Callable[[Stage], QWidget]:
    def show(stage: Stage) -> QWidget:
        dialog = DataDialog(stage.window.bench.store, stage.window)
        dialog.draft.choose(source)
        dialog.show()
        return dialog

    return show


def _file(text: str, name: str, whole: bool = False) -> Callable[[Stage], QWidget | QPixmap]:
    def show(stage: Stage) -> QWidget | QPixmap:
        path = stage.folder / name
        path.write_bytes(text.encode("cp949"))
        dialog = DataDialog(stage.window.bench.store, stage.window)
        dialog.show()
        dialog.open_file(path)
        stage.live(lambda: (dialog.draft.source is not None and dialog.draft.file is not None)
                   or dialog.draft.problem is not None, 3.0)
        stage.live(seconds=0.2)
        return stage.whole(dialog.page) if whole else dialog

    return show


def _page(source: str) -> Callable[[Stage], QPixmap]:
    def show(stage: Stage) -> QPixmap:
        dialog = _data(source)(stage)
        assert isinstance(dialog, DataDialog)
        stage.live(seconds=0.1)
        return stage.whole(dialog.page)

    return show


def _column_choice(stage: Stage) -> QWidget:
    dialog = _data("iris")(stage)
    stage.live(seconds=0.1)
    assert isinstance(dialog, DataDialog)
    role: QComboBox = dialog.page.columns.rows[0].role
    role.showPopup()
    stage.live(seconds=0.1)
    return role.view().window()


def _own(make: Callable[[QWidget], QDialog]) -> Callable[[Stage], QWidget]:
    def show(stage: Stage) -> QWidget:
        dialog = make(stage.window)
        dialog.show()
        return dialog

    return show


def _act(name: str, kind: type[QWidget]) -> Callable[[Stage], QWidget]:
    def show(stage: Stage) -> QWidget:
        stage.window.acts[name].trigger()
        return stage.seen(kind)

    return show


def _commands(letters: str) -> Callable[[Stage], QWidget]:
    def show(stage: Stage) -> QWidget:
        palette = _act("commands", CommandPalette)(stage)
        assert isinstance(palette, CommandPalette)
        palette.search.setText(letters)
        return palette

    return show


def _export(selected: bool) -> Callable[[Stage], QWidget]:
    def show(stage: Stage) -> QWidget:
        if selected:
            stage.window.bench.selection.select(["dense1"])
        stage.act("export")
        dialog = stage.seen(ExportDialog)
        assert isinstance(dialog, ExportDialog)
        if selected:
            for control, choice in ((dialog.part, "selection"), (dialog.form, "png")):
                control.set_current(choice)
                control.chosen.emit(choice)
        return dialog

    return show


def _table(node: str, refused: bool = False) -> Callable[[Stage], QWidget]:
    def show(stage: Stage) -> QWidget:
        stage.window.inspector.open_table(f"{node}/weight")
        dialog = stage.seen(MatrixDialog)
        assert isinstance(dialog, MatrixDialog)
        dialog.table.choose_block(slice(0, 2), slice(0, 2))
        if refused:
            QGuiApplication.clipboard().setText("1\tNaN")
            dialog.paste()
        return dialog

    return show


def _leave(stage: Stage) -> QWidget:
    question = LeaveQuestion(stage.window.files.title(), stage.window)
    question.show()
    return question


def _save_as(stage: Stage) -> QWidget:
    dialog = QFileDialog(stage.window, tr("Save as"), str(stage.folder), tr("Networks (*.nnsim)"))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.show()
    return dialog


SCENES = (
    Scene("data-points", "xor", _data("spirals")),
    Scene("data-points-page", "xor", _page("circles")),
    Scene("data-small", "xor", _data("one_sample")),
    Scene("data-iris", "xor", _data("iris")),
    Scene("data-iris-page", "xor", _page("iris")),
    Scene("data-no-file", "xor", _data("own")),
    Scene("data-file", "xor", _file(HOUSES, "집값 2026.csv")),
    Scene("data-file-page", "xor", _file(HOUSES, "집값 2026.csv", whole=True)),
    Scene("data-bad-row", "xor", _file(BAD_ROW, "measured.csv")),
    Scene("data-no-table", "xor", _file("", "empty.csv")),
    Scene("data-column", "xor", _column_choice),
    Scene("export", "xor", _export(False)),
    Scene("export-selection", "xor", _export(True)),
    Scene("table", "xor", _table("dense1")),
    Scene("table-refused", "xor", _table("dense1", refused=True)),
    Scene("table-kernels", "images", _table("convolution1")),
    Scene("table-large", "flowers", _table("dense1")),
    Scene("preferences", "xor", _own(PreferencesDialog)),
    Scene("about", "xor", _own(AboutDialog)),
    Scene("keys", "xor", _own(KeyMap)),
    Scene("guide", "xor", _own(Guide)),
    Scene("commands", "xor", _commands("")),
    Scene("commands-letters", "xor", _commands("al")),
    Scene("commands-nothing", "xor", _commands("qqq")),
    Scene("leave", "xor", _leave),
    Scene("save-as", "xor", _save_as),
)
