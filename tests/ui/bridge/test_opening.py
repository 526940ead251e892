"""What waits until a large network that opens stands on the display."""

from typing import Any

from msgspec.structs import replace

from nnsim import edits
from nnsim.catalog import NeuronSettings
from nnsim.document import Document, Network, Node
from ui.bridge import DocumentStore
from ui.bridge.opening import LARGE, Opening
from ui.bridge.selection import Selection
from ui.canvas.view import CanvasView


def many(count: int) -> Document:
    """So many neurons in rows of forty."""
    nodes = tuple(Node(f"neuron{k}", "neuron", f"n{k}", NeuronSettings()) for k in range(count))
    places = {node.id: (150.0 * (k % 40), 150.0 * (k // 40)) for k, node in enumerate(nodes)}
    empty = edits.new_document()
    views = replace(empty.views, positions=places)
    return edits.reconcile(empty, replace(empty, network=Network(nodes), views=views))


def test_work_waits_for_a_large_network_alone_and_is_done_once(qtbot: Any) -> None:
    opening, done = Opening(), []
    opening.begin(many(LARGE).network)
    opening.then(lambda: done.append("small"))
    assert done == ["small"]
    opening.begin(many(LARGE + 1).network)
    work = done.clear
    opening.then(work)
    opening.then(work)
    assert opening.going_on
    assert done == ["small"]
    opening.over.connect(lambda: done.append("told first"))
    opening.end()
    assert not opening.going_on
    assert done == []
    done.append("kept")
    opening.end()
    assert done == ["kept"]


def test_a_large_network_is_seen_whole_when_what_waited_for_it_begins(qtbot: Any) -> None:
    store = DocumentStore(edits.new_document())
    canvas = CanvasView(store, None, None, Selection(store))
    qtbot.addWidget(canvas)
    canvas.resize(900, 600)
    canvas.show()
    qtbot.waitExposed(canvas)
    seen: list[tuple[bool, bool]] = []
    empty = canvas.viewport().grab().toImage()
    store.replace_all(many(LARGE + 1))
    assert store.opening.going_on
    assert canvas.frames.hurried
    store.opening.then(lambda: seen.append((canvas.frames.working, canvas.sees_all())))
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    links, board = canvas.board.links._painted, canvas.board
    assert seen == [(False, True)]
    assert links is not None
    assert links.wiring is board.wiring
    assert board._stale == set()
    assert not canvas.frames.hurried
    assert canvas.viewport().grab().toImage() != empty
