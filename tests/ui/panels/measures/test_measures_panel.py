"""The panel of the metrics: what it shows of classes and numbers, what is missing, and the threshold that moves."""

from collections.abc import Callable
from itertools import product

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QFontMetrics
from pytestqt.qtbot import QtBot

from nnsim.catalog import InputSettings, decision_threshold
from nnsim.data import change_column, generated, iris, own_table
from nnsim.document import Document
from nnsim.edits import change_settings, choose_data, connect, new_document
from nnsim.program import Trainer
from tests.ui.panels.measures.conftest import network
from ui.look import font, theme
from ui.panels.measures import MeasuresPanel

PanelOn = Callable[[Document], MeasuresPanel]
IRIS = network(iris(), 2, 3, "softmax", function="categorical_cross_entropy")
TWO = network(generated("gaussians", test_share=0.25), 2, 1, "sigmoid", function="binary_cross_entropy")


def ready(qtbot: QtBot, panel: MeasuresPanel) -> MeasuresPanel:
    qtbot.waitUntil(lambda: panel.pages.currentWidget() is not panel.lack, timeout=20_000)
    qtbot.wait(50)  # until everything has its place
    return panel


def texts(panel: MeasuresPanel) -> dict[str, list[str]]:
    return {row.name.id if hasattr(row.name, "id") else row.name: [figure.text for figure in row.figures]
            for row in panel.metrics.table.rows}


def test_classes_show_what_the_core_measures_of_both_sets(qtbot: QtBot, panel_on: PanelOn) -> None:
    panel = ready(qtbot, panel_on(IRIS))
    trainer = Trainer(IRIS)
    for column, part in enumerate(("train", "test")):
        wanted = trainer.measures(part)
        assert wanted is not None
        for metric in ("accuracy", "precision", "recall", "f1"):
            shown = texts(panel)[metric.capitalize()][column]
            assert shown == f"{100 * wanted.values[metric]:.1f} %"
    assert "Top-k accuracy" not in texts(panel)
    assert panel.matrix.side.current == "test"
    matrix = panel.matrix.matrix
    assert [row.name for row in panel.classes.table.rows] == ["setosa", "versicolor", "virginica"]
    assert int(matrix._counts.sum()) == len(trainer.data.x_test)
    panel.matrix.side._segments["train"].click()
    assert int(matrix._counts.sum()) == len(trainer.data.x_train)
    assert not panel.threshold.isVisible()


def test_a_cell_says_what_it_is_to_the_mouse_and_to_the_keys(qtbot: QtBot, panel_on: PanelOn) -> None:
    panel = ready(qtbot, panel_on(IRIS))
    matrix = panel.matrix.matrix
    counts, names = matrix._counts, ("setosa", "versicolor", "virginica")
    for cell in np.ndindex(3, 3):
        qtbot.mouseMove(matrix, matrix.rectangle(cell).center().toPoint())
        told = panel.matrix.sentence.text()
        share = 100 * counts[cell] / counts[cell[0]].sum()
        assert told.startswith(f"True class '{names[cell[0]]}', predicted '{names[cell[1]]}': {counts[cell]} of 15 ")
        assert f"{share:.1f} % of the row" in told
        assert matrix.accessibleDescription() == told
        assert ("These answers are right." in told) == (cell[0] == cell[1])
    for key, cell in ((Qt.Key.Key_Up, (1, 2)), (Qt.Key.Key_Left, (1, 1)), (Qt.Key.Key_Down, (2, 1)),
                      (Qt.Key.Key_Down, (2, 1))):
        qtbot.keyClick(matrix, key)
        assert matrix.cell == cell


def test_arrow_keys_belong_to_what_tab_led_to(qtbot: QtBot, panel_on: PanelOn) -> None:
    panel = ready(qtbot, panel_on(IRIS))
    steps: list[bool] = []
    for key in ("Right", "Down"):
        action = QAction(panel)
        action.setShortcut(key)
        action.triggered.connect(lambda: steps.append(True))
        panel.addAction(action)
    panel.activateWindow()
    matrix, table = panel.matrix.matrix, panel.metrics.table
    for widget in (matrix, table):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(widget, Qt.Key.Key_Right)
        qtbot.keyClick(widget, Qt.Key.Key_Down)
    assert (matrix.cell, table.place, steps) == ((1, 0), (1, 1), [])
    matrix.setFocus()
    table.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert (table.place, steps) == ((1, 1), [True])


