"""A lecture is made in the side panel: slides are written, ordered and mended, and every bit of it is undone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim import edits, files
from nnsim.assets import asset_path
from nnsim.document import Choice, Slide
from nnsim.text import message
from ui.bridge.slide_recorder import Framing
from ui.bridge.workbench import Workbench
from ui.look import theme
from ui.panels.slides import SlidesPanel
from ui.panels.slides.way_parts import ChoiceWay

Key, Held = Qt.Key, Qt.KeyboardModifier


class Desk:
    """A workbench with the XOR sample, and the panel on it."""

    def __init__(self) -> None:
        self.bench = Workbench()
        self.store = self.bench.store
        self.store.replace_all(files.load(asset_path("samples", "mlp-xor.nnsim")))
        self.framing = Framing()
        self.panel = SlidesPanel(self.bench, lambda: self.framing)

    @property
    def ids(self) -> list[str]:
        return [slide.id for slide in self.store.document.lesson.slides]

    def slide(self, at: int) -> Slide:
        return self.store.document.lesson.slides[at]

    def begin(self, *titles: str) -> None:
        """Slides with titles, the first one current."""
        document = self.store.document
        for name in titles:
            document, _ = edits.add_slide(document, Slide(name, {"en": name.upper()}))
        self.store.commit(document, message("Record a slide"))


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    theme().apply(qapp)
    made = Desk()
    qtbot.addWidget(made.panel)
    made.panel.resize(384, 900)
    made.panel.show()
    yield made
    made.bench.shutdown()


def test_what_is_seen_becomes_a_slide_and_its_caption_is_ready(desk: Desk) -> None:
    clock, store = desk.bench.clock, desk.store
    before, hidden = store.document, store.document.network.nodes[1].id
    clock.next()
    clock.next()
    desk.bench.selection.select([hidden])
    desk.framing = Framing((hidden,), "loss")
    desk.panel.record()
    made = desk.slide(0)
    assert made.moment is not None
    assert (made.moment.place, made.moment.detail, made.moment.steps) == (clock.place, clock.detail, 0)
    assert (made.spotlight, made.camera, made.plot, made.epochs) == ((hidden,), (hidden,), "loss", 0)
    assert set(made.title) == {"en", "ko"}
    caption = desk.panel.words.fields["caption"]
    assert desk.panel.focusWidget() is caption
    QTest.keyClicks(caption, "Look here.")
    assert desk.slide(0).caption == {"en": "Look here."}
    desk.bench.selection.clear()
    desk.framing = Framing()
    clock.end()
    desk.panel.happening.take_wanted.emit()
    assert (desk.slide(0).moment, desk.slide(0).spotlight, desk.slide(0).camera) == (None, (), ())
    for _ in range(3):
        store.undo()
    assert store.document.lesson == before.lesson


def test_slides_are_moved_doubled_removed_and_renamed_by_keys_and_by_hand(desk: Desk) -> None:
    desk.begin("a", "b", "c")
    panel, listed = desk.panel, desk.panel.list
    listed.choose("a")
    QTest.keyClick(listed, Key.Key_Down, Held.AltModifier)
    assert desk.ids == ["b", "a", "c"]
    assert listed.current == "a"
    listed.moved.emit("a", listed.drop_row(10_000))
    assert desk.ids == ["b", "c", "a"]
    listed.moved.emit("a", listed.drop_row(-5))
    assert desk.ids == ["a", "b", "c"]
    QTest.keyClick(listed, Key.Key_D, Held.ControlModifier)
    assert len(desk.ids) == 4
    assert listed.current == desk.ids[1] not in ("a", "b", "c")
    QTest.keyClick(listed, Key.Key_Delete)
    assert desk.ids == ["a", "b", "c"]
    QTest.keyClick(listed, Key.Key_F2)
    title = panel.words.fields["title"]
    assert panel.focusWidget() is title
    QTest.keyClicks(title, "New")
    assert desk.slide(1).title == {"en": "New"}
    for _ in range(6):
        desk.store.undo()
    assert desk.ids == ["a", "b", "c"]
    assert desk.slide(1).title == {"en": "B"}


def test_words_are_kept_in_either_language(desk: Desk) -> None:
    desk.begin("a", "b")
    panel, title = desk.panel, desk.panel.words.fields["title"]
    panel.list.choose("b")
    panel.words.speak("ko")
    assert (title.toPlainText(), title.placeholderText()) == ("", "B")
    QTest.keyClicks(title, "bi")
    assert desk.slide(1).title == {"en": "B", "ko": "bi"}
    panel.words.speak("en")
    assert title.toPlainText() == "B"
    panel.words.fields["notes"].setPlainText("say it")
    assert desk.slide(1).notes == {"en": "say it"}


def test_a_question_of_each_kind_is_set(desk: Desk) -> None:
    desk.begin("a")
    part = desk.panel.question
    for kind in ("choice", "amount", "pointing", "drawing"):
        part.way.chosen.emit(kind)
        assert desk.slide(0).question is not None
        assert [key for key, each in part.ways.items() if each.isVisibleTo(part)] == [kind]
    part.way.chosen.emit("choice")
    options = part.ways["choice"]
    assert isinstance(options, ChoiceWay)
    part.words["text"][1].setPlainText("Which?")
    options.more.click()
    options.rows[3].text.setPlainText("none")
    options.rows[3].right.click()
    options.rows[0].away.click()
    question = desk.slide(0).question
    assert question is not None
    assert isinstance(question.way, Choice)
    assert (question.text, question.way.answer, question.way.options[2]) == ({"en": "Which?"}, 2, {"en": "none"})
    part.way.chosen.emit("none")
    assert desk.slide(0).question is None


def test_a_moment_that_is_gone_is_marked_and_mended(desk: Desk, qtbot: QtBot) -> None:
    clock, fault, document = desk.bench.clock, desk.panel.happening.fault, desk.store.document
    while clock.place is None or clock.place.operation == "WeightedSum":
        clock.next()
    place = clock.place
    desk.panel.record()
    recorded = desk.store.document
    assert fault.isHidden()
    for edited in (
        edits.delete(recorded, (place.node,)),
        edits.change_settings_of(recorded, (place.node,), "activation", "relu"),
    ):
        desk.store.commit(edited, message("Change"))
        qtbot.waitUntil(lambda: not fault.isHidden())  # the steps of another network are made in a thread
        assert "gone" in desk.panel.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
        desk.store.undo()
        qtbot.waitUntil(lambda: not clock.busy)
        assert fault.isHidden()
    desk.store.commit(edited, message("Change"))
    qtbot.waitUntil(lambda: not fault.isHidden())
    desk.panel.happening.forget_wanted.emit()
    assert fault.isHidden()
    assert desk.slide(0).moment is None
    assert desk.store.document.network != document.network


def test_the_list_is_read_aloud_and_plays_from_a_slide(desk: Desk, qtbot: QtBot) -> None:
    desk.begin("a", "b")
    panel = desk.panel
    panel.list.choose("b")
    spoken = QAccessible.queryAccessibleInterface(panel.list)
    assert spoken.text(QAccessible.Text.Name) == "Slides"
    assert spoken.child(1).text(QAccessible.Text.Name) == "Slide 2: B"
    with qtbot.waitSignal(panel.present_wanted) as told:
        panel.buttons["present"].click()
    assert told.args == [1]
    panel.list.customContextMenuRequested.emit(QPoint(5, 5))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert len([entry for entry in menu.actions() if entry.isEnabled()]) == 5
    menu.close()


def test_the_key_of_the_button_gives_way_in_a_narrow_dock(qtbot: QtBot, desk: Desk) -> None:
    desk.begin("a", "b")
    button, last = desk.panel.record_button, desk.panel.buttons["remove"]
    for width, named in ((480, True), (336, False), (316, False), (384, True)):
        desk.panel.setFixedWidth(width)  # as the dock does
        qtbot.waitUntil(lambda: button.width() >= button.sizeHint().width(), timeout=20_000)
        assert last.x() + last.width() <= width
        assert bool(button._hint) == named


def test_pictures_are_wanted_of_what_is_seen(desk: Desk) -> None:
    wanted = list[object]()
    desk.panel.pictures_wanted.connect(wanted.append)
    desk.begin("a", "b")
    assert wanted[-1] is desk.store.document
    desk.panel.hide()
    assert wanted[-1] is None
    desk.panel.show()
    assert wanted[-1] is desk.store.document
    before = desk.panel.list.grab().toImage()
    picture = QPixmap(288, 180)
    picture.fill(QColor("red"))
    desk.panel.list.set_picture("b", picture)
    assert desk.panel.list.grab().toImage() != before
    held = desk.panel.list.grab().toImage()
    desk.panel.list.take(desk.store.document, lambda _place: True)
    assert desk.panel.list.grab().toImage() == held
