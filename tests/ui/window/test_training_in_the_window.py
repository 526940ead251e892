"""Training in the window: figures, edits while it runs, what keeps it from starting, and one undo entry."""

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.assets import asset_path
from nnsim.text import format_loss, message, render
from ui.bridge.problems import problems
from ui.look import theme
from ui.look.widgets import Button
from ui.main_window import MainWindow
from ui.panels.data import DataDialog
from ui.panels.inspector.field_editor import FieldEditor
from ui.panels.inspector.parameter_table import ParameterTable


def test_training_moves_figures_and_is_one_undo_entry(lab: MainWindow, qtbot: QtBot) -> None:
    lab.acts["train"].trigger()
    qtbot.waitUntil(lambda: lab.bench.store.document.state.epoch >= 5, timeout=30_000)
    qtbot.waitUntil(lambda: lab.top_bar.epoch.value != "0", timeout=5_000)
    assert lab.dock.current == "plots"
    lab.acts["train"].trigger()
    qtbot.waitUntil(lambda: not lab.bench.trainer.running, timeout=10_000)
    assert lab.bench.store.undo_stack.count() == 1
    lab.acts["undo"].trigger()
    assert lab.bench.store.document.state.epoch == 0


def test_the_layer_tab_stays_in_front_while_training(lab: MainWindow, qtbot: QtBot) -> None:
    lab.dock.bring("layer")
    lab.acts["train"].trigger()
    qtbot.waitUntil(lambda: lab.bench.trainer.running, timeout=10_000)
    assert lab.dock.current == "layer"


def test_the_learning_rate_changes_while_training_goes_on(lab: MainWindow, qtbot: QtBot) -> None:
    store, trainer = lab.bench.store, lab.bench.trainer
    lab.acts["train"].trigger()
    qtbot.waitUntil(lambda: store.document.state.epoch >= 3, timeout=30_000)
    rate = next(
        found for found in lab.inspector.page.findChildren(FieldEditor) if found.field.name == "learning_rate"
    )
    rate.committed.emit(0.125)
    at = store.document.state.step
    assert trainer.running
    qtbot.waitUntil(lambda: store.document.state.step > at, timeout=30_000)
    assert store.document.plan.rule.settings.learning_rate == 0.125
    stack = store.undo_stack
    texts = [stack.command(place).text() for place in range(stack.count())]
    assert (str(store.undo_text), texts) == ("Train", ["Train", "Change Learning rate"])


def test_a_structural_edit_while_training_keeps_what_was_learned(lab: MainWindow, qtbot: QtBot) -> None:
    store, trainer = lab.bench.store, lab.bench.trainer
    lab.acts["train"].trigger()
    qtbot.waitUntil(lambda: store.document.state.epoch >= 3, timeout=30_000)
    lab.acts["add_neuron"].trigger()
    assert any(node.name == "Neuron 1" for node in store.document.network.nodes)
    assert store.document.state.epoch >= 3
    trainer.pause()
    qtbot.waitUntil(lambda: not trainer.running, timeout=10_000)


def test_the_weights_in_the_inspector_move_while_training(lab: MainWindow, qtbot: QtBot) -> None:
    lab.dock.bring("layer")
    hidden = next(node for node in lab.bench.store.document.network.nodes if node.name == "Hidden")
    lab.bench.selection.select([hidden.id])
    cells = lab.inspector.page.findChild(ParameterTable).cells
    before = cells.value(cells.index(0, 0))
    lab.acts["train"].trigger()
    qtbot.waitUntil(lambda: cells.value(cells.index(0, 0)) != before, timeout=30_000)


def test_training_without_data_offers_to_choose_some(window: MainWindow, qtbot: QtBot) -> None:
    window.acts["new"].trigger()
    for name in ("add_input", "add_dense", "add_output"):
        window.acts[name].trigger()
    trainer = window.bench.trainer
    qtbot.waitUntil(lambda: trainer._refusal is not None, timeout=20_000)
    window.acts["train"].trigger()
    press_in_notice(window, "Choose data", qtbot)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DataDialog)
    dialog.reject()


def test_training_a_broken_network_offers_the_fix(window: MainWindow, qtbot: QtBot) -> None:
    assert window.open_file(asset_path("samples", "mlp-xor.nnsim"))
    store = window.bench.store
    before = store.document
    link = before.network.links[0]
    store.commit(edits.disconnect(before, link), message("Edit"))
    qtbot.waitUntil(lambda: window.bench.trainer._refusal is not None, timeout=20_000)
    broken = problems(store.document)
    window.acts["train"].trigger()
    assert window.notices._toast is None, "it is said at the card, once"
    fix = QApplication.focusWidget()
    assert isinstance(fix, Button)
    assert fix.text() == render(next(problem for problem in broken if problem.fixes).fixes[0].label)
    QTest.keyClick(fix, Qt.Key.Key_Return)
    assert problems(store.document) != broken


def test_a_refusal_goes_when_its_problem_is_gone_or_training_runs(window: MainWindow, qtbot: QtBot) -> None:
    assert window.open_file(asset_path("samples", "mlp-xor.nnsim"))
    store = window.bench.store
    whole = store.document
    store.commit(replace(whole, data=None), message("Edit"))
    window.bench.trainer.failed.emit(message("Broken"))
    store.commit(edits.set_title(store.document, "Other"), message("Edit"))
    assert window.notices._toast is not None
    store.undo()
    store.undo()
    assert not problems(store.document)
    assert window.notices._toast is None
    window.bench.trainer.failed.emit(message("Failed"))
    window.notices.look(running=False)
    assert window.notices._toast is not None
    window.notices.look(running=True)
    assert window.notices._toast is None
    window.bench.trainer.ended.emit(message("Ended"))
    window.notices.look(running=False)
    assert window.notices._toast is not None
    window.notices.look(running=True)
    assert window.notices._toast is None


def press_in_notice(window: MainWindow, text: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.notices._toast is not None, timeout=20_000)
    buttons = window.notices._toast.findChildren(Button)
    QTest.mouseClick(next(button for button in buttons if button.text() == text), Qt.MouseButton.LeftButton)


def test_paused_in_mid_epoch_bar_chart_and_history_show_the_same_loss(lab: MainWindow, qtbot: QtBot) -> None:
    document = lab.bench.store.document
    plan = replace(document.plan, batches="online")
    lab.bench.store.commit(edits.set_plan(document, plan), message("Edit"))
    lab.dock.bring("plots")
    lab.bench.trainer.epoch()
    qtbot.waitUntil(lambda: not lab.bench.trainer.running, timeout=20_000)
    start = lab.bench.store.document.state.epoch
    for _ in range(2):
        lab.acts["train_step"].trigger()
        qtbot.waitUntil(lambda: not lab.bench.trainer.running, timeout=20_000)
    chart, strip = lab.plots.loss, lab.timeline.past.strip
    qtbot.waitUntil(lambda: lab.top_bar.epoch.value == f"{start}.5", timeout=5_000)
    qtbot.waitUntil(lambda: len(chart._epochs) and chart._epochs[-1] == start + 0.5, timeout=5_000)
    qtbot.wait(300)  # bar, chart and history are each drawn at their own pace
    assert lab.timeline.past.epoch.text() == f"Epoch {start}.5"
    shown = [format_loss(values[-1]) for values in (chart._train, strip._loss)]
    assert shown == [lab.top_bar.loss.value] * 2


def test_the_train_button_names_its_key(lab: MainWindow) -> None:
    assert lab.top_bar.train.toolTip() == "Train   T"
    theme().set_language("ko")
    assert lab.top_bar.train.toolTip() == "학습   T"
