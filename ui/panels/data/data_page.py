"""The right side of the data dialog: one data set with its knobs, its picture, its columns and its first rows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from nnsim.data import Dataset
from nnsim.text import Message, message
from ui.charts import PointLegend
from ui.look import theme
from ui.look.widgets import Banner, Label, Themed
from ui.panels.data.class_pictures import ClassPictures
from ui.panels.data.column_rows import ColumnRows
from ui.panels.data.draft import Draft
from ui.panels.data.knob_rows import KnobRows
from ui.panels.data.own_file import OwnFileRows
from ui.panels.data.preview_plot import PreviewPlot
from ui.panels.data.rows_table import RowsTable


class DataPage(Themed, QWidget):
    """Everything about the choice of the moment; made anew when another one is chosen."""

    open_wanted = Signal()
    reread = Signal(object)

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.plot: PreviewPlot | None = None
        self.pictures: ClassPictures | None = None
        self.legend: PointLegend | None = None
        self.banner = Banner("error", "")
        self.own_file: OwnFileRows | None = None
        self.knobs: KnobRows | None = None
        self.columns: ColumnRows | None = None
        self._column = QVBoxLayout(self)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._narrow = False
        self._picture_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._fill()
        draft.changed.connect(self._show)
        self._show()
        self.follow_theme()

    def set_narrow(self, on: bool) -> None:
        """Put what stands side by side below each other."""
        ways = QBoxLayout.Direction
        self._narrow = on
        self._picture_row.setDirection(ways.TopToBottom if on else ways.LeftToRight)
        for part in (self.own_file, self.columns):
            if part is not None:
                part.set_narrow(on)
        self.restyle()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        side = px(16 if self._narrow else 24)
        self._column.setContentsMargins(side, px(20), side, px(20))
        self._column.setSpacing(px(12))
        self._picture_row.setSpacing(px(20))
        for preview in (self.plot, self.pictures):
            if preview is not None:
                preview.setMinimumWidth(px(280))

    def _fill(self) -> None:
        kind = self._draft.kind
        self._column.addWidget(Label(kind.title, "panel_title"))
        self._column.addWidget(Label(kind.meaning, "body", "text2", wrap=True))
        if kind.form == "own":
            self.own_file = OwnFileRows(self._draft)
            self.own_file.open_wanted.connect(self.open_wanted)
            self.own_file.reread.connect(self.reread)
            self._column.addWidget(self.own_file)
        self._column.addWidget(self.banner)
        if self._draft.source is None:
            self._column.addStretch(1)
            return
        self.plot, self.pictures, self.legend = PreviewPlot(), ClassPictures(), PointLegend()
        self.knobs = KnobRows(self._draft)
        aside = QVBoxLayout()
        aside.addWidget(self.knobs)
        aside.addWidget(self.legend)
        aside.addStretch(1)
        for preview in (self.plot, self.pictures):
            self._picture_row.addWidget(preview, 1, Qt.AlignmentFlag.AlignTop)
        self._picture_row.addLayout(aside, 1)
        self._column.addLayout(self._picture_row)
        self.columns = ColumnRows(self._draft)
        for heading, part in ((message("Columns"), self.columns), (message("First rows"), RowsTable(self._draft))):
            self._column.addWidget(Label(heading, "card_title"))
            self._column.addWidget(part)
        self._column.addStretch(1)

    def _show(self) -> None:
        problem = self._draft.problem
        self.banner.setVisible(problem is not None)
        if problem is not None:
            curable = self._draft.without_bad_rows
            leave_out = [(message("Leave out these rows"), lambda: self.reread.emit(curable))] if curable else []
            self.banner.show_message("error", problem, leave_out)
        data = self._draft.data
        if data is not None and self.plot is not None and self.pictures is not None and self.legend is not None:
            self.plot.setHidden(data.picture is not None)
            self.pictures.setVisible(data.picture is not None)
            (self.plot if data.picture is None else self.pictures).set_data(data)
            self.legend.set_data(data.classes, len(data.x_test) > 0)
            self.legend.setVisible(data.picture is None and (bool(data.classes) or len(data.x_test) > 0))


def summary(data: Dataset) -> Message:
    """What the network gets, in one line."""
    return message(
        "{inputs} in · {outputs} out · {train} to train · {test} to test",
        inputs=len(data.inputs), outputs=len(data.outputs), train=len(data.x_train), test=len(data.x_test),
    )
