"""The popover at a link: its weight, frozen or not, pruned or not, and drawn anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from nnsim import edits
from nnsim.text import Message, format_number, message
from ui.canvas.geometry import link_point
from ui.canvas.popover import Popover
from ui.canvas.unit_heading import unit_pieces
from ui.canvas.unit_title import unit_title
from ui.canvas.wires import Wire, wires_of_cell
from ui.look.widgets import IconButton

if TYPE_CHECKING:
    from ui.bridge.selection import Cell
    from ui.canvas.view import CanvasView

_SAMPLES, _SPARED = 40, 20


class LinkPopover(Popover):
    """Of the single link that a wire is; `share` says where along the wire it stands, from 0 to 1.

    Args:
        at: the point of the scene beside which it opens; the middle of the wire where there is none.
    """

    def __init__(self, view: CanvasView, wire: Wire, at: QPointF | None = None) -> None:
        super().__init__(view)
        self.key: Cell = wire.key
        self.share = 0.5 if at is None else _share(wire, at)
        path, row, column = wire.key
        self.add_what_if()
        self.cell: edits.Cell = (path, (row, column))
        self.frozen = self.add_button(IconButton("lock-open", message("Freeze this weight"), "K", 28, 16), self._freeze)
        prune = IconButton("link-break", message("Prune this link"), "Shift+P", 28, 16)
        self.pruned = self.add_button(prune, self._prune)
        self.add_button(IconButton("dice-five", message("Draw a weight anew"), "Shift+R", 28, 16), self._draw)
        for button in (self.frozen, self.pruned):
            button.setCheckable(True)
        number = view.board.diagram.weight_number(wire.target, row, column)
        self.row = self.add_slider("w", number, view.board.showing.weight(wire), self.cell, self._changed)
        self.take()

    def take(self) -> bool:
        wires, view = wires_of_cell(self.view.board.wiring, self.key), self.view
        if not wires or view.selection.cell != self.key:
            return False
        wire, cards = wires[0], view.board.diagram.cards
        source, target = cards[wire.source], cards[wire.target]
        alike = source.symbol == target.symbol and not (source.free and target.free)
        self.entitle(
            f"{unit_title(source, wire.source_unit)} → {unit_title(target, wire.target_unit)}",
            (*unit_pieces(source, wire.source_unit, alike), " → "), unit_pieces(target, wire.target_unit, alike),
        )  # fmt: skip
        frozen, pruned = self._is("frozen"), self._is("pruned")
        self.frozen.set_icon("lock-fill" if frozen else "lock-open",
                             message("Unfreeze this weight") if frozen else message("Freeze this weight"))
        self.pruned.set_icon("link-break",
                             message("Restore this link") if pruned else message("Prune this link"))
        self.frozen.setChecked(frozen)
        self.pruned.setChecked(pruned)
        self.row.setEnabled(not pruned)
        if not view.store.previewing:
            self.row.set_value(float(view.board.showing.weight(wire)))
        return True

    def around(self) -> QRectF | None:
        wires = wires_of_cell(self.view.board.wiring, self.key)
        if not wires:
            return None
        at = link_point(wires[0].start, wires[0].end, self.share)
        return QRectF(at.x() - 4, at.y() - 4, 8, 8)

    def spared(self) -> tuple[QPointF, ...]:
        wires = wires_of_cell(self.view.board.wiring, self.key)
        shares = [step / _SPARED for step in range(_SPARED + 1)]
        return 3 * tuple(link_point(wire.start, wire.end, share) for wire in wires for share in shares)

    def _is(self, what: str) -> bool:
        mask = self.view.board.showing.masks.get(f"{self.cell[0]}:{what}")
        return mask is not None and bool(mask[self.cell[1]])

    def _changed(self, value: float) -> Message:
        node = self.view.document.network.node(self.cell[0].partition("/")[0])
        return message("Change a weight of '{name}' to {value}", name=node.name, value=format_number(value))

    def _draw(self) -> None:
        self.commit(lambda document: edits.randomize(document, [self.cell]), message("Draw a weight anew"))

    def _freeze(self) -> None:
        on = not self._is("frozen")
        text = message("Freeze a weight") if on else message("Unfreeze a weight")
        self.commit(lambda document: edits.freeze_cells(document, [self.cell], on), text)
        self.take()

    def _prune(self) -> None:
        on = not self._is("pruned")
        text = message("Prune a link") if on else message("Restore a link")
        self.commit(lambda document: edits.prune_cells(document, [self.cell], on), text)
        self.take()


def _share(wire: Wire, at: QPointF) -> float:
    """How far along a wire the point nearest to another lies."""
    def distance(share: float) -> float:
        away = link_point(wire.start, wire.end, share) - at
        return away.x() ** 2 + away.y() ** 2

    return min((step / _SAMPLES for step in range(_SAMPLES + 1)), key=distance)
