"""Who is taken for whom: the confusion matrix of one set, and what the cell that is pointed at says."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from nnsim.text import message
from ui.bridge.measures import MOST_IN_MATRIX, Measures
from ui.charts.confusion_matrix import ConfusionMatrix
from ui.look import theme
from ui.look.widgets import Label, Segmented
from ui.panels.plots.plot_part import PlotPart

_HINT = message("Rows are true classes, columns what was predicted; right answers stand on the diagonal. Point at "
                "a cell.")


class MatrixPart(PlotPart):
    """`set_chosen` tells whether the training or the test set is wanted."""

    set_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(message("Confusion matrix"), parent=parent)
        self.side = Segmented([("train", message("Training set")), ("test", message("Test set"))],
                              name=message("Set of samples"))  # fmt: skip
        self.matrix = ConfusionMatrix()
        self.sentence = Label(_HINT, "small", "text2", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        for widget in (self.side, self.matrix, self.sentence):
            self.add(widget)
        self.side.chosen.connect(self.set_chosen)
        self.matrix.pointed.connect(self._tell)
        self.restyle()

    def take(self, found: Measures, part: str, has_both: bool) -> None:
        """Show the answers of a set, `train` or `test`."""
        self.side.setVisible(has_both)
        self.side.set_current(part)
        count = round(found.sums["count"])
        self.set_note(message("1 answer") if count == 1 else message("{count} answers", count=count))
        self.matrix.setVisible(found.confusion is not None)
        self.matrix.set_data(found.confusion, found.classes)
        if found.confusion is None:
            self.sentence.set_text(message("{count} classes are too many for a matrix, which holds up to {most}.",
                                           count=len(found.classes), most=MOST_IN_MATRIX))
        else:
            self._tell(self.matrix.cell)

    def restyle(self) -> None:
        """Take sizes from the theme; the sentence has room for its longest form."""
        super().restyle()
        if hasattr(self, "sentence"):
            self.sentence.setMinimumHeight(theme().px(48))

    def _tell(self, cell: object) -> None:
        self.sentence.set_text(self.matrix.sentence(cell) if isinstance(cell, tuple) else _HINT)
