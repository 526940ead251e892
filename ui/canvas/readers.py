"""The network as screen readers walk it: the canvas holds cards, cards hold units and links, links hold weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QRectF
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget
from shiboken6 import isValid

from nnsim.document import Link
from ui.canvas import describe
from ui.canvas.card import Bundle, Card
from ui.canvas.describe import Thing
from ui.canvas.diagram import Diagram
from ui.canvas.walking import cards_in_order

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_ROLES = {str: QAccessible.Role.Grouping, Link: QAccessible.Role.Link}
_canvases: list[type[QWidget]] = []
_readers: list[CanvasReader] = []


class CanvasReader(QAccessibleWidget):
    """The canvas: its children are the cards as one reads them, then its buttons."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view, QAccessible.Role.Canvas)
        self.view = view
        self._items: dict[Thing, ItemReader] = {}
        self._free: list[ItemReader] = []

    def item(self, thing: Thing, above: QAccessibleInterface) -> ItemReader:
        """The reader of a thing, always the same one while the thing exists.

        Qt may keep the address of every reader that it has seen: none is ever freed, those of things that are gone are
        used again.
        """
        found = self._items.get(thing)
        if found is None:
            self._reclaim()
            found = self._free.pop() if self._free else ItemReader(self)
            found.thing, found.above = thing, above
            self._items[thing] = found
        return found

    def selected(self) -> ItemReader | None:
        """The reader of what is selected, None when that is nothing or several things."""
        selection, cards = self.view.selection, self.view.board.diagram.cards
        if selection.link is not None and selection.link.target in cards:
            link = self.item(selection.link, self.item(selection.link.target, self))
            return link if selection.cell is None else self.item((selection.link, selection.cell), link)
        if selection.node is None or selection.node not in cards:
            return None
        card = self.item(selection.node, self)
        return card if selection.unit is None else self.item(selection.unit, card)

    def _reclaim(self) -> None:
        if len(self._items) > 64 + len(self.view.board.diagram.cards):
            gone = [thing for thing, item in self._items.items() if not item.isValid()]
            self._free += [self._items.pop(thing) for thing in gone]

    def _cards(self) -> list[Card]:
        return cards_in_order(self.view) if isValid(self.view) else []

    def childCount(self) -> int:
        return len(self._cards()) + super().childCount()

    def child(self, index: int) -> QAccessibleInterface | None:
        cards = self._cards()
        if 0 <= index < len(cards):
            return self.item(cards[index].id, self)
        return super().child(index - len(cards))

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        cards = self._cards()
        if isinstance(child, ItemReader):
            return next((place for place, card in enumerate(cards) if card.id == child.thing), -1)
        place = super().indexOfChild(child)
        return place if place < 0 else place + len(cards)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        within = (card for card in self._cards() if self.item(card.id, self).rect().contains(x, y))
        card = next(within, None)
        return super().childAt(x, y) if card is None else self.item(card.id, self)

    def focusChild(self) -> QAccessibleInterface | None:
        if isValid(self.view) and self.view.hasFocus():
            return self.selected() or self
        return super().focusChild()


