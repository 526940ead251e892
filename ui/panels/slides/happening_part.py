"""What happens on a slide: what is trained before it, where it stops, what it frames and lights, and the plot."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.document import Document, Slide
from nnsim.document.lesson import Plot
from nnsim.text import Message, message, shown_name
from ui.look import theme
from ui.look.widgets import Banner, Button, NumberField, Themed, ToggleSwitch
from ui.panels.inspector.choice_box import ChoiceBox
from ui.panels.inspector.labeled_choice import LabeledChoice
from ui.panels.inspector.row import Fact, FieldLabel, Part
from ui.panels.slides.slide_desk import SlideDesk
from ui.panels.slides.slide_words import PLOTS, moment_of

_MOST_EPOCHS, _MOST_NAMED = 100_000, 4
WHOLE = message("the whole network")


class HappeningPart(Part):
    """Follows a slide by `take`. `fault` tells what of it is gone; it has its place elsewhere.

    Signals:
        take_wanted(), forget_wanted(): the slide is to show what is seen now, or no moment at all.
    """

    take_wanted = Signal()
    forget_wanted = Signal()

    def __init__(self, desk: SlideDesk) -> None:
        super().__init__(message("What it shows"))
        self._desk, self._slide = desk, Slide("")
        self.fault = Banner("warning", "", [])
        self._told: Message | None = None
        self._moment, self._frame = Fact(message("Moment")), Fact(message("Frame"))
        self._light = Fact(message("Spotlight"))
        self._take = Button(message("Take the present view"), icon="frame-corners", size="small")
        self._take.clicked.connect(self.take_wanted)
        self._epochs = NumberField(0, 0, _MOST_EPOCHS, 1, whole=True, name=message("Epochs trained before this slide"))
        self._epochs.committed.connect(lambda value: self._change(epochs=int(value)))
        self._plot = ChoiceBox(list(PLOTS.items()), message("Plot"))
        self._plot.chosen.connect(lambda plot: self._change(plot=_plot(plot)))
        self._formula = ToggleSwitch(message("Formula of the moment"))
        self._formula.clicked.connect(lambda on: self._change(formula=on))
        for fact in (self._moment, self._frame, self._light):
            self.add(fact)
        self.layout().addWidget(self._take, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(_Row(FieldLabel(message("Train before")), self._epochs, FieldLabel(message("epochs"))))
        self.add(LabeledChoice(FieldLabel(message("Plot")), self._plot))
        self.add(self._formula)

    def take(self, document: Document, slide: Slide, fault: Message | None) -> None:
        """Show what happens on a slide."""
        self._slide = slide
        self.fault.setVisible(fault is not None)
        if fault is not None and fault != self._told:
            self.fault.show_message("warning", fault, [
                (message("Take the present view"), self.take_wanted.emit),
                (message("Go without"), self.forget_wanted.emit)])
        self._told = fault
        self._moment.set_value(_where(document, slide))
        self._frame.set_value(_named(document, slide.camera) or WHOLE)
        self._light.set_value(_named(document, slide.spotlight) or message("where the step is at work"))
        self._epochs.set_value(slide.epochs)
        self._plot.set_current(slide.plot)
        self._formula.setChecked(slide.formula)
        self._formula.setVisible(slide.moment is not None and slide.moment.place is not None)

    def _change(self, **values: object) -> None:
        self._desk.change(self._slide.id, lambda slide: replace(slide, **values))  # type: ignore[arg-type]


def _plot(name: str) -> Plot:
    return next((known for known in ("loss", "decision", "weights", "gradients") if known == name), "")  # type: ignore[return-value]


def _where(document: Document, slide: Slide) -> Message:
    place = moment_of(document, slide)
    steps = 0 if slide.moment is None else slide.moment.steps
    if place is None:
        return message("{count} steps on", count=steps) if steps else message("as training leaves it")
    return message("{place}, {count} steps on", place=place, count=steps) if steps else place


def _named(document: Document, nodes: tuple[str, ...]) -> Message | str:
    names = [shown_name(document.network.node(node).name) for node in nodes if document.network.has(node)]
    if not names:
        return ""
    if len(names) > _MOST_NAMED:
        return message("{names} and {count} more", names=", ".join(names[:_MOST_NAMED]), count=len(names) - _MOST_NAMED)
    return ", ".join(names)


class _Row(Themed, QWidget):
    """A label, a field, and what stands behind it."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            self._row.addWidget(part)
        self._row.addStretch(1)
        self.follow_theme()

    def restyle(self) -> None:
        """Take the gap from the theme."""
        self._row.setSpacing(theme().px(8))
