"""Renaming, deleting, cutting, copying, pasting and selecting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nnsim import edits
from nnsim.text import Message, message
from ui.canvas.acts.act import CanvasAct
from ui.canvas.clipboard import copy_selected, cut_selected, duplicate_selected, paste, select_all

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def nodes_selected(view: CanvasView) -> bool:
    """Whether any node is selected."""
    return bool(view.selection.nodes)


def one_node_selected(view: CanvasView) -> bool:
    """Whether exactly one node is selected."""
    return view.selection.node is not None


def nothing_selected(view: CanvasView) -> bool:
    """Whether neither a node nor a link is selected."""
    return not view.selection.nodes and view.selection.link is None


def anything_selected(view: CanvasView) -> bool:
    """Whether a node or a link is selected."""
    return not nothing_selected(view)


def rename_selected(view: CanvasView) -> None:
    """Edit the name of the selected node where it stands."""
    if view.selection.node is not None:
        view.rename(view.selection.node)


def delete_selected(view: CanvasView) -> None:
    """Delete the selected nodes, or the selected link."""
    selection, document = view.selection, view.document
    if selection.nodes:
        nodes = [node for node in document.network.nodes if node.id in selection.nodes]
        text = message("Delete '{name}'", name=nodes[0].name) if len(nodes) == 1 else message("Delete")
        view.store.commit(edits.delete(document, selection.nodes), text)
    elif selection.link is not None:
        view.store.commit(edits.disconnect(document, selection.link), message("Delete link"))


def _deleting(view: CanvasView) -> Message:
    link = view.selection.link
    if link is None:
        return message("Delete")
    source, target = (view.document.network.node(node).name for node in (link.source, link.target))
    return message("Delete the link from '{source}' to '{target}'", source=source, target=target)


ACTS = (
    CanvasAct("rename", message("Rename…"), rename_selected, ("F2",), "pencil-simple", possible=one_node_selected),
    CanvasAct("cut", message("Cut"), cut_selected, ("Ctrl+X",), "scissors", possible=nodes_selected),
    CanvasAct("copy", message("Copy"), copy_selected, ("Ctrl+C",), "copy", possible=nodes_selected),
    CanvasAct("paste", message("Paste"), paste, ("Ctrl+V",), "clipboard-text", possible=lambda view: view.copied is not
              None, offered=nothing_selected),
    CanvasAct("duplicate", message("Duplicate"), duplicate_selected, ("Ctrl+D",), "copy-simple",
              possible=nodes_selected),
    CanvasAct("delete", message("Delete"), delete_selected, ("Del", "Backspace"), "trash", possible=anything_selected,
              named=_deleting),
    CanvasAct("select_all", message("Select all"), select_all, ("Ctrl+A",), "selection-all", offered=nothing_selected),
)  # fmt: skip
