"""Numbers give way to new ones within 200 ms, one after the other; in training and with reduced motion at once."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.trace import Stepper
from tests.ui.canvas.lab import Lab, snapshot, xor_network
from ui.canvas.captions import told_now, value_text
from ui.canvas.value_swap import SWAP
from ui.look import theme


def _alpha(lab: Lab, unit: int) -> tuple[str, float]:
    text, color = told_now(lab.card("dense1"), unit, lab.view.board.look, lab.view.board.showing)
    return text, color.alphaF()


def _rest(lab: Lab, value: float) -> None:
    lab.trainer.snapshot.emit(snapshot(lab.store.document, value))
    lab.view.live._take()
    QApplication.processEvents()


def test_another_sample_s_numbers_come_after_the_old_ones_have_gone(lab: Lab, qtbot: QtBot) -> None:
    theme().set_reduced_motion(False)
    _rest(lab, 0.5)
    assert _alpha(lab, 0) == ("0.50", 1.0), "what comes first does not give way"
    _rest(lab, 0.25)
    showing = lab.view.board.showing
    before, _ = showing.giving_way
    assert len(before) >= 7
    for share, text, alpha in ((0.1, "0.50", 0.8), (0.4, "0.50", 0.2), (0.6, "0.25", 0.2), (0.9, "0.25", 0.8)):
        showing.giving_way = (before, share)
        shown = _alpha(lab, 0)
        assert shown[0] == text
        assert abs(shown[1] - alpha) < 0.01
    assert SWAP < 200
    qtbot.waitUntil(lambda: not showing.giving_way[0], timeout=20_000)
    assert _alpha(lab, 0) == ("0.25", 1.0)


def test_in_a_step_only_what_has_changed_gives_way(lab: Lab) -> None:
    theme().set_reduced_motion(False)
    stepper = Stepper(xor_network(), detail="neuron")
    changed = []
    for _ in range(8):
        stepper.next()
        lab.clock.moved.emit(stepper.view())
        QApplication.processEvents()
        changed.append(len(lab.view.board.showing.giving_way[0]))
    assert 0 < max(changed) <= 2
    lab.trainer.running_changed.emit(True)
    assert not lab.view.board.showing.giving_way[0]
    _rest(lab, 0.5)
    _rest(lab, 0.75)
    assert not lab.view.board.showing.giving_way[0], "in training numbers follow at once"


def test_with_reduced_motion_numbers_are_there_at_once(lab: Lab) -> None:
    _rest(lab, 0.5)
    _rest(lab, 0.25)
    assert not lab.view.board.showing.giving_way[0]
    card, board = lab.card("dense1"), lab.view.board
    assert value_text(card, 0, board.look, board.showing)[0] == "0.25"
