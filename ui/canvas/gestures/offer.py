"""A link dropped on empty ground: what fits there is offered at the pointer, and placed and linked when chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from nnsim import edits
from nnsim.document import Document, Link
from nnsim.text import NnsimError, message
from ui.canvas.diagram import diagram_of
from ui.canvas.free_place import standing
from ui.canvas.gestures.base import Gesture, Modifiers
from ui.canvas.gestures.connect import ConnectGesture
from ui.canvas.gestures.drop import added, insert, parsed
from ui.canvas.gestures.insert import curves_of, middle_of
from ui.canvas.hit import in_port, out_port, unit_port
from ui.canvas.joining import Joint
from ui.canvas.layout import COLUMN_GAP
from ui.canvas.offers import Offer, offers, offers_between
from ui.canvas.quick_add import QuickAdd
from ui.canvas.refusal import tell_why

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

LEAST_WAY = 40.0
"""A link that is let go nearer to where it began is given up, px on the screen"""


class OfferGesture(ConnectGesture):
    """Draws a link from a port; on empty ground it asks what the link shall lead to."""

    def __init__(self, view: CanvasView, node: str, unit: int | None) -> None:
        super().__init__(view, node, unit)
        self._view = view
        self._begun = QPointF()

    def start(self, point: QPointF, modifiers: Modifiers) -> None:
        self._begun = point
        super().start(point, modifiers)

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        far = (point - self._begun).manhattanLength() * self._view.zoom >= LEAST_WAY
        empty = self._aim(point) is None and self._view.board.diagram.card_at(point) is None
        if empty and far:
            offer(self._view, self._node, self._unit, point)
        else:
            super().end(point, modifiers)


def offer(view: CanvasView, source: str, unit: int | None, point: QPointF) -> QuickAdd:
    """Open the list of what fits behind a node, or one unit of it, with the link shown to where it will stand."""
    card, feedback = view.board.diagram.cards[source], view.feedback
    begin = (unit_port(card, unit) if unit is not None else None) or out_port(card) or point
    feedback.clear()
    feedback.wire = (begin, point)
    feedback.show()
    found = offers(view.document, source, unit)
    return _opened(view, found, point, lambda payload: add_behind(view, source, unit, payload, point))


def offer_on_link(view: CanvasView, link: Link) -> QuickAdd:
    """Open the list of what can stand in the middle of a link, which lights."""
    point = middle_of(view.board, link)
    view.feedback.clear()
    view.feedback.lit = curves_of(view.board, link)
    view.feedback.show()

    def put(payload: str) -> None:
        try:
            insert(view, link, payload, point)
        except NnsimError as error:
            tell_why(view, error.message)

    return _opened(view, offers_between(view.document, link), point, put)


def _opened(
    view: CanvasView, found: Sequence[Offer], point: QPointF, chosen: Callable[[str], object]
) -> QuickAdd:
    """The list at a point of the scene; what is shown meanwhile goes when it closes."""
    popup = QuickAdd(found, chosen, view)
    view.pointer.gesture = waiting = Gesture()  # so that it stays when the pointer leaves for the list

    def leave(_result: int) -> None:
        if view.pointer.gesture is waiting:
            view.pointer.gesture = None
        view.feedback.clear()

    popup.finished.connect(leave)
    popup.popup(view.viewport().mapToGlobal(view.mapFromScene(point)))
    return popup


def offer_at_selected(view: CanvasView) -> None:
    """Open the list behind the selected node, or for the selected link, by key."""
    node, link = view.selection.node, view.selection.link
    card = view.board.diagram.cards.get(node or "")
    port = None if card is None else out_port(card)
    if link is not None:
        offer_on_link(view, link)
    elif node is not None and port is not None:
        offer(view, node, None, port + QPointF(COLUMN_GAP / 2, 0))


def add_behind(view: CanvasView, source: str, unit: int | None, payload: str, point: QPointF) -> str | None:
    """Add a node so that its port lies at a point, where no card is covered, and link it; its id, None if refused."""
    try:
        document, new = behind(view.document, source, unit, payload, point)
    except NnsimError as error:
        tell_why(view, error.message)
        return None
    view.store.commit(document, message("Add '{name}'", name=document.network.node(new).name))
    view.selection.select([new])
    return new


def behind(
    document: Document, source: str, unit: int | None, payload: str, point: QPointF
) -> tuple[Document, str]:
    """The document with a new node that is linked from a node, or one unit of it, and its id.

    Raises:
        NnsimError: the link is not possible.
    """
    before = document
    kind, settings = parsed(payload)
    document, node = added(document, kind, settings, (point.x(), point.y()))
    document = edits.connect(document, source, node, unit)
    new = sorted(
        (each.id for each in document.network.nodes if not before.network.has(each.id)), key=lambda each: each != node)
    card = diagram_of(document).cards[node]
    port = in_port(card)
    center = point if port is None else point + card.rect.center() - port
    return standing(document, new, Joint(), center), node
