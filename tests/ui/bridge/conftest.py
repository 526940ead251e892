"""Documents for the tests of the bridge."""

import pytest

from nnsim.document import Document
from nnsim.edits import add_node, add_output, connect, new_document
from ui.bridge import DocumentStore


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
def store(qtbot: object, document: Document) -> DocumentStore:
    return DocumentStore(document)
