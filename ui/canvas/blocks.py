"""The blocks of the document on the canvas: frames under their cards, and cards in the place of folded ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from nnsim import edits
from nnsim.text import message
from ui.canvas.block_paint import fold_rect, frame_title_at, open_blocks, paint_folded, paint_frame, title_rect
from ui.canvas.blocks_of import Block
from ui.canvas.card_paint import CardState
from ui.canvas.hit import Hit
from ui.canvas.items import BODY_LAYER, UNIT_LAYER, Painted
from ui.canvas.note_paint import note_rect
from ui.canvas.overlay import Overlay

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

FARTHEST_TITLE = 200.0  # above a frame, at the smallest zoom
FRAME_LAYER, CARD_LAYER = BODY_LAYER - 1.0, UNIT_LAYER + 0.25


class Blocks(Overlay):
    """Paints the blocks, and tells which one is under the pointer. Of a folded one, all nodes are selected or none."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._hovered: str | None = None
        self._frames = Painted(FRAME_LAYER, self._paint_frames)
        self._cards = Painted(CARD_LAYER, self._paint_cards)
        for item in (self._frames, self._cards):
            view.board.addItem(item)
        view.stepping.changed.connect(self._update)

    @property
    def all(self) -> tuple[Block, ...]:
        """The blocks that are seen, outer ones before those inside them."""
        return self.view.board.diagram.blocks

    def block(self, block_id: str) -> Block | None:
        """The block of this id, None when it is not seen."""
        return next((each for each in self.all if each.id == block_id), None)

    @property
    def selected(self) -> tuple[Block, ...]:
        """The blocks of which every node is selected, but none that stand in such a one."""
        nodes = self.view.selection.nodes
        if not nodes or self.view.selection.units:
            return ()
        whole = {each.id for each in self.all if nodes.issuperset(each.nodes)}
        groups = self.view.store.shown.views
        return tuple(each for each in self.all if each.id in whole and groups.group(each.id).parent not in whole)

    def show_document(self) -> None:
        self._cover()
        self._complete()

    def show_selection(self) -> None:
        self._complete()
        self._update()

    def hover(self, found: Hit) -> None:
        hovered = found.item if found.sort in ("block", "fold") else None
        if hovered != self._hovered:
            self._hovered = hovered
            self._update()

    def restyle(self) -> None:
        self._update()

    def show_training(self, running: bool) -> None:
        self._update()

    def hit(self, point: QPointF, found: Hit) -> Hit:
        for block in reversed(self.all):
            on = block.rect.united(title_rect(block, self.view.zoom)).contains(point)
            if on and (block.folded or found.sort in ("nothing", "wire")):
                if fold_rect(block, self.view.zoom).adjusted(-4, -4, 4, 4).contains(point):
                    return Hit("fold", item=block.id)
                if block.folded or frame_title_at(block, point, self.view.zoom):
                    return Hit("block", item=block.id)
        return found

    def press(self, found: Hit, adding: bool) -> None:
        block = self.block(found.item or "") if found.sort in ("block", "fold") else None
        selection = self.view.selection
        if block is None:
            return
        if adding:
            nodes, both = frozenset(block.nodes), selection.nodes | frozenset(block.nodes)
            selection.select(selection.nodes - nodes if nodes <= selection.nodes else both, selection.notes)
        elif not selection.nodes.issuperset(block.nodes):
            selection.select(block.nodes, self._notes_on(block))

    def click(self, found: Hit) -> None:
        block = self.block(found.item or "") if found.sort in ("block", "fold") else None
        if block is not None and found.sort == "fold":
            self.fold([block], not block.folded)
        elif block is not None:
            self.view.selection.select(block.nodes, self._notes_on(block))

    def fold(self, blocks: list[Block] | tuple[Block, ...], folded: bool) -> None:
        """Fold these blocks into cards, or open them into frames, as one edit."""
        document = self.view.document
        for block in blocks:
            document = edits.set_folded(document, block.id, folded)
        self.view.store.commit(document, message("Fold a block") if folded else message("Open a block"))

    def _notes_on(self, block: Block) -> list[str]:
        """The notes that lie in a frame and go with it."""
        if block.folded:
            return []
        return [note.id for note in self.view.document.views.notes if block.rect.contains(note_rect(note))]

    def _complete(self) -> None:
        """Select all of a folded block of which a part is selected: by Tab, by a name, by undo."""
        selection, hidden = self.view.selection, self.view.board.diagram.hidden
        parts = [hidden[node] for node in selection.nodes if node in hidden] if hidden else []
        nodes = selection.nodes.union(*(block.nodes for block in parts)) if parts else selection.nodes
        nodes = frozenset(filter(self.view.document.network.has, nodes))  # the board may still have what is gone
        if nodes != selection.nodes:
            selection.select(nodes, selection.notes)

    def _cover(self) -> None:
        boxes = QRectF()
        for block in self.all:
            boxes = boxes.united(block.rect.adjusted(-12, -FARTHEST_TITLE, 12, 12))
        for item in (self._frames, self._cards):
            item.cover(boxes)

    def _update(self) -> None:
        if self.all:
            for item in (self._frames, self._cards):
                item.update()

    def _paint_frames(self, painter: QPainter) -> None:
        selected = {block.id for block in self.selected}
        for block, inner in open_blocks(self.all):
            chosen, hovered = block.id in selected, block.id == self._hovered
            paint_frame(painter, block, self.view.board.look, chosen, hovered, inner)

    def _paint_cards(self, painter: QPainter) -> None:
        nodes, board = self.view.selection.nodes, self.view.board
        for block in self.all:
            if block.folded:
                chosen = nodes.issuperset(block.nodes)
                state = CardState(chosen, block.id == self._hovered, border=self._border(block))
                paint_folded(painter, block, board.look, state)

    def _border(self, block: Block) -> QColor | None:
        """The color of a problem inside, or of the phase that runs there."""
        marks, tokens = self.view.board.marks, self.view.board.look.tokens
        inside = frozenset(block.nodes)
        if inside & marks.errors:
            return tokens.err
        if inside & marks.warnings:
            return tokens.warn
        return marks.running_color if marks.running in inside else None
