"""The slides of the lecture: recording, the list, and everything about the slide that is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from nnsim.document import Slide
from nnsim.edits.lesson import slide_index
from nnsim.text import Message, message, render
from ui.bridge.slide_recorder import Framing, SlideRecorder
from ui.bridge.workbench import Workbench
from ui.look import theme
from ui.look.widgets import Divider, IconButton, Label, Menu, PrimaryButton, Themed, tab_through
from ui.panels.inspector.row import Page
from ui.panels.slides.happening_part import HappeningPart
from ui.panels.slides.question_part import QuestionPart
from ui.panels.slides.slide_desk import SlideDesk
from ui.panels.slides.slide_list import ROW, SlideList
from ui.panels.slides.slide_words import fault_of
from ui.panels.slides.words_part import WordsPart

_MOST_ROWS, _MOST_SHARE = 6, 0.55
RECORD_KEY = "Ctrl+M"
_ENTRIES: tuple[tuple[str, Message, str, str], ...] = (
    ("present", message("Present from here"), "presentation", "Shift+F5"),
    ("rename", message("Rename"), "pencil-simple", "F2"),
    ("duplicate", message("Duplicate"), "copy-simple", "Ctrl+D"),
    ("up", message("Move up"), "arrow-up", "Alt+Up"),
    ("down", message("Move down"), "arrow-down", "Alt+Down"),
    ("remove", message("Remove"), "trash", "Del"),
)


class SlidesPanel(Themed, QWidget):
    """Follows the document of a workbench.

    Signals:
        present_wanted(int): the lecture is to begin with the slide at an index.
        pictures_wanted(Document | None): what the slides of a document look like is to be shown in the list; None: of
            none any more.
        told(Message): something could not be done, and why.
    """

    present_wanted = Signal(int)
    pictures_wanted = Signal(object)
    told = Signal(object)

    def __init__(self, bench: Workbench, framing: Callable[[], Framing], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._clock, self._framing = bench.store, bench.clock, framing
        self.recorder = SlideRecorder(bench.store, bench.trainer, bench.clock, bench.selection, self)
        self.recorder.recorded.connect(self._show_recorded)
        self.recorder.refused.connect(self.told)
        self.desk = SlideDesk(bench.store, self)
        self._stale = True
        self._build_head()
        self._build_editor(bench)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._head, self._empty, self.list, self._rule):
            column.addWidget(part)
        column.addWidget(self._scroll, 1)
        column.addStretch(0)
        self._store.changed.connect(self._follow)
        self._clock.busy_changed.connect(lambda _: self._follow())
        self.follow_theme()

    def record(self, framing: Framing | None = None) -> None:
        """Add what is seen as a slide behind the current one, and make its caption ready to be written."""
        ids = [slide.id for slide in self.desk.slides]
        current = self.list.current
        self.recorder.record(ids.index(current) if current in ids else len(ids) - 1,
                             framing or self._framing())

    def present(self) -> None:
        """Begin the lecture with the current slide."""
        self.present_wanted.emit(max(0, self._index()))

    def _build_head(self) -> None:
        self._head = QWidget()
        self._row = QHBoxLayout(self._head)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # else it holds the dock apart
        self.record_button = PrimaryButton(message("Record slide"), icon="record-fill", hint=RECORD_KEY)
        self.record_button.clicked.connect(lambda: self.record())
        self._row.addWidget(self.record_button)
        self._row.addStretch(1)
        self.buttons: dict[str, IconButton] = {}
        for key, title, icon, keys in _ENTRIES:
            if key not in ("rename",):
                button = self.buttons[key] = IconButton(icon, title, keys, size=28, icon_size=16)
                button.clicked.connect(lambda _=False, key=key: self._do(key, self.list.current))
                self._row.addWidget(button)
        self._empty = Label(message("No slides yet. A slide keeps the view, the place in the step and the training of "
                                    "the moment at which it is recorded."), "body", "text3", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.list = SlideList()
        self.list.chosen.connect(lambda _: self._show_slide())
        self.list.moved.connect(self.desk.move)
        self.list.wanted.connect(self._do)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_menu)
        self._rule = Divider()

    def _build_editor(self, bench: Workbench) -> None:
        self.words = WordsPart(self.desk)
        self.happening = HappeningPart(self.desk)
        self.question = QuestionPart(self.desk, bench.selection)
        self.words.language_chosen.connect(lambda _: self._show_slide())
        self.happening.take_wanted.connect(self._take)
        self.happening.forget_wanted.connect(self._forget)
        self._page = Page()
        for part in (self.happening.fault, self.words, self.happening, self.question):
            self._page.add(part)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._page)
        tab_through(self._page, self._scroll)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self._row.setContentsMargins(px(20), px(12), px(12), px(10))
        self._row.setSpacing(px(2))
        self._empty.setContentsMargins(px(24), px(24), px(24), px(24))
        self._fit_list()
        self._fit_head()
        if self.isVisible():
            self.pictures_wanted.emit(self._store.document)

    def retranslate(self) -> None:
        """Take titles and facts from the language."""
        self._follow()

    def _follow(self, _change: object = None) -> None:
        """Show the slides of the document; while nobody looks, only remember that it is due."""
        self._stale = not self.isVisible()
        if not self._stale:
            self._show()

    def _show(self) -> None:
        self.list.take(self._store.document, self._clock.has)
        self.pictures_wanted.emit(self._store.document)
        self._fit_list()
        self._show_slide()

    def _fit_list(self) -> None:
        """As high as the slides, up to some, and to a share of the panel."""
        rows = min(self.list.count(), _MOST_ROWS, max(2, int(_MOST_SHARE * self.height() / theme().px(ROW))))
        self.list.setFixedHeight(theme().px(ROW) * rows + (theme().px(10) if rows else 0))

    def _fit_head(self) -> None:
        self.record_button.set_hint(RECORD_KEY)
        if self._row.sizeHint().width() + theme().px(8) > self.width():
            self.record_button.set_hint("")

    def _index(self) -> int:
        slide = self.desk.slide(self.list.current)
        return -1 if slide is None else slide_index(self._store.document, slide.id)

    def _show_slide(self) -> None:
        slide, count = self.desk.slide(self.list.current), len(self.desk.slides)
        for widget in (self._scroll, self._rule, self.list):
            widget.setVisible(slide is not None)
        self._empty.setVisible(slide is None)
        for key, button in self.buttons.items():
            button.setVisible(slide is not None)
            edge = {"up": 0, "down": count - 1}.get(key)
            button.setEnabled(slide is not None and self._index() != edge)
        if slide is not None:
            document = self._store.document
            self.words.take(slide)
            self.happening.take(document, slide, fault_of(document, slide, self._clock.has))
            self.question.take(document, slide, self.words.language)

    def _show_recorded(self, slide_id: str) -> None:
        if not self.isVisible():
            return
        self.list.choose(slide_id)
        self._scroll.verticalScrollBar().setValue(0)
        self.words.write("caption")

    def _take(self) -> None:
        slide = self.desk.slide(self.list.current)
        if slide is not None:
            self.recorder.take(slide, self._framing())

    def _forget(self) -> None:
        slide = self.desk.slide(self.list.current)
        if slide is not None:
            self.recorder.forget_moment(slide)

    def _do(self, what: str, slide_id: str) -> None:
        slide: Slide | None = self.desk.slide(slide_id)
        if slide is None:
            return
        if what == "present":
            self.present()
        elif what == "duplicate":
            self.list.choose(self.desk.duplicate(slide_id))
        elif what == "remove":
            self.desk.remove(slide_id)
        elif what in ("up", "down"):
            self.desk.move(slide_id, self._index() + (1 if what == "down" else -1))
        else:
            self.words.write("title" if what == "rename" else "caption")

    def _open_menu(self, at: QPoint) -> None:
        if not self.list.current:
            return
        menu = Menu(parent=self)
        for key, title, _icon, keys in _ENTRIES:
            entry = menu.addAction(f"{render(title)}\t{keys}")
            entry.triggered.connect(lambda _=False, key=key: self._do(key, self.list.current))
            entry.setEnabled(key not in self.buttons or self.buttons[key].isEnabled())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.list.viewport().mapToGlobal(at))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened unseen."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self._show()
        else:
            self.pictures_wanted.emit(self._store.document)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at pictures."""
        super().hideEvent(event)
        self.pictures_wanted.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The key beside the button gives way where there is no room for both."""
        super().resizeEvent(event)
        self._fit_list()
        self._fit_head()
