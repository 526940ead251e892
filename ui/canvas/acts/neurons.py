"""Layers and their neurons: opening layers, folding neurons into layers, and one unit more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim import edits
from nnsim.catalog import DenseSettings
from nnsim.document import Document
from nnsim.text import Message, NnsimError, message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.diagram import diagram_of
from ui.canvas.opening import can_be_opened, opened_in_place
from ui.canvas.refusal import tell_why

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def open_selected(view: CanvasView) -> None:
    """Put the neurons of the selected layers, and the parts of the selected blocks of parts, in their places."""
    document, cards = view.document, view.board.diagram.cards
    chosen = [card.id for card in cards.values() if card.id in view.selection.nodes and can_be_opened(card.kind)]
    try:
        opened, new = opened_in_place(document, cards, chosen)
    except NnsimError as error:
        tell_why(view, error.message)
        return
    name = document.network.node(chosen[0]).name
    if len(chosen) > 1:
        text = message("Open {count} layers", count=len(chosen))
    elif document.network.node(chosen[0]).kind == "dense":
        text = message("Open '{name}' into neurons", name=name)
    else:
        text = message("Open '{name}'", name=name)
    view.store.commit(opened, text)
    view.selection.select(new)


def fold_selected(view: CanvasView) -> None:
    """Make one layer of the selected neurons, or one of each column of them; where a layer is among them, they join it.
    """
    document = view.document
    columns = edits.side_by_side(document, view.selection.nodes)
    layers = []
    try:
        for column in columns:
            document, layer = _folded(view, document, column)
            layers.append(layer)
    except NnsimError as error:
        tell_why(view, error.message)
        return
    text = message("Fold into {count} layers", count=len(layers)) if len(layers) > 1 else message(
        "Fold into '{name}'", name=document.network.node(layers[0]).name)
    view.store.commit(document, text)
    view.selection.select(layers)


def _folded(view: CanvasView, document: Document, column: tuple[str, ...]) -> tuple[Document, str]:
    """The document with one layer in place of these, and its id."""
    kinds = {node: document.network.node(node).kind for node in column}
    layers = [node for node in column if kinds[node] == "dense"]
    neurons = [node for node in column if kinds[node] == "neuron"]
    if len(layers) == 1 and len(neurons) == len(column) - 1:
        cards = view.board.diagram.cards
        for neuron in sorted(neurons, key=lambda node: cards[node].y):
            document = edits.join_layer(document, neuron, layers[0])
        return document, layers[0]
    folded, layer = edits.fold(document, column)
    return _where_they_were(view, folded, column, layer), layer


def add_unit(view: CanvasView) -> None:
    """One more unit in the selected layer: below the selected unit, else as the last one."""
    node = view.selection.node
    assert node is not None
    document = view.document
    settings = document.network.node(node).settings
    assert isinstance(settings, DenseSettings)
    at = max(view.selection.units_of(node), default=settings.units - 1) + 1
    try:
        grown = edits.add_unit(document, node, at)
    except NnsimError as error:
        tell_why(view, error.message)
        return
    view.store.commit(grown, message("Add a unit to '{name}'", name=document.network.node(node).name))
    view.selection.select_unit(node, at)


def _where_they_were(view: CanvasView, folded: Document, column: tuple[str, ...], layer: str) -> Document:
    """The folded layer with the middle of its units where the middle of the neurons was."""
    gone = [card for card in view.board.diagram.cards.values()
            if card.id in column and card.kind != "activation"]
    across = sum(card.x + card.shape.middle for card in gone) / len(gone)
    down = sum(card.y + card.shape.axis for card in gone) / len(gone)
    shape = diagram_of(folded).cards[layer].shape
    return edits.move(folded, {layer: (across - shape.middle, down - shape.axis)})


def _kind_of_selected(view: CanvasView) -> str:
    node = view.selection.node
    return view.document.network.node(node).kind if node is not None else ""


def can_open(view: CanvasView) -> bool:
    """Whether a layer or a block of parts is selected, or several."""
    network = view.document.network
    return any(can_be_opened(network.node(node).kind) for node in view.selection.nodes)


def can_fold(view: CanvasView) -> bool:
    """Whether neurons are selected, or several layers, and nothing but what may become a layer with them."""
    kinds = [view.document.network.node(node).kind for node in view.selection.nodes]
    folding = kinds.count("neuron") + kinds.count("dense")
    return set(kinds) <= {"neuron", "dense", "activation"} and ("neuron" in kinds or kinds.count("dense") > 1) and (
        folding > 1 or kinds == ["neuron"])


def _opening(view: CanvasView) -> Message:
    kinds = {view.document.network.node(node).kind for node in view.selection.nodes}
    return message("Open into neurons") if "dense" in kinds else message("Open into its parts")


def _folding(view: CanvasView) -> Message:
    kinds = [view.document.network.node(node).kind for node in view.selection.nodes]
    joins = kinds.count("dense") == 1 and kinds.count("neuron") == len(kinds) - 1
    return message("Join the layer") if joins else message("Fold into a layer")


ACTS = (
    CanvasAct("open", message("Open into neurons"), open_selected, ("E",), "circles-three", group="neurons",
              possible=can_open, named=_opening),
    CanvasAct("fold", message("Fold into a layer"), fold_selected, ("Shift+E",), "stack", group="neurons",
              possible=can_fold, named=_folding),
    CanvasAct("add_unit", message("Add a unit"), add_unit, ("Ins",), "plus-circle", group="neurons",
              possible=lambda view: _kind_of_selected(view) == "dense", repeats=True),
)  # fmt: skip