def test_pointing_at_a_metric_shows_its_formula_with_numbers(qtbot: QtBot, panel_on: PanelOn) -> None:
    panel = ready(qtbot, panel_on(IRIS))
    table, card = panel.metrics.table, panel.metrics.card
    counts = Trainer(IRIS).measures("train")
    assert counts is not None
    right = int(counts.sums["right"])
    qtbot.mouseMove(table, table.cell(0, 0).center().toPoint())
    assert card._place.text() == "on the training set"
    assert f"= {right}/105" in card.formula.accessibleDescription()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.place == (1, 0)
    assert card._title.text() == "Precision"
    assert "TP/(TP + FP)" in card.formula.accessibleDescription()
    classes = panel.classes
    qtbot.mouseMove(classes.table, classes.table.cell(2, 1).center().toPoint())
    assert classes.card._title.text() == "Recall of virginica"
    assert "/(" in classes.card.formula.accessibleDescription().partition("=")[2]


def test_numbers_show_their_errors_and_in_which_unit(qtbot: QtBot, panel_on: PanelOn) -> None:
    x = np.linspace(-1, 1, 40)
    source = own_table("line.csv", {"x": x.tolist(), "height": (30 * x).tolist()}, ["height"])
    document = network(change_column(source, 1, standardize=True), 1, 1, "linear", function="mse")
    panel = ready(qtbot, panel_on(document))
    wanted = Trainer(document).measures()
    assert wanted is not None
    assert texts(panel) == {
        "R²": [f"{wanted.values['r_squared']:.3f}".replace("-", "−"), "–"],
        "Mean squared error": [f"{wanted.values['mse']:.3f}", "–"],
        "Root mean squared error": [f"{wanted.values['rmse']:.3f}", "–"],
        "Mean absolute error": [f"{wanted.values['mae']:.3f}", "–"],
    }
    assert f"1 is {(30 * x).std():.2f} of 'height'" in panel.metrics._unit.text()
    assert not panel.matrix.isVisible()
    assert not panel.classes.isVisible()
    with qtbot.waitSignal(panel.data_wanted):
        panel.metrics.split.click()


def test_sequences_show_perplexity(qtbot: QtBot, panel_on: PanelOn) -> None:
    rng = np.random.default_rng(3)
    steps = {f"x{i}": rng.normal(size=12).tolist() for i in range(6)}
    targets = {f"y{i}": rng.integers(0, 2, 12).astype(float).tolist() for i in range(3)}
    document = network(own_table("s.csv", steps | targets, list(targets)), 6, 2, "softmax",
                       function="categorical_cross_entropy", targets="numbers")
    source = next(node for node in document.network.nodes if node.kind == "input")
    document = change_settings(document, source.id, InputSettings(tuple(range(6)), (3, 2)))
    panel = ready(qtbot, panel_on(document))
    wanted = Trainer(document).measures()
    assert wanted is not None
    assert texts(panel)["Perplexity"][0] == f"{wanted.values['perplexity']:.3f}"
    assert panel.matrix._note.text() == "36 answers"


def test_moving_the_threshold_is_one_edit_and_changes_the_answers(qtbot: QtBot, panel_on: PanelOn) -> None:
    panel = ready(qtbot, panel_on(TWO))
    store, matrix = panel._store, panel.matrix.matrix
    panel.threshold.slider.slider.previewed.emit(0.0)
    qtbot.waitUntil(lambda: not matrix._counts[:, 0].any(), timeout=20_000)  # shown before it is committed
    assert store.undo_stack.count() == 0
    panel.threshold.slider.slider.committed.emit(1.0)
    qtbot.waitUntil(lambda: not matrix._counts[:, 1].any(), timeout=20_000)
    assert decision_threshold(store.document.network) == 1.0
    assert store.undo_stack.count() == 1
    store.undo()
    qtbot.waitUntil(lambda: matrix._counts[:, 1].any(), timeout=20_000)
    assert panel.threshold.slider.value == 0.5


def test_it_is_live_while_training_and_current_after_a_step(qtbot: QtBot, panel_on: PanelOn) -> None:
    panel = ready(qtbot, panel_on(TWO))
    store, trainer = panel._store, panel._trainer
    seen: list[int] = []

    def note(snapshot: object) -> None:
        assert snapshot.measures["train"].sums["right"] > 0  # type: ignore[attr-defined]
        seen.append(snapshot.step)  # type: ignore[attr-defined]

    trainer.snapshot.connect(note)
    trainer.start()
    qtbot.waitUntil(lambda: len(seen) >= 8, timeout=20_000)
    assert (np.diff(seen[1:]) > 0).all(), "each snapshot is measured anew"
    trainer.pause()
    qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)
    for _ in range(2):
        wanted = Trainer(store.document).measures("test")
        assert wanted is not None
        share = f"{100 * wanted.values['f1']:.1f} %"
        qtbot.waitUntil(lambda share=share: texts(panel)["F1"][1] == share, timeout=20_000)
        trainer.step()
        qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)