class ItemReader(QAccessibleInterface):
    """One card, unit, link or weight."""

    def __init__(self, canvas: CanvasReader) -> None:
        super().__init__()
        self._canvas = canvas
        self.thing: Thing = ""
        self.above: QAccessibleInterface = canvas

    def _inside(self) -> list[Thing]:
        """What it holds, in order; the weights of a link are counted, not listed."""
        card = self._card()
        if card is None:
            return []
        units = range(card.units or 0) if card.center_of else range(0)
        return [*((card.id, unit) for unit in units), *(each.link for each in self._diagram().into(card.id))]

    def _diagram(self) -> Diagram:
        return self._canvas.view.board.diagram

    def _card(self) -> Card | None:
        return self._diagram().cards.get(self.thing) if isinstance(self.thing, str) else None

    def _bundle(self) -> Bundle | None:
        link = self.thing if isinstance(self.thing, Link) else self.thing[0]
        if not isinstance(link, Link):
            return None
        return next((each for each in self._diagram().into(link.target) if each.link == link), None)

    def _scene_boxes(self) -> Iterator[QRectF]:
        """Where it stands in the scene."""
        bundle, cards = self._bundle(), self._diagram().cards
        if isinstance(self.thing, str):
            yield cards[self.thing].rect
        elif bundle is not None:
            yield bundle.source.rect
            yield bundle.target.rect
        elif isinstance(self.thing[0], str):
            card = cards[self.thing[0]]
            center, reach = card.center_of.get(self.thing[1]), card.shape.radius
            yield card.rect if center is None else QRectF(
                center.x() - reach, center.y() - reach, 2 * reach, 2 * reach
            )

    def isValid(self) -> bool:
        if not isValid(self._canvas.view):
            return False
        if isinstance(self.thing, str):
            return self.thing in self._diagram().cards
        if isinstance(self.thing, tuple) and isinstance(self.thing[0], str):
            card = self._diagram().cards.get(self.thing[0])
            return card is not None and 0 <= self.thing[1] < (card.units or 0)
        return self._bundle() is not None

    def object(self) -> QObject | None:
        return None

    def window(self) -> object:
        return self._canvas.window()

    def parent(self) -> QAccessibleInterface:
        return self.above

    def childCount(self) -> int:
        if isinstance(self.thing, Link):
            bundle = self._bundle()
            return bundle.count if bundle is not None and bundle.path else 0
        return len(self._inside())

    def child(self, index: int) -> QAccessibleInterface | None:
        bundle = self._bundle() if isinstance(self.thing, Link) else None
        if bundle is not None:
            if not bundle.path or not 0 <= index < bundle.count:
                return None
            row, place = divmod(index, len(bundle.carried))
            return self._canvas.item((bundle.link, (bundle.path, row, bundle.first + place)), self)
        inside = self._inside()
        return self._canvas.item(inside[index], self) if 0 <= index < len(inside) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        bundle = self._bundle() if isinstance(self.thing, Link) else None
        if not isinstance(child, ItemReader):
            return -1
        if bundle is not None and isinstance(child.thing, tuple) and child.thing[0] == self.thing:
            _, row, column = child.thing[1]
            return row * len(bundle.carried) + column - bundle.first
        return self._inside().index(child.thing) if child.thing in self._inside() else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        things = self._inside() if isinstance(self.thing, str) else []
        items = (self._canvas.item(thing, self) for thing in things if not isinstance(thing, Link))
        return next((item for item in items if item.rect().contains(x, y)), None)

    def text(self, kind: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        view = self._canvas.view
        match kind:
            case QAccessible.Text.Name:
                return describe.name_of(view.board, self.thing)
            case QAccessible.Text.Value:
                return describe.value_of(view.board, self.thing)
            case QAccessible.Text.Description:  # with the value, which not every bridge to a reader hands on
                beside = describe.neighbors(view.document.network, self.thing) if isinstance(self.thing, str) else ""
                return "; ".join(part for part in (describe.value_of(view.board, self.thing), beside) if part)
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing is written from outside."""

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        box, view = QRectF(), self._canvas.view
        for each in self._scene_boxes():
            box = box.united(each)
        seen = view.mapFromScene(box).boundingRect()
        return QRect(view.viewport().mapToGlobal(QPoint(seen.x(), seen.y())), seen.size())

    def role(self) -> QAccessible.Role:
        if isinstance(self.thing, tuple):
            return QAccessible.Role.Link if isinstance(self.thing[0], Link) else QAccessible.Role.ListItem
        return _ROLES[type(self.thing)]

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = state.selectable = True
        if not self.isValid():
            state.invalid = True
            return state
        selection = self._canvas.view.selection
        chosen = {*selection.nodes, *selection.units, *selection.links}
        state.selected = self.thing in chosen or (isinstance(self.thing, tuple) and self.thing[1] in selection.cells)
        state.focused = self._canvas.view.hasFocus() and self._canvas.selected() is self
        return state


def install(kind: type[QWidget]) -> None:
    """Have Qt ask here for the readers of canvases, which are widgets of this class; the first time only."""
    if not _canvases:
        QAccessible.installFactory(_reader_of)
        _canvases.append(kind)


def tell_focus(view: CanvasView) -> None:
    """Lead a screen reader to what is selected."""
    if not QAccessible.isActive() or not view.hasFocus():
        return
    reader = QAccessible.queryAccessibleInterface(view)
    item = reader.selected() if isinstance(reader, CanvasReader) else None
    if item is not None:
        QAccessible.updateAccessibility(QAccessibleEvent(item, QAccessible.Event.Focus))


def _reader_of(_class: str, thing: QObject) -> QAccessibleInterface | None:
    """The reader of a canvas, kept as long as Qt may know its address: for good."""
    if not isinstance(thing, _canvases[0]):
        return None
    reader = CanvasReader(thing)
    _readers.append(reader)
    return reader
