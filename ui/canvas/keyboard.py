"""Everything by keyboard: walking the items, moving, linking, renaming, deleting; and saying what has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent

from nnsim import edits
from nnsim.text import Message, message, render, tr
from ui.canvas.acts import act_of_key
from ui.canvas.card import Card
from ui.canvas.describe import describe
from ui.canvas.gestures.connect import connect
from ui.canvas.hit import in_port, out_port
from ui.canvas.ports import objection_at, open_ports

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

Key, Modifier = Qt.Key, Qt.KeyboardModifier
_STEP, _FINE = 8.0, 1.0
ARROWS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}
_TABS = (Key.Key_Tab, Key.Key_Backtab)
_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class Keyboard:
    """The keys of the canvas. Linking by keyboard: C at the source, arrows to the target, C for its ports, Enter."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._source: str | None = None
        self._target: str | None = None
        self._port = "in"

    @property
    def linking(self) -> bool:
        """Whether a link is being drawn by keyboard."""
        return self._source is not None

    def claims(self, event: QKeyEvent) -> bool:
        """Whether the canvas takes this key before a shortcut of the window does."""
        key = Key(event.key())
        if act_of_key(self._view, event) is not None:
            return True
        if key in ARROWS:
            return self._source is not None or (bool(self._view.selection.nodes) and _moves(event))
        if key == Key.Key_Space:
            return event.modifiers() == Modifier.NoModifier
        if key == Key.Key_Escape:
            busy = self._view.pointer.gesture is not None or self._source is not None
            return busy or bool(self._view.carried.payload or not self._view.selection.empty)
        return key in (Key.Key_Return, Key.Key_Enter) and not event.modifiers() & ~Modifier.KeypadModifier

    def walks(self, event: QKeyEvent) -> bool:
        """Tab from item to item; past the last one it leaves the canvas."""
        if Key(event.key()) not in _TABS:
            return False
        names = self._order()
        back = event.key() == Key.Key_Backtab or bool(event.modifiers() & Modifier.ShiftModifier)
        focused = self._view.board.marks.focused or self._view.selection.node
        place = names.index(focused) if focused in names else (len(names) if back else -1)
        place += -1 if back else 1
        if not 0 <= place < len(names):
            self._focus_item(None)
            return False
        self._focus_item(names[place])
        self._view.selection.select([names[place]])
        return True

    def press(self, event: QKeyEvent) -> bool:
        """A key goes down; whether the canvas took it."""
        key, act = Key(event.key()), act_of_key(self._view, event)
        if act is not None:
            if act.repeats or not event.isAutoRepeat():
                act.do(self._view)
            return True
        if key in ARROWS:
            fine = bool(event.modifiers() & Modifier.ShiftModifier)
            return (self._source is not None or _moves(event)) and self._arrow(*ARROWS[key], fine)
        if key == Key.Key_Escape:
            return self._escape()
        if key in (Key.Key_Return, Key.Key_Enter):
            return self._enter()
        if key == Key.Key_Space and not event.isAutoRepeat():
            self._view.pointer.hold_space(True)
        return key == Key.Key_Space

    def release(self, event: QKeyEvent) -> bool:
        """A key goes up. Space that was not used to pan plays or pauses the steps."""
        if event.key() != Key.Key_Space or event.isAutoRepeat() or not self._view.pointer.space:
            return False
        self._view.pointer.hold_space(False)
        clock = self._view.clock
        if clock is not None and not self._view.pointer.panned:
            (clock.pause if clock.playing else clock.play)()
        return True

    def focus(self, reason: Qt.FocusReason) -> None:
        """The canvas has the focus now."""
        names = self._order()
        if reason in _BY_KEYBOARD and names and not self._view.selection.nodes:
            self._focus_item(names[-1 if reason == Qt.FocusReason.BacktabFocusReason else 0])
            self._view.selection.select([str(self._view.board.marks.focused)])
        self.tell()

    def blur(self) -> None:
        """The canvas has lost the focus."""
        self._view.pointer.hold_space(False)
        self._focus_item(None)

    def tell(self) -> None:
        """Give screen readers the name and the values of what is selected."""
        view = self._view
        view.setAccessibleName(tr("Network"))
        text = describe(view.board, view.selection, view.document)
        if text != view.accessibleDescription():
            view.setAccessibleDescription(text)
            QAccessible.updateAccessibility(QAccessibleEvent(view, QAccessible.Event.DescriptionChanged))

    def link(self) -> None:
        """Begin a link at the selected node, or take the next port for the one in progress."""
        if self._source is not None:
            self._choose_port()
        elif self._view.selection.node is not None:
            self._begin_link(self._view.selection.node)

    def stop_link(self) -> bool:
        """Give up the link in progress; whether there was one."""
        busy, self._source, self._target = self._source is not None, None, None
        if busy:
            self._view.feedback.clear()
        return busy

    def _order(self) -> list[str]:
        """Cards as one reads them: from left to right, then from top to bottom."""
        cards = self._view.board.diagram.cards.values()
        return [card.id for card in sorted(cards, key=lambda card: (card.x, card.y))]

    def _focus_item(self, node: str | None) -> None:
        self._view.board.marks.focused = node
        self._view.board.restyle()
        if node is not None:
            self._view.reveal(node)

    def _arrow(self, across: int, down: int, fine: bool) -> bool:
        if self._source is not None:
            self._choose_target(across, down)
            return True
        nodes = self._view.selection.nodes
        if not nodes:
            return False
        cards, step = self._view.board.diagram.cards, _FINE if fine else _STEP
        positions = {node: (cards[node].x + across * step, cards[node].y + down * step) for node in nodes}
        self._view.store.commit(edits.move(self._view.document, positions), message("Move"), merge_key="arrow keys")
        return True

    def _escape(self) -> bool:
        if self._view.pointer.cancel() or self.stop_link() or self._view.carried.lay_down():
            return True
        if not self._view.selection.empty:
            self._view.selection.clear()
            self._focus_item(None)
            return True
        return False

    def _enter(self) -> bool:
        if self._view.carried.put_anywhere():
            return True
        if self._source is not None:
            source, target = self._source, self._target
            if target is not None and self._objection() is None:
                port = self._port
                self.stop_link()
                connect(self._view, source, target, port=port)
            return True
        if self._view.selection.node is None:
            return False
        self._view.rename(self._view.selection.node)
        return True

    def _begin_link(self, source: str) -> None:
        if out_port(self._view.board.diagram.cards[source]) is not None:
            self._source, self._target = source, None
            self._choose_target(1, 0)

    def _choose_target(self, across: int, down: int) -> None:
        """The next card in this direction becomes the target; the link is shown as it would be."""
        cards = self._view.board.diagram.cards
        assert self._source is not None
        start = cards[self._target or self._source].rect.center()
        self._target = nearest(start, across, down, {
            node: card.rect.center() for node, card in cards.items() if node not in (self._source, self._target)
        }) or self._target  # fmt: skip
        if self._target is None:
            return
        target = cards[self._target]
        open_ = open_ports(self._view.document, self._source, target)
        self._port = min(open_ or target.in_ports or ("in",), key=lambda name: name in target.linked)
        self._show_link()

    def _choose_port(self) -> None:
        """The next port of the target that accepts the link."""
        if self._source is None or self._target is None:
            return
        target = self._view.board.diagram.cards[self._target]
        names = list(open_ports(self._view.document, self._source, target))
        if names:
            self._port = names[(names.index(self._port) + 1) % len(names) if self._port in names else 0]
            self._show_link()

    def _objection(self) -> Message | None:
        assert self._source is not None
        assert self._target is not None
        target = self._view.board.diagram.cards[self._target]
        return objection_at(self._view.document, self._source, target, self._port)

    def _show_link(self) -> None:
        """The link as it would be, or why it cannot be."""
        assert self._source is not None
        assert self._target is not None
        cards, feedback, objection = self._view.board.diagram.cards, self._view.feedback, self._objection()
        target = cards[self._target]
        end = in_port(target, self._port) or target.rect.center()
        begin = out_port(cards[self._source]) or cards[self._source].rect.center()
        feedback.wire, feedback.port_on = (begin, end), end
        feedback.ports = tuple(open_ports(self._view.document, self._source, target).values())
        feedback.refused = objection is not None
        feedback.words = None if objection is None else (end, render(objection))
        feedback.show()
        self._view.reveal(self._target)
        self._view.setAccessibleDescription(self._told(target) if objection is None else render(objection))

    def _told(self, target: Card) -> str:
        """Where the link would end; the port too where there are several."""
        title = next((port.title for port in target.titled_ports if port.name == self._port), None)
        if title is None:
            return tr("Link to '{name}'", name=target.name)
        return tr("Link to '{port}' of '{name}'", port=title, name=target.name)


def _moves(event: QKeyEvent) -> bool:
    """Whether an arrow moves cards: with Alt, since the plain ones walk through the steps whatever is selected."""
    return bool(event.modifiers() & Modifier.AltModifier)


def nearest(start: QPointF, across: int, down: int, others: dict[str, QPointF]) -> str | None:
    """The one that lies closest in a direction; what lies askew counts as further."""
    best: tuple[float, str] | None = None
    for name, center in others.items():
        offset = center - start
        along = offset.x() * across + offset.y() * down
        beside = abs(offset.x() * down) + abs(offset.y() * across)
        if along > 1.0 and (best is None or along + 2.0 * beside < best[0]):
            best = along + 2.0 * beside, name
    return None if best is None else best[1]
