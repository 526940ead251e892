"""The knobs of a generated set, and the share of test samples that every set has."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.data import Knob, change_knobs, change_split
from nnsim.document import Generated
from nnsim.text import message, render
from ui.look import theme
from ui.look.widgets import IconButton, Label, LabeledSlider, NumberField, Themed
from ui.panels.data.draft import Draft

_LABEL_WIDTH = 96
_SLIDER_COUNT = 500  # the slider's reach; more can be typed
_LARGEST_SEED = 999_999


class KnobRows(Themed, QWidget):
    """Sliders that change the draft while they move: samples, noise, turns, seed, test share."""

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._sliders: dict[str, LabeledSlider] = {}
        self._seed: SeedRow | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._hints: list[tuple[QWidget, Knob]] = []
        rows = draft.source.rows if draft.source is not None else None
        for knob in draft.kind.knobs:
            if knob.name == "seed":
                continue
            self._add_slider(knob, getattr(rows, knob.name))
        if any(knob.name == "seed" for knob in draft.kind.knobs):
            self._add_seed()
        self._add_share()
        self._column.addStretch(1)
        draft.changed.connect(self._show)
        self.follow_theme()

    def slider(self, name: str) -> LabeledSlider:
        """The slider of a knob, or of `test_share`."""
        return self._sliders[name]

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._column.setSpacing(theme().px(8))

    def retranslate(self) -> None:
        """Take the meanings from the language."""
        for widget, knob in self._hints:
            widget.setToolTip(render(knob.meaning))

    def _add_slider(self, knob: Knob, value: float) -> None:
        whole = knob.type == "int"
        high = min(knob.high, _SLIDER_COUNT) if whole else knob.high
        slider = LabeledSlider(
            knob.title, knob.low, high, value, whole=whole, hard_low=knob.low, hard_high=knob.high,
            label_width=_LABEL_WIDTH,
        )  # fmt: skip
        turn = partial(self._turn, knob)
        slider.previewed.connect(turn)
        slider.committed.connect(turn)
        slider.dropped.connect(lambda: turn(slider.value))
        self._sliders[knob.name] = slider
        self._hints.append((slider, knob))
        self._column.addWidget(slider)

    def _add_seed(self) -> None:
        self._seed = SeedRow()
        self._seed.field.committed.connect(lambda value: self._draft.change(lambda s: change_knobs(s, seed=int(value))))
        self._column.addWidget(self._seed)
        self._show()

    def _add_share(self) -> None:
        share = self._draft.source.split.test_share if self._draft.source is not None else 0.0
        percent = round(100 * share)
        slider = LabeledSlider(message("Test share, %"), 0, 90, percent, whole=True, label_width=_LABEL_WIDTH)
        for signal in (slider.previewed, slider.committed):
            signal.connect(self._split)
        slider.dropped.connect(lambda: self._split(slider.value))
        self._sliders["test_share"] = slider
        self._column.addWidget(slider)

    def _turn(self, knob: Knob, value: float) -> None:
        number = round(value) if knob.type == "int" else value
        self._draft.change(lambda source: change_knobs(source, **{knob.name: number}))

    def _split(self, percent: float) -> None:
        self._draft.change(lambda source: change_split(source, test_share=round(percent) / 100))

    def _show(self) -> None:
        source = self._draft.source
        if self._seed is not None and source is not None and isinstance(source.rows, Generated):
            self._seed.field.set_value(source.rows.seed)


class SeedRow(Themed, QWidget):
    """The seed as a number, with a button for the next one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Label(message("Seed"), "small", "text2")
        self.field = NumberField(0, 0, _LARGEST_SEED, step=1, whole=True, name=message("Seed"), width=76)
        self.another = IconButton("dice-five", message("Other points of the same kind"), size=28, icon_size=16)
        self.another.clicked.connect(self._next)
        self._label.setBuddy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label)
        row.addStretch(1)
        row.addWidget(self.another)
        row.addWidget(self.field)
        self.follow_theme()

    def restyle(self) -> None:
        """Take the width of the labels from the theme."""
        self._label.setFixedWidth(theme().px(_LABEL_WIDTH))
        self.layout().setSpacing(theme().px(8))

    def _next(self) -> None:
        value = (int(self.field.value) + 1) % (_LARGEST_SEED + 1)
        self.field.set_value(value)
        self.field.committed.emit(float(value))
