"""A stop is foretold or worked out by hand: its outcome is covered everywhere until the answer stands."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim import files
from nnsim.assets import asset_path
from nnsim.document import Amount, Choice, Pointing
from nnsim.edits import set_weight
from nnsim.text import Language, message, render
from ui.bridge import DocumentStore, Selection, StepClock, TrainerClient, WhatIf
from ui.bridge.pointed_answer import PointedAnswer
from ui.look import theme
from ui.panels.explain import ExplainPanel
from ui.panels.right_dock import NARROW_WIDTH

Key = Qt.Key


@pytest.fixture
def store() -> DocumentStore:
    return DocumentStore(files.load(asset_path("samples", "mlp-by-hand.nnsim")))


@pytest.fixture
def clock(qtbot: QtBot, qapp: QApplication, store: DocumentStore) -> Iterator[StepClock]:
    theme().apply(qapp)
    theme().set_scale(1.0)
    trainer = TrainerClient(store)
    made = StepClock(store, trainer)
    yield made
    made.pause()
    trainer.shutdown()


@pytest.fixture
def panel(qtbot: QtBot, clock: StepClock) -> ExplainPanel:
    made = ExplainPanel(clock)
    qtbot.addWidget(made)
    made.resize(384, 735)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


def test_a_question_covers_the_outcome_until_it_is_answered(panel: ExplainPanel, clock: StepClock) -> None:
    panel.foretell()  # before the first step: of the first stop
    quiz, told = clock.quiz, panel.told
    assert (clock.cursor, quiz.open, told.outcome_text) == (0, True, "?")
    assert np.isnan(clock.view.sums["dense1"]).all()
    assert panel.predict.isVisible()
    assert not panel.practice.isVisible()
    assert panel.formula.accessibleDescription().count("0.38") == 0
    way = quiz.question.question.way
    assert isinstance(way, Choice)
    QTest.keyClick(panel.predict.buttons[0], Key(Key.Key_1.value + way.answer))
    assert (quiz.open, quiz.is_right, quiz.right, quiz.answered) == (False, True, 1, 1)
    assert panel.told.outcome_text == "0.38"
    assert clock.view.sums["dense1"][0] == pytest.approx(panel.told.outcome)
    assert panel.predict.accessibleDescription() == "Right. z₁ is 0.38."
    panel.predict.other.click()  # something else about the same stop, this time a number
    assert isinstance(quiz.question.question.way, Amount)
    QTest.keyClicks(panel.predict.number, "two")
    QTest.keyClick(panel.predict.number, Key.Key_Return)
    assert quiz.open
    panel.predict.number.setText("-0,4")
    QTest.keyClick(panel.predict.number, Key.Key_Return)
    assert (quiz.is_right, quiz.right, quiz.answered) == (False, 1, 2)


def test_questions_at_each_step_wait_for_nobody(panel: ExplainPanel, clock: StepClock) -> None:
    clock.next()
    clock.quiz.set_always(True)
    assert clock.quiz.open
    clock.play()
    clock.next()  # unanswered, and walked on: the next one is asked
    assert (clock.cursor, clock.quiz.open, clock.quiz.answered) == (1, True, 0)
    clock.quiz.drop()
    assert (clock.quiz.open, clock.playing) == (False, False)
    clock.next()
    assert clock.quiz.open
    clock.back()
    assert not clock.quiz.open  # it was looked at already
    clock.quiz.set_always(False)
    clock.seek(4)
    assert not clock.quiz.covers
    clock.end()
    assert not panel.predict.isVisible()


def test_a_unit_is_pointed_at_in_the_network(panel: ExplainPanel, clock: StepClock, store: DocumentStore) -> None:
    selection = Selection(store)
    answer = PointedAnswer(clock, selection, store)
    answer.pointed.connect(panel.predict.show_pointed)
    clock.set_detail("layer")
    clock.seek(1)
    panel.foretell()
    while clock.quiz.question.kind != "unit":
        clock.quiz.ask_other()
    way = clock.quiz.question.question.way
    assert isinstance(way, Pointing)
    assert np.isnan(clock.view.values["dense1"]).all()
    assert not panel.predict.commit.isEnabled()
    selection.select_unit(way.node, way.unit)
    assert render(clock.name_of_unit(way.node, way.unit)) == "h₂ of Hidden"
    panel.predict.commit.click()
    assert (clock.quiz.is_right, clock.quiz.covers) == (True, False)


def test_a_formula_is_worked_out_by_hand(panel: ExplainPanel, clock: StepClock) -> None:
    panel.work_by_hand()
    sheet, blanks = clock.quiz.sheet, panel.blank_sheet.blanks
    assert blanks.isVisible()
    assert not panel.formula.isVisible()
    assert panel.told.outcome_text == "?"
    assert [field.accessibleName() for field in blanks.fields][:3] == ["w₁₁", "x₁", "w₁₂"]
    assert all(blanks.rect().contains(field.geometry()) for field in blanks.fields)
    QTest.keyClicks(blanks.fields[0], "0,51")
    QTest.keyClick(blanks.fields[0], Key.Key_Return)
    assert panel.blank_sheet.said.text().startswith("w₁₁ has another value")
    blanks.enter(0)
    for _ in sheet.entries:
        panel.blank_sheet.show_one.click()
    QTest.keyClick(blanks.fields[-1], Key.Key_Return)
    assert panel.blank_sheet.said.text() == "All of it is right."
    assert (clock.quiz.covers, panel.told.outcome_text) == (False, "0.38")
    QTest.keyClick(panel.blank_sheet, Key.Key_Escape)
    assert panel.formula.isVisible()


def test_what_is_tried_stands_beside_what_it_was(
    qtbot: QtBot, panel: ExplainPanel, clock: StepClock, store: DocumentStore
) -> None:
    what_if = WhatIf(store, clock, TrainerClient(store))
    panel.compare(what_if)
    clock.seek(1)  # z₂, of which w₂₁ is a part
    was = panel.told.outcome_text
    what_if.toggle()
    store.commit(set_weight(store.document, "dense1/weight", (1, 0), 1.0), message("Change"))
    qtbot.waitUntil(lambda: panel.told is not None and panel.told.outcome_text != was, timeout=10_000)
    assert panel.trial.accessibleName() == "What if w₂₁ of Hidden = 1.00"
    assert panel.trial.accessibleDescription() == f"Sum of h₂ of Hidden: {was} → {panel.told.outcome_text}"
    panel.foretell()
    assert not panel.trial.isVisible()  # it would tell the answer
    clock.quiz.drop()
    what_if.put_back()
    qtbot.waitUntil(lambda: panel.told.outcome_text == was, timeout=10_000)
    assert not panel.trial.isVisible()


@pytest.mark.parametrize("spoken", ["en", "ko"])
def test_in_the_narrow_dock_every_question_has_room(panel: ExplainPanel, clock: StepClock, spoken: Language) -> None:
    theme().set_language(spoken)
    panel.resize(NARROW_WIDTH, 600)
    clock.set_detail("term")
    seen: dict[str, list[int]] = {}
    for tick in (0, *range(12, clock.timeline().total, 5)):
        clock.seek(tick)
        for _ in range(2):
            clock.quiz.ask_other()
            if clock.quiz.question is not None and clock.quiz.question.kind not in seen:
                needed = seen[clock.quiz.question.kind] = [panel.predict.minimumSizeHint().width()]
                if clock.quiz.question.options:
                    clock.quiz.answer(2)
                    needed.append(panel.predict.minimumSizeHint().width())
    theme().set_language("en")
    assert seen.keys() >= {"sign", "number", "pull", "change"}
    assert max(max(needed) for needed in seen.values()) <= NARROW_WIDTH - 2 * 20 - 10, seen
