"""The inspector itself: shows the page that fits the selection and keeps it in step with document and training."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nnsim import edits
from nnsim.document import Link
from nnsim.text import language
from ui.bridge import DocumentStore, Selection
from ui.bridge.problems import ProblemWatch
from ui.look import theme
from ui.look.widgets import tab_through
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.field_editor import FieldEditor
from ui.panels.inspector.link_page import LinkPage
from ui.panels.inspector.links_page import LinksPage
from ui.panels.inspector.matrix_dialog import MatrixDialog
from ui.panels.inspector.node_page import NodePage
from ui.panels.inspector.plan_page import PlanPage
from ui.panels.inspector.row import Page
from ui.panels.inspector.several_page import SeveralPage

_NUMBERS_EVERY = 100


class Inspector(QWidget):
    """One scrolling page. Numbers of a running training are shown ten times a second, and only while they can be seen.

    `told` carries a sentence (Message) about an edit that was refused.
    """

    told = Signal(object)

    def __init__(
        self, store: DocumentStore, selection: Selection, watch: ProblemWatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._selection, self._watch = store, selection, watch
        self._desk = EditDesk(store, self)
        self._desk.refused.connect(self.told)
        self._key: object = None
        self._language = language()
        self._page: Page | None = None
        self._unit: tuple[str, int] | None = None
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._scroll)
        self._numbers = QTimer(self, interval=_NUMBERS_EVERY, singleShot=True)
        self._numbers.timeout.connect(self._take_numbers)
        store.changed.connect(lambda _: self._follow())
        store.recomputed.connect(self._follow)
        selection.changed.connect(self._follow)
        theme().language_changed.connect(self._follow)

    @property
    def page(self) -> Page | None:
        """The page about the selection of the moment; made now where nobody has looked at it yet."""
        self._show()
        return self._page

    def put_on_top(self, bar: QWidget) -> None:
        """Show a bar above the page."""
        self._column.insertWidget(0, bar)

    def enter(self, name: str) -> None:
        """Bring a setting of the page into sight and give it the keys."""
        page = self.page
        assert page is not None
        found = (editor for editor in page.findChildren(FieldEditor) if editor.field.name == name)
        editor = next((each for each in found if each.isVisible()), None)
        if editor is not None:
            editor.enter()
            QTimer.singleShot(0, editor, lambda: self._scroll.ensureWidgetVisible(editor))  # once it is laid out

    def open_table(self, path: str) -> None:
        """Open the numbers of a parameter as a table."""
        MatrixDialog(self._store, path, self.window()).show()

    def training_moved(self) -> None:
        """Training has newer numbers."""
        if self.isVisible() and not self._numbers.isActive():
            self._numbers.start()

    def _follow(self) -> None:
        """Show the selection of the moment, behind another panel once it comes to the front: a page takes long."""
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        """A page is built anew only for another selection."""
        document, key = self._store.shown, self._wanted()
        if key != self._key or language() != self._language:
            self._key, self._language = key, language()
            self._page = self._built()
            self._scroll.setWidget(self._page)
            tab_through(self._page, self._scroll)
        elif isinstance(self._page, NodePage | LinkPage):
            self._page.take(document, document.state.parameters)
        elif isinstance(self._page, PlanPage):
            self._page.take(document)
        elif isinstance(self._page, SeveralPage):
            self._page.take(self._selected(), document)
        elif isinstance(self._page, LinksPage):
            self._page.take(*self._chosen_links(), document)
        unit = self._selection.unit
        if unit != self._unit:
            self._unit = unit
            if isinstance(self._page, NodePage):
                self._page.show_unit(unit[1] if unit is not None else None)
        if isinstance(self._page, LinkPage):
            cell = self._selection.cell
            self._page.show_cell(None if cell is None else cell[1:])

    def _wanted(self) -> object:
        """What the page is about: link, node (with kind and data), several, or nothing."""
        network, selection = self._store.shown.network, self._selection
        nodes = self._selected()
        if selection.link is not None and selection.link in network.links and len(selection.cells) < 2:
            return ("link", selection.link)
        if selection.links:
            return ("links",)
        if len(nodes) == 1:
            node = network.node(next(iter(nodes)))
            return ("node", node.id, node.kind, self._store.shown.data if node.kind == "input" else None)
        return ("several", frozenset(network.node(node).kind for node in nodes)) if nodes else ("plan",)

    def _selected(self) -> frozenset[str]:
        network = self._store.shown.network
        return frozenset(node for node in self._selection.nodes if network.has(node))

    def _chosen_links(self) -> tuple[frozenset[Link], edits.Masks]:
        """The selected links, and where single weights of theirs are selected, these."""
        cells: edits.Masks = {}
        parameters = self._store.shown.state.parameters
        for path, row, column in self._selection.cells:
            if path in parameters:
                cells.setdefault(path, np.zeros(parameters[path].shape, np.bool_))[row, column] = True
        return self._selection.links, cells

    def _built(self) -> Page:
        document = self._store.shown
        match self._key:
            case ("link", link):
                return LinkPage(link, document, self._watch, self._desk)
            case ("links",):
                return LinksPage(*self._chosen_links(), document, self._desk)
            case ("node", node_id, *_):
                return NodePage(document.network.node(str(node_id)), document, self._watch, self._desk)
            case ("several", _):
                return SeveralPage(self._selected(), document, self._desk)
        return PlanPage(document, self._watch, self._desk)

    def _take_numbers(self) -> None:
        document = self._store.shown
        if isinstance(self._page, NodePage | LinkPage) and self._wanted() == self._key:
            self._page.take_numbers(document, document.state.parameters)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()
