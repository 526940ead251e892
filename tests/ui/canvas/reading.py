"""Reads a network as a screen reader does, through what Qt exposes; runs in a process of its own."""

import gc
import sys

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication

from nnsim import edits
from nnsim.text import message
from tests.ui.canvas.lab import FakeClock, FakeTrainer, xor_network
from ui.bridge import DocumentStore, Selection
from ui.canvas.view import CanvasView
from ui.look import theme

Text, Role = QAccessible.Text, QAccessible.Role


def told(item: QAccessibleInterface) -> tuple[str, str, str]:
    """Role, name and value."""
    return item.role().name, item.text(Text.Name), item.text(Text.Value)


def walk(item: QAccessibleInterface) -> list[tuple[str, str, str]]:
    """All of an item's descendants, each of which knows its place."""
    found = []
    for place in range(item.childCount()):
        child = item.child(place)
        assert item.indexOfChild(child) == place
        found += [told(child), *walk(child)]
    return found


def read(application: QApplication) -> None:
    """Reads, edits, selects, closes; every time with the garbage taken out."""
    store = DocumentStore(xor_network())
    selection = Selection(store)
    view = CanvasView(store, FakeTrainer(), FakeClock(), selection)
    view.resize(1000, 780)
    view.show()
    application.processEvents()
    reader = QAccessible.queryAccessibleInterface(view)
    assert told(reader)[:2] == ("Canvas", "Network")
    names = [reader.child(place).text(Text.Name) for place in range(5)]
    assert names == ["Input", "Dense 1", "Dense 2", "Output", "Loss"]
    everything = walk(reader.child(1))
    assert ("ListItem", "Dense 1, unit 3", "bias 0.00") in everything
    assert ("Link", "Link from 'Input' to 'Dense 1'", "8 weights") in everything
    weight = store.document.state.parameters["dense1/weight"][3, 1]
    last = [each for each in everything if each[1] == "Weight from 'Input', unit 2, to 'Dense 1', unit 4"]
    assert len(last) == 1
    assert float(last[0][2].replace("−", "-")) == round(float(weight), 2)
    assert reader.child(1).text(Text.Description) == "4 units · tanh; from Input; to Dense 2"
    assert reader.child(1).child(2).text(Text.Description) == "bias 0.00"
    card = reader.child(2)
    at = card.rect().center()
    assert view.rect().contains(view.mapFromGlobal(QPoint(at)))
    assert reader.childAt(at.x(), at.y()).text(Text.Name) == "Dense 2"
    view.activateWindow()
    view.setFocus()
    application.processEvents()
    selection.select_unit("dense1", 2)
    assert reader.child(1).child(2).state().selected
    assert not reader.child(1).child(1).state().selected
    if view.hasFocus():
        assert reader.focusChild().text(Text.Name) == "Dense 1, unit 3"
    gone = reader.child(1)
    store.commit(edits.delete(store.document, ["dense1"]), message("Delete"))
    assert not gone.isValid()
    assert gone.text(Text.Name) == ""
    gc.collect()
    assert [reader.child(place).text(Text.Name) for place in range(4)] == ["Input", "Dense 2", "Output", "Loss"]
    store.undo()
    assert gone.isValid()
    assert walk(reader.child(1)) == everything
    view.close()
    view.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    application.processEvents()
    gc.collect()
    assert not gone.isValid()


def main() -> None:
    application = QApplication(sys.argv)
    theme().apply(application)
    theme().set_reduced_motion(True)
    QAccessible.setActive(True)
    for _ in range(3):
        read(application)
    print("read")  # noqa: T201


if __name__ == "__main__":
    main()
