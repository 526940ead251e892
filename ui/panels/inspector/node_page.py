"""The inspector of one node: name, settings, numbers, shape, and what is wrong with it."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from nnsim import catalog, data, edits
from nnsim.catalog.port import shape_words
from nnsim.document import ArrayMap, Document, Node
from nnsim.text import NnsimError, format_count, message, render, shown_name
from ui.bridge.problems import ProblemWatch
from ui.look import font, paint_glyph, theme
from ui.look.widgets import Button, Label, Text, Themed
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.feature_editor import FeatureEditor
from ui.panels.inspector.field_editor import FieldEditor
from ui.panels.inspector.field_editors import make_editor, matters
from ui.panels.inspector.input_editors import FEATURES, FeaturesEditor
from ui.panels.inspector.made_by_hand import ByHandEditor
from ui.panels.inspector.parameters_part import ParametersPart
from ui.panels.inspector.problems_part import ProblemsPart
from ui.panels.inspector.row import Fact, Page, Part
from ui.panels.inspector.rule_editor import RuleEditor
from ui.panels.inspector.unit_names import input_names
from ui.panels.palette_entries import kind_glyph

_BY_HAND: dict[str, type[ByHandEditor]] = {"rule_table": RuleEditor, "feature_list": FeatureEditor}


class NodePage(Page):
    """Everything that can be set of one node. `take` follows the document."""

    def __init__(
        self, node: Node, document: Document, watch: ProblemWatch, desk: EditDesk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.node_id, self._kind, self._desk = node.id, catalog.kind(node.kind), desk
        self._editors: list[FieldEditor] = []
        self._head = NodeHead(node, desk)
        self.add(self._head)
        self.add(ProblemsPart((node.id,), watch, desk))
        if self._kind.fields:
            self.add(self._settings_part(node, document))
        self._numbers = ParametersPart(node.id, desk)
        self.add(self._numbers)
        self._facts = FactsPart(node.id, desk)
        self.add(self._facts)
        self.take(document, document.state.parameters)

    def take(self, document: Document, parameters: ArrayMap) -> None:
        """Show the node as it is in this document, with these numbers."""
        node = document.network.node(self.node_id)
        self._head.take(node)
        for editor in self._editors:
            value = getattr(node.settings, editor.field.name)
            if value != editor.value:
                editor.set_value(value)
            editor.setVisible(matters(editor.field, node.settings))
            if isinstance(editor, ByHandEditor):
                editor.set_names(input_names(document.network, self.node_id))
        self._numbers.take(document, parameters)
        self._facts.take(document)

    def show_unit(self, unit: int | None) -> None:
        """Bring the numbers of one unit to notice."""
        self._numbers.show_unit(unit)

    def take_numbers(self, document: Document, parameters: ArrayMap) -> None:
        """Show newer numbers of a running training."""
        self._numbers.take(document, parameters)

    def _settings_part(self, node: Node, document: Document) -> Part:
        part = Part(message("Settings"))
        names = _column_names(document) if node.kind == "input" else ()
        for field in self._kind.fields:
            value = getattr(node.settings, field.name)
            by_hand = _BY_HAND.get(field.type)
            if field.type == "columns" and not names:
                editor: FieldEditor = FeaturesEditor(FEATURES, value)
            elif by_hand is not None:
                editor = by_hand(field, value, input_names(document.network, node.id))
            else:
                editor = make_editor(field, value, names)
            editor.committed.connect(lambda value, field=field: self._change(field.name, value))
            editor.previewed.connect(lambda value, field=field: self._preview(field.name, value))
            editor.dropped.connect(self._desk.drop)
            self._editors.append(editor)
            part.add(editor)
        return part

    def _with(self, document: Document, name: str, value: Any) -> Document:
        if self._kind.id == "input" and name == "shape":
            return edits.arrange_input(document, self.node_id, value)
        if self._kind.id == "input" and isinstance(value, int):
            return edits.set_features(document, self.node_id, value)
        settings = msgspec.structs.replace(document.network.node(self.node_id).settings, **{name: value})
        return edits.change_settings(document, self.node_id, settings)

    def _preview(self, name: str, value: Any) -> None:
        self._desk.preview(lambda document: self._with(document, name, value))

    def _change(self, name: str, value: Any) -> None:
        node = self._desk.store.document.network.node(self.node_id)
        title = next(field.title for field in self._kind.fields if field.name == name)
        text = message("Change {setting} of '{name}'", setting=title, name=node.name)
        if not self._desk.commit(lambda document: self._with(document, name, value), text):
            editor = next(each for each in self._editors if each.field.name == name)
            editor.set_value(editor.value)  # it shows what was refused


class NodeHead(Themed, QWidget):
    """Glyph, name to edit, kind."""

    def __init__(self, node: Node, desk: EditDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._node, self._desk, self._kind = node, desk, catalog.kind(node.kind)
        self._name = QLineEdit(shown_name(node.name))
        self._name.setProperty("outlined", "true")
        self._name.setMaxLength(80)
        self._name.editingFinished.connect(self._rename)
        self._meaning = Label(self._kind.meaning, "small", "text3", wrap=True)
        self._glyph = Glyph(_glyph(node))
        row = QHBoxLayout()
        row.addWidget(self._glyph)
        row.addWidget(self._name, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._meaning)
        self.follow_theme()

    def take(self, node: Node) -> None:
        """Show the node's name, unless another one is being typed."""
        self._node = node
        self._glyph.show_kind(_glyph(node))
        if not self._name.hasFocus() or not self._name.isModified():
            self._name.setText(shown_name(node.name))

    def restyle(self) -> None:
        """Take typeface from the theme."""
        self._name.setFont(font("card_title"))
        self._name.setFixedHeight(theme().px(32))
        self.layout().setSpacing(theme().px(8))

    def retranslate(self) -> None:
        """Take the accessible name from the language."""
        self._name.setAccessibleName(render(message("Name")))

    def _rename(self) -> None:
        name = self._name.text().strip()
        if name == shown_name(self._node.name):
            return
        text = message("Rename '{old}' to '{new}'", old=self._node.name, new=name)
        if not self._desk.commit(lambda document: edits.rename(document, self._node.id, name), text):
            self._name.setText(shown_name(self._node.name))
        self._name.setModified(False)


