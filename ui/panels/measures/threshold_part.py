"""From which prediction on an answer counts as the second of two classes, to be moved: an edit of the output."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from nnsim.catalog.output import OutputSettings, deciding_output, decision_threshold
from nnsim.data import Dataset
from nnsim.document import Document
from nnsim.edits import change_settings
from nnsim.text import message
from ui.bridge import DocumentStore
from ui.look.widgets import Label, LabeledSlider
from ui.panels.plots.plot_part import PlotPart

_TITLE = message("Decision threshold")


class ThresholdPart(PlotPart):
    """A slider over the way from the first class's value to the second's; moving it previews, letting go commits."""

    def __init__(self, store: DocumentStore, parent: QWidget | None = None) -> None:
        super().__init__(_TITLE, parent=parent)
        self._store = store
        self.slider = LabeledSlider(message("Threshold"), 0.0, 1.0, 0.5)
        self._sentence = Label("", "small", "text2", wrap=True)
        self.add(self.slider)
        self.add(self._sentence)
        self.slider.previewed.connect(self._preview)
        self.slider.committed.connect(self._commit)
        self.slider.dropped.connect(store.drop_preview)

    def take(self, document: Document, data: Dataset) -> None:
        """Show the threshold of the output that decides; without an output it stays in the middle."""
        threshold = decision_threshold(document.network)
        movable = deciding_output(document.network) is not None
        self.slider.setEnabled(movable)
        if not self._store.previewing:
            self.slider.set_value(threshold)
        low, high = float(data.y_train.min()), float(data.y_train.max())
        if movable:
            self._sentence.set_text(message(
                "A prediction of {value} or more counts as {name}. Moving it changes answers and metrics, not the "
                "training.", value=low + threshold * (high - low), name=data.classes[1]))
        else:
            self._sentence.set_text(message(
                "A prediction of {value} or more counts as {name}. Add an Output to move it.",
                value=low + threshold * (high - low), name=data.classes[1]))

    def _edited(self, value: float) -> Document | None:
        document = self._store.document
        node = deciding_output(document.network)
        if node is None or not isinstance(node.settings, OutputSettings):
            return None
        return change_settings(document, node.id, replace(node.settings, threshold=value))

    def _preview(self, value: float) -> None:
        edited = self._edited(value)
        if edited is not None:
            self._store.preview(edited)

    def _commit(self, value: float) -> None:
        edited, node = self._edited(value), deciding_output(self._store.document.network)
        if edited is not None and node is not None:
            self._store.commit(edited, message("Change {setting} of '{name}'", setting=_TITLE, name=node.name))
