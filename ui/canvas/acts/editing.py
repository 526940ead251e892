"""Renaming, deleting and selecting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim import edits
from nnsim.text import Message, message, render
from ui.canvas.acts.act import CanvasAct
from ui.canvas.acts.values import prune_cells
from ui.canvas.centered import centered
from ui.canvas.clipboard import select_all

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def one_node_selected(view: CanvasView) -> bool:
    """Whether exactly one node is selected."""
    return view.selection.node is not None


def nothing_selected(view: CanvasView) -> bool:
    """Whether neither a node nor a link is selected."""
    return view.selection.empty


def anything_selected(view: CanvasView) -> bool:
    """Whether a node or a link is selected."""
    return not view.selection.empty


def rename_selected(view: CanvasView) -> None:
    """Edit the name of the selected node where it stands."""
    if view.selection.node is not None:
        view.rename(view.selection.node)


def delete_selected(view: CanvasView) -> None:
    """Delete what is selected: nodes, units, links, or single weights, which are pruned then."""
    selection, document = view.selection, view.document
    if any(_of_layer(view, node) for node, _ in selection.units):
        delete_units(view)
    elif selection.nodes:
        nodes = [node for node in document.network.nodes if node.id in selection.nodes]
        text = message("Delete '{name}'", name=nodes[0].name) if len(nodes) == 1 else message("Delete")
        view.store.commit(centered(document, edits.delete(document, selection.nodes, notes=selection.notes)), text)
    elif selection.notes:
        text = message("Delete a note") if len(selection.notes) == 1 else message("Delete notes")
        view.store.commit(edits.delete_notes(document, selection.notes), text)
    elif _part_of_links(view):
        prune_cells(view, selection.cells, True)
    else:
        delete_links(view)


def delete_links(view: CanvasView) -> None:
    """Delete the selected links, also where single weights of them are selected."""
    links = view.selection.links
    text = message("Delete link") if len(links) == 1 else message("Delete links")
    view.store.commit(centered(view.document, edits.delete(view.document, (), links)), text)


def delete_units(view: CanvasView) -> None:
    """Take the selected units out of their layers, or say why one of them stays; a node goes with its only unit."""
    selection, document = view.selection, view.document
    alone = [node for node in selection.nodes if not _of_layer(view, node)]
    for node in sorted(selection.nodes.difference(alone)):
        objection = edits.can_remove_units(document, node)
        if objection is not None:
            card = view.board.diagram.cards[node]
            at = card.center_of.get(min(selection.units_of(node)), card.rect.center())
            view.feedback.words = (at, render(objection))
            view.feedback.leave_words()
            return
        document = edits.remove_units(document, node, selection.units_of(node))
    text = message("Delete a unit") if len(selection.units) == 1 else message("Delete units")
    view.store.commit(centered(view.document, edits.delete(document, alone)), text)


def _of_layer(view: CanvasView, node: str) -> bool:
    """Whether the node has several units."""
    card = view.board.diagram.cards.get(node)
    return card is not None and (card.units or 1) > 1


def _part_of_links(view: CanvasView) -> bool:
    """Whether single weights are selected, of links that have more than these."""
    selection = view.selection
    count = sum(bundle.count for bundle in view.board.diagram.bundles if bundle.link in selection.links)
    return 0 < len(selection.cells) < count


def _deleting(view: CanvasView) -> Message:
    link = view.selection.link
    if link is None:
        return message("Delete links") if view.selection.links else message("Delete")
    source, target = (view.document.network.node(node).name for node in (link.source, link.target))
    return message("Delete the link from '{source}' to '{target}'", source=source, target=target)


ACTS = (
    CanvasAct("rename", message("Rename…"), rename_selected, ("F2",), "pencil-simple", possible=one_node_selected),
    CanvasAct("delete", message("Delete"), delete_selected, ("Del", "Backspace"), "trash", possible=anything_selected,
              named=_deleting, offered=lambda view: not _part_of_links(view)),
    CanvasAct("delete_links", message("Delete links"), delete_links, icon="trash", possible=_part_of_links,
              named=_deleting),
    CanvasAct("select_all", message("Select all"), select_all, ("Ctrl+A",), "selection-all", offered=nothing_selected),
)  # fmt: skip
