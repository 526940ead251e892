"""Documents for the tests of the bridge."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from nnsim.catalog import AdamSettings
from nnsim.data import generated
from nnsim.document import Document
from nnsim.edits import add_node, add_output, change_settings, choose_data, connect, new_document, set_rule
from ui.bridge import DocumentStore, TrainerClient


@pytest.fixture
def document() -> Document:
    """A dense layer of four units between two inputs and an output with its loss."""
    empty = new_document()
    document, source = add_node(empty, "input", (0.0, 0.0))
    document, dense = add_node(document, "dense", (200.0, 0.0))
    document, output = add_output(document, (400.0, 0.0))
    document = connect(document, source, dense)
    return connect(document, dense, output)


@pytest.fixture
def store(qtbot: QtBot, document: Document) -> DocumentStore:
    return DocumentStore(document)


@pytest.fixture
def trainable(document: Document) -> Document:
    """The same with one unit, XOR to learn, Adam, and many more epochs than any test takes."""
    dense = document.network.node("dense1").settings
    document = change_settings(document, "dense1", type(dense)(units=1))
    document = set_rule(document, "adam", AdamSettings(learning_rate=0.01))
    document = choose_data(document, generated("xor"), 2)
    return replace(document, plan=replace(document.plan, epochs=10_000_000, batches="online"))


@pytest.fixture
def training_store(qtbot: QtBot, trainable: Document) -> DocumentStore:
    return DocumentStore(trainable)


@pytest.fixture
def trainer(training_store: DocumentStore) -> Iterator[TrainerClient]:
    client = TrainerClient(training_store)
    yield client
    client.shutdown()
