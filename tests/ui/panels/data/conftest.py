"""A store on a small network, the dialog that chooses its data, and a clock that only goes from sample to sample."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal

from nnsim.catalog import DenseSettings
from nnsim.data import generated
from nnsim.document import Document
from nnsim.edits import add_node, add_output, choose_data, connect, new_document
from tests.ui.panels.data.files import HOUSES
from ui.bridge import DocumentStore
from ui.panels.data.data_dialog import DataDialog


@dataclass
class View:
    """The part of a step's view that the card reads."""

    row: int


class Clock(QObject):
    """Stands for the playback clock: a batch, and which of its rows is shown."""

    moved = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, rows: tuple[int, ...] = ()) -> None:
        super().__init__()
        self.rows = rows
        self.view: View | None = None

    def set_sample(self, sample: int) -> None:
        self.view = View(self.rows[sample])
        self.moved.emit(self.view)


@pytest.fixture
def empty_store(qtbot: object) -> DocumentStore:
    return DocumentStore(new_document())


@pytest.fixture
def document() -> Document:
    """Two inputs of XOR, a unit, an output."""
    document, source = add_node(new_document(), "input", (0.0, 0.0))
    document, dense = add_node(document, "dense", (200.0, 0.0), settings=DenseSettings(units=1))
    document, output = add_output(document, (400.0, 0.0))
    document = connect(connect(document, source, dense), dense, output)
    return choose_data(document, generated("xor"), 2)


@pytest.fixture
def store(qtbot: object, document: Document) -> DocumentStore:
    return DocumentStore(document)


@pytest.fixture
def dialog(qtbot: Any, store: DocumentStore) -> DataDialog:
    dialog = DataDialog(store)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    path = tmp_path / "집값.csv"
    path.write_bytes(HOUSES)
    return path
