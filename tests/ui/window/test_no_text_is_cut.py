"""Every page in both languages, small and at twice the size: no label, button or choice is narrower than its text."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.assets import asset_path
from nnsim.catalog import LossSettings
from nnsim.data import iris
from nnsim.session.divergence import explain_overflow
from nnsim.text import message
from tests.catalog.test_every_kind import PLACED
from tests.ui.window.room_for_text import LANGUAGES_AND_SCALES, cut, dress, opened_and_cut
from ui.canvas.acts import act
from ui.canvas.refusal import tell_why
from ui.charts import Chart
from ui.look.widgets import Toast
from ui.main_window import MainWindow
from ui.panels.data import DataDialog
from ui.panels.palette import Section
from ui.panels.palette_row import PaletteEntry, PaletteTile, name_lines, name_width


@pytest.fixture(params=LANGUAGES_AND_SCALES)
def sized(request: pytest.FixtureRequest, window: MainWindow) -> MainWindow:
    """The window in one language at one scale."""
    dress(window, *request.param)
    return window


@pytest.fixture
def sample(sized: MainWindow) -> MainWindow:
    """With the XOR sample open."""
    assert sized.open_file(asset_path("samples", "mlp-xor.nnsim"))
    return sized


def test_on_the_welcome_page(sized: MainWindow) -> None:
    sized.gallery.finish_reading()
    assert not cut(sized)


def test_on_an_empty_and_on_a_broken_network(sized: MainWindow) -> None:
    sized.acts["new"].trigger()
    assert not cut(sized)
    for name in ("add_input", "add_neuron", "add_dense", "add_output"):
        sized.acts[name].trigger()
        for panel in ("explain", "plots", "measures", "layer"):
            sized.dock.bring(panel)
            assert not cut(sized), (name, panel)


@pytest.mark.parametrize("detail", ["layer", "neuron", "term"])
def test_while_stepping(sample: MainWindow, detail: str) -> None:
    clock = sample.bench.clock
    clock.set_detail(detail)  # type: ignore[arg-type]
    timeline = clock.timeline()
    assert timeline is not None
    for tenth in range(10):
        clock.seek(timeline.total * tenth // 10)
        assert not cut(sample), tenth


def test_while_training_and_after_it(sample: MainWindow, qtbot: QtBot) -> None:
    sample.acts["train"].trigger()
    qtbot.waitUntil(lambda: sample.bench.store.document.state.epoch >= 3, timeout=30_000)
    running = cut(sample)
    sample.acts["train"].trigger()
    qtbot.waitUntil(lambda: not sample.bench.trainer.running, timeout=30_000)
    assert not running
    assert not cut(sample)


def test_on_the_metrics(sample: MainWindow, qtbot: QtBot) -> None:
    sample.dock.bring("measures")
    panel = sample.measures
    qtbot.waitUntil(lambda: panel.pages.currentWidget() is not panel.lack, timeout=30_000)
    assert not cut(sample)


def test_on_every_page_of_the_inspector(sample: MainWindow) -> None:
    selection, network = sample.bench.selection, sample.bench.store.document.network
    sample.dock.bring("layer")
    assert not cut(sample), "plan"
    for node in network.nodes:
        selection.select({node.id})
        assert not cut(sample), node.name
    selection.select({node.id for node in network.nodes})
    assert not cut(sample), "several"
    for link in network.links:
        selection.select_link(link)
        assert not cut(sample), link


def test_on_every_page_of_a_network_for_three_classes(sample: MainWindow) -> None:
    store, loss = sample.bench.store, LossSettings("categorical_cross_entropy")
    document = edits.choose_data(store.document, iris(), 4)
    store.commit(edits.change_settings(document, "loss1", loss), message("Choose data"))
    sample.dock.bring("layer")
    for node in store.document.network.nodes:
        sample.bench.selection.select({node.id})
        assert not cut(sample), node.name
    sample.bench.selection.clear()
    for panel in ("explain", "plots", "measures", "layer"):
        sample.dock.bring(panel)
        assert not cut(sample), panel


def test_nothing_that_widgets_paint_themselves_gets_dots(
    sample: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names in the palette and the legends of the plots are painted, not labels, so `cut` does not see them."""
    dotted, whole = set(), QFontMetrics.elidedText

    def told(metrics: QFontMetrics, text: str, mode: Qt.TextElideMode, width: int) -> str:
        painted = whole(metrics, text, mode, width)
        if painted != text:
            dotted.add(text)
        return painted

    monkeypatch.setattr(QFontMetrics, "elidedText", told)
    store = sample.bench.store
    store.commit(edits.choose_data(store.document, iris(), 4), message("Choose data"))
    sample.lab.palette_column.set_rail(False)
    for section in sample.palette_column.findChildren(Section):
        section.header.setChecked(True)
    for entry in sample.palette_column.findChildren(PaletteEntry):
        entry.grab()
        if isinstance(entry, PaletteTile):
            assert all(name_width(line) <= entry.width() for line in name_lines(entry.entry, entry.width()))
    for panel in ("plots", "measures"):
        sample.dock.bring(panel)
        QApplication.processEvents()
        for chart in sample.dock.findChildren(Chart):
            if isinstance(chart, QWidget) and chart.isVisible():
                chart.grab()
        sample.dock.grab()
    assert not dotted


