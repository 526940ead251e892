"""The inspector of several nodes at once: what they are, the settings that they share, and what can be done to all."""

from __future__ import annotations

from collections import Counter
from functools import partial
from math import prod
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nnsim import catalog, edits
from nnsim.catalog import Field
from nnsim.document import Document
from nnsim.text import format_count, message, render, shown_name
from ui.look.widgets import Button, Label
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.field_editor import FieldEditor
from ui.panels.inspector.field_editors import make_editor, matters
from ui.panels.inspector.row import Fact, Page, Part

MOST_NAMED = 6


class SeveralPage(Page):
    """Kinds, shared settings, weights anew, delete. `take` follows the document and the selection without rebuilding.
    """

    def __init__(
        self, nodes: frozenset[str], document: Document, desk: EditDesk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._nodes: tuple[str, ...] = ()
        self._desk = desk
        self._editors: list[FieldEditor] = []
        self._part = Part(message("Selected"), first=True)
        self._kinds, self._names = Fact(message("Kinds")), Fact(message("Names"))
        self._parameters = Fact(message("Parameters"))
        for fact in (self._kinds, self._names, self._parameters):
            self._part.add(fact)
        self._settings = self._settings_part(nodes, document)
        self.add(self._part)
        self.add(self._settings)
        self.add(self._actions())
        self.take(nodes, document)

    def take(self, nodes: frozenset[str], document: Document) -> None:
        """Show these nodes, which have the kinds that the page was made for, as they are in this document."""
        network = document.network
        chosen = [node for node in network.nodes if node.id in nodes]
        self._nodes = tuple(node.id for node in chosen)
        self._part.set_note(message("{count} nodes", count=len(chosen)))
        counted = Counter(node.kind for node in chosen)
        self._kinds.set_value("\n".join(
            f"{format_count(count)} × {render(catalog.kind(kind).title)}" for kind, count in counted.most_common()))
        names = ", ".join(shown_name(node.name) for node in chosen[:MOST_NAMED])
        self._names.set_value(names if len(chosen) <= MOST_NAMED else message(
            "{names} and {count} more", names=names, count=len(chosen) - MOST_NAMED))
        weights = sum(prod(shape) for path, shape in edits.parameter_shapes(document).items()
                      if path.partition("/")[0] in nodes)
        self._parameters.set_value(format_count(weights))
        self._parameters.setVisible(weights > 0)
        self._anew.setVisible(weights > 0)
        for editor in self._editors:
            editor.set_values(edits.values_of(network, self._nodes, editor.field.name))
            editor.setVisible(all(matters(editor.field, node.settings) for node in _one_of_each(chosen)))

    def _settings_part(self, nodes: frozenset[str], document: Document) -> Part:
        part = Part(message("Settings of all"))
        ordered = [node.id for node in document.network.nodes if node.id in nodes]
        for field in edits.shared_fields(document.network, ordered):
            values = edits.values_of(document.network, ordered, field.name)
            editor = make_editor(field, values[0], several=True)
            editor.committed.connect(partial(self._change, field))
            editor.previewed.connect(partial(self._preview, field))
            editor.dropped.connect(self._desk.drop)
            self._editors.append(editor)
            part.add(editor)
        if not self._editors:
            part.add(Label(message("These kinds have no setting in common."), "small", "text3", wrap=True))
        return part

    def _actions(self) -> Part:
        part = Part()
        self._anew = Button(message("Draw weights anew"), icon="dice-five", size="small")
        self._anew.clicked.connect(self._begin_anew)
        remove = Button(message("Delete"), icon="trash", size="small")
        remove.clicked.connect(self._delete)
        for button in (self._anew, remove):
            part.layout().addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return part

    def _preview(self, field: Field, value: Any) -> None:
        self._desk.preview(lambda document: edits.change_settings_of(document, self._nodes, field.name, value))

    def _change(self, field: Field, value: Any) -> None:
        text = message("Change {setting} of {count} nodes", setting=field.title, count=len(self._nodes))
        edit = partial(edits.change_settings_of, node_ids=self._nodes, name=field.name, value=value)
        if not self._desk.commit(edit, text):
            self.take(frozenset(self._nodes), self._desk.store.document)

    def _begin_anew(self) -> None:
        text = message("Draw the weights of {count} nodes anew", count=len(self._nodes))
        self._desk.commit(lambda document: edits.initialize(document, self._nodes), text)

    def _delete(self) -> None:
        text = message("Delete {count} nodes", count=len(self._nodes))
        self._desk.commit(lambda document: edits.delete(document, self._nodes), text)


def _one_of_each(nodes: list[Any]) -> list[Any]:
    """A node for each way in which settings differ, since whether a setting counts depends on the others."""
    return list({node.settings: node for node in nodes}.values())