class Glyph(Themed, QWidget):
    """The glyph of a kind or of its activation, 24 pixels."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.follow_theme()

    def show_kind(self, kind: str) -> None:
        """Draw another one."""
        if kind != self._kind:
            self._kind = kind
            self.update()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(theme().px(24), theme().px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The glyph."""
        paint_glyph(QPainter(self), self._kind, QRectF(self.rect()), theme().tokens.text2)


class FactsPart(Part):
    """What follows from the drawing: inputs, outputs, parameters; and the button that draws the weights anew."""

    def __init__(self, node_id: str, desk: EditDesk, parent: QWidget | None = None) -> None:
        super().__init__(message("Shape"), parent=parent)
        self._node, self._desk = node_id, desk
        self._inputs, self._outputs = Fact(message("Inputs")), Fact(message("Outputs"))
        self._parameters = Fact(message("Parameters"))
        self._initialize = Button(message("Draw weights anew"), icon="dice-five", size="small")
        self._initialize.clicked.connect(self._begin_anew)
        for widget in (self._inputs, self._outputs, self._parameters):
            self.add(widget)
        self.layout().addWidget(self._initialize, 0, Qt.AlignmentFlag.AlignLeft)

    def take(self, document: Document) -> None:
        """Show the facts of this document."""
        network, node = document.network, document.network.node(self._node)
        takes = catalog.kind(node.kind).takes_links
        self._inputs.setVisible(takes)
        self._inputs.set_value(_inputs_of(document, self._node))
        self._outputs.set_value(_size_of(edits.sample_shapes(network).get(self._node)))
        shapes = {path: shape for path, shape in edits.parameter_shapes(document).items() if _owner(path) == self._node}
        count = sum(_size(shape) for shape in shapes.values())
        self._parameters.setVisible(bool(shapes))
        self._parameters.set_value(format_count(count))
        self._initialize.setVisible(bool(shapes))

    def _begin_anew(self) -> None:
        name = self._desk.store.document.network.node(self._node).name
        text = message("Draw the weights of '{name}' anew", name=name)
        self._desk.commit(lambda document: edits.initialize(document, [self._node]), text)


def _glyph(node: Node) -> str:
    function = getattr(node.settings, "activation", None) or getattr(node.settings, "function", None)
    known = function if function and node.kind in ("dense", "activation") else node.kind
    return kind_glyph(str(known), catalog.kind(node.kind).category)


def _size_of(shape: tuple[int, ...] | None) -> Text:
    """How many units a vector has; a sequence or an image in words."""
    if shape is None:
        return message("unknown")
    return format_count(shape[0]) if len(shape) == 1 else shape_words(shape)


def _inputs_of(document: Document, node: str) -> Text:
    """What a node gets: how many columns, or sequences and images in words, one line for each port."""
    placed = edits.placed(document.network).get(node)
    columns = edits.inputs(document.network, node)
    shapes = {} if placed is None or placed.inputs is None else {p: s for p, s in placed.inputs.items() if s}
    if all(len(shape) == 1 for found in shapes.values() for shape in found) and set(shapes) <= {"in"}:
        return message("unknown") if columns is None else format_count(len(columns))
    titles = {port.name: port.title for port in catalog.kind(document.network.node(node).kind).ports}
    if len(titles) == 1:
        return "\n".join(render(shape_words(shape)) for found in shapes.values() for shape in found)
    return "\n".join(f"{render(titles[port])}: {render(shape_words(shape))}"
                     for port, found in shapes.items() for shape in found)  # fmt: skip


def _column_names(document: Document) -> tuple[str, ...]:
    if document.data is None:
        return ()
    try:
        return data.prepare(document.data).input_names
    except NnsimError:
        return ()


def _owner(path: str) -> str:
    return path.split("/")[0]


def _size(shape: tuple[int, ...]) -> int:
    size = 1
    for extent in shape:
        size *= extent
    return size