HOUSES = "면적;방;Einwohner am 1. Januar;가격\n84,5;강남;12040;1.250,5\n59,9;;9700;820\n45,2;노원;8800;410,75\n"


def test_in_files_that_were_read_the_figure_the_table_and_the_commands(
    sample: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "집값 2026.csv"
    for text in ("x;y\n1;2\n3;nan\n4;5\n", HOUSES):
        path.write_text(text, encoding="utf-8")
        dialog = DataDialog(sample.bench.store, sample)
        with qtbot.waitSignal(dialog.draft.chosen), qtbot.waitSignal(dialog.loader.busy_changed):
            dialog.open_file(path)
        dialog.loader.wait()
        QApplication.processEvents()
        assert (dialog.draft.problem is None) is (text is HOUSES)
        assert not opened_and_cut(dialog, QSize(960, 680))
    sample.bench.selection.select(["dense1"])
    for opened, size in (
        (lambda: act("export").do(sample.canvas), QSize(560, 640)),
        (lambda: sample.inspector.open_table("dense1/weight"), QSize(900, 640)),
        (lambda: sample.acts["commands"].trigger(), None), (lambda: act("offer").do(sample.canvas), None),
    ):
        opened()
        (shown,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible())
        assert not opened_and_cut(shown, size)


def test_on_cards_words_and_notices_over_the_canvas(sample: MainWindow) -> None:
    bench, canvas = sample.bench, sample.canvas
    link = bench.store.document.network.links[0]
    bench.selection.select_cell(link, ("dense1/weight", 2, 1))
    act("edit_in_place").do(canvas)
    assert not cut(sample), "weight"
    bench.selection.select_unit("dense1", 2)
    assert not cut(sample), "unit"
    bench.trainer.diverged.emit(explain_overflow(bench.store.document, "dense1/weight", 84), True)
    (toast,) = (each for each in canvas.findChildren(Toast) if each.isVisible())
    assert not cut(sample), "notice"
    assert canvas.corners.seen().contains(toast.geometry())
    assert toast.heightForWidth(toast.width()) == toast.height()
    bench.selection.select(["dense1"])
    tell_why(canvas, message("Word by word. " * 9))
    words = canvas.feedback.words_box(*canvas.feedback.words)
    assert canvas.corners.seen().adjusted(-1, -1, 1, 1).contains(canvas.mapFromScene(words).boundingRect())


def test_on_the_pages_of_other_kinds(sized: MainWindow) -> None:
    sized.show_lab()
    sized.dock.bring("layer")
    area = sized.inspector.findChild(QScrollArea)
    for kind in ("embedding", "multi_head"):
        document, node = PLACED[kind]()
        sized.bench.store.replace_all(document)
        sized.bench.selection.select([node])
        assert not cut(sized), kind
        assert area.widget().width() <= area.viewport().width(), kind
