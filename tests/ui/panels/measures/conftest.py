"""A panel of metrics on a store and a real trainer, as wide as the dock."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.catalog import AdamSettings, DenseSettings, InputSettings, LossSettings
from nnsim.document import DataSource, Document
from nnsim.edits import add_node, add_output, change_settings, choose_data, connect, new_document, set_rule
from ui.bridge import DocumentStore, TrainerClient
from ui.bridge.problems import ProblemWatch
from ui.look import theme
from ui.panels.measures import MeasuresPanel


def network(source: DataSource, inputs: int, units: int, activation: str, **loss: Any) -> Document:
    """One dense layer on all inputs, with its output and loss."""
    document, first = add_node(new_document(), "input", (0.0, 0.0), settings=InputSettings(tuple(range(inputs))))
    document, dense = add_node(document, "dense", (200.0, 0.0), settings=DenseSettings(units, activation))
    document, output = add_output(document, (400.0, 0.0))
    document = connect(connect(document, first, dense), dense, output)
    measured = next(node.id for node in document.network.nodes if node.kind == "loss")
    document = choose_data(document, source, inputs)
    document = change_settings(document, measured, LossSettings(**loss))
    return set_rule(document, "adam", AdamSettings(learning_rate=0.05))


@pytest.fixture
def panel_on(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Document], MeasuresPanel]]:
    """Makes a shown panel on a document; its trainer ends with the test."""
    theme().apply(qapp)
    kept: list[tuple[DocumentStore, TrainerClient]] = []

    def make(document: Document) -> MeasuresPanel:
        store = DocumentStore(document)
        trainer = TrainerClient(store)
        kept.append((store, trainer))
        panel = MeasuresPanel(store, trainer, ProblemWatch(store))
        qtbot.addWidget(panel)
        panel.resize(480, 1900)
        panel.show()
        return panel

    yield make
    for _, trainer in kept:
        trainer.shutdown()
