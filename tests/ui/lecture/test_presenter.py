"""The presenter answers to a clicker and the keys alone, and nothing that is pressed there changes the document."""

import random
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QKeyCombination, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim import files
from nnsim.assets import asset_path
from nnsim.document import Document
from nnsim.text import set_language
from tests.ui.lecture.conftest import network
from ui.lecture.presenter import Presenter
from ui.look import theme
from ui.panels.lecture_keys import LECTURE_KEYS

Key = Qt.Key
Open = Callable[[Document], Presenter]


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication) -> Iterator[Open]:
    theme().apply(qapp)
    windows = list[Presenter]()

    def begin(document: Document) -> Presenter:
        made = Presenter(document)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        windows.append(made)
        qtbot.addWidget(made)
        made.resize(1280, 720)
        made.show()
        settle(qtbot, made)
        return made

    yield begin
    for each in windows:
        each.close()


def settle(qtbot: QtBot, presenter: Presenter) -> None:
    qtbot.waitUntil(lambda: not presenter.deck.busy, timeout=60_000)


@pytest.mark.parametrize(("size", "speech"), [((1920, 1080), "en"), ((1280, 720), "ko")])
def test_page_down_leads_through_all_and_page_up_back(
    qtbot: QtBot, opened: Open, every_kind: Document, size: tuple[int, int], speech: str
) -> None:
    set_language("ko" if speech == "ko" else "en")
    presenter = opened(every_kind)
    presenter.resize(*size)
    deck, presses = presenter.deck, 0
    while deck.index < deck.count - 1 and presses < 50:
        settle(qtbot, presenter)
        QTest.keyClick(presenter, Key.Key_PageDown)
        assert not presenter.grab().isNull()
        presses += 1
    assert deck.index == deck.count - 1
    for _ in range(deck.count):
        QTest.keyClick(presenter, Key.Key_PageUp)
    assert deck.index == 0


@pytest.mark.long
@pytest.mark.parametrize("name", ["mlp-by-hand", "perceptron", "adaline", "cnn-digits"])
@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
@pytest.mark.parametrize("speech", ["en", "ko"])
def test_every_lecture_that_is_shipped_runs_by_two_keys(
    qtbot: QtBot, opened: Open, name: str, size: tuple[int, int], speech: str
) -> None:
    set_language("ko" if speech == "ko" else "en")
    document = files.load(asset_path("samples", f"{name}.nnsim"))
    before, presenter = files.dumps(document), opened(document)
    presenter.resize(*size)
    deck, stage = presenter.deck, presenter.stage
    for key, last in ((Key.Key_PageDown, deck.count - 1), (Key.Key_PageUp, 0)):
        for _ in range(60):
            settle(qtbot, presenter)
            assert deck.refusal is None
            assert not presenter.grab().isNull()
            assert not stage.formula.isVisible() or not stage.formula.overflows
            if deck.index == last:
                break
            QTest.keyClick(presenter, key)
        assert deck.index == last
    assert files.dumps(document) == before


def test_keys_jump_blank_size_and_vote(qtbot: QtBot, opened: Open, every_kind: Document) -> None:
    presenter = opened(every_kind)
    deck = presenter.deck
    for key in (Key.Key_G, Key.Key_3, Key.Key_Return):
        QTest.keyClick(presenter, key)
    assert deck.index == 2
    QTest.keyClick(presenter, Key.Key_2)
    QTest.keyClick(presenter, Key.Key_2)
    assert deck.poll is not None
    assert deck.poll.hands == [0, 2, 0]
    QTest.keyClick(presenter, Key.Key_Period)
    assert deck.blanked
    assert not presenter.stage.network.isVisible()
    QTest.keyClick(presenter, Key.Key_B)
    assert not deck.blanked
    QTest.keyClick(presenter, Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert deck.scale > 1.0
    QTest.keyClick(presenter, Key.Key_End)
    assert deck.index == deck.count - 1
    QTest.keyClick(presenter, Key.Key_Home)
    assert deck.index == 0


def test_a_neuron_is_pointed_at_by_keys(opened: Open, every_kind: Document) -> None:
    presenter = opened(every_kind)
    presenter.deck.go_to(6)
    poll = presenter.deck.poll
    assert poll is not None
    seen = list[object]()
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Tab, Key.Key_Down, Key.Key_Backtab):
        QTest.keyClick(presenter, key)
        seen.append(poll.pointed)
    first, hidden = network().network.nodes[0].id, network().network.nodes[1].id
    assert seen == [(first, 0), (first, 1), (first, 0), (hidden, 0), (hidden, 1), (first, 0)]
    QTest.keyClick(presenter, Key.Key_PageDown)
    QTest.keyClick(presenter, Key.Key_Down)
    assert poll.pointed == (first, 0)


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_F5])
def test_escape_and_f5_leave(qtbot: QtBot, opened: Open, every_kind: Document, key: Qt.Key) -> None:
    presenter = opened(every_kind)
    with qtbot.waitSignal(presenter.left):
        QTest.keyClick(presenter, key)
    assert not presenter.isVisible()