def test_metrics_that_nobody_looks_at_are_not_measured_in_a_run(qtbot: QtBot, panel_on: PanelOn) -> None:
    panel = ready(qtbot, panel_on(TWO))
    trainer, seen = panel._trainer, list[dict[str, float]]()
    trainer.snapshot.connect(lambda snapshot: seen.append(dict(snapshot.measures["train"].values)))
    panel.hide()
    trainer.start()
    qtbot.waitUntil(lambda: len(seen) >= 4, timeout=20_000)
    assert all(values == seen[0] for values in seen)
    panel.show()
    begun = len(seen)
    qtbot.waitUntil(lambda: any(values != seen[0] for values in seen[begun:]), timeout=20_000)
    trainer.pause()
    qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)


def test_what_is_missing_is_said_with_the_button_that_brings_it(qtbot: QtBot, panel_on: PanelOn) -> None:
    panel = panel_on(new_document())
    assert panel.lack.sentence.text() == "No samples to learn from yet."
    with qtbot.waitSignal(panel.data_wanted):
        panel.lack.action.click()
    too_wide = choose_data(TWO, generated("not"), 1)
    source = next(node for node in TWO.network.nodes if node.kind == "input")
    broken = change_settings(too_wide, source.id, source.settings)
    panel._store.replace_all(broken)
    qtbot.waitUntil(lambda: panel.lack.action.text() == "Take all 1", timeout=20_000)
    panel.lack.action.click()
    ready(qtbot, panel)


def test_targets_inside_the_network_are_not_measured(qtbot: QtBot, panel_on: PanelOn) -> None:
    ids = {node.kind: node.id for node in TWO.network.nodes}
    document = network(generated("gaussians"), 2, 2, "linear", function="mse")
    document = connect(document, ids["input"], ids["loss"], port="target")
    panel = panel_on(document)
    qtbot.waitUntil(lambda: panel._trainer.latest is not None, timeout=20_000)
    qtbot.waitUntil(lambda: panel.lack.sentence.text().startswith("The loss compares"), timeout=20_000)
    assert not panel.lack.action.isVisible()


def test_no_figure_is_cut(qtbot: QtBot, panel_on: PanelOn) -> None:
    panel = ready(qtbot, panel_on(IRIS))
    try:
        for width, language, scale in product((300, 336, 480), ("en", "ko"), (1.0, 2.0)):
            theme().set_language(language)  # type: ignore[arg-type]
            theme().set_scale(scale)
            panel.resize(theme().px(width), panel.height())
            qtbot.wait(20)
            for table in (panel.metrics.table, panel.classes.table):
                for index, row in enumerate(table.rows):
                    for column, figure in enumerate(row.figures[: len(table._column_widths)]):
                        cell = table.cell(index, column)
                        assert cell.left() >= theme().px(40)
                        assert QFontMetrics(font("control_strong")).horizontalAdvance(figure.text) <= cell.width()
            matrix = panel.matrix.matrix
            assert matrix.rectangle((2, 2)).right() <= matrix.width()
            assert matrix.rectangle((2, 2)).bottom() <= matrix.height()
    finally:
        theme().set_language("en")
        theme().set_scale(1.0)


def test_many_classes_open_on_request_and_their_cells_are_found(qtbot: QtBot, panel_on: PanelOn) -> None:
    rng = np.random.default_rng(0)
    codes = np.arange(90) % 30
    table = {"x": rng.normal(size=90).tolist(), "y": rng.normal(size=90).tolist(), "c": [f"c{c:02}" for c in codes]}
    document = network(own_table("many.csv", table, ["c"]), 2, 30, "softmax", function="categorical_cross_entropy")
    panel = ready(qtbot, panel_on(document))
    assert len(panel.classes.table.rows) == 12
    panel.classes.more.click()
    assert len(panel.classes.table.rows) == 30
    matrix = panel.matrix.matrix
    center = matrix.rectangle((29, 0)).center().toPoint()
    qtbot.mouseMove(matrix, center + QPoint(0, 1))
    assert matrix.cell == (29, 0)
