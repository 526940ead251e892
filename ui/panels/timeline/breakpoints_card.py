"""The list of breakpoints over the timeline: switched, changed and removed there, and conditions added."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from nnsim import edits
from nnsim.document import Breakpoint, Condition
from nnsim.document.breakpoints import Quantity
from nnsim.text import message, render, shown_name
from nnsim.trace import QUANTITIES
from ui.bridge import DocumentStore, StepClock
from ui.look import theme
from ui.look.widgets import Button, Card, Label, PrimaryButton
from ui.panels.timeline.breakpoint_row import BreakpointRow

WIDTH, MOST_ROWS, ROW = 380, 7, 32
EDIT = message("Change breakpoints")


class BreakpointsCard(Card):
    """Pops up above a widget; Escape or a click elsewhere closes it."""

    def __init__(self, store: DocumentStore, clock: StepClock, anchor: QWidget) -> None:
        super().__init__(padding=14, radius=14)
        self.setParent(anchor.window(), Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAccessibleName(render(message("Breakpoints")))
        self._store, self._clock, self._anchor = store, clock, anchor
        self._shown: tuple[Breakpoint, ...] | None = None
        self.rows: list[BreakpointRow] = []
        self.hint = Label(message("A walk stops at a node: click under a track of the timeline, or press Shift+F9. "
                                  "A condition stops walk and training where its number is reached."),
                          "small", "text2", wrap=True)
        self.add = Button(message("Add a condition"), "plus", size="small")
        self.run = PrimaryButton(message("Run to a breakpoint"), "fast-forward-fill")
        self._list, self._area = QWidget(), QScrollArea()
        self._column = QVBoxLayout(self._list)
        self._build()
        self.add.clicked.connect(self._choose)
        self.run.clicked.connect(self._run)
        store.changed.connect(lambda change: self._read() if change.breakpoints and self.isVisible() else None)

    def show_above(self) -> None:
        """Open above its anchor, inside the window."""
        self._read()
        self.show()
        self._place()
        (self.rows[0].switch if self.rows else self.add).setFocus(Qt.FocusReason.PopupFocusReason)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        super().restyle()
        self.setFixedWidth(theme().px(WIDTH))

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._area.setWidget(self._list)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch(1)
        foot.addWidget(self.run)
        self.body.addWidget(Label(message("Breakpoints"), "control_strong"))
        self.body.addWidget(self._area)
        self.body.addWidget(self.hint)
        self.body.addLayout(foot)

    def _read(self) -> None:
        """Show the breakpoints of the document."""
        document = self._store.document
        breakpoints = document.views.breakpoints
        if breakpoints != self._shown:
            at = next((place for place, row in enumerate(self.rows) if row.isAncestorOf(self.focusWidget())), 0) \
                if self.focusWidget() is not None else 0
            self._shown = breakpoints
            for row in self.rows:
                row.hide()
                self._column.removeWidget(row)
                row.deleteLater()
            names = {node.id: shown_name(node.name) for node in document.network.nodes}
            self.rows = [BreakpointRow(each, names.get(each.node or "", "")) for each in breakpoints]
            for row in self.rows:
                row.changed.connect(partial(self._change, row.breakpoint))
                self._column.addWidget(row)
            if self.rows and self.isVisible():
                self.rows[min(at, len(self.rows) - 1)].switch.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hint.setVisible(not breakpoints)
        self._area.setVisible(bool(breakpoints))
        self._area.setFixedHeight(theme().px(ROW) * min(max(len(breakpoints), 1), MOST_ROWS))
        self.run.setEnabled(any(each.on for each in breakpoints))
        if self.isVisible():
            QTimer.singleShot(0, self, self._place)

    def _place(self) -> None:
        self.adjustSize()
        corner = self._anchor.mapToGlobal(QPoint(self._anchor.width(), 0))
        self.move(corner - QPoint(self.width(), self.height() + theme().px(4)))

    def _change(self, old: Breakpoint, new: Breakpoint | None) -> None:
        document = self._store.document
        changed = edits.remove_breakpoint(document, old) if new is None else edits.change_breakpoint(document, old, new)
        self._store.commit(changed, EDIT)

    def _choose(self) -> None:
        """Offer what a condition can be about."""
        menu = QMenu(self)
        for quantity, title in QUANTITIES.items():
            if quantity == "gradient":
                self._offer_nodes(menu.addMenu(render(title)))
            else:
                menu.addAction(render(title)).triggered.connect(partial(self._add, self._usual(quantity)))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.add.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _offer_nodes(self, menu: QMenu) -> None:
        document = self._store.document
        learning = {path.partition("/")[0] for path in document.state.parameters}
        for node in document.network.nodes:
            if node.id in learning:
                action = menu.addAction(shown_name(node.name).replace("&", "&&"))
                action.triggered.connect(partial(self._add, Condition("gradient", 0.001, node=node.id)))
        menu.setEnabled(not menu.isEmpty())

    def _usual(self, quantity: Quantity) -> Condition:
        """A condition to begin with."""
        state = self._store.document.state
        if quantity in ("accuracy", "test_accuracy"):
            return Condition(quantity, 0.95, True)
        return Condition(quantity, {"epoch": state.epoch + 100.0, "step": state.step + 100.0}.get(quantity, 0.1))

    def _add(self, condition: Condition, _checked: bool = False) -> None:
        self._store.commit(edits.add_breakpoint(self._store.document, condition), message("Add a condition"))
        self._read()
        last = self.rows[-1]
        (last.field or last.switch).setFocus(Qt.FocusReason.OtherFocusReason)
        if last.field is not None:
            last.field.selectAll()

    def _run(self) -> None:
        self.hide()
        self._clock.run.to_breakpoint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it, F9 runs."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() == Qt.Key.Key_F9 and not event.modifiers() and self.run.isEnabled():
            self._run()
        else:
            super().keyPressEvent(event)


