"""A card that was just placed is calm in the whole window, until training is asked for."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.text import message
from ui.look.widgets import Banner
from ui.main_window import MainWindow


def test_a_fresh_card_is_marked_when_training_is_asked_for(lab: MainWindow, qtbot: QtBot) -> None:
    document, node = edits.add_node(lab.bench.store.document, "dense", (0.0, 600.0))
    lab.bench.store.commit(document, message("Add"))
    lab.bench.selection.select([node])
    lab.dock.bring("layer")
    QApplication.processEvents()
    marks = lab.canvas.board.marks

    def tones() -> list[str]:
        return [banner._tone for banner in lab.inspector.findChildren(Banner) if banner.isVisible()]

    assert marks.waiting == {node}
    assert not marks.errors
    assert tones() == ["info"]
    lab.acts["train"].trigger()
    qtbot.waitUntil(lambda: marks.errors == {node}, timeout=20_000)
    assert not marks.waiting
    qtbot.waitUntil(lambda: tones() == ["error"])
    qtbot.waitUntil(lambda: not lab.bench.trainer.running)
