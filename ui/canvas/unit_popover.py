"""The popover at a unit: its bias, the activation of its layer, its weights frozen or drawn anew, a unit more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout

from nnsim import catalog, edits
from nnsim.catalog import DenseSettings, NeuronSettings
from nnsim.document import Document
from nnsim.text import Message, format_number, message, render, tr
from ui.canvas.geometry import link_point
from ui.canvas.hit import out_port, unit_port
from ui.canvas.popover import Popover
from ui.canvas.unit_heading import unit_pieces
from ui.canvas.unit_title import unit_title
from ui.look.widgets import Button, IconButton, Label, LabeledSlider, Menu

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_UNIT = "\ufffc"  # stands in the sentence for the letter, which is drawn
CAPTION = 26.0
"""Below a disc its name and value are written, px."""
MOST_WIRES = 40
"""Wires of the unit that it keeps clear of, at most."""


class UnitPopover(Popover):
    """Of a unit of a Dense layer, or of a free neuron."""

    def __init__(self, view: CanvasView, node: str, unit: int) -> None:
        super().__init__(view)
        self.node, self.unit = node, unit
        self.add_what_if()
        self.frozen = self.add_button(IconButton("lock-open", message("Freeze weights"), "K", 28, 16), self._freeze)
        self.frozen.setCheckable(True)
        self.add_button(IconButton("dice-five", message("Draw weights anew"), "Shift+R", 28, 16), self._draw)
        if view.document.network.node(node).kind == "dense":
            self.add_button(IconButton("plus-circle", message("Add a unit"), "Ins", 28, 16), self._add)
        bias, card = view.board.showing.bias(node, unit), view.board.diagram.cards[node]
        self.bias: LabeledSlider | None = None
        if bias is not None:
            number = "" if card.units == 1 else str(unit + 1)
            self.bias = self.add_slider("b", number, bias, (f"{node}/bias", (unit,)), self._changed)
        whole = message("Activation of the layer") if (card.units or 1) > 1 else message("Activation")
        self.activation = Button("", size="small", trailing="caret-down")
        self.activation.clicked.connect(self._choose)
        line = QHBoxLayout()
        line.addWidget(Label(whole, "small", "text2"), 1)
        line.addWidget(self.activation)
        self.body.addLayout(line)
        self.take()

    def take(self) -> bool:
        view, cards = self.view, self.view.board.diagram.cards
        if view.selection.unit != (self.node, self.unit) or self.unit >= (cards[self.node].units or 0):
            return False
        bias = view.board.showing.bias(self.node, self.unit)
        settings = view.store.shown.network.node(self.node).settings
        if not isinstance(settings, DenseSettings | NeuronSettings) or (bias is None) != (self.bias is None):
            return False
        card = cards[self.node]
        title, pieces = unit_title(card, self.unit), unit_pieces(card, self.unit)
        if not card.free:
            before, after = tr("{unit} of {layer}", unit=_UNIT, layer=card.name).split(_UNIT)
            title, pieces = f"{before}{title}{after}", (before, *pieces, after)
        self.entitle(title, pieces)
        frozen = self._is_frozen()
        self.frozen.set_icon("lock-fill" if frozen else "lock-open",
                             message("Unfreeze weights") if frozen else message("Freeze weights"))
        self.frozen.setChecked(frozen)
        self.activation.set_text(catalog.activation(settings.activation).title)
        if self.bias is not None and bias is not None and not view.store.previewing:
            self.bias.set_value(float(bias))
        return True

    def around(self) -> QRectF | None:
        card = self.view.board.diagram.cards.get(self.node)
        if card is None or self.unit not in card.center_of:
            return None
        center, radius = card.center_of[self.unit], card.shape.radius
        return QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius + CAPTION)

    def spared(self) -> tuple[QPointF, ...]:
        diagram = self.view.board.diagram
        port = out_port(diagram.cards[self.node]) or unit_port(diagram.cards[self.node], self.unit)
        ends = {(self.node, self.unit)}
        wires = [wire for wire in self.view.board.wiring.wires
                 if (wire.source, wire.source_unit) in ends or (wire.target, wire.target_unit) in ends]
        points = tuple(
            link_point(wire.start, wire.end, share) for wire in wires[:MOST_WIRES] for share in (0.2, 0.5, 0.8))
        return points if port is None else (*points, port, port, port)

    def _is_frozen(self) -> bool:
        document = self.view.store.shown
        return edits.all_held(document, edits.unit_cells(document, self.node, self.unit), "frozen")

    def _changed(self, value: float) -> Message:
        node = self.view.document.network.node(self.node)
        return message("Change a bias of '{name}' to {value}", name=node.name, value=format_number(value))

    def _draw(self) -> None:
        cells = edits.unit_cells(self.view.document, self.node, self.unit)
        self.commit(lambda document: edits.randomize(document, cells), message("Draw weights anew"))

    def _add(self) -> None:
        name = self.view.document.network.node(self.node).name
        self.commit(lambda document: edits.add_unit(document, self.node, self.unit + 1),
                    message("Add a unit to '{name}'", name=name))  # fmt: skip

    def _freeze(self) -> None:
        on = not self._is_frozen()
        cells = edits.unit_cells(self.view.document, self.node, self.unit)
        text = message("Freeze weights") if on else message("Unfreeze weights")
        self.commit(lambda document: edits.freeze_cells(document, cells, on), text)
        self.take()

    def _choose(self) -> None:
        """A menu of the activations below the button."""
        settings = self.view.document.network.node(self.node).settings
        assert isinstance(settings, DenseSettings | NeuronSettings)
        menu = Menu(parent=self)
        for each in catalog.activations():
            if not each.of_layer or isinstance(settings, DenseSettings):
                action = QAction(render(each.title), menu, checkable=True, checked=each.id == settings.activation)
                action.setToolTip(render(each.meaning))
                action.triggered.connect(lambda _on=False, chosen=each.id: self._activate(chosen))
                menu.addAction(action)
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.activation.mapToGlobal(QPoint(0, self.activation.height())))

    def _activate(self, chosen: str) -> None:
        def edit(document: Document) -> Document:
            settings = document.network.node(self.node).settings
            return edits.change_settings(document, self.node, msgspec.structs.replace(settings, activation=chosen))

        name = self.view.document.network.node(self.node).name
        self.commit(edit, message("Change {setting} of '{name}'", setting=message("Activation"), name=name))
        self.take()
