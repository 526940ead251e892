"""Cutting, copying, pasting and duplicating parts of a network, over the clipboard that all programs share."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, QRectF
from PySide6.QtGui import QCursor, QGuiApplication

from nnsim import edits
from nnsim.document import Document
from nnsim.files.fragment import FRAGMENT_MIME, dump_fragment, load_fragment
from nnsim.text import Message, NnsimError, message
from ui.canvas.centered import centered
from ui.canvas.diagram import diagram_of
from ui.canvas.free_place import clear_of, snapped, union
from ui.canvas.layout import ROW_GAP
from ui.canvas.note_paint import note_rect
from ui.canvas.refusal import tell_why
from ui.canvas.travel import places
from ui.canvas.viewport import TINY

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def can_copy(view: CanvasView) -> bool:
    """Whether nodes or notes are selected."""
    return bool(view.selection.nodes or view.selection.notes)


def copy_selected(view: CanvasView) -> bool:
    """Put the selected nodes on the clipboard, with the links among them, and the selected notes; False if refused."""
    try:
        data = dump_fragment(_selected(view))
    except NnsimError as error:
        tell_why(view, error.message)
        return False
    content = QMimeData()
    content.setData(FRAGMENT_MIME, data)
    QGuiApplication.clipboard().setMimeData(content)
    return True


def cut_selected(view: CanvasView) -> None:
    """Put what is selected on the clipboard, and take it away."""
    selection = view.selection
    if copy_selected(view):
        left = edits.delete(view.document, selection.nodes, notes=selection.notes)
        view.store.commit(centered(view.document, left), message("Cut"))


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
        _put(view, fragment, weights, message("Paste"), _pointer(view))
    except NnsimError as error:
        tell_why(view, error.message)


def duplicate_selected(view: CanvasView, weights: bool = True) -> None:
    """Copies of what is selected, beside it and seen with it; without their weights they begin with new ones."""
    copied = view.selection.nodes
    try:
        _put(view, _selected(view), weights, message("Duplicate"), None)
    except NnsimError as error:
        tell_why(view, error.message)
        return
    both = copied | view.selection.nodes
    needed = view.camera.zoom_to_fit(view.bounds_of(*both), view.corners.room())
    if not view.camera.fitted and needed > min(TINY, view.zoom):
        view.bring(*both)


def select_all(view: CanvasView) -> None:
    """Select every node and every note."""
    view.selection.select(view.board.diagram.cards, [note.id for note in view.document.views.notes])


def _selected(view: CanvasView) -> Document:
    placed = edits.move(view.document, places(view))
    return edits.fragment_of(placed, view.selection.nodes, sorted(view.selection.notes))


def _put(view: CanvasView, fragment: Document, weights: bool, text: Message, at: QPointF | None) -> None:
    """Commit copies of a fragment around a point (None: where they were), with nothing covered, and select them."""
    before = view.document
    document, nodes = edits.paste(before, fragment, (0.0, 0.0), weights)
    notes = {note.id for note in document.views.notes} - {note.id for note in before.views.notes}
    shift = _shift(view, document, nodes, notes, at)
    cards = diagram_of(document).cards
    document = edits.move(document, {node: (cards[node].x + shift.x(), cards[node].y + shift.y()) for node in nodes})
    document = edits.move_notes(document, {
        note.id: (note.position[0] + shift.x(), note.position[1] + shift.y())
        for note in document.views.notes if note.id in notes
    })
    view.store.commit(document, text)
    view.selection.select(nodes, notes)


def _shift(
    view: CanvasView, document: Document, nodes: Collection[str], notes: Collection[str], at: QPointF | None
) -> QPointF:
    """How far copies move: to around a point; without one, into view if they are not seen, and off what is there."""
    cards = diagram_of(document).cards
    box = union([
        *(cards[node].rect for node in nodes),
        *(note_rect(note) for note in document.views.notes if note.id in notes),
    ])
    seen = view.mapToScene(view.corners.room().toRect()).boundingRect()
    center = at if at is not None else box.center() if seen.intersects(box) else seen.center()
    there = QRectF(box)
    if center != box.center():
        there.moveTopLeft(snapped(box.topLeft() + center - box.center()))
    if nodes:
        taken = [card.rect for card in cards.values() if card.id not in nodes]
        there.moveTopLeft(clear_of(taken, there, within=seen if at is None else None))
    elif at is None:
        there.translate(ROW_GAP, ROW_GAP)
    return there.topLeft() - box.topLeft()


def _pointer(view: CanvasView) -> QPointF | None:
    """Where the pointer is on the scene; None while it is elsewhere. A menu may lie between."""
    at = view.viewport().mapFromGlobal(QCursor.pos())
    return view.mapToScene(at) if view.viewport().rect().contains(at) else None
