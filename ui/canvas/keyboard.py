"""Everything by keyboard: the acts of the canvas, moving, linking and walking; and saying what has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from nnsim.text import message, tr
from ui.canvas.acts import CanvasAct, act_of_key
from ui.canvas.describe import describe
from ui.canvas.gestures.items import shifted
from ui.canvas.key_link import KeyLink
from ui.canvas.readers import tell_focus
from ui.canvas.walking import cards_in_order

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

Key, Modifier = Qt.Key, Qt.KeyboardModifier
_STEP, _FINE = 8.0, 1.0
ARROWS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}
_TABS = (Key.Key_Tab, Key.Key_Backtab)
_ENTER = (Key.Key_Return, Key.Key_Enter)
_OF_NUMBERS = "0123456789.,-−"
_OF_LINK = (*ARROWS, *_ENTER, Key.Key_Escape)
_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class Keyboard:
    """The keys of the canvas. Linking by keyboard: C at the source, arrows or Tab to the target, C for ports, Enter."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._link = KeyLink(view)

    @property
    def linking(self) -> bool:
        """Whether a link is being drawn by keyboard."""
        return self._link.on

    @property
    def aim(self) -> tuple[str | None, str]:
        """The node and the port at which the link in progress would end."""
        return self._link.target, self._link.port

    def claims(self, event: QKeyEvent) -> bool:
        """Whether the canvas takes this key before a shortcut of the window does."""
        key = Key(event.key())
        if self._field(event) is not None or self._act(event) is not None:
            return True
        if key in ARROWS:
            return self.linking or (self._movable and _moves(event))
        if key == Key.Key_Space:
            return event.modifiers() == Modifier.NoModifier
        if key == Key.Key_Escape:
            busy = self._view.pointer.gesture is not None or self.linking
            return busy or bool(self._view.carried.payload or not self._view.selection.empty)
        return key in _ENTER and not event.modifiers() & ~Modifier.KeypadModifier

    def walks(self, event: QKeyEvent) -> bool:
        """Tab from card to card; past the last one it leaves the canvas."""
        if Key(event.key()) not in _TABS:
            return False
        if self.linking:
            self._link.walk(-1 if _back(event) else 1)
            return True
        names, selection = [card.id for card in cards_in_order(self._view)], self._view.selection
        back = _back(event)
        at_link = selection.link.target if selection.link is not None else None
        focused = self._view.board.marks.focused or selection.node or at_link
        place = names.index(focused) if focused in names else (len(names) if back else -1)
        place += -1 if back else 1
        if not 0 <= place < len(names):
            self._focus_item(None)
            return False
        self._focus_item(names[place])
        selection.select([names[place]])
        return True

    def press(self, event: QKeyEvent) -> bool:
        """A key goes down; whether the canvas took it."""
        key, act, field = Key(event.key()), self._act(event), self._field(event)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            typed = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
            QApplication.sendEvent(field, typed)
            return True
        if act is not None:
            if act.repeats or not event.isAutoRepeat():
                act.do(self._view)
            return True
        if key in ARROWS:
            fine = bool(event.modifiers() & Modifier.ShiftModifier)
            return (self.linking or _moves(event)) and self._arrow(*ARROWS[key], fine)
        if key == Key.Key_Escape:
            return self._escape()
        if key in _ENTER:
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
        cards = cards_in_order(self._view)
        if reason in _BY_KEYBOARD and cards and self._view.selection.empty:
            first = cards[-1 if reason == Qt.FocusReason.BacktabFocusReason else 0].id
            self._focus_item(first)
            self._view.selection.select([first])
        self.tell()

    def blur(self) -> None:
        """The canvas has lost the focus."""
        self._view.pointer.hold_space(False)
        self._focus_item(None)

    def tell(self) -> None:
        """Give screen readers the name and the values of what is selected."""
        view = self._view
        view.setAccessibleName(tr("Network"))
        self.say(describe(view.board, view.selection, view.document))
        tell_focus(view)

    def say(self, text: str) -> None:
        """Give screen readers these words."""
        if text != self._view.accessibleDescription():
            self._view.setAccessibleDescription(text)
            QAccessible.updateAccessibility(QAccessibleEvent(self._view, QAccessible.Event.DescriptionChanged))

    def link(self) -> None:
        """Begin a link at the selected card or unit, or take the next port for the one in progress."""
        self._link.press()

    def stop_link(self) -> bool:
        """Give up the link in progress; whether there was one."""
        return self._link.stop()

    def _act(self, event: QKeyEvent) -> CanvasAct | None:
        """The act of a key, which stands back where Enter and arrows belong to a link or a card in the making."""
        busy = self.linking or bool(self._view.carried.payload)
        return None if busy and Key(event.key()) in _OF_LINK else act_of_key(self._view, event)

    def _field(self, event: QKeyEvent) -> QWidget | None:
        """Where a number goes of which this key is the beginning."""
        plain = not event.modifiers() & ~(Modifier.ShiftModifier | Modifier.KeypadModifier)
        return self._view.overlays.number_field() if plain and event.text() and event.text() in _OF_NUMBERS else None

    def _focus_item(self, node: str | None) -> None:
        self._view.board.marks.focused = node
        self._view.board.restyle()
        if node is not None:
            self._view.reveal(node)

    @property
    def _movable(self) -> bool:
        return bool(self._view.selection.nodes or self._view.selection.notes)

    def _arrow(self, across: int, down: int, fine: bool) -> bool:
        if self.linking:
            self._link.aim(across, down)
            return True
        view, selection = self._view, self._view.selection
        if not self._movable:
            return False
        shift = QPointF(across, down) * (_FINE if fine else _STEP)
        moved = shifted(view.document, selection.nodes, selection.notes, shift, view)
        view.store.commit(moved, message("Move"), merge_key="arrow keys")
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
        if self.linking:
            self._link.make()
            return True
        if self._view.selection.node is None:
            return False
        self._view.rename(self._view.selection.node)
        return True


def _back(event: QKeyEvent) -> bool:
    return event.key() == Key.Key_Backtab or bool(event.modifiers() & Modifier.ShiftModifier)


def _moves(event: QKeyEvent) -> bool:
    """Whether an arrow moves cards: with Alt, since the plain ones walk through the steps whatever is selected."""
    return bool(event.modifiers() & Modifier.AltModifier)