def test_a_hand_is_counted_by_a_click_on_its_option(qtbot: QtBot, opened: Open, every_kind: Document) -> None:
    presenter = opened(every_kind)
    presenter.deck.go_to(2)
    settle(qtbot, presenter)
    band = presenter.stage.band
    band.grab()
    at = band._options[1].center().toPoint()
    QTest.mouseClick(band, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseClick(band, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseClick(band, Qt.MouseButton.RightButton, pos=at)
    poll = presenter.deck.poll
    assert poll is not None
    assert poll.hands == [0, 1, 0]


@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0])
def test_nothing_lies_outside_of_the_stage_and_no_words_are_cut(
    qtbot: QtBot, opened: Open, every_kind: Document, scale: float
) -> None:
    presenter = opened(every_kind)
    presenter.deck.set_scale(scale)
    stage = presenter.stage
    for index in range(presenter.deck.count):
        presenter.deck.go_to(index)
        settle(qtbot, presenter)
        parts = (stage.network, stage.caption, stage.plot, stage.band)
        for part in (each for each in parts if each.isVisible()):
            assert stage.rect().contains(part.geometry()), (index, type(part).__name__)
        if stage.caption.isVisible():
            assert stage.caption.height() >= stage.caption.heightForWidth(stage.caption.width())
            assert stage.caption.font().pixelSize() >= round(24 * stage.unit)
        if stage.band.isVisible():
            assert stage.band.height() >= int(stage.band.height_for(stage.band.width()))
        for board in (stage.plot, stage.curve):
            assert not board.isVisible() or board.height() >= 0.15 * stage.height()


class Screens(QObject):
    """Stands for the application's screens, which come and go."""

    screenAdded = Signal(object)
    screenRemoved = Signal(object)

    def __init__(self, first: QScreen) -> None:
        super().__init__()
        self.now = [first]

    def plug(self) -> None:
        self.now = [*self.now, self.now[0]]
        self.screenAdded.emit(self.now[-1])

    def unplug(self) -> None:
        gone, self.now = self.now[-1], self.now[:-1]
        self.screenRemoved.emit(gone)


