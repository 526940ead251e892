"""Names that nnsim gave follow the language everywhere at once, and neither the step nor the file notices."""

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from nnsim.text import render
from ui.look import theme
from ui.main_window import MainWindow

BOTH = {"en": ("Hidden", "Answer"), "ko": ("은닉층", "답")}


def names(window: MainWindow) -> list[str]:
    return [card.name for card in window.canvas.board.diagram.cards.values() if card.kind == "dense"]


def told(window: MainWindow) -> str:
    labels = window.explain.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def test_names_follow_the_language_in_the_middle_of_a_step(lab: MainWindow) -> None:
    for _ in range(5):
        lab.acts["next"].trigger()
    cursor = lab.bench.clock.cursor
    hidden = lab.bench.store.document.network.nodes[1].id
    lab.bench.selection.select([hidden])
    for language, expected in BOTH.items():
        theme().set_language(language)
        QApplication.processEvents()
        assert tuple(names(lab)) == expected
        lab.dock.bring("explain")
        QApplication.processEvents()
        assert expected[0] in told(lab)
        lab.dock.bring("layer")
        assert expected[0] in [field.text() for field in lab.inspector.page.findChildren(QLineEdit)]
        assert lab.bench.clock.cursor == cursor
        assert lab.bench.clock.view is not None
    assert not lab.bench.store.modified
    theme().set_language("en")


def test_what_undo_takes_back_is_told_in_the_other_language(lab: MainWindow) -> None:
    lab.acts["add_dense"].trigger()
    theme().set_language("ko")
    assert lab.bench.store.undo_text is not None
    added = lab.bench.store.document.network.nodes[-1]
    assert render(lab.bench.store.undo_text).count("완전 연결 층 1") == 1
    assert added.name == "Dense 1"
    theme().set_language("en")
