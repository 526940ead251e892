"""Cutting, copying, pasting and duplicating parts of a network, over the clipboard that all programs share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF
from PySide6.QtGui import QCursor, QGuiApplication

from nnsim import edits
from nnsim.document import Document
from nnsim.files.fragment import FRAGMENT_MIME, dump_fragment, load_fragment
from nnsim.text import Message, NnsimError, message, render
from ui.canvas.diagram import diagram_of
from ui.canvas.free_place import snapped, uncovering, union
from ui.canvas.travel import places

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def copy_selected(view: CanvasView) -> bool:
    """Put the selected nodes on the clipboard, with the links among them; whether that went well."""
    if not view.selection.nodes:
        return False
    placed = edits.move(view.document, places(view))
    try:
        data = dump_fragment(edits.fragment_of(placed, view.selection.nodes))
    except NnsimError as error:
        _say(view, error.message)
        return False
    content = QMimeData()
    content.setData(FRAGMENT_MIME, data)
    QGuiApplication.clipboard().setMimeData(content)
    return True


def cut_selected(view: CanvasView) -> None:
    """Put the selected nodes on the clipboard, and take them away."""
    if copy_selected(view):
        view.store.commit(edits.delete(view.document, view.selection.nodes), message("Cut"))


def can_paste(view: CanvasView) -> bool:
    """Whether there are parts of a network on the clipboard, from whatever window."""
    content: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None of an empty one
    return content is not None and content.hasFormat(FRAGMENT_MIME)


def paste(view: CanvasView, weights: bool = True) -> None:
    """Copies of what is on the clipboard, around the pointer, else near to where it stood; they are selected then.

    They cover no card. Without their weights they begin with new ones.
    """
    try:
        fragment = load_fragment(bytes(QGuiApplication.clipboard().mimeData().data(FRAGMENT_MIME).data()))
        document, nodes = edits.paste(view.document, fragment, (0.0, 0.0), weights)
    except NnsimError as error:
        _say(view, error.message)
        return
    _commit(view, _brought(view, document, nodes), nodes, message("Paste"))


def duplicate_selected(view: CanvasView, weights: bool = True) -> None:
    """Copies of the selected nodes, beside them; without their weights they begin with new ones."""
    try:
        placed = edits.move(view.document, places(view))
        document, nodes = edits.duplicate(placed, view.selection.nodes, (0.0, 0.0), weights=weights)
    except NnsimError as error:
        _say(view, error.message)
        return
    _commit(view, document, nodes, message("Duplicate"))


def select_all(view: CanvasView) -> None:
    """Select every node."""
    view.selection.select(view.board.diagram.cards)


def _commit(view: CanvasView, document: Document, nodes: tuple[str, ...], text: Message) -> None:
    if nodes:
        document = uncovering(document, nodes)
    view.store.commit(document, text)
    view.selection.select(nodes)
    view.reveal(*nodes)


def _brought(view: CanvasView, document: Document, nodes: tuple[str, ...]) -> Document:
    """The document with pasted nodes around the pointer; where that is elsewhere, in the middle if they are not seen.
    """
    cards = diagram_of(document).cards
    box = union(cards[node].rect for node in nodes)
    seen = view.mapToScene(view.corners.room().toRect()).boundingRect()
    pointer = _pointer(view)
    center = pointer if pointer is not None else None if seen.intersects(box) else seen.center()
    if center is None or box.isEmpty():
        return document
    shift = snapped(box.topLeft() + center - box.center()) - box.topLeft()
    return edits.move(document, {node: (cards[node].x + shift.x(), cards[node].y + shift.y()) for node in nodes})


def _pointer(view: CanvasView) -> QPointF | None:
    """Where the pointer is on the scene; None while it is elsewhere."""
    viewport = view.viewport()
    return view.mapToScene(viewport.mapFromGlobal(QCursor.pos())) if viewport.underMouse() else None


def _say(view: CanvasView, words: Message) -> None:
    view.feedback.words = (view.mapToScene(view.corners.room().center().toPoint()), render(words))
    view.feedback.leave_words()