def test_screens_that_come_and_go_while_one_presents_are_followed(
    qtbot: QtBot, opened: Open, every_kind: Document, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens = Screens(qapp.primaryScreen())
    monkeypatch.setattr(QGuiApplication, "screens", staticmethod(lambda: screens.now))
    presenter = opened(every_kind)
    presenter.present(screens)
    deck = presenter.deck
    deck.go_to(2)
    settle(qtbot, presenter)
    deck.count_hand(1)
    assert presenter.speaker is None
    for _ in range(2):
        screens.plug()
        qtbot.waitUntil(lambda: presenter.speaker is not None, timeout=20_000)
        speaker = presenter.speaker
        assert speaker is not None
        assert speaker.isVisible()
        qtbot.waitUntil(lambda view=speaker: not view.pictures.next.isNull(), timeout=20_000)  # type: ignore[misc]
        assert not speaker.pictures.now.isNull()
        QTest.keyClick(speaker, Key.Key_1)
        screens.unplug()
        qtbot.waitUntil(lambda: presenter.speaker is None, timeout=20_000)
        assert presenter.isVisible()
        assert deck.index == 2
    assert deck.poll is not None
    assert deck.poll.hands == [2, 1, 0]
    presenter.close()
    screens.plug()
    qapp.processEvents()
    assert presenter.speaker is None


def test_what_is_played_in_the_sandbox_is_gone_with_its_reset(qtbot: QtBot, opened: Open, every_kind: Document) -> None:
    before, presenter = files.dumps(every_kind), opened(every_kind)
    deck, sandbox = presenter.deck, presenter.stage.sandbox
    deck.go_to(1)
    settle(qtbot, presenter)
    shown, place = deck.document, deck.clock.place
    for key in (Key.Key_S, Key.Key_Right, Key.Key_1, Key.Key_Right):
        QTest.keyClick(presenter, key)
    assert sandbox.on
    assert deck.clock.detail == "layer"
    assert deck.clock.place != place
    QTest.keyClick(presenter, Key.Key_T)
    qtbot.waitUntil(lambda: deck.document.state.epoch == shown.state.epoch + 1, timeout=60_000)
    assert deck.figures is not None
    QTest.keyClick(presenter, Key.Key_Right)
    qtbot.waitUntil(lambda: deck.clock.view is not None, timeout=60_000)
    QTest.keyClick(presenter, Key.Key_R)
    assert not sandbox.on
    assert deck.document is shown
    assert (deck.clock.place, deck.clock.detail) == (place, "neuron")
    QTest.keyClick(presenter, Key.Key_S)
    QTest.keyClick(presenter, Key.Key_PageDown)
    assert not sandbox.on
    assert deck.index == 2
    settle(qtbot, presenter)
    QTest.keyClick(presenter, Key.Key_S)
    assert not sandbox.on, "what is asked for would be seen"
    assert files.dumps(every_kind) == before


def test_the_number_that_is_asked_for_is_not_shown_before(qtbot: QtBot, opened: Open, every_kind: Document) -> None:
    presenter = opened(every_kind)
    presenter.deck.go_to(5)
    settle(qtbot, presenter)
    formula = presenter.stage.formula
    assert formula.accessibleDescription().endswith("= ?")
    for _ in range(2):
        assert presenter.deck.covered
        QTest.keyClick(presenter, Key.Key_PageDown)
    assert presenter.deck.index == 5
    assert not presenter.deck.covered
    told = presenter.deck.clock.explanation()
    assert told is not None
    assert formula.accessibleDescription().endswith(told.outcome_text)
    presenter.deck.go_to(2)
    settle(qtbot, presenter)
    assert formula.accessibleDescription().endswith("= ?")


def test_without_slides_next_steps_through_the_network(qtbot: QtBot, opened: Open) -> None:
    presenter = opened(network())
    QTest.keyClick(presenter, Key.Key_PageDown)
    assert presenter.deck.clock.view is not None
    assert presenter.stage.formula.isVisible()


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.long)])
def test_random_mouse_and_keys_leave_the_document_as_it_was(
    qtbot: QtBot, opened: Open, every_kind: Document, count: int
) -> None:
    chance, before = random.Random(5), files.dumps(every_kind)
    presenter = opened(every_kind)
    codes = (*range(0x20, 0x5B), 0x01000003, 0x01000004, 0x01000007, *range(0x01000010, 0x01000018))
    keys = [Key(code) for code in codes]
    held = [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier]
    buttons = [Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton]
    stage = presenter.stage
    for _ in range(count):
        if chance.random() < 0.5:
            QTest.keyClick(presenter, chance.choice(keys), chance.choice(held))
        else:
            part = chance.choice([stage, stage.network.viewport(), stage.band, stage.caption, stage.formula])
            at = QPoint(chance.randrange(max(1, part.width())), chance.randrange(max(1, part.height())))
            (QTest.mouseDClick if chance.random() < 0.2 else QTest.mouseClick)(part, chance.choice(buttons), pos=at)
            QTest.mouseMove(part, at)
    assert presenter.isVisible()
    assert files.dumps(every_kind) == before
    for index in range(presenter.deck.count):
        presenter.deck.go_to(index)
        settle(qtbot, presenter)
        shown = presenter.deck.document
        assert shown.network == every_kind.network
        assert shown.lesson == every_kind.lesson


def test_the_presenter_answers_to_each_key_of_the_map(qtbot: QtBot, opened: Open, every_kind: Document) -> None:
    presenter = opened(every_kind)
    for key in (key for _, keys in LECTURE_KEYS[:-1] for key in keys):
        assert any(_answers(qtbot, presenter, QKeySequence(key)[0], *where)
                   for where in ((1, False), (2, False), (6, False), (1, True))), key


def _answers(
    qtbot: QtBot, presenter: Presenter, key: QKeyCombination, slide: int, playing: bool
) -> bool:
    presenter.deck.go_to(slide)
    settle(qtbot, presenter)
    if playing:
        presenter.stage.sandbox.toggle()
    presenter.deck.count_hand(0)
    before = _state(presenter)
    QTest.keyClick(presenter, key.key(), key.keyboardModifiers())
    answered = _state(presenter) != before
    if presenter.deck.blanked:
        presenter.deck.toggle_blank()
    presenter._ask(None)
    presenter.stage.sandbox.reset()
    return answered


def _state(presenter: Presenter) -> object:
    deck, sandbox, poll = presenter.deck, presenter.stage.sandbox, presenter.deck.poll
    told = None if poll is None else (poll.stage, tuple(poll.hands), poll.pointed)
    return (deck.index, deck.blanked, deck.scale, presenter.stage.asked_number, sandbox.on, sandbox._training,
            deck.clock.cursor, told)
