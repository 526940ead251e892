"""A small network in a store, the inspector on top of it."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim import data, edits
from nnsim.document import Document
from ui.bridge import DocumentStore, Selection
from ui.bridge.problems import ProblemWatch
from ui.look import theme
from ui.panels.inspector import Inspector


@pytest.fixture
def document() -> Document:
    """2-3-1 on XOR: input, dense layer, single neuron, output with its loss."""
    document = edits.choose_data(edits.new_document(), data.generated("xor"), 2)
    document, source = edits.add_node(document, "input", (0.0, 0.0))
    document, dense = edits.add_node(document, "dense", (200.0, 0.0))
    document, neuron = edits.add_node(document, "neuron", (400.0, 0.0))
    document, output = edits.add_output(document, (600.0, 0.0))
    for start, end in ((source, dense), (dense, neuron), (neuron, output)):
        document = edits.connect(document, start, end)
    return document


@pytest.fixture
def store(qtbot: QtBot, document: Document) -> DocumentStore:
    return DocumentStore(document)


@pytest.fixture
def selection(store: DocumentStore) -> Selection:
    return Selection(store)


@pytest.fixture
def inspector(qtbot: QtBot, qapp: QApplication, store: DocumentStore, selection: Selection) -> Inspector:
    theme().apply(qapp)
    panel = Inspector(store, selection, ProblemWatch(store))
    qtbot.addWidget(panel)
    panel.resize(384, 900)
    panel.show()
    return panel

