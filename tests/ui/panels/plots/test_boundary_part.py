"""The part of the plots about the decision boundary."""

from pytestqt.qtbot import QtBot

from nnsim.data import change_column, generated, iris, prepare
from ui.panels.plots.boundary_part import BoundaryPart


def test_without_two_inputs_the_part_is_of_the_accuracy(qtbot: QtBot) -> None:
    part = BoundaryPart()
    qtbot.addWidget(part)
    part.show()
    part.take_data(prepare(change_column(iris(), 0, role="input")))
    assert part.title == "Accuracy"
    assert not part.map.isVisible()
    part.take_data(prepare(generated("xor")))
    assert part.title == "Decision boundary"
    assert part.map.isVisible()
