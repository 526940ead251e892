"""The strip that stands in place of the tracks while training runs."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.document import Document
from nnsim.text import format_count, format_exact, format_number, message, render, tr
from ui.bridge import Snapshot, TrainerClient
from ui.look import paint_icon, theme
from ui.look.widgets import IconButton, Label, Pill, ReadOut, Themed, draw_box
from ui.panels.phases import COLORS, ICONS, PHASES, TITLES
from ui.panels.rule_titles import rule_title


class TrainingStrip(Themed, QWidget):
    """Pause, the phases that every step goes through, and the figures of the run."""

    def __init__(self, trainer: TrainerClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pause = IconButton("pause-fill", message("Pause"), "T", size=44, frame="ink")
        self.pause.clicked.connect(trainer.pause)
        self._title = Label(message("Training"), "control_strong")
        self._hint = Label(message("pause to step through"), "small", "text3")
        self._phases = QHBoxLayout()
        for number, phase in enumerate(PHASES):
            if number:
                self._phases.addWidget(_Join())
            self._phases.addWidget(Pill(TITLES[phase], *COLORS[phase], icon=ICONS[phase], height=28))
        self._phases.addWidget(_Join("arrows-clockwise"))
        self.rate = ReadOut(message("Rate"), width=92)
        self.samples = ReadOut(message("Samples"))
        self.batch = ReadOut(message("Batch"), width=36)
        self.rule = ReadOut(message("Optimizer"))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(self._title)
        texts.addWidget(self._hint)
        texts.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.pause)
        self._row.addLayout(texts)
        self._row.addSpacing(theme().px(24))
        self._row.addLayout(self._phases)
        self._row.addStretch(1)
        for read_out in (self.rate, self.samples, self.batch, self.rule):
            self._row.addWidget(read_out)
        self.follow_theme()

    def set_document(self, document: Document, samples: int) -> None:
        """Show what is trained: how many samples in how large batches, by which rule."""
        plan = document.plan
        batch = {"full": samples, "online": 1, "mini": min(plan.batch_size, samples)}[plan.batches]
        self.samples.set_value(format_count(samples))
        self.batch.set_value(format_count(batch))
        rate = format_exact(getattr(plan.rule.settings, "learning_rate", 0.0))
        self.rule.set_value(f"{render(rule_title(plan.rule.kind))} {rate}")

    def set_figures(self, snapshot: Snapshot) -> None:
        """Show how fast it goes."""
        rate = snapshot.rate
        shown = format_count(round(rate)) if rate >= 10 else format_number(rate, 1)
        self.rate.set_value(tr("{rate} epochs/s", rate=shown))

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self._row.setContentsMargins(px(20), 0, px(20), 0)
        self._row.setSpacing(px(20))
        self._phases.setSpacing(px(6))


class _Join(Themed, QWidget):
    """The line from one phase to the next, or the arrow that leads back to the first."""

    def __init__(self, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.follow_theme()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(theme().px(18), theme().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line or arrow."""
        painter, scale, tokens = QPainter(self), theme().scale, theme().tokens
        middle = self.height() / 2
        if self._icon:
            paint_icon(painter, self._icon, QRectF(2 * scale, middle - 7.5 * scale, 15 * scale, 15 * scale), tokens.text3)
        else:
            draw_box(painter, QRectF(0, middle - scale, self.width(), 2 * scale), scale, tokens.border2)
