"""Layers and their neurons: opening a layer, folding neurons into one, and one unit more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim import catalog, edits
from nnsim.catalog import Composite, DenseSettings
from nnsim.document import Document
from nnsim.text import Message, NnsimError, message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.diagram import diagram_of
from ui.canvas.free_place import union
from ui.canvas.layout import ROW_GAP, Positions
from ui.canvas.refusal import tell_why

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

LEAST_PITCH = 132.0
"""Distance of opened neurons at least, px: a disc, its name below it, and a gap."""


def open_selected(view: CanvasView) -> None:
    """Put the neurons of the selected layer, or the parts of the selected block, in its place."""
    node = view.selection.node
    assert node is not None
    document, name = view.document, view.document.network.node(node).name
    try:
        if isinstance(catalog.kind(document.network.node(node).kind), Composite):
            opened, new = edits.expand(document, node)
            text = message("Open '{name}'", name=name)
        else:
            opened, new = _opened_in_place(view, node)
            text = message("Open '{name}' into neurons", name=name)
    except NnsimError as error:
        tell_why(view, error.message)
        return
    view.store.commit(opened, text)
    view.selection.select(new)


def fold_selected(view: CanvasView) -> None:
    """Make one layer of the selected neurons; where a single layer is among them, they join it."""
    document, chosen = view.document, view.selection.nodes
    layers = [node for node in chosen if document.network.node(node).kind == "dense"]
    neurons = [card.id for card in view.board.diagram.cards.values() if card.id in chosen and card.free]
    try:
        if len(layers) == 1 and len(neurons) == len(chosen) - 1:
            for neuron in sorted(neurons, key=lambda node: view.board.diagram.cards[node].y):
                document = edits.join_layer(document, neuron, layers[0])
            folded, layer = document, layers[0]
        else:
            folded, layer = edits.fold(document, chosen)
            folded = _where_they_were(view, folded, layer)
    except NnsimError as error:
        tell_why(view, error.message)
        return
    view.store.commit(folded, message("Fold into '{name}'", name=folded.network.node(layer).name))
    view.selection.select([layer])


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


def _opened_in_place(view: CanvasView, node: str) -> tuple[Document, tuple[str, ...]]:
    """The layer opened, each neuron where its unit stood as far as there is room; what is in the way makes some."""
    before = view.board.diagram.cards[node]
    opened, new = edits.open_layer(view.document, node)
    cards = diagram_of(opened).cards
    neurons = [cards[each] for each in new if cards[each].free]
    rows = [y for _, y in before.shape.rows]
    pitch = max(LEAST_PITCH, rows[1] - rows[0] if len(rows) > 1 else 0.0)
    positions: Positions = {}
    for row, card in enumerate(neurons):
        middle = before.y + before.shape.axis + (row - (len(neurons) - 1) / 2) * pitch
        positions[card.id] = (before.x + before.shape.middle - card.shape.middle, middle - card.shape.axis)
    for joint in (cards[each] for each in new if not cards[each].free):
        positions[joint.id] = (joint.x, before.y + before.shape.axis - joint.shape.axis)
    opened = edits.move(opened, positions)
    return _making_room(opened, new, before.y + before.shape.axis), new


def _making_room(document: Document, new: tuple[str, ...], middle: float) -> Document:
    """The document with the cards that new ones cover moved out of their way, up or down, each side as a whole."""
    cards = diagram_of(document).cards
    box = union(cards[node].rect for node in new)
    aside = box.adjusted(-ROW_GAP / 2, 0, ROW_GAP / 2, 0)
    others = [card for card in cards.values() if card.id not in new and aside.left() < card.rect.right()
              and card.rect.left() < aside.right()]
    above = [card for card in others if card.y + card.shape.axis < middle]
    below = [card for card in others if card.y + card.shape.axis >= middle]
    up = max((card.rect.bottom() + ROW_GAP - box.top() for card in above if card.rect.intersects(box)), default=0.0)
    down = max((box.bottom() + ROW_GAP - card.y for card in below if card.rect.intersects(box)), default=0.0)
    moved = {card.id: (card.x, card.y - up) for card in above} if up else {}
    return edits.move(document, moved | ({card.id: (card.x, card.y + down) for card in below} if down else {}))


def _where_they_were(view: CanvasView, folded: Document, layer: str) -> Document:
    """The folded layer with the middle of its units where the middle of the neurons was."""
    gone = [card for card in view.board.diagram.cards.values()
            if card.id in view.selection.nodes and card.kind != "activation"]
    across = sum(card.x + card.shape.middle for card in gone) / len(gone)
    down = sum(card.y + card.shape.axis for card in gone) / len(gone)
    shape = diagram_of(folded).cards[layer].shape
    return edits.move(folded, {layer: (across - shape.middle, down - shape.axis)})


def _kind_of_selected(view: CanvasView) -> str:
    node = view.selection.node
    return view.document.network.node(node).kind if node is not None else ""


def can_open(view: CanvasView) -> bool:
    """Whether a layer or a block of parts is selected."""
    kind = _kind_of_selected(view)
    return kind == "dense" or isinstance(catalog.kind(kind), Composite)


def can_fold(view: CanvasView) -> bool:
    """Whether neurons are selected, or several layers, and nothing but what may become a layer with them."""
    kinds = [view.document.network.node(node).kind for node in view.selection.nodes]
    folding = kinds.count("neuron") + kinds.count("dense")
    return set(kinds) <= {"neuron", "dense", "activation"} and ("neuron" in kinds or kinds.count("dense") > 1) and (
        folding > 1 or kinds == ["neuron"])


def _opening(view: CanvasView) -> Message:
    return message("Open into neurons") if _kind_of_selected(view) == "dense" else message("Open into its parts")


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
