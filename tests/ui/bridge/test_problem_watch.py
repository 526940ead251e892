"""Problems are those of this very moment; large networks are told of them when the edits pause."""

from collections.abc import Iterable

import pytest
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.document import Document
from nnsim.program import Problem
from nnsim.program import problems as found_in
from nnsim.text import message
from ui.bridge import DocumentStore
from ui.bridge.problems import SETTLE, SMALL, ProblemWatch

EDIT = message("Move")


def drawing(count: int) -> Document:
    """An input without data and so many neurons beside it, the first linked."""
    document, start = edits.add_node(edits.new_document(), "input", (0.0, 0.0))
    neurons = []
    for number in range(count):
        document, neuron = edits.add_node(document, "neuron", (200.0, 100.0 * number))
        neurons.append(neuron)
    return edits.connect(document, start, neurons[0])


def words(found: Iterable[Problem]) -> list[tuple[object, ...]]:
    """What is told of each; the fixes of another search are other functions."""
    return [(problem.severity, problem.place, problem.message) for problem in found]


def test_a_small_network_is_told_with_the_edit(qtbot: QtBot) -> None:
    store = DocumentStore(drawing(2))
    watch = ProblemWatch(store)
    with qtbot.waitSignal(watch.changed, timeout=0):
        store.commit(edits.delete(store.document, ["neuron2"]), EDIT)
    assert not watch.at("neuron2")


def test_a_large_network_is_told_when_the_edits_pause(qtbot: QtBot) -> None:
    store = DocumentStore(drawing(SMALL))
    watch = ProblemWatch(store)
    told: list[int] = []
    watch.changed.connect(lambda: told.append(len(watch.all)))
    before = len(watch.all)
    store.commit(edits.connect(store.document, "input1", "neuron2"), EDIT)
    store.commit(edits.connect(store.document, "input1", "neuron3"), EDIT)
    assert not told
    assert not watch.at("neuron3"), "whoever asks gets what is so now"
    qtbot.waitUntil(lambda: bool(told), timeout=20 * SETTLE)
    assert told == [before - 2]


def test_a_large_network_is_searched_in_portions_and_an_edit_in_between_begins_anew(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.bridge.problems.BUDGET", 0.0)
    store = DocumentStore(drawing(2 * SMALL))
    watch = ProblemWatch(store)
    told: list[list[tuple[object, ...]]] = []
    portions: list[int] = []
    watch.changed.connect(lambda: told.append(words(watch.all)))
    go_on = watch._go_on

    def counted() -> None:
        portions.append(len(told))
        if len(portions) == 3:
            store.commit(edits.connect(store.document, "input1", "neuron3"), EDIT)
        go_on()

    watch._going_on.timeout.disconnect()
    watch._going_on.timeout.connect(counted)
    store.commit(edits.connect(store.document, "input1", "neuron2"), EDIT)
    qtbot.waitUntil(lambda: bool(told), timeout=100 * SETTLE)
    assert told == [words(found_in(store.document))]
    assert len(portions) > 3 + 4 + 4
    assert not any(portions)


def test_a_fix_outlives_the_edit_after_which_it_is_pressed(qtbot: QtBot) -> None:
    store = DocumentStore(drawing(SMALL))
    watch = ProblemWatch(store)
    linking, deleting = watch.at("neuron2")[0].fixes
    store.commit(edits.rename(store.document, "neuron9", "elsewhere"), EDIT)
    mended = linking.apply(store.document)
    assert mended.network.into("neuron2")
    assert mended.network.node("neuron9").name == "elsewhere"
    store.commit(edits.delete(store.document, ["neuron2"]), EDIT)
    assert linking.apply(store.document) == store.document == deleting.apply(store.document)
