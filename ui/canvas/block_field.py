"""Writing the name of a block where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from nnsim import edits
from nnsim.edits.grouping import LONGEST_NAME
from nnsim.text import message, tr
from ui.canvas.block_paint import fold_rect, title_rect
from ui.canvas.blocks_of import Block
from ui.look import font, theme

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class BlockNameField(QLineEdit):
    """Enter and leaving the field keep the name, Escape drops it."""

    def __init__(self, view: CanvasView, block: Block) -> None:
        super().__init__(view)
        self._view, self._block, self._over = view, block.id, False
        self._before = block.name
        self.setMaxLength(LONGEST_NAME)
        self.setFont(font("card_title"))
        self.setText(block.name)
        self.setPlaceholderText(tr("Block"))
        self.setAccessibleName(tr("Name of the block"))
        self.selectAll()
        px, title, fold = theme().px, title_rect(block, view.zoom), fold_rect(block, view.zoom)
        left = title.left() + 6 if block.folded else fold.right() + 2
        corner, factor = view.mapFromScene(left, title.top() + 4), view.transform().m11()
        width = (fold.left() if block.folded else title.right()) - left - 8
        self.setGeometry(corner.x(), corner.y(), min(max(px(132), round(width * factor)), px(280)), px(30))
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.returnPressed.connect(lambda: self._finish(keep=True))

    def _finish(self, keep: bool) -> None:
        if self._over:
            return
        self._over = True
        name, view = " ".join(self.text().split()), self._view
        focused = self.hasFocus()
        self.hide()
        self.deleteLater()
        if focused:
            view.setFocus(Qt.FocusReason.OtherFocusReason)
        present = any(group.id == self._block for group in view.document.views.groups)
        if keep and present and name != self._before:
            view.store.commit(edits.rename_group(view.document, self._block, name), message("Rename a block"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._finish(keep=False)
            return
        super().keyPressEvent(event)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._finish(keep=True)
